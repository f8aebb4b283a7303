"""The attacker, on figures small enough to work out by hand; and the rounding that it faces."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tonghu.disclosure.attack import attacked, changes
from tonghu.disclosure.block import Day
from tonghu.disclosure.cell import Cell, Figure, Span, cell
from tonghu.disclosure.note import Harm, Note, Protection
from tonghu.disclosure.noted import note
from tonghu.disclosure.rounding import fingerprint, shown
from tonghu.disclosure.truth import differing, not_random, rewritten, untrue

SECRET = bytes(range(32))
HOW = Protection(10, 5, 10)
DAY = "2026-09-30"
HARM = Harm(5, 3, 5, 20, frozenset({"rating", "type"}), {"rating": frozenset({"好"})})
NOTE = Note(
    HOW,
    {"plain": Protection(5, 1, 10)},
    {
        "rating": ("好", "一般", "差"),
        "sex": ("男", "女"),
        "type": ("贫困", "残疾"),
        "band": ("好", "其余"),
        "register": ("留守", "困境"),
        "duty": ("更新", "评估"),
        "done": ("按时", "没有"),
    },
    frozenset({"type", "register", "duty", "done"}),
    frozenset({"register"}),
    HARM,
    {"band": ("rating", {"好": ("好",), "其余": ("一般", "差")})},
    {"done": "duty"},
)


def figures(said: Mapping[str, int | None], table: str = "t", asof: str = DAY) -> list[Figure]:
    """Figures written as `geo sex=男 rating=好`; None is a count that is not shown."""
    found = []
    for text, value in said.items():
        geo, *pairs = text.split()
        dims = dict(pair.split("=") for pair in pairs)
        found.append(Figure(table, cell(geo, dims), value, asof))
    return found


def spans(said: Mapping[str, int | None], table: str = "t", *geos: str) -> dict[str, Span]:
    found, _ = attacked(day(said, table, *geos))
    return {" ".join([c.geo, *(f"{n}={v}" for n, v in c.dims)]): s for c, s in found.items()}


def day(said: Mapping[str, int | None], table: str = "t", *geos: str) -> Day:
    given = figures(said, table)
    return Day(DAY, given, {*geos, *(f.cell.geo for f in given)}, NOTE)


def codes(said: Mapping[str, int | None], table: str = "t") -> set[str]:
    return {finding.code for finding in attacked(day(said, table))[1]}


def test_what_a_figure_says_of_the_count_behind_it() -> None:
    assert spans({"x": 20})["x"] == Span(16, 24)
    assert spans({"x": 10})["x"] == Span(10, 14)
    assert spans({"x": None})["x"] == Span(0, 9)


def test_a_hidden_cell_is_what_the_total_leaves() -> None:
    found = spans({"x": 20, "x sex=男": 20, "x sex=女": None})
    assert found["x sex=女"] == Span(0, 8)


def test_children_add_up_to_their_county_and_what_is_carried_says_nothing() -> None:
    said = {"x": 60, "x/a": 30, "x/b": 30, "x/c": None}
    assert spans(said)["x/c"] == Span(0, 9)
    assert spans({"x": 60, "x/a": 60, "x/c": None})["x/c"] == Span(0, 8)
    assert spans({"x": 60, "x/a": 30}, "t", "x/b")["x/b"] == Span(22, 38)


def test_of_multiple_choice_each_is_at_most_the_whole_and_all_need_not_add_up() -> None:
    found = spans({"x": 20, "x type=贫困": 20, "x type=残疾": None})
    assert found["x type=残疾"] == Span(0, 9)


def test_where_everyone_has_one_the_others_must_make_up_the_rest() -> None:
    found = spans({"x": 30, "x register=留守": 20, "x register=困境": None})
    assert found["x register=困境"] == Span(2, 9)


def test_a_merged_value_is_worked_out_from_its_parts() -> None:
    found = spans({"x rating=好": 20, "x rating=一般": 10, "x rating=差": None, "x band=其余": 20})
    assert found["x rating=差"] == Span(2, 9)


def test_an_outcome_adds_up_within_its_duty_only() -> None:
    said = {"x": 50, "x duty=更新": 40, "x duty=更新 done=按时": 35, "x duty=更新 done=没有": None}
    found = spans(said)
    assert found["x done=没有 duty=更新"] == Span(0, 9)
    assert found["x duty=评估"] == Span(0, 54)
    assert "x done=按时" not in found


# What the issue measured before: protections that do not hold.


def test_hiding_counts_under_five_alone_gives_the_hidden_away() -> None:
    said = {"x": 30, "x sex=男": 28, "x sex=女": None}
    assert codes(said, "plain") == {"exact"}


def test_so_does_hiding_a_second_one_where_another_table_has_the_sum() -> None:
    said = {
        "x": 30, "x sex=男": 28, "x rating=好": 26, "x rating=一般": None, "x rating=差": None,
        "x rating=好 sex=男": 24, "x rating=好 sex=女": None,
    }  # fmt: skip
    assert codes(said, "plain") == {"exact"}


def test_an_interval_may_be_narrow_on_what_is_not_sensitive() -> None:
    assert codes({"x": 20, "x sex=男": 25, "x sex=女": None}) == set()
    assert codes({"x": 25, "x rating=好": 15, "x rating=一般": 20, "x rating=差": None}) == {
        "narrow"
    }


def test_what_is_benign_may_be_known() -> None:
    said = {"x": 25, "x rating=一般": 15, "x rating=差": 20, "x rating=好": None}
    assert "x rating=好" not in {
        f"{c.geo} {c.dims[0][0]}={c.dims[0][1]}"
        for finding in attacked(day(said))[1]
        if finding.code == "narrow"
        for c in finding.cells
    }


def test_a_group_in_which_all_are_alike_is_a_disclosure() -> None:
    said = {"x": 12, "x rating=一般": 12, "x rating=好": None, "x rating=差": None}
    assert "group" in codes(said, "plain")
    benign = {"x": 12, "x rating=好": 12, "x rating=一般": None, "x rating=差": None}
    assert "group" not in codes(benign, "plain")


def test_figures_that_contradict_each_other_are_a_finding() -> None:
    assert codes({"x": 20, "x sex=男": 40, "x sex=女": None}) == {"impossible"}


def test_a_change_of_a_few_children_is_a_disclosure_if_it_is_certain() -> None:
    one = cell("x", {})
    few = list(changes({one: Span(20, 20)}, {one: Span(22, 23)}, DAY, NOTE))
    assert [finding.code for finding in few] == ["change"]
    for now in (Span(20, 23), Span(26, 27), Span(16, 24)):
        assert not list(changes({one: Span(20, 20)}, {one: now}, DAY, NOTE))


@pytest.mark.parametrize("seed", range(4))
def test_the_span_is_what_trying_every_count_gives(seed: int) -> None:
    """All tables of counts that could have been published like this, one by one."""
    counts = {("男", "好"): 11 + seed, ("男", "差"): 3, ("女", "好"): 12, ("女", "差"): 10 + seed}
    values = {"rating": ("好", "差"), "sex": ("男", "女")}
    small = Note(HOW, {}, values, frozenset(), frozenset(), HARM)
    tried = dict(zip(counts, np.indices((25,) * 4), strict=True))
    sums: dict[Cell, int] = {}
    grids: dict[Cell, Any] = {}
    for (sex, rating), number in counts.items():
        for dims in ({"sex": sex}, {"rating": rating}, {}, {"sex": sex, "rating": rating}):
            at = cell("x", dims)
            sums[at] = sums.get(at, 0) + number
            grids[at] = grids.get(at, 0) + tried[sex, rating]
    given = [Figure("t", c, shown(SECRET, c, n, str(seed), HOW), DAY) for c, n in sums.items()]
    possible = np.ones((25,) * 4, dtype=bool)
    for figure in given:
        low, high = HOW.span(figure.value)
        possible &= (low <= grids[figure.cell]) & (grids[figure.cell] <= high)
    seen = {c: Span(int(g[possible].min()), int(g[possible].max())) for c, g in grids.items()}
    assert attacked(Day(DAY, given, {"x"}, small))[0] == seen


# Rounding.


def test_counts_below_the_threshold_are_not_shown_zero_neither() -> None:
    assert {shown(SECRET, cell("x", {}), n, "2026-Q3", HOW) for n in range(10)} == {None}


@pytest.mark.parametrize("count", range(10, 31))
def test_rounding_adds_nothing_on_average_and_stays_near(count: int) -> None:
    values = [shown(SECRET, cell(f"x{n}", {}), count, "2026-Q3", HOW) or 0 for n in range(4000)]
    assert all(value % 5 == 0 and abs(value - count) < 5 for value in values)
    assert abs(sum(values) / len(values) - count) < 0.2


def test_the_value_depends_on_secret_cell_count_and_issue_and_on_nothing_else() -> None:
    def values(secret: bytes, geo: str, more: int, issue: str) -> list[int | None]:
        return [shown(secret, cell(geo, {}), n + more, issue, HOW) for n in range(11, 400, 5)]

    first = values(SECRET, "x", 0, "2026-Q3")
    assert first == values(SECRET, "x", 0, "2026-Q3")
    assert first != values(bytes(32), "x", 0, "2026-Q3")
    assert first != values(SECRET, "y", 0, "2026-Q3")
    assert first != values(SECRET, "x", 0, "2026-Q4")
    one = Figure("a", cell("x", {"sex": "男", "age": ""}), 0, DAY)
    assert one.cell == cell("x", {"age": "", "sex": "男"})


def test_a_fingerprint_tells_secrets_apart_and_gives_none_away() -> None:
    assert fingerprint(SECRET) != fingerprint(bytes(32))
    assert fingerprint(SECRET) not in SECRET.hex()


# The note and the truth.


def test_a_note_is_read_as_it_was_written() -> None:
    assert note(NOTE.json()) == NOTE


def test_what_the_note_rules_out_is_untrue() -> None:
    one = cell("x", {})

    def said(value: int | None, count: int) -> list[str]:
        return [f.code for f in untrue([Figure("t", one, value, DAY)], {one: count}, NOTE)]

    assert said(15, 11) == said(15, 19) == said(None, 9) == said(10, 10) == []
    assert said(15, 10) == said(15, 20) == said(None, 10) == ["untrue"]
    assert said(10, 9) == ["below-threshold"]
    assert said(13, 13) == ["not-rounded"]


def test_rounding_that_always_goes_to_the_nearest_is_no_chance() -> None:
    counts = {cell(f"x{n}", {}): n for n in range(10, 200)}
    nearest = [Figure("t", c, round(n / 5) * 5, DAY) for c, n in counts.items()]
    random = [Figure("t", c, shown(SECRET, c, n, "2026-Q3", HOW), DAY) for c, n in counts.items()]
    assert [f.code for f in not_random(nearest, counts, NOTE)] == ["not-random"]
    assert not list(not_random(random, counts, NOTE))


def test_one_cell_has_one_value_and_one_place_one_day() -> None:
    twice = figures({"x sex=男": 20}, "a") + figures({"x sex=男": 25}, "b")
    assert [f.code for f in differing(twice, NOTE)] == ["cell-differs"]
    later = figures({"x": 20}) + figures({"x sex=男": 20}, asof="2026-06-30")
    assert [f.code for f in differing(later, NOTE)] == ["dates-differ"]
    assert [f.code for f in rewritten(figures({"x": 20}), figures({"x": 25}))] == ["figure-changed"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ({"kind": "round", "base": 5, "mode": "nearest", "threshold": 10}, Span(18, 22)),
        ({"kind": "round", "base": 5, "mode": "down", "threshold": 10}, Span(20, 24)),
        ({"kind": "round", "base": 5, "mode": "up", "threshold": 10}, Span(16, 20)),
        ({"kind": "suppress", "threshold": 5}, Span(20, 20)),
    ],
)
def test_issues_of_others_are_attacked_by_what_their_note_says(
    kind: dict[str, Any], expected: Span
) -> None:
    written = {**NOTE.json(), "default": kind, "tables": {}}
    found, _ = attacked(Day(DAY, figures({"x": 20}), {"x"}, note(written)))
    assert found[cell("x", {})] == expected


# Cells that are the same children by definition.

SAME = replace(
    NOTE,
    domains={**NOTE.domains, "kind": ("家庭", "自身"), "all": ("任何",)},
    made={
        **NOTE.made,
        "kind": ("type", {"家庭": ("贫困",), "自身": ("残疾",)}),
        "all": ("rating", {"任何": ("好", "一般", "差")}),
    },
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("c kind=家庭", "c type=贫困"),
        ("c kind=家庭 rating=差", "c rating=差 type=贫困"),
        ("c kind=家庭 type=贫困", "c type=贫困"),
        ("c band=其余 rating=差", "c rating=差"),
        ("c band=好", "c rating=好"),
        ("c all=任何", "c"),
        ("c all=任何 sex=男", "c sex=男"),
    ],
)
def test_the_same_children_have_one_name_and_one_value(one: str, other: str) -> None:
    (first,), (second,) = figures({one: 20}), figures({other: 25})
    assert SAME.canonical(first.cell) == SAME.canonical(second.cell)
    assert [f.code for f in differing([first, second], SAME)] == ["cell-differs"]


@pytest.mark.parametrize(
    "own", ["c band=其余", "c rating=差 type=贫困", "c/a", "c kind=自身 sex=男"]
)
def test_other_children_keep_their_own_name(own: str) -> None:
    (figure,) = figures({own: 20})
    whole = SAME.canonical(Cell("c", ()))
    assert SAME.canonical(figure.cell) not in (
        whole,
        SAME.canonical(Cell("c", (("rating", "差"),))),
    )
