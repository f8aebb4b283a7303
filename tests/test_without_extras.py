"""What everybody needs works without the parts that only some have installed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
EXTRAS = (
    "pyrage",
    "highspy",
    "mkdocs",
    "jieba",
    "nh3",
    "numpy",
    "ryaml",
    "jsonschema_rs",
    "jinja2",
)
ALONE = f"""
import sys
for name in {EXTRAS!r}:
    sys.modules[name] = None
from tonghu.cli import main
sys.exit(main(sys.argv[1:]))
"""
IMPORTED = f"""
import importlib, pkgutil, sys
for name in {EXTRAS!r}:
    sys.modules[name] = None
import tonghu
for found in pkgutil.walk_packages(tonghu.__path__, "tonghu."):
    try:
        importlib.import_module(found.name)
    except ImportError:
        print(found.name)
"""
OF_AUDITORS = {
    "tonghu.disclosure.program", "tonghu.disclosure.attack", "tonghu.statistics.issue",
    "tonghu.statistics.audit", "tonghu.cli.auditing", "tonghu.cli.issuing",
    "tonghu.cli.writing_issue",
}  # fmt: skip
OF_THE_SITE = {"tonghu.cli.making_site", "tonghu.site.clean"}
CHILD = "A123F4N"
COMMANDS = {
    "check one file": (0, f"check records/children/yanli/{CHILD}/case.yml"),
    "due": (0, "due --on 2026-11-01 --only W086"),
    "explain": (0, f"explain {CHILD} --on 2026-11-01 --duty update-quarterly"),
    "ledger": (0, "ledger left-behind --on 2026-11-01"),
    "guard": (0, "guard README.md"),
    "doctor": (1, "doctor"),
    "site": (2, "site"),
    "stats": (2, "stats audit docs/statistics/issues"),
    "reveal says what to install": (2, f"reveal {CHILD} --purpose 入户走访 --approver W001"),
    "key says what to install": (2, "key show --key schemas/demo/key.txt"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_ends_without_a_traceback(name: str) -> None:
    wanted, words = COMMANDS[name]
    environment = {
        k: v for k, v in os.environ.items() if not k.startswith(("SOPS", "CI", "GITHUB"))
    }
    environment |= {"SOPS_AGE_KEY_FILE": str(ROOT / "schemas/demo/key.txt")} if wanted == 2 else {}
    command = [sys.executable, "-c", ALONE, *words.split()]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == wanted, done.stderr
    assert wanted != 2 or 'python -m pip install ".[' in done.stderr


@pytest.mark.parametrize("words", ["build --on 2026-11-01", "monthly --month 2026-11"])
def test_what_is_made_every_month_is_made(words: str, tmp_path: Path) -> None:
    """All but the site, of which is said what to install."""
    others = shutil.ignore_patterns("children")
    shutil.copytree(ROOT / "records", tmp_path / "records", ignore=others)
    where = f"children/yanli/{CHILD}"
    shutil.copytree(ROOT / "records" / where, tmp_path / "records" / where)
    places = ["--records", str(tmp_path / "records"), "--to", str(tmp_path)]
    command = [sys.executable, "-c", ALONE, *words.split(), *places]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert "Traceback" not in done.stderr and done.stdout, done.stderr
    assert (tmp_path / "2026-11/due.xlsx").is_file()
    assert words.startswith("monthly") or 'pip install ".[site]"' in done.stdout


def test_every_module_but_those_of_auditors_and_of_the_site_can_be_imported() -> None:
    """So that no command but theirs, whichever it is, ends because a part is not there."""
    command = [sys.executable, "-c", IMPORTED]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == OF_AUDITORS | OF_THE_SITE


def test_the_doctor_names_the_parts_and_misses_none_that_are_not_needed() -> None:
    command = [sys.executable, "-c", ALONE, "doctor"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    for extra in ("site", "statistics"):
        assert f'python -m pip install ".[{extra}]"' in done.stdout
    assert done.stdout.count("没装  ") == 2


def test_no_message_names_a_registry_that_does_not_have_the_tool() -> None:
    files = [*(ROOT / "scripts").rglob("*.py"), *(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]
    assert not [f for f in files if "tonghu[" in f.read_text(encoding="utf-8")]
