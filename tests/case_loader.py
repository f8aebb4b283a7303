"""Cases as data: what a child's records say, and what is then owed."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from stdnum import luhn

CASES = Path(__file__).parent / "cases"
WORLD = "world.yml"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

Row = dict[str, Any]


class PlainValues(yaml.SafeLoader):
    """Reads a date as the string that stands there, and `on` as a word."""


PlainValues.yaml_implicit_resolvers = {
    first: [
        (tag, regexp)
        for tag, regexp in resolvers
        if not tag.endswith(":timestamp") and not (tag.endswith(":bool") and first not in "tf")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True)
class Case:
    """One child, one day, one duty, and the lines that must come out."""

    name: str
    file: str
    reads: list[str]
    options: Row
    child: Row
    on: str
    since: str | None
    all: bool
    duty: str
    expect: list[Row]
    flags: list[str] | None

    @property
    def group(self) -> tuple[Any, ...]:
        """Cases that one run of the command can answer."""
        return tuple(sorted(self.options.items())), self.on, self.since, self.all


def read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=PlainValues)


@cache
def world() -> Row:
    found: Row = read(CASES / WORLD)
    return found


def settings_of(options: Row) -> Row:
    return {**world()["settings"], "options": options}


def child_id(number: int) -> str:
    """A letter, five characters and the check character, as the records want it."""
    body = ""
    for _ in range(5):
        body = ALPHABET[number % 32] + body
        number //= 32
    return "C" + body + luhn.calc_check_digit("C" + body, ALPHABET)


def whole_child(number: int, child: Row) -> Row:
    """What a case may leave out."""
    events = [
        {"ref": f"e{count}", "by": "W001", **event}
        for count, event in enumerate(child["timeline"], start=1)
    ]
    return {
        "id": child_id(number),
        "born": "2015-03-09",
        "sex": "女",
        "township": "helu",
        **child,
        "timeline": events,
    }


def entries() -> Iterator[tuple[str, Row]]:
    for path in sorted(CASES.glob("*.yml")):
        if path.name != WORLD:
            for entry in read(path):
                yield path.stem, entry


def load_cases() -> list[Case]:
    return [case_of(number, file, entry) for number, (file, entry) in enumerate(entries(), start=1)]


def case_of(number: int, file: str, entry: Row) -> Case:
    defaults: Row = {"options": {}, "since": None, "all": True, "flags": None}
    filled = {**defaults, **entry, "file": file, "child": whole_child(number, entry["child"])}
    return Case(**filled)


def lines_of(case: Case, rows: list[Row]) -> list[Row]:
    """The found lines of the case's duty, with just the keys that the case speaks of."""
    found = sorted((row for row in rows if row["duty"] == case.duty), key=in_order)
    wanted = sorted(case.expect, key=in_order)
    said = [set(line) for line in wanted] + [set[str]()] * len(found)
    return [spoken_of(row, keys) for row, keys in zip(found, said, strict=False)]


def spoken_of(row: Row, keys: set[str]) -> Row:
    line = {key: row[key] for key in ("opens", "due", "status")}
    if row["late"] is not None:
        line["late"] = row["late"]
    if "place" in keys:
        line["place"] = row["place"].split("/")[0]
    if "by" in keys:
        line["by"] = {key: value for key, value in row["by"].items() if value}
    return line


def in_order(line: Row) -> tuple[str, str, str]:
    return line["opens"], line["due"] or "", line["status"]


def expected(case: Case) -> list[Row]:
    return sorted(case.expect, key=in_order)
