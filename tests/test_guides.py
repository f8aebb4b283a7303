"""Every command in the pages is one, and those of the guides do what the guides show."""

import json
import random
import re
import secrets
import shlex
import shutil
import sys
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

from guide_pages import Piece, alike, command_lines, phrases, pieces
from guide_reader import ITS_KEY, Typing, follow, key_in, run, said, take
from tonghu.cli import COMMANDS, keyring, where
from tonghu.cli.parser import Parser

ROOT = Path(__file__).resolve().parent.parent
GUIDES = sorted((ROOT / "docs/guides").glob("*.md"))
HANDBOOK = sorted((ROOT / "docs/handbook").rglob("*.md"))
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *GUIDES, *HANDBOOK]
TODAY = "2026-11-08"
OMITTED = "…"
WORKER = re.compile(r"\bW\d{3}\b")
RECORD = re.compile(r"^- (\{ref: .*\})$", re.MULTILINE)


def read_kinds() -> list[str]:
    schema = json.loads((ROOT / "schemas/event.schema.json").read_text(encoding="utf-8"))
    return [str(kind) for kind in schema["$defs"]["kind"]["enum"]]


COMMAND_LINES = [
    pytest.param(text, id=f"{page.relative_to(ROOT).as_posix()}:{line}")
    for page in PAGES
    for line, text in command_lines(page)
]


@pytest.mark.parametrize("text", COMMAND_LINES)
def test_a_command_is_one(text: str) -> None:
    name, *words = shlex.split(text)[1:]
    assert name in COMMANDS
    if words and OMITTED not in text:
        parser = Parser(name, "")
        import_module(f"tonghu.cli.{name}_command").arguments(parser)
        parser.read(words)


EXAMPLES = [
    pytest.param(page, command, id=f"{page.stem}:{line}")
    for page in HANDBOOK
    for line, command in command_lines(page)
    if command.startswith("tonghu add ")
]


@pytest.mark.parametrize(("page", "command"), EXAMPLES)
def test_a_command_writes_the_record_beside_it(page: Path, command: str, tmp_path: Path) -> None:
    """A page of the handbook shows a record as it stands in the file, and as a command."""
    words = shlex.split(command)[1:]
    meant = f"date: {words[words.index('--date') + 1]}, event: {words[2]}, "
    shown = RECORD.findall(page.read_text(encoding="utf-8"))
    [record] = [each for each in shown if meant in each]
    records = tmp_path / "records"
    write_world(records, page, [each for each in shown if each != record])
    where_and_when = ["--records", str(records), "--home", str(ROOT), "--on", TODAY]
    written = said([*words, "--dry-run", *where_and_when])
    assert without_ref(record) in without_ref(written), written


def write_world(records: Path, page: Path, events: list[str]) -> None:
    """The places, everybody whom a page names, and the child of whom it tells these events."""
    codes = dict.fromkeys(WORKER.findall(page.read_text(encoding="utf-8")))
    workers = [f"  - {{code: {code}, works_at: lanshan, roles: [其他]}}" for code in codes]
    timeline = [f"  - {event}" for event in events]
    files = {
        "settings.yml": "area: lanshan\nadopts: [qianjiang-2016]\ninvented: true\n",
        "team.yml": "\n".join(["workers:", *workers, ""]),
        "places/lanshan.yml": "id: lanshan\nkind: county\nname: 岚山县\n",
        "places/school.yml": "id: shuishi-school\nkind: school\nname: 小学\nwithin: lanshan\n",
        "children/lanshan/K7Q2M48/case.yml": "\n".join(
            ["id: K7Q2M48", "born: 2010-01", "timeline:", *timeline, ""]
        ),
    }
    shutil.copytree(ROOT / "records/places", records / "places")
    for name, content in files.items():
        path = records / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def without_ref(text: str) -> str:
    return re.sub(r"\{ref: \w+, ", "{", text)


PHRASES = [(page, *phrase) for page in GUIDES for phrase in phrases(page, read_kinds())]


@pytest.mark.parametrize(("page", "kind", "attributes"), PHRASES)
def test_what_a_table_says_to_write_is_accepted(page: Path, kind: str, attributes: str) -> None:
    child = min(folder.name for folder in (ROOT / "records/children").glob("*/*"))
    worker = WORKER.findall(page.read_text(encoding="utf-8"))[0]
    words = [child, kind, "--date", TODAY, "--by", worker, *attributes.split(), "--dry-run"]
    written = said(["add", *words, "--records", str(ROOT / "records"), "--on", TODAY])
    assert f"event: {kind}," in written, written


class Today(date):
    """The day on which the guides are followed."""

    @classmethod
    def today(cls) -> "Today":
        return cls.fromisoformat(TODAY)


@pytest.fixture
def county(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A repository with the invented county, on the day of the guides; chance is no chance.

    The definitions lie above it, where they serve the reader's own repository beside it as well.
    """
    for part in ("schemas", "docs"):
        shutil.copytree(ROOT / part, tmp_path / part)
    (tmp_path / "scripts").mkdir()
    for name in ("mkdocs.yml", "scripts/site_hooks.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "records", tmp_path / "tonghu/records")
    shutil.copy(ROOT / ".sops.yaml", tmp_path / "tonghu")
    (tmp_path / "tonghu/schemas/demo").mkdir(parents=True)
    shutil.copy(ROOT / "schemas/demo/key.txt", tmp_path / "tonghu/schemas/demo")
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "W000")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "w000@example.org")
    monkeypatch.chdir(tmp_path / "tonghu")
    for name in ("XDG_CONFIG_HOME", "APPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "settings"))
    for name in (*keyring.MACHINES, "SOPS_AGE_KEY", "SOPS_AGE_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(keyring, "passphrase", lambda _: "四匹马 慢慢走 过桥 看灯")
    monkeypatch.setattr(where, "date", Today)
    monkeypatch.setattr(secrets, "choice", random.Random(0).choice)
    for line in ("git init -q", "git add .", "git commit -q -m 开始"):
        run(line)


@pytest.mark.usefixtures("county")
@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.stem)
def test_a_guide_does_what_it_shows(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printed, public = "", ITS_KEY
    told = list(pieces(page))
    for piece, following in zip(told, [*told[1:], None], strict=True):
        if piece.info == "output":
            assert alike(piece.body, printed), f"{page.name}:{piece.line}\n{printed}"
        elif piece.info == "":
            typed = following.body if following and following.info == "input" else ""
            monkeypatch.setattr(sys, "stdin", Typing(typed))
            printed = ""
            for line in piece.body.splitlines():
                printed += follow(line.replace(ITS_KEY, public), monkeypatch.chdir)
                public = key_in(f"{public}\n{printed}")
        elif piece.info == "sh":
            obey(piece, monkeypatch)
        elif piece.path:
            take(piece._replace(body=piece.body.replace(ITS_KEY, public)))


def obey(piece: Piece, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set what a shell is told to export; the rest is for machines that are not here."""
    for name, value in re.findall(r"^export (\w+)=(\S+)$", piece.body, re.MULTILINE):
        monkeypatch.setenv(name, value)
