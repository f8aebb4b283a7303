"""Pages of ledgers that ask too much, or whose names no file can bear: a sentence, never a fall."""

import shutil
import tracemalloc
from pathlib import Path

import pytest
from openpyxl import load_workbook

from checked_county import CASE, case, lay
from tonghu.cli import main
from tonghu.entry.sheet_layout import LISTS
from tonghu.entry.sheet_name import LONGEST, sheet_name
from tonghu.facts.spec import Spec
from tonghu.ledger.compile import ledger
from tonghu.ledger.names import Naming
from tonghu.schema import load_schemas

ROOT = Path(__file__).resolve().parent.parent
ENTERED = "ref: a111, date: 2026-01-12, event: 登记, register: 留守儿童, by: W003"
ON = "2026-10-15"
FORM = "docs/ledgers/screening-summary.md"
Out = pytest.CaptureFixture[str]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A repository of its own, with one child."""
    lay(tmp_path, {CASE: case(ENTERED)})
    for name in ("docs", "schemas"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def changed(home: Path, old: str, new: str, page: str = FORM) -> None:
    text = (home / page).read_text("utf-8")
    assert old in text
    (home / page).write_text(text.replace(old, new, 1), encoding="utf-8")


def run(home: Path, *words: str) -> int:
    where = ["--records", str(home / "records"), "--home", str(home), "--on", ON]
    return main([*words, *where])


SUM = "equation: 1 = 30 + 31 + 32"
TOO_MUCH = [
    pytest.param(SUM, "equation: 1 = 2..999999999", "checks", id="等式里的栏号太大"),
    pytest.param(SUM, "equation: 1 = 2..999", "title", id="等式里没有的栏号"),
    pytest.param(SUM, f"equation: 1 = {' + '.join(['1..41'] * 200)}", "checks", id="等式太长"),
    pytest.param(
        "checks:\n", "checks:\n" + "  - {equation: 1 = 1}\n" * 101, "checks", id="等式太多"
    ),
    pytest.param(
        "columns:\n",
        "columns:\n" + "".join(f"  - {{number: 1, title: 甲{n}}}\n" for n in range(200)),
        "columns",
        id="栏目太多",
    ),
]


@pytest.mark.parametrize(("old", "new", "where"), TOO_MUCH)
def test_a_page_that_asks_too_much_is_refused(
    old: str, new: str, where: str, home: Path, capsys: Out
) -> None:
    changed(home, old, new)
    lines = (home / FORM).read_text("utf-8").splitlines()
    first = next(at for at, line in enumerate(lines, 1) if line.startswith(f"{where}:"))
    assert run(home, "check", str(home / FORM)) == 1
    told = capsys.readouterr().out
    assert any(
        line.startswith(f"{FORM}:") and int(line.split(":")[1]) >= first
        for line in told.splitlines()
    )
    assert run(home, "ledger", "screening-summary") == 2
    assert "tonghu check" in capsys.readouterr().err
    assert run(home, "ledger", "visits") == 0


def test_columns_are_known_before_an_equation_is_expanded() -> None:
    """Whoever calls without the schema is not caught either."""
    page = {
        "title": "摸底", "cites": ["QJ-023"], "subject": "child", "per": "village",
        "columns": [{"number": 1, "title": "人数"}],
        "checks": [{"equation": "1 = 1..3000000"}],
    }  # fmt: skip
    naming = Naming(load_schemas(ROOT), Spec({}, {}, frozenset(), frozenset()), "child")
    tracemalloc.start()
    with pytest.raises(ValueError, match="no column"):
        ledger("x", page, naming, {})
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 2**20


TITLES = [
    "寄养/助养台账",
    "[甲]：乙*丙?丁\\戊:己",
    "'台账'",
    "History",
    "=1+1台账",
    "&L&D页眉&&",
    '"Arial,Bold"台账',
    "2026年的台账",
    "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五",
    "𠮷" * 40,
    LISTS,
    "</title>&amp;<x>",
]


@pytest.mark.parametrize("title", TITLES)
def test_a_ledger_is_written_whatever_its_title(title: str, home: Path, tmp_path: Path) -> None:
    page = "docs/ledgers/visits.md"
    old = next(x for x in (home / page).read_text("utf-8").splitlines() if x.startswith("title:"))
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    changed(home, old, f'title: "{quoted}"', page)
    out = tmp_path / "visits.xlsx"
    assert run(home, "ledger", "visits", "--format", "xlsx", "--out", str(out)) == 0
    (sheet,) = load_workbook(out).worksheets
    assert sheet.title == sheet_name(title)
    assert sheet.print_area and sheet.print_title_rows and sheet.auto_filter.ref is None
    if "/" in title and "&" not in title:
        assert run(home, "build", "--no-site", "--to", str(tmp_path / "build")) == 0
        assert (tmp_path / "build/2026-10/ledgers/visits.xlsx").exists()


@pytest.mark.parametrize("title", [*TITLES, "", " ", "'", "\x00\x1f", "\ud800"])
def test_a_sheet_has_a_name_that_every_program_takes(title: str) -> None:
    taken: list[str] = []
    for _ in range(12):
        name = sheet_name(title, taken)
        taken.append(name)
        assert name and not set(name) & set("[]:*?/\\") and name.strip("' ") == name
        assert len(name.encode("utf-16-le")) // 2 <= LONGEST and name.lower() != "history"
    assert len({name.lower() for name in taken}) == len(taken)
