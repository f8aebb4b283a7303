"""Whom an entry is about: children by id or household, places by id, workers by code."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from typing import NamedTuple

from tonghu.entry.ground import Ground
from tonghu.entry.identity import LETTERS, RANDOM, is_child_id
from tonghu.entry.meant import named_place
from tonghu.record.files import Folder, folders
from tonghu.record.subject import Subject

MISREAD = str.maketrans("ILO", "110")
LIKE = 0.8
BETWEEN = re.compile("[,，、;；]")


class Target(NamedTuple):
    """A subject, and its folder if it is a child."""

    subject: Subject
    folder: Folder | None


def target(ground: Ground, name: str) -> Target | str:
    """The subject of a name as typed, or why there is none."""
    plain = unicodedata.normalize("NFKC", name).strip()
    for each in (plain, plain.upper(), plain.lower()):
        if other := ground.others.get(each):
            return Target(other, None)
    identity = plain.upper()
    for each in (identity, identity[:1] + identity[1:].translate(MISREAD)):
        folder = ground.folder(each) if each[:1] in LETTERS and each.isalnum() else None
        if folder:
            return Target(ground.repository.child(folder), folder)
    return _unknown(ground, plain)


def household(ground: Ground, name: str) -> list[Target] | str:
    """All children of a household, or why there are none."""
    ids = ground.households().get(name, [])
    found = [target(ground, identity) for identity in ids]
    children = [each for each in found if isinstance(each, Target)]
    return children or f"没有户编号是 {name[:20]} 的儿童；户编号写在 case.yml 的 household 里。"


def _unknown(ground: Ground, name: str) -> str:
    """Why a name is nobody's, and whose it could be."""
    shown = name[:40]
    parts = [part.strip() for part in BETWEEN.split(name)]
    if len(parts) > 1:
        return f"几个编号之间用空格隔开：{' '.join(filter(None, parts))[:60]}"
    if told := named_place(ground.repository.places, name):
        return told
    if len(name) == RANDOM + 1 and "/" not in name:
        told = f"没有编号是 {shown} 的儿童档案"
        if not is_child_id(name.upper()):
            told += "，校验字符也不对，多半抄错了一位"
        everybody = [folder.id for folder in folders(ground.repository.records)]
    else:
        told = f"没有“{shown}”这个儿童、地点或工作人员"
        everybody = list(ground.others)
    near = get_close_matches(name, everybody, 1, LIKE)
    return f"{told}；最接近的是 {near[0]}。" if near else f"{told}；请查对后再写。"
