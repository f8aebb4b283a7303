"""What everybody needs works without the parts that only some have installed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
EXTRAS = ("pyrage", "highspy", "mkdocs", "jieba", "numpy", "ryaml", "jsonschema_rs", "jinja2")
ALONE = f"""
import sys
for name in {EXTRAS!r}:
    sys.modules[name] = None
from tonghu.cli import main
sys.exit(main(sys.argv[1:]))
"""
CHILD = "A123F4N"
COMMANDS = {
    "check one file": (0, f"check records/children/yanli/{CHILD}/case.yml"),
    "due": (0, "due --on 2026-11-01 --only W086"),
    "explain": (0, f"explain {CHILD} --on 2026-11-01 --duty update-quarterly"),
    "ledger": (0, "ledger left-behind --on 2026-11-01"),
    "guard": (0, "guard README.md"),
    "doctor": (1, "doctor"),
    "reveal says what to install": (2, f"reveal {CHILD}"),
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
    assert wanted != 2 or "pyrage" in done.stderr
