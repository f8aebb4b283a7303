"""Which records, which definitions, which day: the arguments that every command shares."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple

from tonghu import period
from tonghu.cli import bygone
from tonghu.cli.parser import Parser, RefusedError

RECORDS = "records"
DEFINITIONS = ("schemas/facts.yml", "docs/handbook")


class Where(NamedTuple):
    """The directory of the records, the root of the definitions, and the day asked about."""

    records: Path
    home: Path
    on: int


def add_where(parser: Parser, *, on: str = "哪一天", at: bool = True) -> None:
    """The shared arguments."""
    parser.add_argument("--records", metavar="DIR", help="档案目录（默认：这里或上层的 records/）")
    parser.add_argument("--home", metavar="DIR", help="手册和 schemas 所在（默认：档案所在的仓库）")
    parser.add_argument("--on", metavar="DATE", help=f"{on}，写成 2026-10-31（默认：今天）")
    if at:
        parser.add_argument(
            "--at", metavar="REVISION", help="按 Git 里某个版本、某一天的档案和手册算"
        )


@contextmanager
def located(args: argparse.Namespace) -> Iterator[Where]:
    """Where to work; with --at a temporary copy of that revision, removed afterwards."""
    records = records_of(args.records)
    home = home_of(args.home, records)
    on = day_of(args.on)
    if not args.at:
        bygone.of_day(records, on)
        yield Where(records, home, on)
        return
    from tonghu.history.snapshot import NoHistoryError, snapshot

    try:
        with snapshot(records, args.at) as copy:
            bygone.of_revision(records, copy.records)
            inside = args.home is None and is_home(copy.root)
            yield Where(copy.records, copy.root if inside else home, on)
    except NoHistoryError as missing:
        raise RefusedError(str(missing)) from None


def day_of(text: str | None) -> int:
    """The day asked about; today where none is named. The only clock of the program."""
    if text is None:
        return date.today().toordinal()  # noqa: DTZ011 - the day where the user is
    try:
        found = period.day(text)
    except ValueError:
        raise RefusedError("日期要写成 2026-10-31 这样的真实日期。") from None
    if found > period.LATEST:
        latest = period.iso(period.LATEST)
        raise RefusedError(f"日期太远了，最晚问到 {latest}；请看看年份写对没有。")
    return found


def records_of(named: str | None) -> Path:
    """The directory of the records: as named, else records/ here or further up."""
    if named is not None:
        found = Path(named)
        if not found.is_dir():
            raise RefusedError(f"没有这个目录：{named}")
        return found.resolve()
    for folder in _upwards(Path.cwd()):
        if (folder / RECORDS).is_dir():
            return folder / RECORDS
    raise RefusedError("这里和上层都没有 records/；请进到仓库里，或者用 --records 指明目录。")


def home_of(named: str | None, records: Path | None) -> Path:
    """The root of the definitions: as named, around the records, here, or shipped."""
    if named is not None:
        if not is_home(Path(named)):
            raise RefusedError(f"{named} 里没有 schemas/ 和 docs/handbook/。")
        return Path(named).resolve()
    candidates: list[Path] = [*(_upwards(records) if records else ()), *_upwards(Path.cwd())]
    shipped, checkout = Path(__file__).parents[1] / "home", Path(__file__).parents[3]
    found = next((folder for folder in [*candidates, shipped, checkout] if is_home(folder)), None)
    if found is not None:
        return found
    raise RefusedError("找不到手册和 schemas；请用 --home 指明它们所在的目录。")


def public_of(named: str | None, home: Path) -> Path:
    """The root whose issues of the statistics are shown: around the records, else the home.

    So a team that has only records of its own never shows what came with the handbook.
    """
    try:
        return records_of(named).parent
    except RefusedError:
        if named is not None:
            raise
        return home


def is_home(folder: Path) -> bool:
    """Whether definitions stand here."""
    return all((folder / name).exists() for name in DEFINITIONS)


def _upwards(start: Path) -> Iterator[Path]:
    folder = start.resolve()
    yield folder
    yield from folder.parents
