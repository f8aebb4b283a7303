"""Two who changed the same sealed half."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tonghu.seal.merging import merged

CASES: dict[str, tuple[Any, Any, Any, Any, Any]] = {
    "one added a phone, the other a note": (
        {"id": "A"},
        {"id": "A", "phone": "1"},
        {"id": "A", "notes": {"a1": "x"}},
        {"id": "A", "phone": "1", "notes": {"a1": "x"}},
        (),
    ),
    "both wrote the same": ({}, {"phone": "1"}, {"phone": "1"}, {"phone": "1"}, ()),
    "one deleted what the other left": ({"phone": "1"}, {}, {"phone": "1"}, {}, ()),
    "one deleted what the other changed": (
        {"phone": "1"},
        {},
        {"phone": "2"},
        {},
        (("phone",),),
    ),
    "both changed one note, and each another": (
        {"notes": {"a1": "x"}},
        {"notes": {"a1": "y", "b1": "mine"}},
        {"notes": {"a1": "z", "c1": "theirs"}},
        {"notes": {"a1": "y", "b1": "mine", "c1": "theirs"}},
        (("notes", "a1"),),
    ),
    "a list is one value": (
        {"guardians": [{"name": "a"}]},
        {"guardians": [{"name": "a"}, {"name": "b"}]},
        {"guardians": [{"name": "c"}]},
        {"guardians": [{"name": "a"}, {"name": "b"}]},
        (("guardians",),),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_merge(name: str) -> None:
    base, ours, theirs, data, conflicts = CASES[name]
    found = merged(base, ours, theirs)
    assert (found.data, found.conflicts) == (data, conflicts)


TEXTS = st.dictionaries(st.sampled_from("abc"), st.sampled_from("xyz"), max_size=3)
HALVES = st.fixed_dictionaries({}, optional={"name": st.sampled_from("xyz"), "notes": TEXTS})


@settings(max_examples=200, deadline=None)
@given(HALVES, HALVES, HALVES)
def test_nobody_loses_a_value_without_being_told(
    base: dict[str, object], ours: dict[str, object], theirs: dict[str, object]
) -> None:
    found = merged(base, ours, theirs)
    assert merged(base, ours, base).data == without_empty(ours)
    assert merged(base, base, theirs).data == without_empty(theirs)
    for key, value in flat(theirs).items():
        if flat(base).get(key) != value and key not in found.conflicts:
            assert flat(found.data)[key] == value


def without_empty(data: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in data.items() if value != {}}


def flat(data: dict[str, object]) -> dict[tuple[str, ...], object]:
    found: dict[tuple[str, ...], object] = {}
    for key, value in data.items():
        if isinstance(value, dict):
            found |= {(key, inner): text for inner, text in value.items()}
        else:
            found[(key,)] = value
    return found
