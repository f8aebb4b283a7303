"""The calendar: what a phone needs to read it, and the same entry for the same thing every time."""

import re

import pytest

from county_lists import Out, due, items


@pytest.fixture
def out(capfdbinary: Out) -> Out:
    return capfdbinary


def calendar(out: Out, on: str = "2026-10-15") -> str:
    return due(out, "--format", "ics", on=on)


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def values(text: str, name: str) -> list[str]:
    return [line.partition(":")[2] for line in unfolded(text) if re.match(f"{name}[:;]", line)]


def test_lines_end_as_they_must_and_none_is_longer_than_75_octets(out: Out) -> None:
    text = calendar(out)
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


def test_it_opens_and_closes_what_it_must(out: Out) -> None:
    lines = unfolded(calendar(out))
    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tonghu//due//ZH"]
    assert lines[-1] == "END:VCALENDAR"
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") > 0


def test_what_has_a_deadline_is_in_it_and_the_rest_is_counted(out: Out) -> None:
    owed = [item for item in items(out) if item["status"] in ("due", "overdue")]
    days = sorted(item["due"].replace("-", "") for item in owed if item["due"])
    text = calendar(out)
    assert sorted(values(text, "DTSTART")) == days
    assert f"另有 {len(owed) - len(days)} 件没有期限" in values(text, "X-WR-CALDESC")[0]


def test_every_entry_has_a_name_of_its_own_that_stays(out: Out) -> None:
    before, after = calendar(out), calendar(out, on="2026-10-16")
    names = values(before, "UID")
    assert len(set(names)) == len(names)
    assert values(after, "UID") == names
    assert set(values(before, "DTSTAMP")) == {"20261015T000000Z"}
    assert set(values(after, "DTSTAMP")) == {"20261016T000000Z"}


def test_signs_with_a_meaning_are_written_as_signs(out: Out) -> None:
    for line in unfolded(calendar(out)):
        if line.startswith(("SUMMARY", "DESCRIPTION", "LOCATION")):
            assert not re.search(r"(?<!\\)[,;]", line.partition(":")[2])
