"""tonghu team: who may open the sealed halves; joining, leaving, and making the files follow."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tonghu.cli import keyring, looking
from tonghu.cli.output import say
from tonghu.cli.parser import Parser, RefusedError
from tonghu.cli.progress import progress
from tonghu.cli.writing import add_writing, ground_of, near, writer
from tonghu.entry.canonical import TEAM, canonical
from tonghu.entry.change import Change, apply
from tonghu.entry.ground import Ground
from tonghu.period import iso
from tonghu.record import files
from tonghu.seal import halves, keys, metadata, readers, rules
from tonghu.seal.readers import Reader
from tonghu.source import read

DOES = ("join", "leave", "sync")
COMMENTED = "team.yml 的写法没法由工具安全地改：请先运行 tonghu check --fix，再运行一次。"


def arguments(parser: Parser) -> None:
    """The arguments of `tonghu team`."""
    parser.usage = (
        "tonghu team join 代号 --public age1…\n"
        "       tonghu team leave 代号 [--date 日期]\n"
        "       tonghu team sync [--rotate]"
    )
    parser.add_argument(
        "does", choices=DOES, help="join 让一个人能打开；leave 让一个人再也打不开新写的；sync 对齐"
    )
    parser.add_argument("code", nargs="?", metavar="代号", help="工作人员的代号，如 W012")
    parser.add_argument("--public", metavar="age1…", help="这个人的公钥")
    parser.add_argument("--date", metavar="DATE", help="离岗的最后一天（默认：今天）")
    parser.add_argument("--rotate", action="store_true", help="每个文件都换一把新的内容钥匙")
    keyring.add_key(parser)
    looking.add_looking(parser)
    add_writing(parser)


def run(args: argparse.Namespace) -> int:
    """Change the team and the rules, then every sealed half that must follow."""
    with writer(args):
        ground = ground_of(args)
        if args.does != "sync":
            change = _team(args, ground)
            apply([change] if change else [])
            ground = ground_of(args)
        _rules(ground)
        return _files(args, ground)


def _team(args: argparse.Namespace, ground: Ground) -> Change | None:
    """The team's file with the key added or taken away; none where nothing is left to change."""
    path = ground.repository.records / files.TEAM
    document = ground.repository.team_document
    data = document.data
    if not isinstance(data, dict) or document.problems:
        raise RefusedError("team.yml 读不懂，请先运行 tonghu check 改好它。")
    workers = [dict(each) for each in data.get("workers", ())]
    found = next((each for each in workers if each.get("code") == args.code), None)
    if found is None:
        raise RefusedError(f"team.yml 里没有 {args.code or '这个代号'}：请先把这个人写进去。")
    if args.does == "join":
        _join(args, found, _held(workers, found, ground))
    elif "key" not in found:
        say("这个人没有登记公钥；接着看还有没有文件要换收件人。")
        return None
    else:
        del found["key"]
        found.setdefault("until", args.date or iso(ground.on))
    text = canonical(ground.schemas, TEAM, {**data, "workers": workers})
    if b"#" in document.raw:
        raise RefusedError(COMMENTED)
    return Change(path, text, document.raw)


def _held(workers: Sequence[Mapping[str, Any]], but: object, ground: Ground) -> set[object]:
    """The public keys that are somebody else's."""
    settings = ground.repository.settings.data
    recovery = settings.get("recovery") if isinstance(settings, dict) else None
    return {recovery, *(each.get("key") for each in workers if each is not but)}


def _join(args: argparse.Namespace, worker: dict[str, Any], held: set[object]) -> None:
    if not args.public or not keys.is_public(args.public):
        raise RefusedError("请用 --public 写这个人的公钥：age1 开头的 62 个字符，原样复制。")
    if args.public in held:
        raise RefusedError("这把公钥已经是别人的，或者是备用的：每人要自己做一把。")
    worker["key"] = args.public


def _rules(ground: Ground) -> None:
    """`.sops.yaml` as the team has it now."""
    records = ground.repository.records
    found = rules.read_rules(records)
    folder = found.folder if found else records.parent
    prefix = records.relative_to(folder).as_posix() + "/"
    text = readers.text(_readers(ground), files.names(records), prefix)
    path = folder / rules.NAME
    before = path.read_bytes() if path.exists() else None
    if before != text.encode():
        apply([Change(path, text, before)])
        say(f"规则写在 {near(path)}。")


def _readers(ground: Ground) -> list[Reader]:
    repository = ground.repository
    return readers.readers(
        repository.team_document.data, repository.settings.data, repository.places, iso(ground.on)
    )


def _files(args: argparse.Namespace, ground: Ground) -> int:
    """Every sealed half whose readers are not those of the rule is sealed anew."""
    wanted = _wanted(ground)
    behind = [p for p, who in wanted.items() if who and (args.rotate or _differs(p, who))]
    if not behind:
        say("所有密封文件的收件人都对。")
        return 0
    held = keyring.holder(args, ground.repository)
    looking.noted(args, ground, held, "readers", [args.code or held.code])
    sops, told = keyring.sops(held.key), progress("换收件人")
    closed = 0
    for number, path in enumerate(behind, 1):
        half = halves.opened(path, ground.schemas, sops)
        if half.closed or half.document.problems or not half.data:
            closed += 1
        else:
            raw = sops.sealed(halves.quoted(half.data), wanted[path])
            apply([Change(path, raw.decode("utf-8"), path.read_bytes())])
        told(number, len(behind))
    say(f"重新封存了 {len(behind) - closed} 个密封文件，每个都换了新的内容钥匙。")
    if closed:
        say(f"还有 {closed} 个这把钥匙打不开：请能打开的人再运行 tonghu team sync。")
    return 1 if closed else 0


def _wanted(ground: Ground) -> Mapping[Path, Sequence[str]]:
    records = ground.repository.records
    found = rules.read_rules(records)
    paths = [*halves.paths(files.folders(records))]
    staff = records / halves.TEAM
    paths += [staff] if staff.exists() else []
    return {path: (found.readers(path) or ()) if found else () for path in paths}


def _differs(path: Path, who: Sequence[str]) -> bool:
    document = read(path.name, files.content(path))
    return not halves.is_encrypted(document) or set(metadata.readers(document.data)) != set(who)
