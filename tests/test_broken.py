"""One gloriously broken repository, and every problem of it by file, line, column and code.

`python tests/test_broken.py > tests/broken/expected.txt` writes what is found now.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from tonghu import period
from tonghu.checks import Asked, check
from tonghu.checks.catalogue import laws
from tonghu.problem import Problem

ROOT = Path(__file__).resolve().parent.parent
BROKEN = ROOT / "tests" / "broken"
EXPECTED = BROKEN / "expected.txt"
ON = period.day("2026-10-31")
CHILD = "records/children/qingshi"

# What no editor would keep, and what is too large to keep.
MADE = {
    f"{CHILD}/B0000JG/case.yml": "\ufeffid: B0000JG\nborn: 2015-03\nsex: \u200b男\n".encode(),
    f"{CHILD}/B0000KE/case.yml": "id: B0000KE\nborn: 2015-03\nsex: 男\n".encode("utf-16"),
    f"{CHILD}/B0000MC/case.yml": "id: B0000MC\nborn: 2015-03\nsex: 男\n".encode("gbk"),
    f"{CHILD}/B0000NA/case.yml": "id: B0000NA\nborn: 2015-03\nsex: \ufffd\n".encode(),
    f"{CHILD}/B0000P8/case.yml": b"# " + b"x" * 1024 * 1024,
    "records/team.sealed.yml": "workers: {W999: {name: 岚九}}\n".encode(),
    f"{CHILD}/B0000HJ/case.sealed.yml": b"sops: {}\nname: " + b"x" * 64 * 1024,
}
KEPT = ".sealed.txt"
"""How sealed halves are kept here: a check of this repository wants none outside its records."""

FACTS = {
    "  亲情联系: {}\n  外出: {adds: {parents_away: who}": "  外出: {adds: {parents_aways: whom}",
    "  返乡: {drops: {parents_away: who}": "  亲情联系: {}\n  返乡: {drops: {parents_away: who}",
}
"""Slips in facts.yml: a fact and an attribute that there are not, and two kinds out of order."""

WITH_GIT = {
    "host-public",
    "host-unlisted",
    "sealed-changed",
    "sealed-moved",
    "event-edited",
    "event-deleted",
    "forgotten-changed",
    "forgotten-new",
    "subject-deleted",
    "duty-altered",
    "duty-deleted",
    "issue-unlisted",
    "lock-committed",
}
"""See test_checks_past.py, _forgotten.py, _issues.py and test_seal_story.py."""

WITH_KEY = {
    "access-changed",
    "key-left",
    "key-mistyped",
    "key-twice",
    "readers-changed",
    "seal-off",
    "sealed-broken",
    "sealed-content",
    "sealed-exchanged",
    "sealed-gone",
    "sops-rules-uneven",
}
"""See test_seal_story.py."""

WITH_LINKS = {"file-link", "file-name-unseen", "folder-link", "record-link"}
"""See test_checks_published.py and test_seal_forgery.py."""

NO_SUCH_RULE = {"schema-contains", "schema-max-items", "schema-max-keys", "schema-other"}
"""No schema has such a rule now; see test_checks_codes.py."""

ELSEWHERE = WITH_GIT | WITH_KEY | WITH_LINKS | NO_SUCH_RULE | {"file-missing"}


def laid(folder: Path) -> Path:
    """The real definitions with the broken files on top."""
    for name in ("schemas", "docs"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copytree(BROKEN, folder, dirs_exist_ok=True)
    (folder / "sops.txt").rename(folder / ".sops.yaml")
    for path in folder.rglob(f"*{KEPT}"):
        path.rename(path.with_name(path.name.replace(KEPT, ".sealed.yml")))
    for name, raw in MADE.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(raw)
    facts = folder / "schemas/facts.yml"
    text = facts.read_text(encoding="utf-8")
    for old, new in FACTS.items():
        assert old in text
        text = text.replace(old, new)
    facts.write_text(text, encoding="utf-8")
    return folder


def found(folder: Path) -> list[Problem]:
    return check(Asked(folder / "records", folder, ON), _quiet)


def _quiet(done: int, total: int) -> None:
    assert done <= total


def told(problems: list[Problem]) -> list[str]:
    return [f"{one.path}:{one.line}:{one.column} {one.code}" for one in problems]


def test_every_problem_is_found_where_it_stands_and_no_other(tmp_path: Path) -> None:
    expected = EXPECTED.read_text(encoding="utf-8").splitlines()
    assert told(found(laid(tmp_path))) == expected


def test_every_law_is_broken_here_that_can_be_without_git() -> None:
    here = {line.rpartition(" ")[2] for line in EXPECTED.read_text("utf-8").splitlines()}
    assert set(laws()) - here == ELSEWHERE
    assert here <= set(laws())


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        sys.stdout.write("".join(f"{line}\n" for line in told(found(laid(Path(made).resolve())))))
