"""Ledgers of the invented county in tests/county, made by the command that people run."""

from pathlib import Path

from county_lists import COUNTY, ON, workbook
from tonghu.cli import main
from tonghu.ledger.pages import pages

ROOT = Path(__file__).resolve().parent.parent
IDS = sorted(pages(ROOT))


def made(folder: Path, form: str, *words: str, records: Path = COUNTY, on: str = ON) -> Path:
    """The folder into which `tonghu ledger` writes every ledger, or the words name one."""
    out = folder / form
    options = ["--records", str(records), "--home", str(ROOT), "--on", on, "--format", form]
    assert main(["ledger", *(words or ("--all",)), *options, "--out", str(out)]) == 0
    return out


def dumped(content: bytes) -> str:
    """What stands in a workbook, and how it is laid out and printed."""
    lines = []
    for sheet in workbook(content).worksheets:
        lines.append(f"== {sheet.title} {sheet.dimensions}")
        lines.append(f"-- frozen {sheet.freeze_panes} filter {sheet.auto_filter.ref}")
        setup = sheet.page_setup
        size = f"{setup.fitToWidth}x{setup.fitToHeight}"
        if setup.scale:
            size = f"{setup.scale}% after {' '.join(str(each.id) for each in sheet.col_breaks.brk)}"
        paper = f"{setup.orientation} {setup.paperSize} {size}"
        heads = f"{sheet.print_title_rows} {sheet.print_title_cols}"
        lines.append(f"-- print {sheet.print_area} heads {heads} {paper}")
        lines.append(f"-- joined {' '.join(sorted(map(str, sheet.merged_cells.ranges)))}")
        for row in sheet.iter_rows(values_only=True):
            cells = ["" if value is None else str(value).replace("\n", "/") for value in row]
            lines.append(" | ".join(cells).rstrip(" |"))
    return "\n".join(lines) + "\n"
