"""What is published identifies no child: counties of every size, and what each protection is for.

Every county is invented; it lives through five quarters, each with an issue. Then the protections
are switched off, one at a time, and the audit must say so.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from invented_people import (
    ORIGIN,
    QUARTERS,
    SECRET,
    County,
    Run,
    five_quarters,
    issue_all,
    last_day,
)
from tonghu.disclosure import rounding
from tonghu.disclosure.cell import Cell, Figure
from tonghu.disclosure.finding import TOLD, Finding
from tonghu.disclosure.note import Protection
from tonghu.statistics import candidate, counting
from tonghu.statistics.audit import Truth, audited
from tonghu.statistics.candidate import Said
from tonghu.statistics.folder import Issue, read_issue, written
from tonghu.statistics.issue import coarser, issued

SIZES = (12, 30, 120, 300, 4000)


@pytest.fixture(scope="module")
def runs() -> dict[int, Run]:
    return {size: five_quarters(County(size, 1)) for size in SIZES}


def codes(run: Run, secret: bytes | None = SECRET) -> set[str]:
    return {found.code for found in audited(run.issues, Truth(run.truth, secret)).findings}


@pytest.mark.parametrize("size", SIZES)
def test_five_issues_pass_the_audit(runs: dict[int, Run], size: int) -> None:
    assert codes(runs[size]) == set()


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("size", [31, 95, 105, 150, 520])
def test_so_do_those_of_other_counties(size: int, seed: int) -> None:
    assert codes(five_quarters(County(size, seed, turnover=0.25))) == set()


# Below the floors.


def test_under_thirty_children_there_is_one_sentence_of_a_day(runs: dict[int, Run]) -> None:
    issues = runs[12].issues
    assert [issue.figures for issue in issues] == [()] * 5
    assert [issue.made["few"]["lanshan"] for issue in issues] == ["2025-09-30"] * 5


def test_under_a_hundred_there_is_the_total_of_the_county() -> None:
    county = five_quarters(County(60, 3))
    for issue in county.issues:
        assert [(f.table, f.cell) for f in issue.figures] == [("total", Cell("lanshan", ()))]


def test_at_three_hundred_total_registers_and_sex_are_shown(runs: dict[int, Run]) -> None:
    for issue in runs[300].issues:
        shown = {f.cell.dims for f in issue.figures if f.value is not None}
        for dims in (
            (),
            (("register", "留守儿童"),),
            (("register", "困境儿童"),),
            (("sex", "女"),),
            (("sex", "男"),),
        ):
            assert dims in shown


# Useful.


def test_at_four_thousand_nearly_everything_is_shown_and_nearly_right(
    runs: dict[int, Run],
) -> None:
    run = runs[4000]
    errors, shown, large = [], 0, 0
    for issue in run.issues:
        census = run.truth[issue.asof]
        for table in run.county.definitions.level("county"):
            counts = census.counts(table)
            here = {f.cell: f.value for f in issue.figures if f.table == table.id}
            for cell in (Cell("lanshan", d) for row in table.rows for d in issue.note.cells(row)):
                if counts[cell] >= 10:
                    value = here.get(cell)
                    large += 1
                    shown += value is not None
                    errors += [] if value is None else [abs(value - counts[cell])]
    assert shown >= 0.8 * large
    assert sum(errors) / len(errors) <= 2


def test_in_an_ordinary_quarter_six_places_in_ten_are_made_anew(runs: dict[int, Run]) -> None:
    issues = runs[4000].issues[1:]
    anew = sum(len({f.cell.geo for f in issue.anew()}) for issue in issues)
    assert anew >= 0.6 * sum(len(issue.geos()) for issue in issues)


def test_figures_are_not_bent_one_way(runs: dict[int, Run]) -> None:
    run = runs[4000]
    bent = [
        f.value - run.truth[i.asof].counts(table)[f.cell]
        for i in run.issues
        for table in run.county.definitions.tables
        for f in i.anew()
        if f.table == table.id and f.value is not None
    ]
    assert abs(sum(bent) / len(bent)) < 0.5


# Each protection: without it, the audit fails.


def everything(run: Run, period: str, change: Callable[[Figure], Figure]) -> Run:
    """The run with some figures of one period changed."""
    issues = [
        replace(i, figures=tuple(change(f) for f in i.figures)) if i.period == period else i
        for i in run.issues
    ]
    return run._replace(issues=issues)


def test_without_the_threshold_small_counts_show(
    runs: dict[int, Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    def shown(secret: bytes, cell: Cell, count: int, issue: str, how: Protection) -> int | None:
        return rounding.shown(secret, cell, count, issue, replace(how, threshold=0))

    monkeypatch.setattr(candidate, "shown", shown)
    run = runs[4000]
    asof = run.issues[0].asof
    open_handed = candidate.Candidate(
        run.county.definitions, run.issues[0].period, asof, run.truth[asof], "lanshan",
        run.county.geos(), [], run.truth.get, SECRET,
    )  # fmt: skip
    figures = tuple(figure for said in open_handed.said() for figure in said.figures)
    issue = replace(run.issues[0], figures=figures)
    assert "below-threshold" in codes(run._replace(issues=[issue]))
    outcome = issued(open_handed, ORIGIN)
    assert outcome.findings and outcome.withheld
    assert not [f for f in outcome.issue.figures if f.value is not None and f.value < 10]


@pytest.mark.parametrize("secret", [SECRET, None])
def test_without_chance_rounding_is_seen_through(
    runs: dict[int, Run], monkeypatch: pytest.MonkeyPatch, secret: bytes | None
) -> None:
    def nearest(secret: bytes, cell: Cell, count: int, issue: str, how: Protection) -> int | None:
        del secret, cell, issue
        return None if count < how.threshold else round(count / how.base) * how.base

    monkeypatch.setattr(candidate, "shown", nearest)
    run = issue_all(runs[4000].county, runs[4000].truth)
    assert codes(run, secret) == (
        {"not-random"} if secret is None else {"not-random", "not-remade"}
    )


def test_a_key_of_the_cell_alone_is_noticed(
    runs: dict[int, Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such keys let a neighbour see that a figure changed, and why."""

    def persistent(
        secret: bytes, cell: Cell, count: int, issue: str, how: Protection
    ) -> int | None:
        del issue
        return rounding.shown(secret, cell, count, "", how)

    monkeypatch.setattr(candidate, "shown", persistent)
    assert codes(issue_all(runs[4000].county, runs[4000].truth)) == {"not-remade"}


