"""Laws on what may stand in an open file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tonghu.checks.dossier import Dossier
from tonghu.checks.ground import Ground
from tonghu.checks.shape import Attribute
from tonghu.problem import Problem, error
from tonghu.record.numbers import in_name, personal_numbers
from tonghu.source import Document

MONTH = len("2015-03")


def no_personal_number(_: Ground, document: Document) -> Iterator[Problem]:
    """No identity number and no telephone number must stand in an open file.

    personal-number 错误
        公开的文件里不能有像身份证、电话或银行卡号码的数字，注释里、文件和文件夹的名称里也不能有。
        改法：删掉；确实要留的，写进旁边的 .sealed.yml。已经提交过的，立即告诉机构协调员。
    """
    if in_name(document.path):
        message = "这个名称里像是有身份证号码或电话号码：请给文件或文件夹改名。"
        yield error(document.path, (1, 1), "personal-number", message)
    for spot in personal_numbers(document.raw):
        message = (
            "这里像是身份证、电话或银行卡号码，不能写在公开的文件里：请删掉，要留的写进密封的一半。"
        )
        yield error(document.path, spot, "personal-number", message)


def nothing_sealed_is_open(ground: Ground, dossier: Dossier) -> Iterator[Problem]:
    """With sealed halves, what the schemas mark as sealed must not stand in an open file.

    sealed-open 错误
        `seal: sops` 时，姓名、住址、经过、伤害、证据等标为密封的栏目不能写在公开的文件里。
        改法：移到旁边的 .sealed.yml，用 `tonghu seal` 加密。
    """
    if not ground.sealed:
        return
    for path in _sealed(dossier.head, dossier.kind.head):
        yield _open(dossier.on_head(*path))
    shape = dossier.kind.shape
    for number, event in enumerate(dossier.events):
        if not shape.sealed.isdisjoint(event):
            attributes = {key: shape.attribute(event.get("event", ""), key) for key in event}
            for path in _sealed(event, attributes):
                yield _open(dossier.at(number, *path))


def _sealed(
    data: Mapping[str, Any], attributes: Mapping[str, Attribute]
) -> Iterator[tuple[str | int, ...]]:
    for key, value in data.items():
        attribute = attributes.get(key)
        if attribute and attribute.sealed:
            yield (key,)
        elif attribute and isinstance(value, list):
            for number, item in enumerate(value if attribute.parts else ()):
                if isinstance(item, Mapping):
                    for path in _sealed(item, attribute.parts):
                        yield key, number, *path


def _open(spot: tuple[str, tuple[int, int]]) -> Problem:
    message = "这一栏只能写在密封的一半里：请移到旁边的 .sealed.yml。"
    return error(*spot, "sealed-open", message)


def born_is_a_month(ground: Ground, dossier: Dossier) -> Iterator[Problem]:
    """With sealed halves, only the month of birth must stand in an open file.

    born-day 错误
        `seal: sops` 时，公开的档案里只写出生的年月。
        改法：把 `born` 写成年月，如 2015-03；日子写进密封的一半。
    """
    born = dossier.head.get("born")
    if ground.sealed and isinstance(born, str) and len(born) > MONTH:
        message = "公开的档案里只写出生年月：请去掉日子，日子写进密封的一半。"
        yield error(*dossier.on_head("born"), "born-day", message, "born: 2015-03")
