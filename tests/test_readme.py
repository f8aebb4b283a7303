"""The README shows what `make demo` really ends with."""

import re
from pathlib import Path

import pytest

from tonghu.cli import COMMANDS, main

ROOT = Path(__file__).parent.parent


def test_the_last_screen_of_the_demo_is_the_one_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--records", str(ROOT / "records"), "--home", str(ROOT), "--on", "2026-11-01"]
    assert main(["build", *where, "--to", str(tmp_path / "build")]) == 0
    shown = capsys.readouterr().out.replace(f"{tmp_path.as_posix()}/", "")
    assert f"```\n{shown}```\n" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_command_is_named() -> None:
    """Except the one that only Git calls."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"tonghu (\w+)", readme)) | set(re.findall(r"`(\w+)`", readme))
    assert set(COMMANDS) - named == {"git"}


def test_the_pictures_are_there() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"!\[[^\]]+\]\((docs/images/[^)]+)\)", readme)
    assert {Path(name).stem for name in shown} == {"due-list", "ledger", "site", "statistics"}
    for name in shown:
        assert (ROOT / name).read_bytes().startswith(b"\x89PNG")
