"""A file of 50 MB anywhere: every command ends in a sentence, soon, and with little memory."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from entry_county import ELDER, FILES, ROOT
from tonghu.cli import main
from tonghu.statistics.ledger import Entry, altered, read

SIZE = 50 * 2**20
MEMORY = 800 * 2**20
TIMEOUT = 120
MANY = "童 a: [1, 2, 3]\n".encode()
CHILD = f"records/children/zhongshan/{ELDER}"
PLACES = [
    f"{CHILD}/case.yml",
    f"{CHILD}/2026-10-01-zz11.yml",
    "records/settings.yml",
    "records/team.yml",
    "docs/handbook/guardianship/assess-fair-quarterly.md",
    "docs/ledgers/visits.md",
    "docs/sources/big.md",
    "docs/statistics/issues/ledger.csv",
    "schemas/facts.yml",
]
COMMANDS = [["check"], ["due", "--on", "2026-10-31"], ["ledger", "visits"], ["guard", "docs"]]
BOUNDED = """
import sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (ALLOWED, ALLOWED))
except ImportError:
    pass
from tonghu.cli import entry
entry()
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / "records" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for name in ("docs", "schemas"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("name", PLACES)
def test_a_file_that_is_far_too_large_is_a_sentence(name: str, home: Path) -> None:
    (home / name).parent.mkdir(parents=True, exist_ok=True)
    (home / name).write_bytes(MANY * (SIZE // len(MANY)))
    code = BOUNDED.replace("ALLOWED", str(MEMORY))
    for command in COMMANDS:
        call = [sys.executable, "-c", code, *command]
        done = subprocess.run(call, cwd=home, capture_output=True, timeout=TIMEOUT, check=False)
        told = (done.stdout + done.stderr).decode("utf-8", "replace")
        assert done.returncode in (0, 1, 2) and "Traceback" not in told, told[-500:]
        named = Path(name).name in told or "和台账里登记的不一样" in told
        assert command != ["check"] or (done.returncode and named)


CELLS = [b"a" * 200_000, b"\0", b'"' * 9, b"\xff\xfe", MANY * 10**6]


@pytest.mark.parametrize("after", CELLS, ids=["长格", "NUL", "引号", "乱码", "太多"])
def test_what_a_ledger_of_issues_says_first_is_read(after: bytes) -> None:
    found = read(b"period,file,sha256\n2026-Q3,a.csv,0\n" + after + b"\n2026-Q4,b.csv,1\n")
    assert found[0] == Entry("2026-Q3", "a.csv", "0") and len(found) < 10**5


@pytest.mark.parametrize("file", ["x" * 5000, "a\0b", "..", "/", ""])
def test_a_ledger_of_issues_names_what_cannot_be(file: str, tmp_path: Path) -> None:
    assert list(altered(tmp_path, [Entry("2026-Q3", file, "0")])) == [f"2026-Q3/{file}"]


def test_an_issue_with_a_cell_without_end_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    issues = tmp_path / "issues"
    shutil.copytree(ROOT / "docs/statistics/issues", issues)
    sheet = next(iter(sorted(issues.glob("*/*.csv"))))
    sheet.write_bytes(sheet.read_bytes() + b"a" * 200_000)
    assert main(["stats", "audit", str(issues)]) in (1, 2)
    told = capsys.readouterr()
    assert sheet.parent.name in told.out + told.err
