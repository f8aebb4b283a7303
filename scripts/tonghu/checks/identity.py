"""Laws on what things are called: ids, codes, refs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tonghu.checks.dossier import Dossier, Spot
from tonghu.checks.ground import Ground
from tonghu.problem import Problem, error

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BASE = len(ALPHABET)


def is_checked(identity: str) -> bool:
    """Whether the last character is the one that Luhn's rule gives, as stdnum.luhn counts it.

    Importing stdnum takes longer than all else that checking one file does.
    """
    total = 0
    for place, character in enumerate(reversed(identity)):
        digit = ALPHABET.find(character)
        if digit < 0:
            return False
        total += sum(divmod(2 * digit, BASE)) if place % 2 else digit
    return total % BASE == 0


def id_is_checked(_: Ground, dossier: Dossier) -> Iterator[Problem]:
    """A file number must end with the check character of the six before it.

    id-check 错误
        档案编号的最后一位是校验字符，必须与前六位对得上。
        改法：对照原来的材料重新抄一遍；新档案的编号由 `tonghu new` 生成，不要自己编。
    """
    identity = dossier.head.get("id")
    if identity and not is_checked(identity):
        yield error(
            *dossier.on_head("id"),
            "id-check",
            "档案编号的校验字符与前六位对不上，多半抄错了一位：请对照原来的材料改正。",
        )


def folder_has_the_id(_: Ground, dossier: Dossier) -> Iterator[Problem]:
    """A child's folder must have the child's file number as its name.

    id-folder 错误
        儿童文件夹的名称必须就是里面 case.yml 的档案编号。
        改法：编号对的，把文件夹改成这个名称；文件夹对的，改正 `id`。
    """
    identity = dossier.head.get("id")
    if identity and dossier.folder and dossier.folder.id != identity:
        yield error(
            *dossier.on_head("id"),
            "id-folder",
            "档案编号与文件夹的名称不一样：请改正其中错的一个，使两者相同。",
        )


def refs_differ(_: Ground, dossier: Dossier) -> Iterator[Problem]:
    """No two events of a subject must have the same ref, in whichever files they stand.

    ref-twice 错误
        同一份档案里，几个文件合起来，每条记录的 `ref` 都不能重复。
        改法：后加的那条换一个 `ref`，如 k03d；同一件事记了两遍的，删掉新的一条。
    """
    if len(dossier.numbers) == len(dossier.events):
        return
    for number, event in enumerate(dossier.events):
        if "ref" in event and dossier.numbers[event["ref"]] != number:
            yield error(
                *dossier.at(number, "ref"),
                "ref-twice",
                "这个 ref 在这份档案里已经用过：请给这一条换一个没有用过的。",
                "ref: k03d",
            )


def ids_differ(_: Ground, spots: Mapping[str, Sequence[Spot]]) -> Iterator[Problem]:
    """No two children's folders must have the same file number.

    id-twice 错误
        一个档案编号只能有一个文件夹，不能在两个乡镇下各有一个。
        改法：搬家的，把两个文件夹里的文件合到现在的乡镇下；是两个孩子的，给新的一个另建档案。
    """
    for same in spots.values():
        if len(same) > 1:
            message = "这个档案编号在别的乡镇下还有一个文件夹：请合并，或者给其中一个换编号。"
            yield from (error(*spot, "id-twice", message) for spot in same)


def places_differ(_: Ground, dossiers: Iterable[Dossier]) -> Iterator[Problem]:
    """No two places must have the same id.

    place-twice 错误
        地点的编号不能重复，文件放在哪里、叫什么都一样。
        改法：同一个地点的，合成一个文件；不同的地点，改掉其中一个的编号。
    """
    for again in _again(dossiers, "id"):
        message = "这个地点编号在另一个文件里已经用过：请合并两个文件，或者改掉一个编号。"
        yield error(*again.on_head("id"), "place-twice", message)


def codes_differ(_: Ground, dossiers: Iterable[Dossier]) -> Iterator[Problem]:
    """No two workers must have the same code.

    worker-twice 错误
        工作人员的代号不能重复；离岗的人的代号也不再给别人。
        改法：给新的一个另编代号。
    """
    for again in _again(dossiers, "code"):
        message = "这个代号已经有人用了：请给这一位另编一个没有用过的代号。"
        yield error(*again.on_head("code"), "worker-twice", message)


def _again(dossiers: Iterable[Dossier], key: str) -> Iterator[Dossier]:
    """Those whose name another has already."""
    seen = set()
    for dossier in dossiers:
        name = dossier.head.get(key)
        if name in seen:
            yield dossier
        elif name is not None:
            seen.add(name)
