"""A year of a small team with real git and real sops: who joins, who writes, who leaves."""

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import NamedTuple

import pytest

from checked_county import FILES, ROOT, case
from sealed_files import SOPS, key, sealed
from tonghu import period
from tonghu.cli import editor, main
from tonghu.seal import clash

ON = "2026-10-31"
MINE, OTHER = "K7Q2M48", "A2QM48Y"
WHY = ("--purpose", "更新资料", "--approver", "W001")
CHILDREN = {
    f"children/zhongshan/{MINE}/case.yml": "zhongshan/shuishi",
    f"children/heping/{OTHER}/case.yml": "heping/gaotan",
}
TEAM = """\
workers:
  - {code: W001, works_at: lanshan, roles: [机构协调员], since: 2025-03-01}
  - {code: W003, works_at: zhongshan, roles: [儿童督导员], since: 2025-03-01}
  - {code: W012, works_at: zhongshan/shuishi, roles: [儿童主任], since: 2025-03-01}
  - {code: W020, works_at: heping, roles: [儿童督导员], since: 2025-03-01}
"""
EVENT = "ref: a1x9, date: 2026-01-12, event: 登记, register: 留守儿童, place: {}, by: W003"


class Person(NamedTuple):
    """Somebody with a key of their own."""

    code: str
    secret: str
    public: str


