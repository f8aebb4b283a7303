"""What the hooks do: before a commit, about its message, and before a push."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path

from tonghu.checks.elsewhere import is_watched
from tonghu.cli.hosting import is_unlisted
from tonghu.cli.output import say, warn
from tonghu.cli.parser import Parser, RefusedError
from tonghu.cli.where import home_of, records_of
from tonghu.history.git import git, revision
from tonghu.history.pushed import brings, heads, ranges, still_in, tips
from tonghu.record.forgotten import forgotten

DEFINITIONS = ("docs", "schemas")
NAMES = ("--name-only", "-z", "--no-renames", "--no-ext-diff")
UNCOMMITTED = "没有提交：照上面的话改好，git add，再提交一次。"
UNPUSHED = "没有推送：照上面的话改好，提交，再推送一次。"
BACK = (
    "没有推送：要推送的历史里有已经遗忘的孩子：这多半是清除历史以前的旧克隆。不要在这里删，也不要推送："
    "把还没推送的改动另外抄下来，删掉整个克隆，重新 git clone，再做一遍。"
)
UNKNOWN = (
    "没有推送：要推送的历史里有已经遗忘的孩子，对方现在的历史这里又还没有："
    "请先运行 git fetch，再推送一次。"
)
UNLISTED = "要推送到没有写明的主机：确认那是团队自己的私有仓库，先写进 settings.yml 的 hosts。"
AGAIN = "{path}：git add 以后又改过，检查的和提交的就不是同一份；请再 git add 一次。"


def before_commit(root: Path) -> int:
    """Check the records and pages that are staged, and look for leaks in all that is."""
    staged = _names(root, "--cached")
    later = set(_names(root)).intersection(staged)
    checked = [name for name in staged if _is_checked(root / name)]
    for name in later.intersection(checked):
        warn(AGAIN.format(path=name))
        return _stopped(1, UNCOMMITTED)
    places = sorted({str(_nearest(root / name)) for name in checked})
    code = _command("check", *places) if places else 0
    same = [f"./{name}" for name in staged if name not in later and (root / name).is_file()]
    code = code or (_command("guard", "--", *same) if same else 0)
    return _stopped(code or _guarded(root, sorted(later)), UNCOMMITTED)


def about_message(file: Path) -> int:
    """Look for leaks in the message of a commit; what Git itself adds is no part of it."""
    return _stopped(_command("guard", "--message", str(file)), UNCOMMITTED)


def before_push(root: Path, told: str, url: str) -> int:
    """Check everything, where it goes too, and look for leaks in what is new."""
    records = _records()
    if records and _brought_back(root, records, told, url):
        return 1
    code = (_command("check") or _elsewhere(records, url)) if records else 0
    for between in ranges(root, told):
        code = code or _command("guard", "--commits", between)
    return _stopped(code, UNPUSHED)


def _elsewhere(records: Path, url: str) -> int:
    """Whether a push goes to a host that nobody has named, even if it is no remote."""
    if is_unlisted(records, url):
        warn(UNLISTED)
        return 1
    return 0


def _brought_back(root: Path, records: Path, told: str, url: str) -> int:
    """Whether commits to be pushed hold a file of a child who was forgotten."""
    gone = {row.id for row in forgotten(records) if row.id.isalnum()}
    for local, remote in tips(told) if gone else ():
        if message := _back(root, local, remote, gone, url):
            warn(message)
            return 1
    return 0


def _back(root: Path, local: str, remote: str, gone: set[str], url: str) -> str:
    """What to say of one commit to be pushed, by what stands on the other side now.

    The other side is asked only where its own tip does not tell; a child who has a folder where
    it goes, or for a new branch on the main one, is not forgotten there yet.
    """
    if not brings(root, local, _known(root, [remote]), gone):
        return ""
    others = heads(root, url)
    there = _known(root, [remote, *others])
    left = gone - still_in(root, _known(root, [remote] if remote else others[:1]), gone)
    if not brings(root, local, there, left):
        return ""
    return BACK if len(there) == len({remote, *others} - {""}) else UNKNOWN


def _known(root: Path, commits: Sequence[str]) -> list[str]:
    """Those of some commits that lie here, each once."""
    return [each for each in dict.fromkeys(commits) if each and revision(root, each)]


def _guarded(root: Path, names: Sequence[str]) -> int:
    """Look at files as they are staged where they have changed since, laid out aside."""
    if not names:
        return 0
    with tempfile.TemporaryDirectory(prefix="tonghu-") as folder:
        words = ("checkout-index", "-z", "--stdin", "--quiet")
        given = "\0".join(names).encode("utf-8", "surrogateescape")
        if git(root, *words, f"--prefix={Path(folder).as_posix()}/", given=given) is None:
            raise RefusedError("Git 拿不出要提交的文件；看看 git status 说什么。")
        files = sorted(str(path) for path in Path(folder).rglob("*") if path.is_file())
        return _command("guard", "--", *files, hidden=f"{Path(folder).as_posix()}/")


def _names(root: Path, *words: str) -> list[str]:
    found = git(root, "diff", *NAMES, *words) or b""
    return [name for name in found.decode("utf-8", "surrogateescape").split("\0") if name]


def _records() -> Path | None:
    try:
        return records_of(None)
    except RefusedError:
        return None


def _is_checked(path: Path) -> bool:
    """Whether `tonghu check` has anything to say of a file."""
    records = _records()
    if records is None:
        return False
    if is_watched(path) and (path.exists() or path.parent == records.parent):
        return True
    home = home_of(None, records)
    return any(path.is_relative_to(each) for each in (records, *map(home.joinpath, DEFINITIONS)))


def _nearest(path: Path) -> Path:
    """The file, or where it is gone, the folder that it lay in, as far as there is one."""
    while not path.exists() and not path.is_symlink():
        path = path.parent
    return path


def _command(name: str, *words: str, hidden: str = "") -> int:
    """Run another command of this program, which is heard only where it finds something.

    Where files lie aside says nothing to whoever reads of them, and is `hidden`.
    """
    module = import_module(f"tonghu.cli.{name}_command")
    parser = Parser(name, "")
    module.arguments(parser)
    told = io.StringIO()
    with redirect_stdout(told):
        code = int(module.run(parser.read(words)))
    if code:
        text = told.getvalue()
        say(text.replace(hidden, "") if hidden else text, end="")
    return code


def _stopped(code: int, told: str) -> int:
    if code:
        warn(told)
    return code
