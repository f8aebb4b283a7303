"""Laws on who may open what: the keys of the team, and the rules that follow from them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tonghu.checks.ground import Ground
from tonghu.checks.reading import opened, shown
from tonghu.problem import Problem, error
from tonghu.record import files
from tonghu.record.files import CHILDREN, SEALED
from tonghu.record.openly import latin
from tonghu.seal import readers
from tonghu.seal.bech32 import is_recipient
from tonghu.seal.readers import has_left
from tonghu.seal.rules import AGE, NAME, PATH, RULES, Rules
from tonghu.source import Document, read

START = (1, 1)
FORM = re.compile(r"age1[0-9a-z]{58}", re.ASCII)
"""What the schemas can see of a public key."""
BEHIND = "有的乡镇有了孩子，还没有规则说谁能打开：请运行 tonghu team sync，再提交 .sops.yaml。"
UNEVEN = "与 team.yml、settings.yml 推出来的不同：请运行 tonghu team sync，并查清是谁改的。"


def of_rules(ground: Ground) -> Iterator[Problem]:
    """What is wrong with who may open what."""
    team = _read(ground, files.TEAM)
    settings = _read(ground, files.SETTINGS)
    yield from keys_are_whole(team, settings)
    yield from keys_differ(team, settings)
    yield from keys_go_with_their_owner(ground, team)
    yield from rules_are_readable(ground)
    yield from rules_follow_the_team(ground, team, settings)


def rules_are_readable(ground: Ground) -> Iterator[Problem]:
    """`.sops.yaml` must say for each path which age keys may open it, and nothing else.

    sops-rules 错误
        有密封的文件，就要有 .sops.yaml，而且整个仓库里只有一个；每条规则只写 path_regex 和 age，
        别的写法会让部分内容不加密，或者交给别处。
        改法：用 `tonghu team sync` 重新写。
    """
    halves = (ground.records / CHILDREN).glob(f"*/*/*{SEALED}")
    if ground.sealed and ground.rules is None and any(halves):
        message = "没有 .sops.yaml，不知道谁可以打开密封的文件：请用 tonghu team sync 写好它。"
        yield error(NAME, START, "sops-rules", message)
    if ground.rules:
        document = ground.rules.document
        yield from document.problems
        for fault in ground.rules.faults:
            yield error(document.path, document.mark(fault.where), fault.code, fault.message)


def rules_follow_the_team(ground: Ground, team: Any, settings: Any) -> Iterator[Problem]:
    """`.sops.yaml` must be what follows from the team's keys and places, no more and no less.

    sops-rules-uneven 错误
        登记了公钥的团队，.sops.yaml 必须与 team.yml、settings.yml 推出来的一样：
        多一把钥匙，就多一个人能看。已经离岗的人不算在内；还没有孩子的乡镇，有没有规则都行。
        改法：新添的乡镇，运行 `tonghu team sync`；别的先查清是谁改的，再运行它重新写。
    """
    rules = ground.rules
    who = readers.readers(team.data, settings.data, ground.known.places, ground.on)
    if not who or rules is None or rules.faults:
        return
    found, said = _meant(rules.document.raw.decode("utf-8", "replace"))
    every = files.names(ground.records)
    most, head = _meant(_text(ground, rules, who, {*every, *ground.known.places.townships()}))
    least, _ = _meant(_text(ground, rules, who, {each for each, ids in every.items() if ids}))
    if said != head or not all(rule in most for rule in found) or len(found) > len(most):
        yield error(rules.document.path, START, "sops-rules-uneven", UNEVEN)
    elif not all(rule in found for rule in least):
        yield error(rules.document.path, START, "sops-rules-uneven", BEHIND)


def _meant(text: str) -> tuple[list[tuple[Any, list[str]]], list[str]]:
    """The rules of a text, each path with its keys, and whatever is said beside them."""
    data = read(NAME, text.encode()).data
    rules = data.get(RULES) if isinstance(data, Mapping) else None
    said = [line for line in text.splitlines() if "#" in line]
    return [
        (rule.get(PATH), sorted(str(rule.get(AGE)).split(",")))
        for rule in (rules if isinstance(rules, list) else ())
        if isinstance(rule, Mapping)
    ], said


def _text(ground: Ground, rules: Rules, who: list[readers.Reader], townships: Iterable[str]) -> str:
    """The whole text that follows from the team for some townships."""
    prefix = ground.records.relative_to(rules.folder).as_posix()
    return readers.text(who, townships, "" if prefix == "." else f"{prefix}/")


def keys_are_whole(team: Document, settings: Document) -> Iterator[Problem]:
    """A public key must have been copied without a slip, or nothing can be sealed for its owner.

    key-mistyped 错误
        公钥抄错了：age 公钥的最后六个字符能查出抄错、抄漏，这一把对不上，给它封存不了任何内容。
        改法：请本人再给一次，原样复制；先删掉这一行，再用 `tonghu team join` 登记。
    """
    workers = team.data.get("workers") if isinstance(team.data, Mapping) else None
    listed = list(enumerate(workers if isinstance(workers, list) else ()))
    held = [(team, ("workers", n, "key"), w.get("key")) for n, w in listed if _is_map(w)]
    own = settings.data.get("recovery") if isinstance(settings.data, Mapping) else None
    for document, where, key in [*held, (settings, ("recovery",), own)]:
        if isinstance(key, str) and FORM.fullmatch(key) and not is_recipient(key):
            message = "这把公钥抄错了：请本人再给一次，原样复制。"
            yield error(document.path, document.mark(where), "key-mistyped", message)


def keys_differ(team: Document, settings: Document) -> Iterator[Problem]:
    """No two workers must have the same public key, and nobody the recovery key.

    key-twice 错误
        每人一把钥匙：公钥不能和别人的一样，也不能和备用钥匙一样，不然离岗时收不回来。
        改法：让后登记的人自己做一把新的，再用 `tonghu team join` 登记。
    """
    workers = team.data.get("workers") if isinstance(team.data, Mapping) else None
    recovery = settings.data.get("recovery") if isinstance(settings.data, Mapping) else None
    seen = {recovery} if isinstance(recovery, str) else set()
    for number, worker in enumerate(workers if isinstance(workers, list) else ()):
        key = worker.get("key") if isinstance(worker, Mapping) else None
        if isinstance(key, str) and key in seen:
            message = "这把公钥已经登记给别人：每人要有自己的钥匙，请重新做一把。"
            spot = team.mark(("workers", number, "key"))
            yield error(team.path, spot, "key-twice", message)
        seen |= {key} if isinstance(key, str) else set()


def keys_go_with_their_owner(ground: Ground, team: Document) -> Iterator[Problem]:
    """Whoever has left must have no key any more; the last day is still in force.

    key-left 错误
        离岗的人不能再有公钥：`until` 那天过后，钥匙必须撤掉，不然新写的他也能打开。
        改法：请有钥匙的人运行 `tonghu team leave 代号`。
    """
    workers = team.data.get("workers") if isinstance(team.data, Mapping) else None
    for number, worker in enumerate(workers if isinstance(workers, list) else ()):
        if isinstance(worker, Mapping) and "key" in worker and has_left(worker, ground.on):
            code = latin(str(worker.get("code")))
            message = f"这个人已经离岗，公钥还在：请有钥匙的人运行 tonghu team leave {code}。"
            yield error(team.path, team.mark(("workers", number, "key")), "key-left", message)


def _is_map(data: object) -> bool:
    return isinstance(data, Mapping)


def _read(ground: Ground, name: str) -> Document:
    path = ground.records / name
    return opened(shown(path, ground.records.parent), path)
