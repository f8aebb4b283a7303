"""The rows of the table: each measures a few commands and tells what came out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bench.county import ON, ROOT, county, in_git, with_handbook
from bench.measure import BIN, PYTHON, TONGHU, Cost, cost, medians, several
from bench.website import handbook, ours, theirs
from leak_corpus import FOUND, INNOCENT, lines
from tonghu.record.numbers import numbers

CHECKER = str(BIN / "check-jsonschema")
ARGUMENTS = 12_000
"""Files named in one call: more do not fit on a command line."""
COUNTS = ("due", "--count")
"""What counts what is due by township."""
RULE = "docs/handbook/guardianship/assess-fair-quarterly.md"
MORE = ("every: quarter", "every: month")
"""A page of the handbook, and what makes it ask more often."""
MEGA = 1_000_000
PAGES = 300
OPEN_FILES = 10_000
LINES = 1_000
"""So many lines of each form in the corpus of numbers."""


class Row(NamedTuple):
    """One figure: what it is, the bar, what was reached, and the numbers behind it."""

    figure: str
    bar: str
    reached: str
    behind: str


@dataclass(frozen=True)
class Plan:
    """Where counties are kept, how big they are, and how often things are measured."""

    folder: Path
    small: int
    large: int
    times: int


def tonghu(*arguments: str) -> list[str]:
    """A call of the tool on the county in the current folder."""
    return [TONGHU, *arguments, "--records", "records", "--home", str(ROOT), "--on", ON]


def reading() -> list[str]:
    """A call that only reads the county in the current folder."""
    return [PYTHON, str(ROOT / "tests/bench/reading.py"), "records"]


def stock(place: Path) -> list[list[str]]:
    """The calls of check-jsonschema that judge all files of children."""
    found = []
    for schema, pattern in (("case", "*/*/case.yml"), ("events", "*/*/[0-9]*.yml")):
        base = place / "records/children"
        names = sorted(path.relative_to(place).as_posix() for path in base.glob(pattern))
        file = str(ROOT / f"schemas/{schema}.schema.json")
        for start in range(0, len(names), ARGUMENTS):
            part = names[start : start + ARGUMENTS]
            found.append([CHECKER, "--schemafile", file, *part])
    return found


def check_against_stock(plan: Plan) -> Iterator[Row]:
    """The whole check against the stock checker on the same files and schemas."""
    place = county(plan.folder, plan.small)
    theirs = several(stock(place), place)
    (ours,) = medians([partial(cost, tonghu("check"), place)], plan.times)
    yield Row(
        f"`tonghu check`, {plan.small:,} children, against check-jsonschema",
        "25× faster",
        f"{theirs.seconds / ours.seconds:.1f}×",
        f"{ours.told()}, {theirs.told()} once",
    )


def due_against_reading(plan: Plan) -> Iterator[Row]:
    """The open items as JSON against only reading every file; and how large a process grows."""
    for children in (plan.small, plan.large):
        place = county(plan.folder, children)
        works = [tonghu("due", "--format", "json"), reading()]
        due, read = medians([partial(cost, work, place) for work in works], plan.times)
        figure = f"`tonghu due --format json`, {children:,} children"
        behind = f"{due.told()}, {read.told()}"
        yield Row(
            f"{figure}, against only reading", "15×", f"{due.seconds / read.seconds:.1f}×", behind
        )
    yield _memory(figure, due)


def check_memory(plan: Plan) -> Iterator[Row]:
    """How large a process of the check grows."""
    place = county(plan.folder, plan.large)
    yield _memory(f"`tonghu check`, {plan.large:,} children", cost(tonghu("check"), place))


def _memory(figure: str, found: Cost) -> Row:
    behind = found.told()
    return Row(f"{figure}: largest process", "400 MB", f"{found.peak / MEGA:.0f} MB", behind)


def ledgers_against_due(plan: Plan) -> Iterator[Row]:
    """Every ledger of a county as tables and as workbooks, and how large the process grows."""
    place = county(plan.folder, plan.small)
    due = cost(tonghu("due", "--format", "json", "--all"), place)
    for form, bar in (("csv", "2×"), ("xlsx", "20×")):
        out = str(place / "ledgers")
        found = cost(tonghu("ledger", "--all", "--format", form, "--out", out), place)
        figure = f"`tonghu ledger --all --format {form}`, {plan.small:,} children"
        reached = f"{found.seconds / due.seconds:.1f}×"
        yield Row(f"{figure}, against `due --all`", bar, reached, f"{found.told()}, {due.told()}")
        yield _memory(figure, found)


def again_against_status(plan: Plan) -> Iterator[Row]:
    """Asking again when nothing has changed, and when one event was added, against git status."""
    place = county(plan.folder, plan.large)
    in_git(place)
    added = next((place / "records/children").glob("*/*")) / f"{ON}-zzzz.yml"
    try:
        for change, bar in (("nothing changed", "2×"), ("one event added", "3×")):
            if bar == "3×":
                _add(added)
            for figure, command in (("check", tonghu("check")), ("counts", tonghu(*COUNTS))):
                yield _again(plan, place, f"{figure} again, {change}", bar, command)
    finally:
        added.unlink(missing_ok=True)


def _again(plan: Plan, place: Path, figure: str, bar: str, command: Sequence[str]) -> Row:
    status = ["git", "status", "--short"]
    cost(command, place)
    asked, git = medians([partial(cost, command, place), partial(cost, status, place)], plan.times)
    return Row(
        f"{figure}, {plan.large:,} children in Git, against git status",
        bar,
        f"{asked.seconds / git.seconds:.1f}×",
        f"{asked.told()}, {git.told()}",
    )


def _add(path: Path) -> None:
    """One more event in a file of its own, like one that is there."""
    one = next(path.parent.glob("2*.yml")).read_text(encoding="utf-8").splitlines()[0]
    ref = one.partition("ref: ")[2][:4]
    date = one.partition("date: ")[2][:10]
    path.write_text(one.replace(ref, "zzzz", 1).replace(date, ON, 1) + "\n", encoding="utf-8")


def change(plan: Plan) -> Iterator[Row]:
    """What one more event does, and what a rule that asks more often does, against the list."""
    place = county(plan.folder, plan.small)
    in_git(place)
    with_handbook(place)
    added = next((place / "records/children").glob("*/*")) / f"{ON}-zzzz.yml"
    try:
        _add(added)
        yield _change(plan, place, "one event added", "0.2×")
        added.unlink()
        page = place / RULE
        page.write_text(page.read_text(encoding="utf-8").replace(*MORE), encoding="utf-8")
        yield _change(plan, place, "a rule changed", "2×")
    finally:
        added.unlink(missing_ok=True)
        in_git(place)


def _change(plan: Plan, place: Path, figure: str, bar: str) -> Row:
    where = ["--records", "records", "--on", ON, "--format", "json"]
    works = [[TONGHU, "diff", "HEAD", *where], [TONGHU, "due", *where]]
    diff, due = medians([partial(cost, work, place) for work in works], plan.times)
    return Row(
        f"`tonghu diff`, {plan.small:,} children, {figure}, against due",
        bar,
        f"{diff.seconds / due.seconds:.2f}×",
        f"{diff.told()}, {due.told()}",
    )


def one_file(plan: Plan) -> Iterator[Row]:
    """Checking a single file, as an editor does on saving, against starting Python."""
    place = county(plan.folder, plan.small)
    file = next((place / "records/children").glob("*/*/case.yml")).relative_to(place)
    works = [tonghu("check", file.as_posix()), [PYTHON, "-c", "pass"]]
    ours, python = medians([partial(cost, work, place) for work in works], 4 * plan.times + 1)
    yield Row(
        "checking one file, against starting Python",
        "8×",
        f"{ours.seconds / python.seconds:.1f}×",
        f"{ours.told()}, {python.told()}",
    )


def linear(plan: Plan) -> Iterator[Row]:
    """The cost of one child in a small and in a large county."""
    tenth = plan.large // 10
    each = []
    for children in (tenth, plan.large):
        place = county(plan.folder, children)
        (due,) = medians([partial(cost, tonghu("due", "--format", "json"), place)], plan.times)
        each.append(due.seconds / children)
    yield Row(
        f"one child of {plan.large:,} against one of {tenth:,} (due)",
        "within 20 %",
        f"{(each[1] / each[0] - 1) * 100:+.0f} %",
        f"{each[1] * MEGA:.0f} µs, {each[0] * MEGA:.0f} µs",
    )


def guard(plan: Plan) -> Iterator[Row]:
    """How long the leak guard takes over open files, and how well it tells numbers apart."""
    place = county(plan.folder, plan.small)
    files = sum(1 for path in (place / "records").rglob("*.yml") if path.is_file())
    found = medians([partial(cost, [TONGHU, "guard", "records"], place)], plan.times)[0]
    speed = found.seconds / files * OPEN_FILES
    told = f"{found.told()} for {files:,} files"
    yield Row(f"leak guard, {OPEN_FILES:,} open files", "seconds", f"{speed:.1f} s", told)
    hits = [any(numbers(each.text)) for each in lines(FOUND, LINES)]
    false = [any(numbers(each.text)) for each in lines(INNOCENT, LINES)]
    for figure, bar, which in (
        ("leak guard, recall", "≥ 99 %", hits),
        ("leak guard, false alarms", "≤ 0.2 %", false),
    ):
        behind = f"{sum(which):,} of {len(which):,} lines"
        yield Row(figure, bar, f"{sum(which) / len(which):.2%}", behind)


def statistics(_: Plan) -> Iterator[Row]:
    """Five issues of public statistics, of counties that live in memory."""
    from bench.issues import rows

    return (Row(*row) for row in rows())


def site_against_plain(plan: Plan) -> Iterator[Row]:
    """The site of 300 pages, against the same Markdown made by MkDocs and the theme alone."""
    place = plan.folder / "site"
    pages = handbook(place, PAGES)
    mine, plain = medians([partial(ours, place), partial(theirs, place)], plan.times)
    yield Row(
        f"`tonghu site`, {pages} pages, against plain Material for MkDocs",
        "1.3×",
        f"{mine.seconds / plain.seconds:.2f}×",
        f"{mine.told()}, {plain.told()}",
    )


ROWS: dict[str, Callable[[Plan], Iterator[Row]]] = {
    "check": check_against_stock,
    "due": due_against_reading,
    "memory": check_memory,
    "ledger": ledgers_against_due,
    "again": again_against_status,
    "diff": change,
    "one": one_file,
    "linear": linear,
    "guard": guard,
    "statistics": statistics,
    "site": site_against_plain,
}
