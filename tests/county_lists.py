"""The lists of the invented county in tests/county, made by the command that people run."""

import csv
import json
import os
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tonghu.cli import main

HERE = Path(__file__).parent
COUNTY = HERE / "county" / "records"
GOLDEN = HERE / "golden"
ON = "2026-10-15"
Out = pytest.CaptureFixture[bytes]


def due(out: Out, *words: str, records: Path = COUNTY, on: str = ON) -> str:
    """What `tonghu due` prints."""
    code = main(["due", "--records", str(records), "--on", on, *words])
    captured = out.readouterr()
    assert (code, captured.err) == (0, b"")
    return captured.out.decode("utf-8")


def items(out: Out, *words: str, records: Path = COUNTY) -> list[dict[str, Any]]:
    """The lines of the list as programs get them."""
    told = due(out, "--format", "json", *words, records=records)
    found: list[dict[str, Any]] = json.loads(told)["items"]
    return found


def table(text: str) -> list[dict[str, str]]:
    """The rows of a CSV."""
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline="")))


def sheets(path: Path, *words: str, records: Path = COUNTY, on: str = ON) -> bytes:
    """The workbook that `tonghu due` writes."""
    options = ["--format", "xlsx", "--output", str(path), *words]
    assert main(["due", "--records", str(records), "--on", on, *options]) == 0
    return path.read_bytes()


def workbook(content: bytes) -> Workbook:
    """A workbook as a spreadsheet program opens it."""
    return load_workbook(BytesIO(content))


def as_golden(name: str, text: str) -> None:
    """The text is the one in tests/golden; UPDATE_GOLDEN=1 writes it, to be read in the diff."""
    path = GOLDEN / name
    content = text.encode("utf-8")
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_bytes(content)
    assert path.exists(), f"run once with UPDATE_GOLDEN=1 and read {path}"
    assert content == path.read_bytes(), f"{name} changed: UPDATE_GOLDEN=1 writes it anew"
