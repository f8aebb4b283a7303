"""Faults of keys as Chinese sentences: missing, unknown, or not for this kind."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from tonghu.schema.example import example
from tonghu.schema.mask import shown_key
from tonghu.schema.node import chain
from tonghu.schema.say import MANY, label, reason
from tonghu.schema.sift import nearest_key

if TYPE_CHECKING:
    from tonghu.schema.fault import Fault
    from tonghu.schema.say import Said
    from tonghu.schema.view import Branch, View, Where

FEW = 4


def whole(view: View, where: Where) -> str:
    """What a mapping is called: by its kind if it has one, else by its place."""
    if not where or not isinstance(where[-1], int):
        return label(view, where)
    kind = view.kind(where)
    return f"“{kind}”" if kind else view.title(where) or label(view, where)


def named(view: View, where: Where, key: str) -> str:
    """A key of the schema with its title, also if it belongs to another kind."""
    node = view.elsewhere(where, key)
    steps = chain(view.book.raw, node) if node else ()
    title = next((step.body["title"] for step in steps if "title" in step.body), "")
    return f"{key}（{title}）" if title else key


def say_required(view: View, fault: Fault) -> Said:
    """A key that is missing."""
    key = str(fault.key)
    said = f"{whole(view, fault.where)}缺少 {named(view, fault.where, key)}：请补上。"
    return said, f"{key}: {example(view, fault.place)}"


def say_unknown(view: View, fault: Fault) -> Said:
    """A key that the schema does not know."""
    key = shown_key(fault.key, view.book.vocabulary)
    what = f"没有“{key}”这一项" if key else "里有一项的名称不认识"
    near = nearest_key(view, fault)
    if near:
        said = f"{whole(view, fault.where)}{what}：请改成 {named(view, fault.where, near)}。"
        return said, f"{near}: {example(view, (*fault.where, near))}"
    return f"{whole(view, fault.where)}{what}：请改正或删掉，{_may(view, fault.where)}。", ""


def say_other_kind(view: View, fault: Fault) -> Said:
    """A key that exists, but not here."""
    where, key = fault.where, str(fault.key)
    cause = next(
        (
            one
            for one in view.branches(where)
            if view.applies(where, one) and view.forbids(one.then, key)
        ),
        None,
    )
    there = _home(view, where, key) if cause and cause.tests else ""
    what = f"{_because(view, where, cause)}不写 {named(view, where, key)}{there}"
    return f"{what}：请删掉或改正，{_may(view, where)}。", ""


def say_key_pattern(view: View, fault: Fault) -> Said:
    """A key that is not written as keys are here."""
    return f"{label(view, fault.where)}里有一个名称的写法不对：{reason(view, fault)}。", ""


def _may(view: View, where: Where) -> str:
    """What else the mapping can have: above all what its kind has and not every other."""
    free = [key for key in view.keys(where) if key not in view.value(where)]
    of_list = where and isinstance(where[-1], int)
    kinds = [branch.then for branch in view.branches(where) if branch.tests] if of_list else []
    some = (key for key in free if any(view.forbids(then, key) for then in kinds))
    own = list(islice(some, MANY + 1)) or free
    if not own:
        return "没有别的可写了"
    return f"还能写 {'、'.join(own[:MANY])}{' 等' if len(own) > MANY else ''}"


def _because(view: View, where: Where, cause: Branch | None) -> str:
    """What rules a key out: the kind, or another key that is there."""
    for key, values in cause.tests.items() if cause else ():
        value = view.value((*where, key))
        if value in values:
            of_list = where and isinstance(where[-1], int)
            return f"“{value}”" if of_list else f"{named(view, where, key)}写“{value}”时"
    if cause and cause.asked:
        return f"写了 {'、'.join(named(view, where, key) for key in cause.asked)}就"
    return f"{whole(view, where)}里"


def _home(view: View, where: Where, key: str) -> str:
    """The kinds that have a key, if they are few."""
    kinds = [
        f"“{value}”"
        for branch in view.branches(where)
        if branch.tests and not view.forbids(branch.then, key)
        for values in branch.tests.values()
        for value in values
    ]
    return f"，它写在{'、'.join(kinds)}里" if 0 < len(kinds) <= FEW else ""