def test_without_the_refresh_rule_a_few_changes_show(
    runs: dict[int, Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidate.Candidate, "_enough", lambda *_: True)
    run = issue_all(runs[300].county, runs[300].truth)
    assert "refreshed-early" in codes(run)


def test_tables_of_one_place_are_made_anew_together(runs: dict[int, Run]) -> None:
    """Else the difference of two tables is a change of a few children."""
    run, period = runs[4000], QUARTERS[2]
    before = {(f.table, f.cell): f for f in run.issues[1].figures}

    def carry(figure: Figure) -> Figure:
        return before[figure.table, figure.cell] if figure.table == "types" else figure

    assert "dates-differ" in codes(everything(run, period, carry))


def test_one_table_with_few_changes_holds_back_the_whole_place() -> None:
    """A quarter in which many children come, none of them in difficulty."""
    county = County(900, 5)
    truth = {last_day(QUARTERS[0]): county.census()}
    same = dict(county.children)
    for number in range(60):
        child = next(c for c in same.values() if not c.values["type"])
        county.children[f"N{number:03}"] = child
    census = county.census()
    people = {
        name: truth[last_day(QUARTERS[0])].people.get(name, person)
        for name, person in census.people.items()
    }
    for period in QUARTERS[1:]:
        truth[last_day(period)] = counting.Census(people, county.definitions)
    issues = issue_all(county, truth).issues
    county_days = {f.asof for f in issues[1].figures if f.cell.geo == "lanshan"}
    assert county_days == {issues[0].asof}


def test_a_cell_is_the_same_in_every_table(runs: dict[int, Run]) -> None:
    """Two roundings of one count, one for each table, say more than one."""
    run = runs[4000]
    total = next(f for f in run.issues[0].figures if f.table == "total")
    assert total.value is not None
    other = Figure("sex-age", total.cell, total.value + 5, total.asof)
    first = replace(run.issues[0], figures=(*run.issues[0].figures, other))
    assert "cell-differs" in codes(run._replace(issues=[first, *run.issues[1:]]))


def test_a_figure_once_issued_stays(runs: dict[int, Run]) -> None:
    run = runs[300]
    period = next(i.period for i in run.issues[1:] if len(i.anew()) < len(i.figures))
    fresh = next(i for i in run.issues if i.period == period)

    def change(figure: Figure) -> Figure:
        old = figure.asof != fresh.asof and figure.value is not None
        return figure._replace(value=(figure.value or 0) + 5) if old else figure

    assert {"figure-changed"} <= codes(everything(run, period, change), None)


def test_a_figure_that_is_not_true_is_found(runs: dict[int, Run]) -> None:
    run = runs[4000]
    found = codes(
        everything(
            run,
            QUARTERS[4],
            lambda f: f._replace(value=f.value + 20) if f.value and f.cell.dims == () else f,
        )
    )
    assert {"untrue", "not-remade"} <= found


def test_every_finding_has_words() -> None:
    assert all(TOLD.values())


# An issue as files.


@pytest.mark.parametrize("size", [12, 300, 4000])
def test_what_is_written_is_what_is_read(
    runs: dict[int, Run], size: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for issue in runs[size].issues:
        folder = tmp_path_factory.mktemp("issues") / issue.period
        folder.mkdir()
        for name, text in written(issue).items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
        again = read_issue(folder)
        assert sorted(map(str, again.figures)) == sorted(map(str, issue.figures))
        assert (again.note, again.made, again.period) == (issue.note, issue.made, issue.period)
        assert written(Issue(issue.period, issue.figures, again.note, again.made)) == written(issue)


def test_the_finest_table_is_left_out_first(runs: dict[int, Run]) -> None:
    issue = runs[4000].issues[0]
    said = [Said("lanshan", issue.asof, issue.figures)]
    definitions = runs[4000].county.definitions

    def left_out(*dims: tuple[str, str]) -> str | None:
        cells = (Cell("lanshan", tuple(sorted(dims))),)
        return coarser(definitions, said, issue.asof, [Finding("narrow", issue.asof, cells)])

    assert left_out(("rating", "差"), ("type_group", "其他方面")) == "type-rating"
    assert left_out(("rating", "差")) == "rating"
    assert left_out() == "type-rating"


def test_the_same_secret_gives_the_same_bytes_and_another_does_not(runs: dict[int, Run]) -> None:
    run = runs[300]
    again = issue_all(run.county, run.truth)
    assert list(map(written, again.issues)) == list(map(written, run.issues))
    other = issue_all(run.county, run.truth, bytes(32))
    assert [i.figures for i in other.issues] != [i.figures for i in run.issues]
