"""Making an issue as a command: records of a commit and a secret in, a folder of figures out."""

from __future__ import annotations

import argparse
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

from tonghu.cli.auditing import issues_in
from tonghu.cli.output import say
from tonghu.cli.parser import RefusedError
from tonghu.cli.progress import progress
from tonghu.cli.secret import read_secret
from tonghu.cli.warning import warnings
from tonghu.cli.where import day_of, home_of, is_home, records_of
from tonghu.cli.writing_issue import write
from tonghu.disclosure.rounding import fingerprint, sealed
from tonghu.duty.home import definitions as files_of
from tonghu.history.contents import COMMIT, Seal, commit_of, content, named, public, uncommitted
from tonghu.history.snapshot import NoHistoryError, snapshot
from tonghu.period import Window, calendar_window, day, iso
from tonghu.record.files import ISSUES
from tonghu.statistics.candidate import Candidate
from tonghu.statistics.counting import Census
from tonghu.statistics.definition import FILE, PAGES
from tonghu.statistics.folder import Issue
from tonghu.statistics.issue import Origin, issued
from tonghu.statistics.people import Sight, counted, names_of, sight, townships

PERIOD = re.compile(r"([0-9]{4})-Q([1-4])")
QUARTER = "quarter"
FIRST_YEAR = "1900"
DIGITS = 16
SHOWN = 5


class Place(NamedTuple):
    """Where the records, the definitions and the issues are, and which records are meant.

    `one` says that records and definitions are in one repository and belong together.
    """

    records: Path
    home: Path
    out: Path
    origin: dict[str, str]
    one: bool


class Laid(NamedTuple):
    """The records as they were committed, and the definitions that go with them."""

    records: Path
    home: Path


def issue(args: argparse.Namespace) -> None:
    """Make one issue and write it."""
    over = window(args.period)
    if day_of(args.on) < over.last:
        raise RefusedError(f"{args.period} 还没有过完，要到 {iso(over.last)} 以后才能做。")
    place = _place(args)
    secret = read_secret(args.secret)
    earlier = _earlier(place.out, args.period, fingerprint(secret), args.new_key)
    with _laid_out(place, place.origin) as laid:
        found = _sight(laid, over)
        now = _census(laid, over, found)
        candidate = Candidate(
            found.definitions,
            args.period,
            iso(over.last),
            now,
            found.area,
            _townships(found, now),
            earlier,
            _Past(place, laid.home, earlier, found, secret),
            secret,
            names_of(found, laid.home),
            args.begin_anew,
        )
        invented = found.repository.settings.data.get("invented") is True
        origin = _origin(place, laid.home, secret)._replace(invented=invented)
        outcome = issued(candidate, origin)
    write(place.out, outcome, now, args.microdata, invented, candidate.changes.lost)
    for told in warnings(candidate, outcome.issue, COMMIT in place.origin):
        say(told)


def window(text: str) -> Window:
    """The days of a period."""
    match = PERIOD.fullmatch(text)
    if not match or match[1] < FIRST_YEAR:
        raise RefusedError("一期是一个季度，写成 2026-Q3。")
    year, quarter = match.groups()
    return calendar_window(QUARTER, day(f"{year}-{int(quarter) * 3 - 2:02}-01"))


def _place(args: argparse.Namespace) -> Place:
    records = records_of(args.records)
    home = home_of(args.home, records)
    out = Path(args.out).resolve() if args.out else records.parent / ISSUES
    origin = named(records, args.at)
    if origin is None and args.at:
        raise RefusedError("Git 里没有这个版本；用 git log 看看有哪些。")
    one = args.home is None and home == records.parent
    if origin and not args.at:
        _all_committed(records, home if one else None)
    return Place(records, home, out, origin or content(records), one)


def _all_committed(records: Path, home: Path | None) -> None:
    """Refuse where what would be counted is not what lies here."""
    if found := uncommitted(records, home):
        raise RefusedError(
            f"有 {found} 个文件改了还没有提交。一期统计写明是从哪个提交做的，没有提交的不算进去："
            "请先提交；确实只要已经提交的，加 --at HEAD。"
        )


