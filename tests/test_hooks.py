"""Hooks in a real checkout: what they let through, what they stop, and what Git is told."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from checked_county import CASE, FILES, ROOT, case
from tonghu.cli import hooking, main
from tonghu.history.commits import SCISSORS

PLACE = "place: zhongshan/shuishi"
EVENT = f"ref: a1x9, date: 2026-01-12, event: 登记, register: 留守儿童, {PLACE}, by: W003"
ID_NUMBER = "11010119000307" + "7758"
"""In the form of one, of a day on which nobody now living was born."""


class Checkout:
    """A repository of records alone, with hooks installed; Git answers with code and words."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name, text in {**FILES, CASE: case(EVENT)}.items():
            self.write(f"records/{name}", text)
        self.git("init", "-q", "-b", "main")
        for key, value in (("name", "W003"), ("email", "w003@example.org"), ("autocrlf", "false")):
            self.git("config", f"{'core' if key == 'autocrlf' else 'user'}.{key}", value)

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        return path

    def git(self, *words: str) -> tuple[int, str]:
        paths = os.pathsep.join((str(ROOT / "scripts"), os.environ.get("PYTHONPATH", "")))
        done = subprocess.run(
            ["git", *words],
            cwd=self.root,
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": paths},
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    def commit(self, message: str = "x") -> tuple[int, str]:
        self.git("add", "-A")
        return self.git("commit", "-q", "-m", message)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    made = Checkout(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert main(["hooks"]) == 0
    made.git("add", "-A")
    assert made.git("commit", "-q", "--no-verify", "-m", "开头") == (0, "")
    return made


def test_installing_tells_git_and_writes_what_the_project_itself_has(checkout: Checkout) -> None:
    for name in hooking.NAMES:
        script = ROOT / ".githooks" / name
        assert (checkout.root / ".githooks" / name).read_bytes() == script.read_bytes()
        assert os.name == "nt" or os.access(script, os.X_OK)
    for key in ("core.hooksPath", "merge.tonghu.driver", "diff.tonghu.textconv"):
        assert checkout.git("config", key)[0] == 0
    ours = (ROOT / ".gitattributes").read_text(encoding="utf-8").splitlines()
    assert set(hooking.WANTED) <= set(ours)


def test_installing_twice_changes_nothing(
    checkout: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["hooks"]) == 0
    assert "写了" not in capsys.readouterr().out
    assert checkout.git("status", "--short") == (0, "")


def test_what_stands_in_gitattributes_has_its_way(checkout: Checkout) -> None:
    checkout.write(".gitattributes", "*.xlsx -text\n")
    assert main(["hooks"]) == 0
    told = checkout.git("check-attr", "text", "merge", "--", "a.xlsx", "b.sealed.yml")[1]
    assert "a.xlsx: text: unset" in told and "b.sealed.yml: merge: tonghu" in told


def test_other_hooks_are_left_alone(checkout: Checkout, capsys: pytest.CaptureFixture[str]) -> None:
    checkout.git("config", "core.hooksPath", "others")
    assert main(["hooks"]) == 2
    assert "core.hooksPath" in capsys.readouterr().err
    assert checkout.git("config", "core.hooksPath") == (0, "others\n")


def test_a_visit_is_committed(checkout: Checkout) -> None:
    told = "- {ref: q1w2, date: 2026-02-03, event: 走访, visitor_role: 儿童督导员, by: W003}\n"
    checkout.write(f"records/{Path(CASE).parent.as_posix()}/2026-02-03-q1w2.yml", told)
    assert checkout.commit("二月的走访") == (0, "")


def test_a_record_that_is_wrong_is_not_committed(checkout: Checkout) -> None:
    checkout.write(f"records/{CASE}", case(EVENT.replace("登记", "登计")))
    code, told = checkout.commit()
    assert (code, "没有提交" in told, "case.yml:4" in told) == (1, True, True)


def test_what_changed_after_it_was_staged_is_staged_again(checkout: Checkout) -> None:
    checkout.write(f"records/{CASE}", case(EVENT.replace("登记", "登计")))
    checkout.git("add", "-A")
    checkout.write(f"records/{CASE}", case(EVENT))
    code, told = checkout.git("commit", "-q", "-m", "x")
    assert (code, "再 git add 一次" in told) == (1, True)


def test_a_record_that_was_committed_is_not_taken_away(checkout: Checkout) -> None:
    checkout.git("rm", "-q", f"records/{CASE}")
    assert checkout.git("commit", "-q", "-m", "x")[0] == 1


@pytest.mark.parametrize("name", ["notes/x.sealed.yml", "x.sealed.yml", ".sops.yaml"])
def test_what_only_looks_sealed_is_not_committed_anywhere(name: str, checkout: Checkout) -> None:
    path = checkout.write(name, "name: 岚小甲\n")
    code, told = checkout.commit()
    assert (code, "没有提交" in told, name in told) == (1, True, True), told
    checkout.git("commit", "-q", "--no-verify", "-m", "x")
    path.unlink()
    assert checkout.commit() == (0, "")


def test_a_number_is_committed_neither_in_a_file_nor_behind_its_back(checkout: Checkout) -> None:
    checkout.write("notes.txt", f"他的号码 {ID_NUMBER}\n")
    checkout.git("add", "-A")
    for later in (None, "改掉了\n"):
        if later:
            checkout.write("notes.txt", later)
        code, told = checkout.git("commit", "-q", "-m", "x")
        assert (code, ID_NUMBER in told) == (1, False)
        assert told.startswith("notes.txt:1:")


def test_a_number_is_no_part_of_a_message(checkout: Checkout) -> None:
    checkout.write("notes.txt", "x\n")
    code, told = checkout.commit(f"去看 {ID_NUMBER}")
    assert (code, "提交说明" in told, ID_NUMBER in told) == (1, True, False)
    assert told.startswith("提交说明:1:") and str(checkout.root.parent) not in told
    assert checkout.commit("去看\n\n# 说明") == (0, "")


def test_what_stands_in_a_message_is_told_by_the_line_that_its_writer_sees(
    checkout: Checkout,
) -> None:
    message = f"# 说明\n\n去看 {ID_NUMBER}\n# {ID_NUMBER}\n{SCISSORS}\n{ID_NUMBER}\n"
    checkout.write("message", message)
    code, told = checkout.git("hook", "run", "commit-msg", "--", "message")
    assert code == 1 and "提交说明:3:4" in told and "提交说明:4" not in told
    assert "提交说明:6" not in told


def test_nothing_is_pushed_that_slipped_past_the_commit(
    checkout: Checkout, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    subprocess.run(["git", "init", "-q", "--bare", str(other)], check=True)
    checkout.git("remote", "add", "origin", str(other))
    assert checkout.git("push", "-q", "origin", "main") == (0, "")
    checkout.write("notes.txt", f"他的号码 {ID_NUMBER}\n")
    checkout.git("add", "-A")
    checkout.git("commit", "-q", "--no-verify", "-m", "x")
    checkout.write("notes.txt", "改掉了\n")
    assert checkout.commit()[0] == 0
    for branch in ("main", "main:refs/heads/fresh"):
        code, told = checkout.git("push", "-q", "origin", branch)
        assert (code, "没有推送" in told, ID_NUMBER in told) == (1, True, False)


def test_records_are_not_pushed_to_a_host_that_nobody_named(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Called as Git calls it, which first asks a host that is there."""
    url = "https://git.example.org/a/b.git"
    checkout.git("remote", "add", "origin", url)
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert main(["hooks", "pre-push", "origin", url]) == 1
    told = capsys.readouterr()
    assert "没有推送" in told.err and "hosts" in told.out


def test_a_checkout_that_has_lost_the_tool_says_what_to_do(checkout: Checkout) -> None:
    checkout.git("config", "--unset", "tonghu.program")
    checkout.write("notes.txt", "x\n")
    code, told = checkout.commit()
    assert (code, "tonghu hooks" in told) == (1, True)


ODD = [
    "-rf.txt",
    "--cached",
    " a.txt",
    "a b.txt",
    "$(touch x).txt",
    "a'b.txt",
    "%s{0}.txt",
    "#.txt",
]
if os.name != "nt":
    ODD += [
        'a"b.txt',
        "行\n二.txt",
        "*.txt",
        ":(exclude)notes.txt",
        ":!notes.txt",
        "a\\b.txt",
        "`x`",
    ]


@pytest.mark.parametrize("name", ODD)
def test_whatever_a_file_is_called_it_is_looked_at(name: str, checkout: Checkout) -> None:
    """In its name nothing is a word to Git, to the shell, or to this program."""
    checkout.write(name, "x\n")
    checkout.write("notes.txt", "x\n")
    assert checkout.commit() == (0, "")
    checkout.write(name, f"他的号码 {ID_NUMBER}\n")
    for later in (None, "改掉了\n"):
        checkout.git("add", "-A")
        if later:
            checkout.write(name, later)
        code, told = checkout.git("commit", "-q", "-m", "x")
        assert (code, "没有提交" in told, ID_NUMBER in told, "Traceback" in told) == (
            1,
            True,
            False,
            False,
        )
    assert not (checkout.root / "x").exists()


def test_a_record_under_any_name_that_changed_since_is_staged_again(checkout: Checkout) -> None:
    name = "records/children/zhongshan/:(exclude)x.yml" if os.name != "nt" else "records/x.yml"
    checkout.write(name, "- a\n")
    checkout.git("add", "-A")
    checkout.write(name, "- b\n")
    code, told = checkout.git("commit", "-q", "-m", "x")
    assert (code, "再 git add 一次" in told) == (1, True)


def test_more_files_than_fit_on_a_command_line_are_committed(checkout: Checkout) -> None:
    for number in range(400):
        checkout.write(f"notes/{'n' * 200}{number}.txt", "x\n")
    assert checkout.commit() == (0, "")


def test_attributes_that_are_no_text_are_left_alone(
    checkout: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    (checkout.root / ".gitattributes").write_bytes(b"\xff\xfe*\x00")
    assert main(["hooks"]) == 2
    assert "不是 UTF-8" in capsys.readouterr().err
    assert (checkout.root / ".gitattributes").read_bytes() == b"\xff\xfe*\x00"


def test_a_push_goes_nowhere_that_nobody_named_even_if_it_is_no_remote(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = (checkout.root / "records/settings.yml").read_text("utf-8")
    real = settings.replace("invented: true\n", "") + "hosts: [git.example.org/team]\n"
    checkout.write("records/settings.yml", real)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    for url, code in (
        ("https://git.example.org/team/records", 0),
        ("evil.example.com:path", 1),
        (str(checkout.root), 0),
    ):
        assert (main(["hooks", "pre-push", url, url]), url) == (code, url)
        assert ("没有写明的主机" in capsys.readouterr().err) == bool(code)


class Server:
    """A bare repository to which a checkout pushes, and what else is done to it."""

    def __init__(self, checkout: Checkout, folder: Path) -> None:
        self.checkout, self.folder = checkout, folder
        subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(folder)], check=True)
        checkout.git("remote", "add", "origin", str(folder))
        self.push("HEAD:refs/heads/main", "HEAD:refs/heads/feature", hooks=False)

    def push(self, *what: str, hooks: bool = True) -> tuple[int, str]:
        return self.checkout.git("push", "-q", *([] if hooks else ["--no-verify"]), "origin", *what)

    def keep(self) -> None:
        self.checkout.git("add", "-A")
        assert self.checkout.git("commit", "-q", "--no-verify", "-m", "x")[0] == 0

    def forget(self) -> None:
        self.checkout.git("rm", "-rq", f"records/{CHILD.as_posix()}")
        row = f"- {{id: {CHILD.name}, date: 2026-10-01, ground: 监护人要求, who: W003}}\n"
        self.checkout.write("records/forgotten.yml", row)
        self.keep()

    def clean(self) -> None:
        """One commit with the files of now takes the place of all history, as others do it."""
        made = self.git("commit-tree", "main^{tree}", "-m", "清除以后")
        self.git("update-ref", "refs/heads/main", made.strip())
        self.git("branch", "-q", "-D", "feature")

    def git(self, *words: str) -> str:
        who = ("-c", "user.name=W001", "-c", "user.email=w001@example.org")
        words = ("git", *who, *words)
        return subprocess.run(
            words, cwd=self.folder, check=True, capture_output=True, encoding="utf-8"
        ).stdout


CHILD = Path(CASE).parent


@pytest.fixture
def server(checkout: Checkout, tmp_path_factory: pytest.TempPathFactory) -> Server:
    return Server(checkout, tmp_path_factory.mktemp("server"))


OLD = [["HEAD:refs/heads/fix"], ["--force", "main"], ["HEAD:refs/heads/feature"], ["--tags", "v"]]


@pytest.mark.parametrize("what", OLD)
def test_an_old_clone_does_not_push_a_forgotten_child_back(what: list[str], server: Server) -> None:
    server.forget()
    assert server.push("main", "main:feature") == (0, "")
    server.clean()
    server.checkout.git("tag", "v")
    for fetched in (False, True):
        if fetched:
            server.checkout.git("fetch", "-q")
        code, told = server.push(*what)
        assert (code, "已经遗忘的孩子" in told, CHILD.name in told) == (1, True, False), told
        assert ("旧克隆" if fetched else "git fetch") in told
    server.checkout.git("reset", "-q", "--hard", "origin/main")
    server.checkout.git("tag", "-f", "v")
    assert server.push(*what) == (0, "")


@pytest.mark.parametrize("name", ["case.yml", "case.sealed.yml", "2026-02-03-q1w2.yml"])
def test_not_even_one_file_of_a_forgotten_child_comes_back(name: str, server: Server) -> None:
    server.forget()
    assert server.push("main") == (0, "")
    path = server.checkout.write(f"records/{CHILD.as_posix()}/{name}", "x\n")
    server.keep()
    server.checkout.git("rm", "-q", str(path))
    server.keep()
    for what in ("main", "main:refs/heads/fresh"):
        code, told = server.push(what)
        assert (code, "旧克隆" in told) == (1, True), told


def test_until_the_history_is_cleaned_all_work_goes_on(server: Server) -> None:
    told = "- {ref: q1w2, date: 2026-02-03, event: 走访, visitor_role: 儿童督导员, by: W003}\n"
    server.checkout.write(f"records/{CHILD.as_posix()}/2026-02-03-q1w2.yml", told)
    server.keep()
    server.forget()
    for name in ("main", "main:refs/heads/fresh", "main:feature"):
        assert server.push(name) == (0, ""), name
    server.checkout.write("notes.txt", "x\n")
    server.keep()
    for name in ("main", "main:refs/heads/second"):
        assert server.push(name) == (0, ""), name


def test_git_s_own_calls_without_what_git_gives_end_in_a_sentence(
    checkout: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checkout.root.is_dir() and main(["hooks", "commit-msg"]) == 2
    assert "由 Git 调用" in capsys.readouterr().err
