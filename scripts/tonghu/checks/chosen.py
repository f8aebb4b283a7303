"""Laws on what a team has chosen: settings.yml against the documents and duties there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import pairwise
from typing import Any

from tonghu.checks.dates import ended_early
from tonghu.checks.dossier import Paper, sound
from tonghu.checks.ground import Ground
from tonghu.checks.handbook import Handbook
from tonghu.checks.known import nearest
from tonghu.checks.references import Name, place_fits
from tonghu.checks.shape import DATE, PLAIN, Attribute, head
from tonghu.problem import Problem, error, warning
from tonghu.record.spans import ends_early

TERM = {"start": Attribute(DATE), "end": Attribute(DATE)}


def adopted_documents_exist(_: Ground, handbook: Handbook, paper: Paper) -> Iterator[Problem]:
    """What a team adopts must be documents that have a page.

    source-unknown 错误
        `adopts` 里写的必须是 docs/sources/ 下一份文件的编号。
        改法：改正编号，编号就是那一页的文件名，不带 .md。
    """
    known = {page.id for page in handbook.sources}
    for number, name in enumerate(_list(_data(paper).get("adopts"))):
        if isinstance(name, str) and name not in known:
            spot = paper.spot("adopts", number)
            message = "docs/sources/ 里没有这个编号的文件：请改正编号，不采用的删掉。"
            yield error(*spot, "source-unknown", message, nearest(name, known))


def cadences_are_for_open_duties(
    ground: Ground, handbook: Handbook, paper: Paper
) -> Iterator[Problem]:
    """A local cadence must be for a duty that the documents leave open.

    cadence-unknown 错误
        `cadences` 左边必须是手册里一项职责的编号。
        改法：改正编号，编号就是那一页的文件名，不带 .md。
    cadence-fixed 错误
        只有建议的职责能在本地定次数；法定的次数不能在这里改。
        改法：删掉这一项。
    cadence-undated 提醒
        本地的次数应当写明从哪一天起；不写，每个孩子都从登记那天算起，会一下子多出许多早就过去的逾期。
        改法：加上 `since`；改次数时，原来的那一条移进 `before`。
    """
    duties = {page.id: page for page in handbook.duties}
    forces = ground.schemas.raw("duty")["properties"]["force"]["enum"]
    cadences = _data(paper).get("cadences")
    for name, cadence in (cadences if isinstance(cadences, Mapping) else {}).items():
        if name not in duties:
            message = "手册里没有这个编号的职责：请改正编号，不需要的删掉。"
            yield error(
                *paper.spot("cadences", name, key=True),
                "cadence-unknown",
                message,
                nearest(name, duties),
            )
        elif duties[name].data.get("force") in forces[:-1]:
            message = "这项职责的次数是定好的，本地不能另定：请删掉这一项。"
            yield error(*paper.spot("cadences", name, key=True), "cadence-fixed", message)
        elif isinstance(cadence, Mapping) and "since" not in cadence:
            message = "没有写从哪一天起，会从每个孩子登记那天算起：请加上 since。"
            spot = paper.spot("cadences", name, key=True)
            yield warning(*spot, "cadence-undated", message, "since: 2026-12-01")


def area_is_a_county(ground: Ground, paper: Paper) -> Iterator[Problem]:
    """The area of a team must be a county that has a record."""
    attribute = head(ground.schemas, "settings").get("area", PLAIN)
    data = sound(paper, _data(paper), (), {"area": attribute})
    if "area" in data:
        name = Name("area", data["area"], attribute, partial(paper.spot, "area"))
        yield from place_fits(ground, name)


def terms_follow_each_other(_: Ground, paper: Paper) -> Iterator[Problem]:
    """School terms must not overlap.

    term-overlap 错误
        两个学期的日期不能重叠，一天只属于一个学期。
        改法：查对校历，改正 `start` 或 `end`。
    """
    terms = []
    for number, term in enumerate(_list(_data(paper).get("terms"))):
        where = ("terms", number)
        data = sound(paper, term, where, TERM) if isinstance(term, Mapping) else {}
        if ends_early(data, "start", "end"):
            yield ended_early(paper.spot(*where, "end"))
        elif TERM.keys() <= data.keys():
            terms.append((data["start"], data["end"], number))
    terms.sort()
    for (_start, end, _number), (start, _end, number) in pairwise(terms):
        if start <= end:
            spot = paper.spot("terms", number, "start")
            message = "这个学期开始时，前一个学期还没有结束：请查对校历，改正日期。"
            yield error(*spot, "term-overlap", message)


def _data(paper: Paper) -> Mapping[str, Any]:
    return paper.document.data if isinstance(paper.document.data, Mapping) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
