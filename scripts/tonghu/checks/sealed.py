"""Laws on the sealed halves: what can be seen of them without a key, and all of them in clear."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tonghu.checks.dossier import Dossier
from tonghu.checks.ground import Ground
from tonghu.checks.reading import opened, opened_raw, shown, unreadable
from tonghu.problem import Problem, error
from tonghu.record.files import CASE, CHILDREN, SEALED, TEAM
from tonghu.seal import envelope, metadata
from tonghu.seal.envelope import faults
from tonghu.seal.fault import Fault
from tonghu.source import Document

ENCRYPTED = re.compile(rb"^sops:", re.MULTILINE)
CHILD, STAFF = "sealed", "team-sealed"
BY_REF = ("notes", "situation", "harm", "evidence")
START = (1, 1)


def of_folder(
    ground: Ground, entries: Iterable[os.DirEntry[str]], dossier: Dossier
) -> Iterator[Problem]:
    """What is wrong with the sealed halves in a child's folder."""
    names = {entry.name for entry in entries}
    for entry in entries:
        if entry.name.endswith(SEALED) and entry.is_symlink():
            yield from unreadable(shown(Path(entry.path), ground.records.parent)).problems
    for name in sorted(each for each in names if each.endswith(SEALED)):
        assert dossier.folder is not None
        path = dossier.folder.path / name
        document = _opened(ground, path)
        yield from of_file(ground, path, document, CHILD)
        yield from half_has_its_half(document, names)
        yield from id_is_repeated(document, dossier, name == CASE.replace(".yml", SEALED))
        yield from notes_are_of_events(document, dossier)


def of_staff(ground: Ground) -> Iterator[Problem]:
    """What is wrong with the names of the team."""
    path = ground.records / TEAM.replace(".yml", SEALED)
    if path.is_symlink() or path.exists():
        document = _opened(ground, path)
        yield from of_file(ground, path, document, STAFF)
        yield from names_are_of_workers(ground, document)


def of_file(ground: Ground, path: Path, document: Document, schema: str) -> Iterator[Problem]:
    """What any sealed half must be: encrypted where records are sealed, else in its schema."""
    yield from document.problems
    if document.data is None:
        return
    if ground.sealed or ENCRYPTED.search(document.raw):
        yield from nothing_is_in_clear(ground, document, schema)
        yield from readers_are_those_of_the_rule(ground, path, document)
    else:
        yield from ground.schemas.problems(schema, document)


def nothing_is_in_clear(ground: Ground, document: Document, schema: str) -> Iterator[Problem]:
    """A sealed half must be encrypted whole, by age alone, as sops writes it.

    sealed-plain 错误
        `seal: sops` 时，.sealed.yml 必须是 sops 加密的完整文件，不能是能直接读的文字。
        改法：用 `tonghu seal edit` 封存；已经提交过的，立即告诉机构协调员。
    sealed-leaf 错误
        密封文件里每个值都必须是加密的，空值和日期也一样：日期加引号，没有的不写。
        密文要像 sops 写的那样，整个在一行里，不加引号、不换行、不换一种写法。
        改法：用 `tonghu seal edit` 重新封存；已经提交过的，立即告诉机构协调员。
    sealed-comment 错误
        密封文件里不能有批注，除非是 sops 完整加密的一行。
        改法：删掉这一行里 # 和后面的字。
    sealed-key 错误
        密封文件只能有 schema 里的栏目；栏目名不加密，不能写姓名。
        改法：用 `tonghu seal edit` 改成 schema 里的栏目。
    sealed-metadata 错误
        密封文件末尾的 sops 一段只能有 age 收件人、封印、时间和版本，不能写别的密钥服务。
        改法：不要在本机解密它；从上一版取回，并告诉机构协调员。
    sealed-stanza 错误
        每位收件人的那把钥匙必须正好封给一个人，封得完整。
        改法：从上一版取回，或者请有钥匙的人运行 `tonghu team sync`。
    sealed-size 错误
        一个密封文件不超过 64 KB。
        改法：只写必要的文字，照片和扫描件不放在这里。
    """
    for line, column in envelope.remarks(document.raw):
        yield error(document.path, (line, column), "sealed-comment", envelope.REMARK)
    found = list(faults(document, ground.schemas.raw(schema)))
    yield from _told(document, found)
    for spot in envelope.oddities(document.raw) if not found else ():
        yield error(document.path, spot, "sealed-leaf", envelope.FORM)


def readers_are_those_of_the_rule(
    ground: Ground, path: Path, document: Document
) -> Iterator[Problem]:
    """The readers of a sealed half must be exactly those of the rule of its path.

    sealed-recipients 错误
        密封文件的收件人要与 .sops.yaml 里这个路径的规则一样，不多也不少，次序不限。
        改法：请有钥匙的人运行 `tonghu team sync`；多出来的人要先弄清是谁加的。
    """
    found = metadata.readers(document.data)
    rule = ground.rules.readers(path) if ground.rules else None
    if found and rule is not None and set(found) != set(rule):
        message = (
            "收件人与 .sops.yaml 的规则不同：请有钥匙的人运行 tonghu team sync，并查对多了谁。"
        )
        where = (metadata.SOPS, metadata.AGE)
        yield error(document.path, document.mark(where, key=True), "sealed-recipients", message)
    if found and ground.rules and rule is None:
        message = "没有规则说谁能打开这个文件：请先用 tonghu team join 写好 .sops.yaml。"
        yield error(document.path, START, "sealed-recipients", message)


