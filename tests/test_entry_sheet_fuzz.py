"""Whatever becomes of the file of a list, reading it ends in events, reasons or a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from random import Random
from zipfile import ZipFile

import pytest

from county_lists import COUNTY, sheets, workbook
from filled_lists import DONE, HOW, ILL, RATING, RESULT, VISIT, filled, saved
from tonghu import period
from tonghu.entry import sheet_layout as layout
from tonghu.entry.add import planned
from tonghu.entry.form import Forms
from tonghu.entry.ground import Ground
from tonghu.entry.sheet import rows
from tonghu.entry.sheet_back import back
from tonghu.record.repository import Repository
from tonghu.schema import load_schemas

ROOT = Path(__file__).parent.parent
ON = "2026-10-15"
TAG = re.compile(r'<[^>]*>|"[^"]*"')
BITS = [
    "<", ">", "&", "<c/>", "<row/>", "</row>", "<v>", "<f>1</f>", 't="d"', 't="s"', 't="b"',
    'r="A1"', 'r="XFD1048576"', 'r="0"', '<mergeCell ref="A1:Z99"/>', '<mergeCell ref="x"/>',
    "&#0;", "<is/>", "9999999999", '<f t="shared" si="0"/>', '<f t="dataTable" ref="A1"/>',
]  # fmt: skip
WRITTEN: list[str | float] = [
    "=1+1", 0, -1, 1e300, True, "2026-10-14", "10月14日", "√", "差", "W002", "{}", "完成日期",
    "机器用", "村", "\u200b", "说明", "'=x",
]  # fmt: skip


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    empty = sheets(tmp_path_factory.mktemp("lists") / "due.xlsx")
    did = {DONE: "2026-10-14"}
    return filled(empty, {(VISIT, ILL): {**did, HOW: "入户"}, (RATING, ILL): {**did, RESULT: "差"}})


@pytest.fixture(scope="module")
def ground() -> Ground:
    return Ground(Repository(COUNTY), load_schemas(ROOT), period.day(ON))


def some_bytes(content: bytes, chance: Random) -> bytes:
    spoiled = bytearray(content)
    for _ in range(chance.randint(1, 20)):
        spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
    return bytes(spoiled)


def some_tags(content: bytes, chance: Random) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(out, "w") as goal:
        names = source.namelist()
        chosen = chance.choice([name for name in names if "sheets/" in name] + names)
        for name in names:
            raw = source.read(name)
            goal.writestr(name, torn(raw.decode(), chance) if name == chosen else raw)
    return out.getvalue()


def torn(text: str, chance: Random) -> str:
    for _ in range(chance.randint(1, 3)):
        found = chance.choice([*TAG.finditer(text)] or [re.compile("").search(text)])
        assert found
        start = chance.choice([found.start(), found.end()])
        text = text[:start] + chance.choice([*BITS, "", found[0]]) + text[found.end() :]
    return text


def some_cells(content: bytes, chance: Random) -> bytes:
    book = workbook(content)
    for _ in range(chance.randint(1, 5)):
        sheet = chance.choice(book.worksheets)
        row = chance.randint(1, sheet.max_row + 2)
        column = chance.randint(1, sheet.max_column + 1)
        if chance.random() < 0.2:
            sheet.merge_cells(None, row, column, row + chance.randint(0, 2), column + 1)
        elif type(cell := sheet.cell(row, column)).__name__ == "Cell":
            cell.value = chance.choice(WRITTEN)
    return saved(book)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("spoil", [some_bytes, some_tags, some_cells])
def test_a_spoiled_file_ends_in_reasons(
    spoil: Callable[[bytes, Random], bytes], seed: int, content: bytes, ground: Ground
) -> None:
    chance = Random(seed)
    for _ in range(5):
        spoiled = spoil(content, chance)
        found = rows(spoiled, ground)
        plan = planned(ground, found.wishes(), chance.choice, anew=False)
        refused = found.with_told(plan.refused)
        if refused:
            assert not rows(back(spoiled, refused, Forms(ground.schemas), ON), ground).problem


@pytest.mark.parametrize("seed", range(6))
def test_a_word_anywhere_in_a_list_is_recorded_or_told(
    seed: int, content: bytes, ground: Ground
) -> None:
    chance, as_it_was = Random(seed), rows(content, ground)
    for _ in range(4):
        book = workbook(content)
        sheet = chance.choice([each for each in book.worksheets if each.title != layout.LISTS])
        row, column = chance.randint(1, sheet.max_row + 2), chance.randint(1, sheet.max_column + 2)
        cell = sheet.cell(row, column)
        if type(cell).__name__ == "Cell":
            cell.value = "说明"
            assert rows(saved(book), ground) != as_it_was, (sheet.title, row, column)
