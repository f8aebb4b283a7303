"""tonghu team: who may open the sealed halves; joining, leaving, and making the files follow."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tonghu.cli import keyring, looking
from tonghu.cli.looking import Look
from tonghu.cli.output import say
from tonghu.cli.parser import Parser, RefusedError
from tonghu.cli.progress import progress
from tonghu.cli.where import day_of, records_of
from tonghu.cli.writing import add_writing, ground_of, near, only
from tonghu.entry.canonical import TEAM, canonical
from tonghu.entry.change import Change, apply
from tonghu.entry.ground import Ground
from tonghu.period import iso
from tonghu.record import files
from tonghu.seal import halves, keys, metadata, readers, rules
from tonghu.seal.readers import Reader
from tonghu.source import read

JOIN, LEAVE, SYNC = DOES = ("join", "leave", "sync")
READERS = "readers"
COMMIT = "请提交：git add .sops.yaml records，再 git commit、git push；推送了，别人那里才算数。"
NEXT = {
    JOIN: COMMIT,
    LEAVE: f"{COMMIT}\n再收回电脑、纸质的名单卡；这个人的旧克隆仍能打开以前的内容，收不回。",
    SYNC: COMMIT,
}
LAST = (
    "这样一来，有的密封文件就没有一个人能打开了："
    "请先让另一个人 join，或者在 settings.yml 里写备用的 recovery。"
)
PLAIN = "settings.yml 写着不加密（seal: none），可是有密封的文件：请先改成 sops。"
GONE = (
    "{code} 的离岗日期是 {until}：人还在的，先在 team.yml 里删掉 until 再登记；"
    "只是换一把钥匙的，不用先 leave，直接 join。"
)
UNREAD = "team.yml 读不懂，请先运行 tonghu check 改好它。"
MISTYPED = "{code} 的公钥抄错了，什么也没有改：请先在文件里删掉那一行，向本人要来对的，再登记一次。"
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
    add_writing(parser, preview=False)


def run(args: argparse.Namespace) -> int:
    """Change the team and the rules, then every sealed half that must follow.

    Who opens the halves is asked first, so that nobody stays a reader because of a typing error.
    """
    with only(records_of(args.records)):
        ground = ground_of(args)
        change = None if args.does == SYNC else _team(args, ground)
        _can_be_sealed_for(ground, change)
        look = looking.look(args, ground) if _needs_key(args, ground) else None
        if look:
            looking.can_be_noted(ground, look)
        apply([change] if change else [])
        ground = ground_of(args)
        _rules(ground)
        code = _files(args, ground, look)
    say(NEXT[args.does])
    return code


def _needs_key(args: argparse.Namespace, ground: Ground) -> bool:
    """Whether there is something encrypted that may have to be sealed anew."""
    every = _halves(ground.repository.records)
    documents = (read(path.name, files.content(path)) for path in every)
    return args.does != SYNC and any(map(halves.is_encrypted, documents))


def _team(args: argparse.Namespace, ground: Ground) -> Change | None:
    """The team's file with the key added or taken away; none where nothing is left to change."""
    path = ground.repository.records / files.TEAM
    document = ground.repository.team_document
    data = document.data
    if not isinstance(data, dict) or document.problems:
        raise RefusedError(UNREAD)
    listed = data.get("workers")
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise RefusedError(UNREAD)
    workers = [dict(each) for each in listed]
    found = next((each for each in workers if each.get("code") == args.code), None)
    if found is None:
        raise RefusedError(f"team.yml 里没有 {args.code or '这个代号'}：请先把这个人写进去。")
    if args.does == JOIN:
        _join(args, found, _held(workers, found, ground), iso(ground.on))
    elif "key" not in found:
        say("这个人没有登记公钥；接着看还有没有文件要换收件人。")
        return None
    else:
        del found["key"]
        found.setdefault("until", iso(day_of(args.date) if args.date else ground.on))
    changed = {**data, "workers": workers}
    if args.does == LEAVE and _nobody(ground, changed):
        raise RefusedError(LAST)
    text = canonical(ground.schemas, TEAM, changed)
    if b"#" in document.raw:
        raise RefusedError(COMMENTED)
    return Change(path, text, document.raw)


def _held(workers: Sequence[Mapping[str, Any]], but: object, ground: Ground) -> set[object]:
    """The public keys that are somebody else's."""
    settings = ground.repository.settings.data
    recovery = settings.get("recovery") if isinstance(settings, dict) else None
    return {recovery, *(each.get("key") for each in workers if each is not but)}


def _nobody(ground: Ground, team: Mapping[str, Any]) -> bool:
    """Whether something sealed would be left that no key opens."""
    repository = ground.repository
    who = readers.readers(team, repository.settings.data, repository.places, iso(ground.on))
    if not who and (repository.records / halves.TEAM).exists():
        return True
    sealed = {folder.township for folder in files.folders(repository.records) if _sealed(folder)}
    return any(not any(reader.opens(township) for reader in who) for township in sealed)


def _can_be_sealed_for(ground: Ground, change: Change | None) -> None:
    """Stop where a key that stays has been mistyped, for nothing could be sealed any more."""
    repository = ground.repository
    team = read(files.TEAM, change.text.encode()) if change else repository.team_document
    workers = team.data.get("workers") if isinstance(team.data, dict) else None
    for worker in workers if isinstance(workers, list) else ():
        key = worker.get("key") if isinstance(worker, dict) else None
        if key is not None and not keys.is_public(str(key)):
            raise RefusedError(MISTYPED.format(code=worker.get("code")))
    settings = repository.settings.data
    recovery = settings.get("recovery") if isinstance(settings, dict) else None
    if recovery is not None and not keys.is_public(str(recovery)):
        raise RefusedError(MISTYPED.format(code="settings.yml 的 recovery"))


def _sealed(folder: files.Folder) -> bool:
    return any(halves.paths([folder]))


def _join(args: argparse.Namespace, worker: dict[str, Any], held: set[object], today: str) -> None:
    until = str(worker.get("until", today))
    if until < today or ("key" not in worker and "until" in worker and until == today):
        raise RefusedError(GONE.format(code=args.code, until=until))
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
    townships = {*files.names(records), *ground.repository.places.townships()}
    text = readers.text(_readers(ground), townships, prefix)
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


def _files(args: argparse.Namespace, ground: Ground, look: Look | None) -> int:
    """Every sealed half whose readers are not those of the rule is sealed anew."""
    wanted = _wanted(ground)
    behind = [p for p, who in wanted.items() if who and (args.rotate or _differs(p, who))]
    if not behind:
        say("所有密封文件的收件人都对。")
        return 0
    look = look or looking.look(args, ground)
    if look is None:
        raise RefusedError(PLAIN)
    looking.noted(ground, look, READERS, [args.code or look.holder.code])
    sops, told = keyring.sops(look.holder.key), progress("换收件人")
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
    paths = _halves(records)
    return {path: (found.readers(path) or ()) if found else () for path in paths}


def _halves(records: Path) -> list[Path]:
    """Every sealed half, that of the team last."""
    staff = records / halves.TEAM
    return [*halves.paths(files.folders(records)), *([staff] * staff.exists())]


def _differs(path: Path, who: Sequence[str]) -> bool:
    document = read(path.name, files.content(path))
    return not halves.is_encrypted(document) or set(metadata.readers(document.data)) != set(who)
