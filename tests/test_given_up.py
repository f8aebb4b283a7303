"""Ctrl-C while the program is still being read: it ends without a word, with the code for that."""

import subprocess
import sys

import pytest

START = """
import sys

class GivenUp:
    def find_spec(self, name, path, target=None):
        if name == sys.argv[2]:
            raise KeyboardInterrupt

sys.meta_path.insert(0, GivenUp())
from tonghu.cli import entry
entry()
"""


@pytest.mark.parametrize("module", ["tonghu.cli.output", "tonghu.problem", "tonghu.report"])
def test_giving_up_while_modules_are_read_is_quiet(module: str) -> None:
    done = subprocess.run([sys.executable, "-c", START, "check", module], capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")
