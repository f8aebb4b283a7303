"""What a change does as JSON: everything that the other forms only begin to list."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from tonghu.change.model import BASE, HEAD, Altered, Key, Moved, Page, Report, State, Told
from tonghu.period import iso
from tonghu.report.diff_files import file_shown
from tonghu.report.diff_lost import lost
from tonghu.report.diff_words import SURE, Named
from tonghu.report.diff_work import BY, Amount, amounts, total


def diff_json(found: Report, named: Named) -> Iterator[str]:
    """An object with a line for each thing.

    `lost` is what goes from the lists only because a file can no longer be read (`gone`), or comes
    back (`new`); `rules`, `settings` and `files` are what was changed; `items` the obligations of
    the day that are others, `moves` the next days, each with its `base` and `head`; `work` and
    `by_…` the things to do, overdue, open (without deadline) and in each of the `months`;
    `children` those
    who came, went or moved; `flags` what cannot be used or should be looked at: new, or the same in
    both states and for that reason not compared, or gone.
    """
    head = {"on": iso(found.on), "base": named.base, "head": named.head, "assumed": SURE}
    yield "{" + json.dumps(head, ensure_ascii=False)[1:-1]
    outcome = found.outcome
    yield from _list("lost", lost(found))
    yield from _list("rules", map(_page, found.pages))
    yield from _list("settings", map(_key, found.keys))
    yield from _list("files", map(file_shown, found.files))
    yield from _list("children", [each._asdict() for each in sorted(outcome.children)])
    yield from _list("items", map(_item, sorted(outcome.altered, key=_order)))
    yield f',\n"months": {json.dumps(found.months)}'
    yield f',\n"work": {json.dumps(_amount(total(found)))}'
    for by, key in BY.items():
        rows = ({by: name or None, **_amount(a)} for name, a in amounts(found, key).items())
        yield from _list(f"by_{by}", rows)
    yield from _list("moves", map(_moved, sorted(outcome.moved, key=_order)))
    yield from _list("flags", map(_told, outcome.told))
    yield "}\n"


def _list(name: str, values: Iterable[Any]) -> Iterator[str]:
    lines = ",\n".join(json.dumps(value, ensure_ascii=False) for value in values)
    yield f',\n"{name}": [' + (f"\n{lines}\n]" if lines else "]")


def _order(each: Altered | Moved) -> tuple[str, str, str, int]:
    opens = each.opens if isinstance(each, Altered) else 0
    return each.kind, each.subject, each.duty, opens


def _page(page: Page) -> dict[str, Any]:
    told = [_key(key) for key in page.keys]
    return {"duty": page.duty, "title": page.title, "change": page.change, "keys": told}


def _key(key: Key) -> dict[str, Any]:
    return key._asdict()


def _item(each: Altered) -> dict[str, Any]:
    return {
        "change": each.change,
        "duty": each.duty,
        "title": each.title,
        "subject": each.subject,
        "kind": each.kind,
        "opens": iso(each.opens),
        "base": _state(each.base),
        "head": _state(each.head),
    }


def _state(state: State | None) -> dict[str, Any] | None:
    if state is None:
        return None
    by = {"role": state.role, "worker": state.worker}
    return {"status": state.status, "due": _day(state.due), "place": state.place, "by": by}


def _moved(each: Moved) -> dict[str, Any]:
    days = {"base": _day(each.base), "head": _day(each.head)}
    return {**each._asdict(), **days}


def _day(number: int | None) -> str | None:
    return None if number is None else iso(number)


def _amount(amount: Amount) -> dict[str, Any]:
    return {
        side: {"overdue": every[0], "open": every[1], "months": list(every[2:])}
        for side, every in ((BASE, amount.base), (HEAD, amount.head))
    }


def _told(told: Told) -> dict[str, str]:
    return {"change": told.change, **told.flag.json()}