def half_has_its_half(document: Document, names: Iterable[str]) -> Iterator[Problem]:
    """A sealed half must lie beside the open file that it belongs to.

    sealed-alone 错误
        密封的一半要放在公开的一半旁边，文件名只差 .sealed。
        改法：把文件名改回来，或者补上公开的一半。
    """
    name = document.path.rpartition("/")[2]
    if name.replace(SEALED, ".yml") not in names:
        message = "旁边没有公开的一半：请改正文件名，或者补上公开的文件。"
        yield error(document.path, START, "sealed-alone", message)


def id_is_repeated(document: Document, dossier: Dossier, required: bool) -> Iterator[Problem]:
    """A sealed half must repeat the id of its child, so that files cannot be exchanged.

    sealed-id 错误
        密封的一半里要写 `id`，与文件夹的编号一样；对不上的，可能是调换来的。
        改法：补上 `id`；与文件夹不同的，先查清这份内容是谁的，再放回去。
    """
    data = document.data
    if not isinstance(data, Mapping) or (metadata.SOPS in data and "id" in data):
        return
    assert dossier.folder is not None
    if "id" not in data and required and metadata.SOPS in data:
        message = "密封的一半里没有 id：请用 tonghu seal edit 补上孩子的档案编号。"
        yield error(document.path, START, "sealed-id", message)
    elif data.get("id") not in (None, dossier.folder.id) and metadata.SOPS not in data:
        message = "这里的 id 与文件夹不同，可能放错了孩子：请先查清是谁的，再放回去。"
        yield error(document.path, document.mark(("id",)), "sealed-id", message)


def notes_are_of_events(document: Document, dossier: Dossier) -> Iterator[Problem]:
    """What a sealed half says of an event must name an event of this child.

    sealed-ref 错误
        密封的一半按 `ref` 写的文字，要对应这个孩子的一条记录。
        改法：照公开的记录改 `ref`；那条记录还没写的，先写公开的一半。
    """
    data = document.data if isinstance(document.data, Mapping) else {}
    for key in BY_REF:
        told = data.get(key)
        for ref in told if isinstance(told, Mapping) and dossier.whole else ():
            if ref not in dossier.numbers:
                message = "这个孩子没有这条记录：请照公开的记录改 ref，或者先写公开的一半。"
                spot = document.mark((key, ref), key=True)
                yield error(document.path, spot, "sealed-ref", message)


def names_are_of_workers(ground: Ground, document: Document) -> Iterator[Problem]:
    """What is sealed of the team must be about those who are in the team.

    sealed-worker 错误
        team.sealed.yml 按代号写，代号要在 team.yml 里；代号不加密，不能写姓名的拼音。
        改法：改成 team.yml 里的代号；没有登记的人，先写进 team.yml。
    """
    data = document.data if isinstance(document.data, Mapping) else {}
    told, known = data.get("workers"), ground.known.workers
    for code in told if isinstance(told, Mapping) and known is not None else ():
        if code not in (known or ()):
            message = "team.yml 里没有这个代号：请改正，或者先把这个人写进 team.yml。"
            yield error(
                document.path, document.mark(("workers", code), key=True), "sealed-worker", message
            )


def halves(records: Path) -> list[Path]:
    """Where every sealed half lies that may: beside its child's open half, or beside the team."""
    staff = records / TEAM.replace(".yml", SEALED)
    return [*sorted((records / CHILDREN).glob(f"*/*/*{SEALED}")), *([staff] * staff.exists())]


def no_half_twice(ground: Ground) -> Iterator[Problem]:
    """No two sealed halves must share an encrypted value.

    sealed-copied 错误
        两个密封文件里有一样的密文：其中一个是从另一个抄来的。
        改法：查清是谁的内容；抄来的那个从上一版取回。
    """
    seen: dict[bytes, str] = {}
    for path in halves(ground.records):
        document = opened_raw(shown(path, ground.records.parent), path)
        values = envelope.values(path.name, document.raw)
        if any(seen.setdefault(value, document.path) != document.path for value in values):
            message = "这里有与另一个密封文件一样的密文：请查清是谁的，从上一版取回。"
            yield error(document.path, START, "sealed-copied", message)


def _opened(ground: Ground, path: Path) -> Document:
    return opened(shown(path, ground.records.parent), path)


def _told(document: Document, found: Iterable[Fault]) -> Iterator[Problem]:
    for fault in found:
        spot: Any = document.mark(fault.where, fault.key)
        yield error(document.path, spot, fault.code, fault.message)
