"""The language of selections: what each shorthand selects, and what absence means."""

from typing import Any

import pytest

from tonghu.facts.predicate import chosen, predicate

LISTS = frozenset({"registers", "key_targets", "agreement"})

HOLDS = [
    ("一个值就是等于", {"rating": "差"}, {"rating": "差"}, True),
    ("一个值就是等于，别的不算", {"rating": "差"}, {"rating": "好"}, False),
    ("几个值就是其中之一", {"rating": ["一般", "差"]}, {"rating": "一般"}, True),
    ("列表里有这个值", {"registers": "留守儿童"}, {"registers": ("困境儿童", "留守儿童")}, True),
    ("列表里没有这个值", {"registers": "留守儿童"}, {"registers": ("困境儿童",)}, False),
    ("present 是有值", {"agreement": "present"}, {"agreement": ("甲",)}, True),
    ("空列表等于没有", {"agreement": "present"}, {"agreement": ()}, False),
    ("absent 是没有值", {"agreement": "absent"}, {"agreement": ()}, True),
    ("没有的事实不满足提到它的条件", {"rating": "好"}, {}, False),
    ("没有的事实也不满足否定它的条件", {"not": {"rating": "好"}}, {}, False),
    ("否定只管有值的时候", {"not": {"rating": "好"}}, {"rating": "差"}, True),
    ("not 里的 present 就是 absent", {"not": {"rating": "present"}}, {}, True),
    ("两个键要同时成立", {"rating": "差", "risk": "高"}, {"rating": "差"}, False),
    ("anyOf 有一个成立就行", {"anyOf": [{"rating": "差"}, {"risk": "高"}]}, {"risk": "高"}, True),
    ("可以写 JSON Schema", {"key_targets": {"minItems": 2}}, {"key_targets": ("残疾",)}, False),
    ("年龄按数字比", {"age": {"minimum": 16}}, {"age": 16}, True),
]


@pytest.mark.parametrize(("told", "selection", "facts", "expected"), HOLDS)
def test_a_selection(
    told: str, selection: dict[str, Any], facts: dict[str, Any], expected: bool
) -> None:
    test = predicate(selection, LISTS)
    assert test.holds(tuple(facts.get(name) for name in test.reads)) is expected, told


@pytest.mark.parametrize(
    ("selection", "ages"),
    [
        ({"age": {"minimum": 16}}, {16}),
        ({"age": {"maximum": 17}}, {18}),
        ({"age": {"exclusiveMaximum": 16}}, {16}),
        ({"age": {"exclusiveMinimum": 15}}, {16}),
        ({"age": 16}, {16, 17}),
        ({"anyOf": [{"age": {"minimum": 6, "maximum": 13}}, {"rating": "差"}]}, {6, 14}),
    ],
)
def test_only_the_ages_that_matter_are_told_apart(
    selection: dict[str, Any], ages: set[int]
) -> None:
    assert predicate(selection, LISTS).ages == ages


def test_an_option_stands_for_the_setting() -> None:
    assert chosen({"exclusiveMaximum": {"option": "limit"}}, {"limit": 16}) == {
        "exclusiveMaximum": 16
    }


def test_an_option_can_choose_between_values() -> None:
    written = {"option": "return_year", "rolling": "P1Y", "calendar": "year"}
    assert chosen(written, {"return_year": "calendar"}) == "year"
