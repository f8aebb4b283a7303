"""The order of a page: who is seen first, what stands together, what is one thing to do."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonghu import period
from tonghu.due.flag import UNREADABLE, Flag
from tonghu.due.item import Item
from tonghu.due.lines import Asked
from tonghu.record.places import Place, Places
from tonghu.report import words
from tonghu.report.listing import DONE, EARLY, LATE, MONTH, OPEN, Listing, Page
from tonghu.report.pages import NOBODY, listing, only
from tonghu.report.summary import summary

ON = "2026-10-15"
PLACES = Places(
    [
        Place("lan", "county", "岚县", None),
        Place("he", "township", "禾镇", "lan"),
        Place("he/qiao", "village", "桥村", "he"),
        Place("he/wan", "village", "湾村", "he"),
        Place("he-school", "school", "禾小", "he"),
    ]
)
KEEPS = frozenset({"儿童主任"})
ITEM = Item(
    "visit", "走访一次", "A", "child", "he/qiao", "h1", "2026-10-01", "2026-10-31", "due", None,
    "法定", "儿童主任", "W1", ("QJ-001",), (), (), False,
)  # fmt: skip


def item(subject: str, **changes: Any) -> Item:
    return replace(ITEM, subject=subject, household=f"h{subject}", **changes)


def late(subject: str, **changes: Any) -> Item:
    overdue = {"opens": "2026-09-01", "due": "2026-09-30", "status": "overdue"}
    return item(subject, **{**overdue, **changes})


def made(*items: Item, flags: tuple[Flag, ...] = (), by: str = "worker") -> Listing:
    return listing(items, flags, Asked(period.day(ON)), by, PLACES, KEEPS)


def page(*items: Item, flags: tuple[Flag, ...] = ()) -> Page:
    (found,) = made(*items, flags=flags).pages
    return found


def subjects(found: Page) -> list[str]:
    return [entry.subject for entry in found.entries()]


def stages(found: Page) -> list[list[int]]:
    return [[line.stage for line in entry.lines] for entry in found.entries()]


def test_who_was_never_visited_comes_first_then_the_overdue_then_the_rest() -> None:
    early = item("E", due="2026-12-31")
    open_ended = item("O", due=None)
    never = item("N", due="2026-12-31", never=True)
    found = page(early, open_ended, item("M"), late("L"), never)
    assert subjects(found) == ["N", "L", "M", "O", "E"]
    assert stages(found) == [[EARLY], [LATE], [MONTH], [OPEN], [EARLY]]


def test_the_last_day_of_the_month_is_this_month_and_the_next_is_later() -> None:
    found = page(item("A"), item("B", due="2026-11-01"))
    assert found.counts == {MONTH: 1, EARLY: 1}


def test_siblings_stand_together_and_the_most_pressing_draws_them_forward() -> None:
    first, second = late("A"), item("B", due="2026-12-31")
    found = page(
        replace(first, household="h9"), replace(second, household="h9"), item("C"), item("D")
    )
    assert subjects(found) == ["A", "B", "C", "D"]


def test_children_without_a_household_are_no_siblings() -> None:
    found = page(replace(late("A"), household=None), item("B"), replace(item("C"), household=None))
    assert subjects(found) == ["A", "B", "C"]


def test_villages_stand_together() -> None:
    found = page(late("A"), item("B", place="he/wan"), item("C"), late("D", place="he/wan"))
    assert [place for place, _ in found.villages] == ["he/qiao", "he/wan"]
    assert subjects(found) == ["A", "C", "D", "B"]


def test_a_child_is_listed_once_where_it_was_last() -> None:
    found = page(late("A", place="he/wan"), item("A", duty="rate"))
    assert [place for place, _ in found.villages] == ["he/qiao"]
    assert stages(found) == [[LATE, MONTH]]


def test_what_was_missed_for_months_is_one_thing_to_do() -> None:
    august = late("A", opens="2026-08-01", due="2026-08-31")
    found = page(late("A"), item("A"), august)
    ((line,),) = (entry.lines for entry in found.entries())
    assert [(stage, len(items)) for stage, items in line.parts] == [(LATE, 2), (MONTH, 1)]
    assert line.item.opens == "2026-10-01"
    assert found.counts == {LATE: 2, MONTH: 1}


def test_what_evidence_must_name_stays_apart() -> None:
    found = page(late("A", given=(("about", "b1"),)), late("A", given=(("about", "b2"),)))
    assert stages(found) == [[LATE, LATE]]


def test_the_lines_of_a_child_are_in_order() -> None:
    duties = [("a", "2026-12-31"), ("b", None), ("c", "2026-10-31")]
    found = page(late("A", duty="z"), *(item("A", duty=duty, due=due) for duty, due in duties))
    assert stages(found) == [[LATE, MONTH, OPEN, EARLY]]


def test_subjects_that_are_no_children_stand_apart_and_were_not_to_be_visited() -> None:
    found = page(item("he", kind="township", place="he", never=True), item("A"))
    assert [entry.subject for entry in found.own] == ["he"]
    assert not found.own[0].never and len(found.villages) == 1


def test_what_is_done_is_counted_where_it_was_done_this_month() -> None:
    done = item("A", status="satisfied", evidence=({"ref": "a", "date": "2026-10-02"},))
    earlier = {"opens": "2026-09-01", "evidence": ({"ref": "b", "date": "2026-09-30"},)}
    before = item("B", status="satisfied", **earlier)
    standing = item("C", status="satisfied", opens="2026-10-03", due=None)
    filed = item("E", status="satisfied", evidence=({"ref": "e", "date": "2026-09-20"},))
    found = page(done, before, standing, item("D", status="lapsed"), filed)
    assert found.done == 3 and not found.entries()
    assert [each.stage for each in found.past if each.item.subject != "D"] == [DONE] * 4


def test_what_nobody_owes_comes_first_and_then_everybody_by_code() -> None:
    found = made(item("A", worker="W2"), item("B", worker=None), item("C", worker="W1"))
    assert [each.key for each in found.pages] == [NOBODY, "W1", "W2"]


def test_places_have_pages_of_their_own_or_those_of_their_township() -> None:
    items = [
        item("A"),
        item("B", place="he-school"),
        item("C", place="lan", kind="county"),
        item("D", place=None),
        item("E", place="else/where"),
    ]
    villages = [each.key for each in made(*items, by="village").pages]
    assert villages == [NOBODY, "else/where", "he-school", "he/qiao", "lan"]
    townships = [each.key for each in made(*items, by="township").pages]
    assert townships == [NOBODY, "else", "he", "lan"]


def test_a_flag_stands_with_its_child_or_on_the_first_page() -> None:
    flags = (Flag("A", "odd", "看这里"), Flag("Z", "odd", "看那里"))
    found = made(item("A"), item("B", worker="W2"), flags=flags)
    assert [note.subject for note in found.pages[0].notes] == ["Z"]
    assert found.pages[0].key == NOBODY
    assert found.pages[1].entries()[0].notes == ("看这里",)


def test_a_flag_of_a_child_stands_only_where_somebody_can_mend_it() -> None:
    flags = (Flag("A", "odd", "看这里"),)
    school = item("A", worker="W9", role="学校")
    mends, teaches = made(item("A"), school, flags=flags).pages
    assert [entry.notes for page in (mends, teaches) for entry in page.entries()] == [
        ("看这里",),
        (),
    ]
    alone, _ = made(school, flags=flags).pages
    assert alone.notes == flags, "what stands nowhere else is on the first page"
    (village,) = made(item("A"), school, flags=flags, by="village").pages
    assert [entry.notes for entry in village.entries()] == [("看这里",)]


def test_a_flag_of_a_child_that_owes_nothing_any_more_is_not_lost() -> None:
    done = item("A", status="satisfied")
    found = made(done, flags=(Flag("A", "odd", "看这里"),))
    assert [note.message for note in found.pages[0].notes] == ["看这里"]


def test_a_file_that_cannot_be_read_is_on_every_page_and_alone_makes_one() -> None:
    broken = Flag("X", UNREADABLE, "读不全")
    assert [each.alerts for each in made(item("A"), flags=(broken,)).pages] == [(broken,)]
    alone = made(flags=(broken,))
    assert [(each.key, each.alerts) for each in alone.pages] == [(NOBODY, (broken,))]
    assert only(made(item("A"), flags=(broken,)), "W7").pages[0].alerts == (broken,)


ITEMS = st.builds(
    lambda changes: replace(ITEM, **changes),
    st.fixed_dictionaries(
        {
            "duty": st.sampled_from("vrx"),
            "subject": st.sampled_from("ABCDE"),
            "place": st.sampled_from(["he/qiao", "he/wan", None]),
            "household": st.sampled_from(["h1", "h2", None]),
            "due": st.sampled_from(["2026-09-30", "2026-10-31", "2026-12-31", None]),
            "status": st.sampled_from(["due", "overdue", "satisfied", "lapsed"]),
            "worker": st.sampled_from(["W1", "W2", None]),
            "never": st.booleans(),
        }
    ),
)


@given(st.lists(ITEMS, max_size=30), st.sampled_from(["worker", "village", "township"]))
def test_every_obligation_is_on_one_page_once(items: list[Item], by: str) -> None:
    pages = made(*items, by=by).pages
    listed = [each.item for found in pages for each in (*found.owed(), *found.past)]
    assert sorted(map(repr, listed)) == sorted(map(repr, items))
    for found in pages:
        named = [(entry.kind, entry.subject) for entry in found.entries()]
        assert len(named) == len(set(named))
        assert sum(found.counts.values()) == len(found.owed())


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        (["2026-06-30"], "10月31日止，6月30日已过期"),
        (["2026-06-30", "2026-09-30"], "10月31日止，6月30日、9月30日两期已过"),
        (["2024-03-31", "2026-03-31"], "10月31日止，2024年3月31日、2026年3月31日两期已过"),
        (["2025-10-31", "2025-11-30", "2025-12-31"], "2025年10月31日、11月30日、12月31日三期已过"),
        (["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"], "1月31日至4月30日已过期"),
    ],
)
def test_few_windows_that_were_missed_are_told_each(ends: list[str], told: str) -> None:
    missed = [late("A", opens=f"{end[:7]}-01", due=end) for end in ends]
    ((line,),) = (entry.lines for entry in page(item("A"), *missed).entries())
    assert words.deadline(line, ON).endswith(told)


def test_the_screen_counts_what_nobody_owes_as_its_page_does() -> None:
    found = made(late("A", worker=None), item("A", worker=None), item("B"))
    assert sum(found.pages[0].counts.values()) == 2
    assert "未指定 2 件" in "".join(summary(found, [], 2, "", [("due.txt", "")]))