class Office:
    """One checkout, and the people who work in it."""

    def __init__(
        self, root: Path, patch: pytest.MonkeyPatch, screen: pytest.CaptureFixture[str]
    ) -> None:
        self.root, self.patch, self.screen = root, patch, screen
        self.people = {code: Person(code, *key()) for code in ("W001", "W003", "W012", "W020")}
        patch.delenv("CI", raising=False)
        patch.delenv("SOPS_AGE_KEY_FILE", raising=False)
        patch.chdir(root)

    def tonghu(self, who: str, *words: str, typed: str = "") -> tuple[int, str, str]:
        """What one person's command says: exit code, screen, remarks."""
        self.patch.setenv("SOPS_AGE_KEY", self.people[who].secret)
        stdin = TextIOWrapper(BytesIO(typed.encode()), encoding="utf-8")
        self.patch.setattr(sys, "stdin", stdin)
        where = () if words[0] in ("key", "doctor", "guard") else ("--home", str(ROOT), "--on", ON)
        code = main([*words, *where])
        told = self.screen.readouterr()
        return code, told.out, told.err

    def git(self, *words: str) -> str:
        name = ("-c", "user.name=office", "-c", "user.email=office@tonghu.invalid")
        done = subprocess.run(
            ["git", *name, *words], cwd=self.root, capture_output=True, text=True, check=True
        )
        return done.stdout

    def keep(self, told: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", told)

    def sound(self) -> bool:
        """Whether the check has nothing to say."""
        code, out, err = self.tonghu("W001", "check")
        assert code == 0, out + err
        return True

    def join(self, who: str) -> None:
        code, _, err = self.tonghu(
            "W001", "team", "join", who, "--public", self.people[who].public, *WHY
        )
        assert code == 0, err

    def half(self, child: str) -> Path:
        return next((self.root / "records/children").glob(f"*/{child}")) / "case.sealed.yml"


@pytest.fixture
def office(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Office:
    files = {
        **FILES,
        "team.yml": TEAM,
        "settings.yml": FILES["settings.yml"].replace("none", "sops"),
    }
    for path, place in CHILDREN.items():
        head = f"id: {Path(path).parent.name}\nborn: 2015-03\n"
        files[path] = case(EVENT.format(place), head=head)
    for name, text in files.items():
        (tmp_path / "records" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "records" / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr("tonghu.cli.looking.day_of", lambda _: period.day(ON))
    made = Office(tmp_path, monkeypatch, capsys)
    made.git("init", "-q", "-b", "main")
    made.keep("the county")
    for who in made.people:
        made.join(who)
    made.keep("four people with keys")
    return made


def test_what_one_writes_those_of_the_township_read_and_nobody_else(office: Office) -> None:
    told = office.tonghu("W012", "seal", "set", MINE, "name", *WHY, typed="岚小甲\n")
    assert told[0] == 0, told
    office.keep("a name")
    assert "岚小甲" not in office.half(MINE).read_text("utf-8")
    for who in ("W001", "W003", "W012"):
        assert "岚小甲" in office.tonghu(who, "reveal", MINE, *WHY)[1]
    code, out, err = office.tonghu("W020", "reveal", MINE, *WHY)
    assert (code, "岚小甲" in out + err) == (1, False)
    assert "岚小甲" not in office.git("log", "-p", "--all")


def test_who_leaves_opens_nothing_that_is_written_after(office: Office) -> None:
    office.tonghu("W012", "seal", "set", MINE, "name", *WHY, typed="岚小甲\n")
    office.keep("a name")
    before = office.half(MINE).read_bytes()
    code, out, _ = office.tonghu("W001", "team", "leave", "W012", *WHY)
    assert (code, "重新封存了 1 个" in out) == (0, True)
    office.tonghu("W003", "seal", "set", MINE, "phone", *WHY, typed="00000000002\n")
    office.keep("after the leaving")
    former = office.people["W012"]
    assert opens(office.half(MINE).read_bytes(), former) is False
    assert opens(before, former) is True, "what was handed out cannot be taken back"
    code, _, err = office.tonghu("W012", "reveal", MINE, *WHY)
    assert (code, "没有登记" in err) == (2, True)
    assert office.sound()


def opens(raw: bytes, person: Person) -> bool:
    """Whether bare sops opens a half for somebody, whatever the tool thinks of them."""
    kind = ["--input-type", "yaml", "--output-type", "yaml", "--filename-override", "x.yml"]
    environment = {"PATH": os.environ["PATH"], "SOPS_AGE_KEY": person.secret}
    command = [SOPS, "--config", os.devnull, "decrypt", *kind]
    done = subprocess.run(command, input=raw, capture_output=True, env=environment, check=False)
    return done.returncode == 0


def test_every_look_is_noted_without_names_before_anything_is_shown(office: Office) -> None:
    office.tonghu("W012", "seal", "set", MINE, "name", *WHY, typed="岚小甲\n")
    code, out, err = office.tonghu(
        "W003", "reveal", MINE, "--purpose", "好奇", "--approver", "W001"
    )
    assert (code, "岚小甲" in out + err) == (2, False)
    code, out, err = office.tonghu(
        "W003", "reveal", MINE, "--purpose", "核对身份", "--approver", "W9"
    )
    assert (code, "岚小甲" in out + err) == (2, False)
    office.tonghu("W003", "find", "岚小", "--purpose", "核对身份", "--approver", "W001")
    noted = (office.root / "records/access/2026-10-W003.yml").read_text("utf-8")
    assert "find" in noted and "核对身份" in noted and "岚小" not in noted
    assert office.sound()


def test_a_search_finds_a_child_by_part_of_a_name_where_the_key_opens(office: Office) -> None:
    office.tonghu("W012", "seal", "set", MINE, "name", *WHY, typed="岚小甲\n")
    assert office.tonghu("W003", "find", "小甲", *WHY)[1] == f"{MINE}  zhongshan  姓名\n"
    code, out, err = office.tonghu("W020", "find", "小甲", *WHY)
    assert (code, out, "1 个孩子" in err) == (1, "没有找到。\n", True)
    office.tonghu("W012", "seal", "set", MINE, "phone", *WHY, typed="160-0000 0013\n")
    for sought in ("00000013", "160 0000 0013", "１６０-００００"):
        assert office.tonghu("W003", "find", sought, *WHY)[1] == f"{MINE}  zhongshan  电话\n"


def test_on_a_machine_of_ci_nothing_is_opened(office: Office) -> None:
    office.tonghu("W012", "seal", "set", MINE, "name", *WHY, typed="岚小甲\n")
    office.patch.setenv("CI", "true")
    for words in (("reveal", MINE), ("find", "岚"), ("seal", "set", MINE, "name"), ("key", "show")):
        code, out, err = office.tonghu("W003", *words, *(WHY if words[0] != "key" else ()))
        assert (code, "自动运行" in err, "岚小甲" in out) == (2, True, False), words


def test_a_value_that_the_schema_refuses_is_not_written_and_not_repeated(office: Office) -> None:
    code, _, err = office.tonghu("W012", "seal", "set", MINE, "born", *WHY, typed="去年三月\n")
    assert (code, "去年三月" in err, office.half(MINE).exists()) == (2, False, False)
    code, _, err = office.tonghu("W012", "seal", "set", MINE, "nickname", *WHY, typed="阿甲\n")
    assert (code, "阿甲" in err, office.half(MINE).exists()) == (2, False, False)


def test_two_who_write_of_one_child_meet_in_a_merge(office: Office) -> None:
    """Two pull requests to one child: event files apart never conflict, sealed halves included."""
    office.git("checkout", "-q", "-b", "one")
    add(office, "W012", "2026-10-01", "门口有一只白猫。")
    office.keep("one visit")
    office.git("checkout", "-q", "main")
    office.git("checkout", "-q", "-b", "two")
    add(office, "W003", "2026-10-02", "下次带铅笔去。")
    office.keep("another visit")
    office.git("checkout", "-q", "main")
    conflicts = [office.git("merge", "-q", "--no-edit", branch) for branch in ("one", "two")]
    assert conflicts == ["", ""]
    assert office.sound()
    shown = office.tonghu("W003", "reveal", MINE, *WHY)[1]
    assert "白猫" in shown and "铅笔" in shown


def add(office: Office, who: str, date: str, note: str) -> None:
    """A visit, and what was seen, sealed beside it."""
    words = ("add", MINE, "走访", "--date", date, "--by", who, "visitor_role=社工")
    code, out, err = office.tonghu(who, *words)
    assert code == 0, err
    name = next(line for line in out.splitlines() if line.endswith(".yml")).strip()
    ref = Path(name).stem.rpartition("-")[2]
    file = ("--file", Path(name).name)
    code, _, err = office.tonghu(who, "seal", "set", MINE, f"notes.{ref}", *file, *WHY, typed=note)
    assert code == 0, err


EDITOR = """\
import os, pathlib, stat, sys
path = pathlib.Path(sys.argv[1])
mode = stat.S_IMODE(path.parent.stat().st_mode)
pathlib.Path(sys.argv[2]).write_text(f"{mode:o} {path.parent}")
text = path.read_text("utf-8")
path.write_text(text + 'address: "灯笼巷尽头"\\n', encoding="utf-8")
(path.parent / ".plain.yml.swp").write_text("灯笼巷尽头", encoding="utf-8")
"""


def test_an_editor_works_in_a_folder_of_its_own_that_is_gone_afterwards(
    office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    aside = tmp_path_factory.mktemp("aside")
    script, seen = aside / "editor.py", aside / "seen"
    script.write_text(EDITOR, encoding="utf-8")
    swapped = EDITOR.replace("sys.argv[1]", "sys.argv[-1]").replace("sys.argv[2]", repr(str(seen)))
    script.write_text(swapped, encoding="utf-8")
    office.patch.setenv("EDITOR", f"{sys.executable} {script}")
    code, _, err = office.tonghu("W012", "seal", "edit", MINE, *WHY)
    assert code == 0, err
    mode, folder = seen.read_text().split(" ", 1)
    assert os.name == "nt" or mode == f"{stat.S_IRWXU:o}"
    assert not Path(folder).exists()
    assert "灯笼巷" in office.tonghu("W003", "reveal", MINE, *WHY)[1]
    assert "灯笼巷" not in office.half(MINE).read_text("utf-8")


SLOW = """\
import pathlib, sys, time
path = pathlib.Path(sys.argv[-1])
path.write_text(path.read_text("utf-8") + 'address: "灯笼巷尽头"\\n', encoding="utf-8")
pathlib.Path({seen!r}).write_text(str(path.parent))
time.sleep(60)
"""


def test_several_signals_at_once_leave_no_plain_text_and_lose_nothing(
    office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("home")
    script, seen = home / "editor.py", home / "seen"
    script.write_text(SLOW.format(seen=str(seen)), encoding="utf-8")
    words = ["-c", "import tonghu.cli as c; c.entry()", "seal", "edit", MINE, *WHY]
    own = {"SOPS_AGE_KEY": office.people["W012"].secret, "XDG_CONFIG_HOME": str(home)}
    started = subprocess.Popen(
        [sys.executable, *words, "--home", str(ROOT)],
        env={**os.environ, **own, "EDITOR": f"{sys.executable} {script}"},
        stderr=subprocess.DEVNULL,
    )
    while not seen.exists() or not seen.read_text():
        assert started.poll() is None
        time.sleep(0.05)
    for name in ("SIGTERM", "SIGINT", "SIGTERM", "SIGINT"):
        started.send_signal(getattr(signal, name))
    assert started.wait()
    assert not Path(seen.read_text()).exists()
    assert os.name == "nt" or len(list((home / "tonghu/drafts").iterdir())) == 1


@pytest.mark.parametrize(("editor_", "told"), [("'", "没有成对"), ("no-such-editor-here", "")])
def test_an_editor_that_cannot_be_started_ends_in_a_sentence(
    office: Office, editor_: str, told: str
) -> None:
    office.patch.setenv("EDITOR", editor_)
    code, _, err = office.tonghu("W012", "seal", "edit", MINE, *WHY)
    assert (code, told in err) == (2, True), err


def test_nothing_is_opened_in_a_temporary_folder_inside_a_checkout(office: Office) -> None:
    office.patch.setattr(editor, "MEMORY", str(office.root / "missing"))
    office.patch.setattr(tempfile, "tempdir", str(office.root))
    code, _, err = office.tonghu("W012", "seal", "edit", MINE, *WHY)
    assert (code, "TMPDIR" in err) == (2, True)


def test_with_a_key_the_check_sees_what_was_exchanged_relabelled_or_changed(office: Office) -> None:
    for child, name in ((MINE, "岚小甲"), (OTHER, "岚小乙")):
        office.tonghu("W001", "seal", "set", child, "name", *WHY, typed=name)
    mine, other = office.half(MINE), office.half(OTHER)
    good = mine.read_bytes(), other.read_bytes()
    rule = (office.root / ".sops.yaml").read_text("utf-8")
    everyone = ",".join(person.public for person in office.people.values())
    (office.root / ".sops.yaml").write_text(
        f"creation_rules:\n  - age: {everyone}\n", encoding="utf-8"
    )
    office.tonghu("W001", "team", "sync", *WHY)
    (office.root / ".sops.yaml").write_text(rule, encoding="utf-8")
    assert "sealed-broken" not in codes(office)
    mine.write_bytes(good[1])
    other.write_bytes(good[0])
    assert {"sealed-exchanged", "sealed-recipients"} <= codes(office)
    mine.write_bytes(good[0].replace(b"data:", b"data:AAAA", 1))
    other.write_bytes(good[1])
    assert codes(office) == {"sealed-broken"}
    a, b = (office.people[who].public.encode() for who in ("W001", "W003"))
    mine.write_bytes(good[0].replace(a, b"?").replace(b, a).replace(b"?", b))
    assert codes(office) == set(), "relabelled stanzas open all the same, for sops tries every one"
    mine.write_bytes(good[0].replace(b"name:", b"phone:"))
    assert codes(office) == {"sealed-broken"}


def codes(office: Office) -> set[str]:
    """What the check of a key holder says."""
    found = office.tonghu("W001", "check", "--format", "json")[1]
    return {one["code"] for one in json.loads(found) if one["severity"] == "error"}


def test_without_a_key_what_moved_to_another_child_is_refused_and_changes_are_shown(
    office: Office,
) -> None:
    for child, name in ((MINE, "岚小甲"), (OTHER, "岚小乙")):
        office.tonghu("W001", "seal", "set", child, "name", *WHY, typed=name)
    office.keep("two names")
    mine, other = office.half(MINE), office.half(OTHER)
    good = mine.read_bytes(), other.read_bytes()
    mine.write_bytes(good[1])
    other.write_bytes(good[0])
    assert keyless(office) >= {"sealed-moved"}
    mine.unlink()
    assert keyless(office) >= {"sealed-moved"}
    mine.write_bytes(good[0])
    other.write_bytes(good[1])
    assert keyless(office) == set()
    office.tonghu("W003", "seal", "set", MINE, "phone", *WHY, typed="00000000002")
    assert keyless(office) == {"sealed-changed"}


def keyless(office: Office) -> set[str]:
    """What the check says where there is no key."""
    office.patch.setenv("SOPS_AGE_KEY", "")
    where = ("--home", str(ROOT), "--on", ON, "--base", "HEAD")
    main(["check", *where, "--format", "json"])
    told = json.loads(office.screen.readouterr().out)
    return {one["code"] for one in told if one["code"].startswith("sealed-")}


def test_with_a_key_the_check_sees_what_bare_sops_let_somebody_write(office: Office) -> None:
    plain = f"id: {MINE}\nname: 岚小甲\nborn: 去年\n"
    half = office.half(MINE)
    path = half.relative_to(office.root).as_posix()
    half.write_text(sealed(office.root, path, plain), encoding="utf-8")
    assert codes(office) == {"sealed-content"}


DECIDING = """\
import pathlib, sys
path = pathlib.Path(sys.argv[-1])
lines = path.read_text("utf-8").splitlines(keepends=True)
path.write_text("".join(line for line in lines if "两个人都改了" not in line), encoding="utf-8")
"""


def test_git_merges_two_edits_of_one_half_and_stops_where_they_disagree(office: Office) -> None:
    office.tonghu("W001", "seal", "set", MINE, "name", *WHY, typed="岚小甲")
    told = "*.sealed.yml merge=tonghu diff=tonghu\nrecords/access/*.yml merge=union\n"
    (office.root / ".gitattributes").write_text(told, "utf-8")
    home = f"--home {ROOT}"
    tool = f"{sys.executable} -c 'import tonghu.cli as c; c.entry()' git"
    office.git("config", "merge.tonghu.driver", f"{tool} merge %O %A %B %P {home}")
    office.git("config", "diff.tonghu.textconv", f"{tool} text {home}")
    office.keep("a name")
    for branch, who, field, value in (
        ("one", "W012", "phone", "00000000001"),
        ("two", "W003", "address", "灯笼巷"),
        ("three", "W003", "phone", "00000000003"),
    ):
        office.git("checkout", "-q", "-b", branch, "main")
        office.tonghu(who, "seal", "set", MINE, field, *WHY, typed=value)
        office.keep(branch)
    office.git("checkout", "-q", "main")
    office.git("merge", "-q", "--no-edit", "one")
    office.git("merge", "-q", "--no-edit", "two")
    shown = office.tonghu("W003", "reveal", MINE, *WHY)[1]
    assert "00000000001" in shown and "灯笼巷" in shown
    office.keep("the looks")
    assert "+address: 灯笼巷" in office.git("diff", "HEAD~4", "--", str(office.half(MINE)))
    with pytest.raises(subprocess.CalledProcessError):
        office.git("merge", "-q", "--no-edit", "three")
    text = office.half(MINE).read_text("utf-8")
    assert "00000000003" not in text and "00000000001" not in text
    assert office.tonghu("W003", "check", str(office.half(MINE)))[0] == 1
    refused = office.tonghu("W003", "seal", "set", MINE, "name", *WHY, typed="岚小甲")
    assert (refused[0], "seal edit" in refused[2]) == (2, True), refused
    seen = office.root.parent / "seen.txt"
    script = office.root.parent / "editor.py"
    script.write_text(
        "import pathlib, sys\n"
        f"p = pathlib.Path(sys.argv[-1]); pathlib.Path({str(seen)!r}).write_bytes(p.read_bytes())",
        encoding="utf-8",
    )
    office.patch.setenv("EDITOR", f"{sys.executable} {script}")
    again = office.tonghu("W003", "seal", "edit", MINE, *WHY)
    assert (again[0], "还有没定下来的" in again[2]) == (2, True)
    other = '两个人都改了 phone：下面是您这边写的；对方写的是 "00000000003"'
    assert other in seen.read_text("utf-8")
    for words in (("reveal", MINE), ("find", "00000000001")):
        assert office.tonghu("W003", *words, *WHY)[0] == 1
    script.write_text(DECIDING, encoding="utf-8")
    assert office.tonghu("W003", "seal", "edit", MINE, *WHY)[0] == 0
    shown = office.tonghu("W003", "reveal", MINE, *WHY)[1]
    assert "00000000001" in shown and "灯笼巷" in shown
    office.keep("decided")
    assert opens(office.half(MINE).read_bytes(), office.people["W003"])


def test_who_has_no_key_leaves_both_sides_to_somebody_who_has(office: Office) -> None:
    office.tonghu("W001", "seal", "set", MINE, "name", *WHY, typed="岚小甲")
    base = office.half(MINE).read_bytes()
    sides = []
    for field, value in (("phone", "00000000001"), ("address", "灯笼巷")):
        office.half(MINE).write_bytes(base)
        office.tonghu("W003", "seal", "set", MINE, field, *WHY, typed=value)
        sides.append(office.half(MINE).read_bytes())
    files = [office.root.parent / name for name in ("base", "ours", "theirs")]
    for path, raw in zip(files, (base, *sides), strict=True):
        path.write_bytes(raw)
    office.patch.delenv("SOPS_AGE_KEY")
    office.patch.setenv("XDG_CONFIG_HOME", str(office.root.parent))
    place = office.half(MINE).relative_to(office.root).as_posix()
    assert main(["git", "merge", *map(str, files), place, "--home", str(ROOT)]) == 1
    assert "没有合并：这台电脑上没有钥匙" in office.screen.readouterr().err
    office.half(MINE).write_bytes(files[1].read_bytes())
    office.patch.setenv("EDITOR", f"{sys.executable} -c pass")
    assert office.tonghu("W003", "seal", "edit", MINE, *WHY)[0] == 0
    shown = office.tonghu("W003", "reveal", MINE, *WHY)[1]
    assert "00000000001" in shown and "灯笼巷" in shown and "岚小甲" in shown


def test_looks_are_noted_on_the_real_day_and_none_is_lost_where_many_look(office: Office) -> None:
    office.tonghu("W012", "seal", "set", MINE, "name", *WHY, typed="岚小甲\n")
    for day in ("2020-02-03", "2027-03-01"):
        assert office.tonghu("W003", "reveal", MINE, *WHY, "--on", day)[0] == 0
    log = office.root / "records/access/2026-10-W003.yml"
    assert log.read_text("utf-8").count("does: reveal") == len(("one", "two"))
    assert {path.name[:7] for path in log.parent.glob("*.yml")} == {"2026-10"}
    command = [sys.executable, "-c", "import tonghu.cli as c; c.entry()", "reveal", MINE, *WHY]
    many = [subprocess.Popen([*command, "--home", str(ROOT)], stdout=-3) for _ in range(4)]
    assert [each.wait() for each in many] == [0] * len(many)
    found = "".join(path.read_text("utf-8") for path in log.parent.glob("*.yml"))
    assert found.count("does: reveal") == len(many) + len(("one", "two"))
    office.keep("looks")
    assert office.tonghu("W003", "check", str(log))[0] == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("leave", "W012", "--date", "昨天"), "真实日期"),
        (("leave", "W012", "--approver", "W999"), "批准人"),
        (("leave", "W012", "--purpose", "看看"), "用途"),
    ],
)
def test_a_leaving_that_cannot_go_on_changes_nothing(
    office: Office, words: tuple[str, ...], told: str
) -> None:
    office.tonghu("W012", "seal", "set", MINE, "name", *WHY, typed="岚小甲\n")
    office.keep("a name")
    code, _, err = office.tonghu("W001", "team", *WHY, *words)
    assert (code, told in err) == (2, True)
    assert not [
        line for line in office.git("status", "--short").splitlines() if "access" not in line
    ]


@pytest.mark.parametrize("does", ["leave", "join", "sync"])
def test_a_key_that_was_mistyped_is_told_of_before_anything_changes(
    office: Office, does: str
) -> None:
    office.tonghu("W012", "seal", "set", MINE, "name", *WHY, typed="岚小甲\n")
    team, good = office.root / "records/team.yml", office.people["W020"].public
    bad = good[:-1] + ("q" if good[-1] != "q" else "p")
    team.write_text(team.read_text("utf-8").replace(good, bad), "utf-8")
    office.keep("a slip")
    assert "key-mistyped" in codes(office)
    who = {"leave": ["W012"], "join": ["W012", "--public", key()[1]], "sync": []}[does]
    code, _, err = office.tonghu("W001", "team", does, *who, *WHY)
    assert (code, "W020 的公钥抄错了" in err) == (2, True)
    assert not office.git("status", "--short")
    assert office.tonghu("W001", "team", "join", "W020", "--public", good, *WHY)[0] == 0


def test_looks_that_cannot_be_noted_are_told_of_before_anything_changes(office: Office) -> None:
    office.tonghu("W012", "seal", "set", MINE, "name", *WHY, typed="岚小甲\n")
    looks = office.root / "records/access/2026-10-W001.yml"
    looks.write_text("- {date: [\n", encoding="utf-8")
    office.keep("a torn file")
    code, _, err = office.tonghu("W001", "team", "leave", "W012", *WHY)
    assert (code, "查看记录的文件读不懂" in err) == (2, True)
    assert not office.git("status", "--short")


def test_who_has_left_is_not_counted_among_those_who_can_open(office: Office) -> None:
    office.tonghu("W012", "seal", "set", MINE, "name", *WHY, typed="岚小甲\n")
    for who in ("W012", "W003"):
        assert office.tonghu("W001", "team", "leave", who, *WHY)[0] == 0
    team = office.root / "records/team.yml"
    left = "  - {code: W021, works_at: zhongshan, roles: [儿童督导员], since: 2025-03-01, "
    text = team.read_text("utf-8") + left + f"until: 2026-10-30, key: {key()[1]}}}\n"
    team.write_text(text, encoding="utf-8")
    office.keep("one who has left")
    code, _, err = office.tonghu("W001", "team", "leave", "W001", *WHY)
    assert (code, "没有一个人能打开" in err) == (2, True)


def test_the_names_of_the_team_are_not_left_to_nobody(office: Office) -> None:
    half = office.root / "records/team.sealed.yml"
    half.write_text(sealed(office.root, "records/team.sealed.yml", NAMES), encoding="utf-8")
    for who in ("W012", "W003", "W020"):
        assert office.tonghu("W001", "team", "leave", who, *WHY)[0] == 0
    office.keep("one left")
    code, _, err = office.tonghu("W001", "team", "leave", "W001", *WHY)
    assert (code, "没有一个人能打开" in err) == (2, True)
    assert not office.git("status", "--short")


def test_the_last_who_can_open_does_not_leave_what_nobody_opens(office: Office) -> None:
    office.tonghu("W012", "seal", "set", MINE, "name", *WHY, typed="岚小甲\n")
    for who in ("W012", "W003"):
        assert office.tonghu("W001", "team", "leave", who, *WHY)[0] == 0
    office.keep("two left")
    code, _, err = office.tonghu("W001", "team", "leave", "W001", *WHY)
    assert (code, "没有一个人能打开" in err) == (2, True)


def test_who_has_left_is_let_in_again_only_by_a_team_that_says_so(office: Office) -> None:
    assert office.tonghu("W001", "team", "leave", "W012", *WHY)[0] == 0
    public = office.people["W012"].public
    code, _, err = office.tonghu("W001", "team", "join", "W012", "--public", public, *WHY)
    assert (code, "删掉 until" in err) == (2, True)
    code, out, _ = office.tonghu("W001", "team", "join", "W020", "--public", key()[1], *WHY)
    assert (code, "git add .sops.yaml" in out) == (0, True)


def test_without_rules_nobody_is_asked_for_a_value(office: Office) -> None:
    (office.root / ".sops.yaml").unlink()
    code, _, err = office.tonghu("W012", "seal", "set", MINE, "name", *WHY, typed="岚小甲\n")
    assert (code, "没有 .sops.yaml" in err) == (2, True)
    office.git("checkout", "-q", ".sops.yaml")
    code, _, err = office.tonghu("W012", "seal", "set", MINE, "nickname", *WHY, typed="岚小甲\n")
    assert (code, "没有这个栏目" in err) == (2, True)


def test_a_card_names_the_children_of_one_worker_and_is_never_written_in_the_checkout(
    office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    office.tonghu("W012", "seal", "set", MINE, "name", *WHY, typed="岚小甲\n")
    code, _, err = office.tonghu("W003", "card", "W003", *WHY)
    assert (code, "--reveal" in err) == (2, True)
    code, out, _ = office.tonghu("W003", "card", "W003", "--reveal", *WHY)
    assert code == 0 and f"{MINE}  岚小甲  水石村" in out and OTHER not in out
    inside = ("--output", str(office.root / "build" / "card.txt"))
    code, out, err = office.tonghu("W003", "card", "W003", "--reveal", *WHY, *inside)
    assert (code, "仓库外面" in err, "岚小甲" in out + err) == (2, True, False)
    outside = tmp_path_factory.mktemp("desk") / "card.txt"
    code, out, _ = office.tonghu("W003", "card", "W003", "--reveal", *WHY, "--output", str(outside))
    assert (code, "删掉这个文件" in out, "岚小甲" in out) == (0, True, False)
    assert "岚小甲" in outside.read_text("utf-8")


def test_a_due_list_with_names_is_text_only_and_noted(office: Office) -> None:
    office.tonghu("W012", "seal", "set", MINE, "name", *WHY, typed="岚小甲\n")
    words = ("due", "--only", "W003", "--reveal", *WHY)
    code, out, _ = office.tonghu("W003", *words)
    assert code == 0 and f"{MINE} 岚小甲" in out and OTHER not in out
    assert "does: list" in (office.root / "records/access/2026-10-W003.yml").read_text("utf-8")
    for form in ("json", "csv", "ics"):
        code, out, err = office.tonghu("W003", *words, "--format", form)
        assert (code, "岚小甲" in out + err) == (2, False)
    assert "岚小甲" not in office.tonghu("W003", "due", "--only", "W003")[1]


def test_the_doctor_says_what_is_missing(office: Office) -> None:
    code, out, _ = office.tonghu("W003", "doctor")
    assert code == 1
    assert "缺  口令" in out and "缺  提交前的检查" in out and "有  sops" in out


def test_a_ledger_shows_what_is_sealed_only_to_a_key_holder_and_outside(
    office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    office.tonghu("W012", "seal", "set", MINE, "name", *WHY, typed="岚小甲\n")
    assert "岚小甲" not in office.tonghu("W003", "ledger", "left-behind")[1]
    code, out, err = office.tonghu("W003", "ledger", "left-behind", "--reveal", *WHY)
    assert code == 0 and "岚小甲" in out, err
    desk = tmp_path_factory.mktemp("desk")
    for place, well in ((office.root / "all", False), (desk / "all", True)):
        words = ("ledger", "--all", "--reveal", "--format", "csv", "--out", str(place), *WHY)
        code, _, _ = office.tonghu("W003", *words)
        assert (code == 0) is well
    assert "岚小甲" in (desk / "all" / "left-behind.csv").read_text("utf-8-sig")


def test_on_a_key_holders_machine_the_guard_knows_every_sealed_name(office: Office) -> None:
    office.tonghu("W012", "seal", "set", MINE, "name", *WHY, typed="岚小甲\n")
    note = office.root / "note.md"
    note.write_text("今天去看了 岚 小 甲，门口有一只白猫。\n", encoding="utf-8")
    code, out, err = office.tonghu("W003", "guard", str(note))
    assert (code, "note.md:1" in out, "岚小甲" in out + err) == (1, True, False)
    office.patch.setenv("SOPS_AGE_KEY", "")
    assert main(["guard", str(note)]) == 0, "without a key a name is a word like others"


def test_who_may_open_what_follows_from_the_team_and_from_nothing_else(office: Office) -> None:
    office.tonghu("W001", "seal", "set", MINE, "name", *WHY, typed="岚小甲")
    office.keep("a name")
    rules, stranger = office.root / ".sops.yaml", Person("EVE", *key())
    good = rules.read_text("utf-8")
    mine = office.people["W003"].public
    for bad in (
        good.replace(mine, f"{mine},{stranger.public}"),
        good + f"  - path_regex: '.*'\n    age: {stranger.public}\n",
        good.replace("zhongshan", "(zhongshan|heping)"),
        good + "# 岚小甲\n",
    ):
        rules.write_text(bad, encoding="utf-8")
        assert "sops-rules-uneven" in codes(office)
        assert "readers-changed" in every_code(office)
    rules.write_text(good, encoding="utf-8")
    team = office.root / "records/team.yml"
    team.write_text(team.read_text("utf-8").replace(mine, office.people["W012"].public), "utf-8")
    assert "key-twice" in codes(office)
    code, _, err = office.tonghu("W001", "team", "join", "W020", "--public", mine, *WHY)
    assert code == 0, err
    office.git("checkout", "-q", ".")
    words = ("team", "join", "W020", "--public", office.people["W012"].public)
    assert office.tonghu("W001", *words, *WHY)[0] == 2, "a key that is somebody else's"


def test_nothing_less_secret_slips_in(office: Office) -> None:
    office.tonghu("W001", "seal", "set", MINE, "name", *WHY, typed="岚小甲")
    office.tonghu("W001", "seal", "set", OTHER, "name", *WHY, typed="岚小乙")
    office.keep("two names")
    settings = office.root / "records/settings.yml"
    kept = settings.read_text("utf-8")
    for loose in (kept.replace("sops", "none"), kept + "invented: true\n"):
        settings.write_text(loose, encoding="utf-8")
        assert "seal-off" in every_code(office)
    settings.write_text(kept, encoding="utf-8")
    looks = office.root / "records/access/2026-10-W001.yml"
    lines = looks.read_text("utf-8").splitlines(keepends=True)
    looks.write_text("".join(lines[1:]), encoding="utf-8")
    assert "access-changed" in every_code(office)
    looks.write_text("".join(lines[::-1]), encoding="utf-8")
    assert ("access-changed" in every_code(office)) == (len(set(lines)) > 1)
    looks.write_text("".join([lines[0].replace("set", "reveal"), *lines]), encoding="utf-8")
    assert "access-changed" not in every_code(office), "looks from another computer come first"
    (looks.parent / ".tonghu.lock").write_text("", encoding="utf-8")
    looks.write_text("".join(lines), encoding="utf-8")
    assert "file-empty" not in every_code(office)
    (looks.parent / ".tonghu.lock").unlink()
    for name in (
        "settings.sealed.yml",
        "access/z.sealed.yml",
        f"children/heping/{OTHER}/.h/x.sealed.yml",
    ):
        stray = office.root / "records" / name
        stray.parent.mkdir(exist_ok=True)
        stray.write_text("name: 岚小丙\n", encoding="utf-8")
        assert "sealed-elsewhere" in every_code(office), name
        stray.unlink()
    half = office.half(MINE)
    good = half.read_bytes()
    half.unlink()
    assert "sealed-gone" in every_code(office)
    own = next(line for line in good.decode().splitlines() if line.startswith("name: "))
    other = office.half(OTHER).read_text("utf-8")
    others = next(line for line in other.splitlines() if line.startswith("name: "))
    half.write_text(good.decode().replace(own, others), encoding="utf-8")
    assert "sealed-copied" in every_code(office)
    back = office.half(OTHER).read_text("utf-8")
    office.half(OTHER).write_text(back.replace(others, own), encoding="utf-8")
    assert "sealed-moved" in every_code(office)
    office.half(OTHER).write_text(back, encoding="utf-8")
    half.write_bytes(good.replace(b"version: ", b"version: 1", 1))
    assert "sealed-changed" in every_code(office)


def every_code(office: Office) -> set[str]:
    """Whatever the check says where there is no key."""
    office.patch.setenv("SOPS_AGE_KEY", "")
    main(["check", "--home", str(ROOT), "--on", ON, "--base", "HEAD", "--format", "json"])
    return {one["code"] for one in json.loads(office.screen.readouterr().out)}


WRITING = """\
import pathlib, sys
path = pathlib.Path(sys.argv[-1])
path.write_text(path.read_text("utf-8") + 'address: "灯笼巷"\\n', encoding="utf-8")
pathlib.Path({half!r}).write_bytes(pathlib.Path({other!r}).read_bytes())
"""
COPYING = """\
import pathlib, sys
pathlib.Path({seen!r}).write_bytes(pathlib.Path(sys.argv[-1]).read_bytes())
"""


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten_and_nothing_typed_is_lost(
    office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("home")
    office.patch.setenv("XDG_CONFIG_HOME", str(home))
    script, other, seen = home / "editor.py", home / "other", home / "seen"
    office.patch.setenv("EDITOR", f"{sys.executable} {script}")
    office.tonghu("W001", "seal", "set", MINE, "name", *WHY, typed="岚小甲")
    before = office.half(MINE).read_bytes()
    office.tonghu("W001", "seal", "set", MINE, "phone", *WHY, typed="00000000001")
    other.write_bytes(office.half(MINE).read_bytes())
    office.half(MINE).write_bytes(before)
    script.write_text(WRITING.format(half=str(office.half(MINE)), other=str(other)), "utf-8")
    code, _, err = office.tonghu("W003", "seal", "edit", MINE, *WHY)
    assert (code, "没有丢" in err) == (2, True), err
    assert office.half(MINE).read_bytes() == other.read_bytes()
    assert office.tonghu("W003", "seal", "set", MINE, "name", *WHY, typed="岚小乙")[0] == 0
    script.write_text(COPYING.format(seen=str(seen)), "utf-8")
    code, out, err = office.tonghu("W003", "seal", "edit", MINE, *WHY)
    assert (code, "没有改动" in out, "从前的内容" in err) == (0, True, True)
    assert '# address: "灯笼巷"' in seen.read_text("utf-8")
    assert len(list((home / "tonghu/drafts").iterdir())) == 1
    shown = office.tonghu("W003", "reveal", MINE, *WHY)[1]
    assert "00000000001" in shown and "岚小乙" in shown and "灯笼巷" not in shown


def test_two_who_disagree_twice_are_both_kept(office: Office) -> None:
    files = [office.root.parent / name for name in ("base", "ours", "theirs")]
    sides = []
    for value in ("甲", "乙", "丙"):
        office.half(MINE).unlink(missing_ok=True)
        office.tonghu("W003", "seal", "set", MINE, "address", *WHY, typed=value)
        sides.append(office.half(MINE).read_bytes())
    virtual = clash.joined(clash.Three(*sides))
    for path, raw in zip(files, (virtual, *sides[1:]), strict=True):
        path.write_bytes(raw)
    place = office.half(MINE).relative_to(office.root).as_posix()
    assert main(["git", "merge", *map(str, files), place, "--home", str(ROOT)]) == 1
    assert "两个人改了同一栏" in office.screen.readouterr().err
    three = clash.parted(files[1].read_bytes())
    assert three is not None and (three.ours, three.theirs) == (sides[1], sides[2])
    assert clash.parted(clash.joined(three._replace(ours=virtual))) is None


def test_what_was_typed_is_never_lost_and_never_left_in_clear(
    office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("home")
    office.patch.setenv("XDG_CONFIG_HOME", str(home))
    script = home / "editor.py"
    office.patch.setenv("EDITOR", f"{sys.executable} {script}")
    write = "import pathlib, sys; p = pathlib.Path(sys.argv[-1]); p.write_bytes({!r}); sys.exit({})"
    good = f"id: {MINE}\naddress: 灯笼巷\n"
    for typed, end in (
        (b"id: [", 0),
        (good.encode() + b"nickname: x\n", 0),
        (good.encode() + b"notes: {zzz9: x}\n", 0),
        (good.encode(), 3),
    ):
        script.write_text(write.format(typed, end), encoding="utf-8")
        code, _, err = office.tonghu("W012", "seal", "edit", MINE, *WHY)
        assert (code, "没有丢" in err, office.half(MINE).exists()) == (2, True, False)
        (draft,) = (home / "tonghu/drafts").iterdir()
        assert "灯笼" not in draft.read_bytes().decode("utf-8", "replace")
    script.write_text("import sys", encoding="utf-8")
    code, _, err = office.tonghu("W012", "seal", "edit", MINE, *WHY)
    assert code == 0 and "接着上次" in err, err
    assert not list((home / "tonghu/drafts").iterdir())
    assert "灯笼巷" in office.tonghu("W003", "reveal", MINE, *WHY)[1]
    for coded in ("gb18030", "utf-16", "utf-8-sig"):
        raw = good.replace("灯笼巷", f"灯笼巷{coded}").encode(coded)
        script.write_text(write.format(raw, 0), encoding="utf-8")
        assert office.tonghu("W012", "seal", "edit", MINE, *WHY)[0] == 0
        assert f"灯笼巷{coded}" in office.tonghu("W003", "reveal", MINE, *WHY)[1]


def test_nothing_read_writes_nothing(office: Office) -> None:
    assert office.tonghu("W012", "seal", "set", MINE, "name", *WHY, typed="")[0] == 2
    assert office.tonghu("W012", "seal", "set", MINE, "notes.zzzz", *WHY, typed="x")[0] == 2
    assert not office.half(MINE).exists()


def test_an_interrupted_leaving_can_be_finished(office: Office) -> None:
    office.tonghu("W012", "seal", "set", MINE, "name", *WHY, typed="岚小甲\n")
    old = office.half(MINE).read_bytes()
    assert office.tonghu("W001", "team", "leave", "W012", *WHY)[0] == 0
    office.half(MINE).write_bytes(old)
    code, out, _ = office.tonghu("W001", "team", "leave", "W012", *WHY)
    assert (code, "重新封存了 1 个" in out) == (0, True)
    assert not opens(office.half(MINE).read_bytes(), office.people["W012"])


def test_only_what_a_dead_program_left_is_cleared_away() -> None:
    base = Path(editor.MEMORY if os.access(editor.MEMORY, os.W_OK) else tempfile.gettempdir())
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    made = [Path(tempfile.mkdtemp(prefix=f"{editor.PREFIX}{pid}-", dir=base)) for pid in
            (os.getpid(), gone.pid)]  # fmt: skip
    for folder in made:
        (folder / "plain.yml").write_text("灯笼巷", encoding="utf-8")
    editor.sweep()
    assert [folder.exists() for folder in made] == [True, os.name == "nt"]
    shutil.rmtree(made[0])


NAMES = "workers:\n  W003: {name: 岚三娘, phone: '00000000003'}\n  W012: {name: 岚十二}\n"


def test_the_names_of_the_team_are_sealed_for_all_and_who_leaves_opens_them_no_more(
    office: Office,
) -> None:
    half = office.root / "records/team.sealed.yml"
    half.write_text(sealed(office.root, "records/team.sealed.yml", NAMES), encoding="utf-8")
    office.keep("the names of the team")
    assert office.sound()
    assert all(opens(half.read_bytes(), person) for person in office.people.values())
    note = office.root / "note.md"
    note.write_text("请找岚三娘。\n", encoding="utf-8")
    assert office.tonghu("W012", "guard", str(note), "--unseal")[0] == 1
    note.unlink()
    code, out, err = office.tonghu("W001", "team", "leave", "W012", *WHY)
    assert (code, "重新封存了 1 个" in out) == (0, True), out + err
    assert [who for who, one in office.people.items() if opens(half.read_bytes(), one)] == [
        "W001",
        "W003",
        "W020",
    ]
    assert office.sound()
    half.write_bytes(half.read_bytes().replace(b"data:", b"data:AAAA", 1))
    assert codes(office) == {"sealed-broken"}
    half.write_text(
        sealed(office.root, "records/team.sealed.yml", "workers: {W003: {age: x}}\n"),
        encoding="utf-8",
    )
    assert "sealed-key" in codes(office)


def test_with_a_key_the_check_sees_a_remark_that_only_looks_encrypted(office: Office) -> None:
    office.tonghu("W001", "seal", "set", MINE, "name", *WHY, typed="岚小甲")
    half = office.half(MINE)
    text = half.read_text("utf-8")
    path = half.relative_to(office.root).as_posix()
    half.write_text(sealed(office.root, path, f"# 岚\nid: {MINE}\n"), encoding="utf-8")
    assert codes(office) == set()
    leaf = text.split("name: ", 1)[1].split("\n", 1)[0].replace("type:str", "type:comment")
    half.write_text(f"#{leaf}\n{text}", encoding="utf-8")
    assert codes(office) == {"sealed-broken"}
