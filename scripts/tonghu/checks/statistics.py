"""Laws on public statistics: what they name exists, and what was issued stays as it was."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tonghu.checks.ground import Ground
from tonghu.checks.handbook import Handbook
from tonghu.checks.reading import opened
from tonghu.history.changes import as_it_was
from tonghu.problem import Problem, error
from tonghu.record.files import ISSUED, ISSUES
from tonghu.source import Document
from tonghu.statistics.definition import FILE, SCHEMA
from tonghu.statistics.folder import MADE
from tonghu.statistics.ledger import altered, kept, read

START = (1, 1)
Where = tuple[str | int, ...]


def dimensions_name_what_there_is(ground: Ground, handbook: Handbook) -> Iterator[Problem]:
    """What statistics.yml names must exist: dimensions, their values, and duties.

    table-name 错误
        schemas/statistics.yml 里 `of`、`outcome`、`groups`、`benign`、`duties` 写的名称必须存在。
        改法：照同一个文件里的名称或手册里的文件名改正。
    """
    path = ground.home / FILE
    if not path.exists():
        return
    document = opened(FILE, path)
    yield from document.problems
    if document.data is None:
        return
    told = list(ground.schemas.problems(SCHEMA, document))
    yield from told
    if not told:
        duties = {page.id for page in handbook.duties}
        for where in _unknown(document.data["dimensions"], duties):
            message = "没有这个名称：请照这个文件里的名称、手册里的文件名改正。"
            yield _problem(document, ("dimensions", *where), message)


def _problem(document: Document, where: Where, message: str) -> Problem:
    return error(document.path, document.mark(where), "table-name", message)


def _unknown(dimensions: Mapping[str, Any], duties: set[str]) -> Iterator[Where]:
    """Where a dimension names what there is not."""
    for name, said in dimensions.items():
        for key in ("of", "outcome"):
            if said.get(key, name) not in dimensions:
                yield name, key
        of = _values(dimensions.get(said.get("of"), {}))
        for group, parts in said.get("groups", {}).items():
            yield from ((name, "groups", group, n) for n, p in enumerate(parts) if p not in of)
        own = _values(said)
        yield from (
            (name, "benign", n) for n, v in enumerate(said.get("benign", ())) if v not in own
        )
        found = enumerate(said.get("duties", ()))
        yield from ((name, "duties", n) for n, duty in found if duty not in duties)


def _values(said: Mapping[str, Any]) -> set[str]:
    """The values of a dimension."""
    return {*said.get("values", ()), *said.get("groups", ()), *said.get("duties", ())} | {
        said.get("rest", "")
    }


def issues_are_as_issued(ground: Ground) -> Iterator[Problem]:
    """What was issued must stay as it is: every file of an issue is what the ledger says.

    issue-altered 错误
        公布过的统计一个字也不能改：records/ 旁边的 `docs/statistics/issues` 里，每个文件都要与
        台账 ledger.csv 相符。
        改法：恢复原样；数字错了的，更正写进下一期（tonghu stats issue）。
    """
    folder = ground.records.parent / ISSUES
    for name in altered(folder, kept(folder)) if folder.is_dir() else ():
        message = "这个文件和台账里登记的不一样，或者没有登记：请恢复原样，更正写进下一期。"
        yield error(f"{ISSUES}/{name}", START, "issue-altered", message)
    yield from issues_are_of_the_schemas(ground)


def issues_are_of_the_schemas(ground: Ground) -> Iterator[Problem]:
    """Whatever lies among the issues must be an issue that the schemas allow.

    issue-form 错误
        `docs/statistics/issues` 里只能有 tonghu stats issue 做得出来的东西：准许的表和级别、
        取整过的数字、不低于下限的 sdc.json；新的一期还要照现在的定义、用这个县的乡镇做，
        排在以前各期后面。
        改法：删掉不该有的文件（明细、村一级的表、临时的表）；这一期重做，不要手改。
    """
    folder = ground.records.parent / ISSUES
    if folder.is_dir():
        from tonghu.checks.issues import issues_could_be_issued

        yield from issues_could_be_issued(folder, ground.schemas)


def new_issues_are_of_today(ground: Ground, base: str) -> Iterator[Problem]:
    """See issue-form."""
    path = ground.records.parent / ISSUED
    if base and path.is_file():
        from tonghu.checks.issues import of_today

        was = read(as_it_was(ground.records.parent, base, path) or b"")
        yield from of_today(ground, path.parent, was, kept(path.parent))


def ledger_only_grows(ground: Ground, before: Mapping[Path, bytes]) -> Iterator[Problem]:
    """Lines of the ledger of issues must stay; new ones come after them.

    issue-unlisted 错误
        公布过的一期不能撤掉：台账 ledger.csv 里已有的行不能改，也不能删；虚构的县的各期除外。
        改法：恢复原样，新的一期加在后面。
    """
    path = ground.records.parent / ISSUED
    old = before.get(path)
    if old is not None:
        was = read(old)
        free = {e.period for e in was if _invented(path.parent / e.period / MADE, before)}
        lines = [entry for entry in was if entry.period not in free]
        now = [entry for entry in kept(path.parent) if entry.period not in free]
        if now[: len(lines)] != lines:
            message = "台账里已有的行变了：请恢复原样，新的一期加在后面。"
            yield error(f"{ISSUED}", START, "issue-unlisted", message)


def _invented(path: Path, before: Mapping[Path, bytes]) -> bool:
    """Whether an issue said, as it was, that its children are invented."""
    raw = before.get(path) or (path.read_bytes() if path.is_file() else b"")
    try:
        made = json.loads(raw)
    except ValueError:
        return False
    return isinstance(made, dict) and made.get("invented") is True
