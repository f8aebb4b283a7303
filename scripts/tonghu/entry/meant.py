"""What was probably meant: a place by its name, a key by its Chinese title, small letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from tonghu.entry.canonical import CASE, PLACE, TEAM, order_of_kinds
from tonghu.entry.ground import Ground
from tonghu.entry.laying import points_to, view_of
from tonghu.entry.words import Said
from tonghu.record.places import Places
from tonghu.record.subject import Subject
from tonghu.record.team import Team
from tonghu.schema import Schemas
from tonghu.schema.view import View, Where

POINTS_TO_PLACE, POINTS_TO_WORKER = "place", "worker"
LIKE = 0.5
NAMED = "“{name}”是地点的名字，这里要写编号 {ids}。"
WRONG_KEY = "没有“{key}”这一项；{near}。"
ORDER = "先写编号，再写事件：tonghu add {target} {kind} …。"
OWN = ("ref", "date", "event", "by")


def named_place(places: Places, text: str) -> str:
    """What to say of a text that is the name of a place and not its id; else empty."""
    name = unicodedata.normalize("NFKC", text).strip()
    ids = [place.id for place in places.by_id.values() if place.name == name != place.id]
    return NAMED.format(name=name[:20], ids="或 ".join(sorted(ids))) if ids else ""


def code(team: Team, text: str) -> str:
    """The code of a worker, also where it was typed small or wide; else the text."""
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    return plain if plain in team.by_code else text


def with_codes(ground: Ground, subject: Subject, event: Mapping[str, Any]) -> dict[str, Any]:
    """An event with its workers' codes as the team writes them."""
    view, where = view_of(ground.schemas, subject, event)
    return {
        key: code(ground.repository.team, value)
        if isinstance(value, str) and POINTS_TO_WORKER in points_to(view, (*where, key))
        else value
        for key, value in event.items()
    }


def misnamed(
    ground: Ground, subject: Subject, event: Mapping[str, Any], options: Container[str]
) -> Iterator[str]:
    """Names where ids belong, and Chinese words where keys do, with what to type instead."""
    view, where = view_of(ground.schemas, subject, event)
    for key, value in event.items():
        if not key.isascii():
            yield WRONG_KEY.format(key=key[:20], near=_nearest(view, where, key))
            continue
        located = isinstance(value, str) and POINTS_TO_PLACE in points_to(view, (*where, key))
        if told := located and named_place(ground.repository.places, value):
            yield f"{f'--{key}' if key in options else key} 写错了：{told}"


def _nearest(view: View, where: Where, word: str) -> str:
    """The key whose title is most like a word; else all keys that may be written."""
    titles = {key: view.title((*where, key)) for key in view.keys(where) if key not in OWN}
    within = [key for key, title in titles.items() if word in title]
    like = get_close_matches(word, titles.values(), 1, LIKE)
    near = within or [key for key, title in titles.items() if title in like]
    if near:
        return f"最接近的是 {near[0]}（{titles[near[0]]}），写成 {near[0]}=…"
    return f"可以写：{'、'.join(f'{key}（{title}）' for key, title in titles.items())}"


def turned(schemas: Schemas, words: Said) -> str:
    """What to say where the event was typed before whom it is about; else empty."""
    kinds = {kind for name in (CASE, PLACE, TEAM) for kind in order_of_kinds(schemas, name)}
    first = next((name for name in words.targets if name in kinds), "")
    if not first or words.acts[0].kind in kinds:
        return ""
    others = [name for name in (*words.targets, words.acts[0].kind) if name not in kinds]
    return ORDER.format(target=" ".join(others)[:60], kind=first)
