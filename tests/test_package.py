"""The wheel is built without a network and carries the definitions, for who has only records."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ISSUES = "docs/statistics/issues"
OFFLINE = ["--no-index", "--no-deps", "--quiet", "--disable-pip-version-check"]


def pip(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", *arguments], check=True, cwd=ROOT)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", *OFFLINE, "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT))
    return next(folder.glob("tonghu-*.whl"))


def definitions() -> set[str]:
    folders = (ROOT / "schemas", ROOT / "docs")
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    files = [path for path in files if not path.is_relative_to(ROOT / ISSUES)]
    files += [ROOT / "mkdocs.yml", ROOT / "scripts/site_hooks.py"]
    return {f"tonghu/home/{path.relative_to(ROOT).as_posix()}" for path in files}


def test_the_wheel_carries_every_definition_and_nothing_of_a_child(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert definitions() <= names
    assert not [name for name in names if "records/" in name or "tests/" in name]
    assert not [name for name in names if ISSUES in name]
    assert "tonghu/cli.py" in names or "tonghu/cli/__init__.py" in names


def due(setup: str, folder: Path) -> bytes:
    """What the demo county owes, by the tool that `setup` makes importable, seen from a folder."""
    code = f"import sys; {setup}; from tonghu.cli import entry; sys.exit(entry())"
    command = [sys.executable, "-c", code, "due", "--on", "2026-10-31", "--format", "json"]
    return subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout


def test_the_installed_tool_brings_its_own_definitions(wheel: Path, tmp_path: Path) -> None:
    pip("install", *OFFLINE, "--target", str(tmp_path / "site"), str(wheel))
    shutil.copytree(ROOT / "records", tmp_path / "records")
    assert due("sys.path.insert(0, 'site')", tmp_path) == due("pass", ROOT)