def _earlier(out: Path, period: str, key: str, new_key: bool) -> list[Issue]:
    """The issues before this one; none may come after it."""
    found = issues_in(out) if out.is_dir() else []
    if later := [each.period for each in found if each.period > period]:
        raise RefusedError(f"后面的 {later[0]} 已经做了；发布过的不能改，也不能补做以前的。")
    again = [each.made.get("key") for each in found if each.period == period]
    found = [each for each in found if each.period < period]
    last = found[-1].made.get("key") if found else None
    if last not in (None, key) and key not in again and not new_key:
        raise RefusedError(
            "密钥不是上一期用的那一个：请用原来的；确实丢了，加 --new-key，以后都用新的。"
        )
    return found


@contextmanager
def _laid_out(place: Place, origin: dict[str, str]) -> Iterator[Laid]:
    """Records and definitions as committed; without Git as they are."""
    if COMMIT not in origin:
        yield Laid(place.records, place.home)
        return
    try:
        with snapshot(place.records, origin[COMMIT]) as copy:
            home = copy.records.parent
            defines = place.one and is_home(home) and (home / FILE).exists()
            yield Laid(copy.records, home if defines else place.home)
    except NoHistoryError as missing:
        raise RefusedError(str(missing)) from None


def _sight(laid: Laid, over: Window) -> Sight:
    try:
        return sight(laid.records, laid.home, over)
    except ValueError as broken:
        raise RefusedError(f"统计表的定义有错：{broken}；先运行 tonghu check 改好。") from None


def _census(laid: Laid, over: Window, found: Sight) -> Census:
    every = counted(laid.records, laid.home, over, progress("统计"))
    if every.unread:
        some = "、".join(every.unread[:SHOWN])
        told = f"有 {len(every.unread)} 份档案读不全（{some}），数出来会不对；"
        raise RefusedError(f"{told}先运行 tonghu check 改好。")
    return Census(every.people, found.definitions)


def _townships(found: Sight, now: Census) -> list[str]:
    return sorted({*townships(found), *(person.geo for person in now.people.values())})


class _Past:
    """The children as they were counted in an earlier issue, by its day."""

    def __init__(self, place: Place, home: Path, earlier: list[Issue], found: Sight,
                 secret: bytes) -> None:  # fmt: skip
        self.place = place
        self.home = home
        self.origins = {each.asof: dict(each.made.get("records", {})) for each in earlier}
        self.periods = {each.asof: each.period for each in earlier}
        self.found = found
        self.keys = {each.asof: each.made.get("key") for each in earlier}
        self.key, self.seal = fingerprint(secret), partial(sealed, secret)

    def __call__(self, asof: str) -> Census | None:
        """None where those records cannot be had any more, so that nothing is made anew."""
        origin = self.origins.get(asof)
        if origin is None:
            return None
        seal: Seal | None = self.seal if self.keys[asof] == self.key else None
        if COMMIT not in origin:
            same = seal and origin == public(content(self.place.records), seal)
            return self._counted(self.place.records, asof) if same else None
        commit = commit_of(self.place.records, origin, seal)
        if commit is None:
            return None
        with _laid_out(self.place, {COMMIT: commit}) as laid:
            return self._counted(laid.records, asof)

    def _counted(self, records: Path, asof: str) -> Census:
        """Counted with today's definitions, so that only what the children did is a change."""
        over = window(self.periods[asof])
        every = counted(records, self.home, over, progress("核对"))
        return Census(every.people, self.found.definitions)


def _origin(place: Place, home: Path, secret: bytes) -> Origin:
    found = public(place.origin, partial(sealed, secret))
    return Origin(found, _schemas(home), _tool(), fingerprint(secret))


def _schemas(home: Path) -> str:
    """What changes when a definition does."""
    found = hashlib.sha256()
    pages = sorted((home / PAGES).glob("*.md"))
    for path in sorted({*files_of(home), home / FILE, *pages}):
        if path.is_file():
            found.update(path.relative_to(home).as_posix().encode())
            found.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return found.hexdigest()[:DIGITS]


def _tool() -> str:
    try:
        return version("tonghu")
    except PackageNotFoundError:
        return "0"
