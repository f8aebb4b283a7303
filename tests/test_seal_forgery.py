"""What somebody without any key writes into sealed halves is refused, or shown to somebody."""

import re
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest

from checked_county import FILES, FOLDER, NO_GIT, ROOT, case, lay, problems, quiet
from sealed_files import key, rules, sealed
from tonghu.checks import Asked, check
from tonghu.period import day
from tonghu.problem import ERROR
from tonghu.record.files import names
from tonghu.record.repository import Repository
from tonghu.seal import keys, readers
from tonghu.seal.bech32 import is_recipient

TOWNSHIP = "children/zhongshan"
MINE, OTHER = f"{FOLDER}/case.sealed.yml", f"{TOWNSHIP}/A2QM48Y/case.sealed.yml"
STAFF = "team.sealed.yml"
EVENT = "ref: a1x9, date: 2026-01-12, event: 登记, register: 留守儿童, place: {}, by: W003"
HALF = "id: {}\nname: {}\nphone: {}\nguardians:\n  - {{relation: 祖母, name: 岚阿婆}}\n"
PLAIN = {
    MINE: HALF.format("K7Q2M48", "岚小甲", '"00000000001"'),
    OTHER: HALF.format("A2QM48Y", "岚小乙", '"00000000002"'),
    STAFF: "workers:\n  W003: {name: 岚三, phone: '00000000003'}\n  W012: {name: 岚十二}\n",
}
Files = dict[str, str]


@pytest.fixture(scope="session")
def halves(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Files]:
    """A reader, and what the real sops makes of two children of one township and the team."""
    root = tmp_path_factory.mktemp("halves")
    _, reader = key()
    rules(root, reader)
    return reader, {name: sealed(root, f"records/{name}", text) for name, text in PLAIN.items()}


@pytest.fixture
def root(halves: tuple[str, Files], tmp_path: Path) -> Path:
    """A repository of one commit with these halves."""
    reader, files = halves
    place = EVENT.format("zhongshan/shuishi")
    lay(
        tmp_path,
        {
            "settings.yml": FILES["settings.yml"].replace("none", "sops"),
            MINE.replace(".sealed", ""): case(place),
            OTHER.replace(".sealed", ""): case(place, head="id: A2QM48Y\nborn: 2015-04\n"),
            **files,
        },
    )
    rules(tmp_path, reader)
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "the county")
    return tmp_path


def git(root: Path, *words: str) -> None:
    name = ["-c", "user.name=t", "-c", "user.email=t@tonghu.invalid", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *name, *words], cwd=root, check=True, capture_output=True)


def write(root: Path, files: Files) -> None:
    for name, text in files.items():
        (root / "records" / name).write_text(text, encoding="utf-8", newline="")


def told(root: Path, base: str = "HEAD", on: str = "2026-10-31") -> list[str]:
    found = [one for one in problems(root / "records", on, base) if one.code != NO_GIT]
    return sorted({f"{one.path.removeprefix('records/')} {one.code}" for one in found})


def refused(root: Path) -> bool:
    return any(one.severity == ERROR for one in problems(root / "records", base="HEAD"))


def test_names_of_children_and_of_the_team_are_accepted(root: Path) -> None:
    assert told(root) == []


SEAL = "ENC[AES256_GCM,data:{0},iv:{1},tag:{2},type:comment]"
SOUND = SEAL.format(b64encode(b"x" * 8).decode(), "A" * 43 + "=", "A" * 22 + "==")
REMARKS = {
    "a name": "#ENC[AES256_GCM,王小梅住在石桥村3号,type:comment]",
    "a name as data": "#" + SEAL.format("王小梅", "A" * 43 + "=", "A" * 22 + "=="),
    "pinyin as data": "#" + SEAL.format("wangxiaomei", "A" * 43 + "=", "A" * 22 + "=="),
    "a short tag": "#" + SEAL.format("QUJD", "A" * 43 + "=", "QUJD"),
    "no tag": "#ENC[AES256_GCM,data:QUJD,type:comment]",
    "words behind": f"#{SOUND} 王小梅",
    "words before": f"# 王小梅 {SOUND}",
    "two on a line": f"#{SOUND}#{SOUND}",
    "another type": "#" + SOUND.replace("comment", "str"),
}


@pytest.mark.parametrize("remark", REMARKS)
def test_a_remark_that_only_looks_encrypted_is_refused(
    root: Path, halves: tuple[str, Files], remark: str
) -> None:
    text = halves[1][MINE]
    for place in (
        f"{REMARKS[remark]}\n{text}",
        text.replace("sops:\n", f"sops:\n    {REMARKS[remark]}\n"),
    ):
        write(root, {MINE: place})
        assert f"{MINE} sealed-comment" in told(root)


def test_a_remark_that_sops_has_encrypted_is_accepted(root: Path) -> None:
    path = f"records/{MINE}"
    write(root, {MINE: sealed(root, path, "# 岚小甲的档案\n" + PLAIN[MINE])})
    assert "type:comment]" in (root / path).read_text(encoding="utf-8")
    assert told(root) == [f"{MINE} sealed-changed"]


def unused_bits(text: str) -> str:
    """The same bytes in another base64: the bits that count for nothing are set."""
    text = re.sub(r"(iv:[^,]{42})(.)=", lambda one: f"{one[1]}{after(one[2])}=", text)
    return re.sub(r"(tag:[^,]{21})(.)==", lambda one: f"{one[1]}{after(one[2])}==", text)


def after(letter: str) -> str:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    return alphabet[alphabet.index(letter) + 1]


def values(change: Callable[[str], str]) -> Callable[[str], str]:
    """Every value of a half, but not the seal over all, written in another way."""
    return lambda text: re.sub(
        r"^( *(?:- )?\w+: )(ENC\[.*\])$",
        lambda one: one[1] + (one[2] if one[1].strip() == "mac:" else change(one[2])),
        text,
        flags=re.MULTILINE,
    )


SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it was": lambda text: text,
    "other unused bits": unused_bits,
    "an escape": values(lambda value: f'"\\x45{value[1:]}"'),
    "in double quotes": values(lambda value: f'"{value}"'),
    "in single quotes": values(lambda value: f"'{value}'"),
    "broken over lines": values(lambda value: f'"{value[:60]}\\\n        {value[60:]}"'),
    "folded": values(lambda value: f">-\n        {value}"),
    "on the next line": values(lambda value: f"\n        {value}"),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_the_half_of_another_child_is_known_however_it_is_spelt(
    root: Path, halves: tuple[str, Files], spelling: str
) -> None:
    change = SPELLINGS[spelling]
    mine, other = halves[1][MINE], halves[1][OTHER]
    write(root, {OTHER: change(mine)})
    assert f"{MINE} sealed-copied" in told(root)
    write(root, {MINE: change(other)})
    assert {f"{OTHER} sealed-moved", f"{MINE} sealed-moved"} <= set(told(root))
    if change(mine) != mine:
        write(root, {MINE: change(mine), OTHER: other})
        assert f"{MINE} sealed-leaf" in told(root)
        assert refused(root)


def test_a_half_of_another_child_that_was_spelt_so_before_is_known_too(
    root: Path, halves: tuple[str, Files]
) -> None:
    write(root, {MINE: SPELLINGS["an escape"](halves[1][MINE])})
    git(root, "commit", "-aqm", "spelt otherwise")
    write(root, {OTHER: halves[1][MINE], MINE: halves[1][OTHER]})
    assert f"{OTHER} sealed-moved" in told(root)


def test_the_ends_of_lines_of_another_system_are_no_matter(
    root: Path, halves: tuple[str, Files]
) -> None:
    write(root, {name: text.replace("\n", "\r\n") for name, text in halves[1].items()})
    assert {one.rpartition(" ")[2] for one in told(root)} == {"sealed-changed"}


def test_the_names_of_the_team_do_not_vanish_and_a_change_is_shown(
    root: Path, halves: tuple[str, Files]
) -> None:
    write(root, {STAFF: sealed(root, f"records/{STAFF}", PLAIN[STAFF])})
    assert told(root) == [f"{STAFF} sealed-changed"]
    (root / "records" / STAFF).unlink()
    assert told(root) == [f"{STAFF} sealed-gone"]
    write(root, {STAFF: halves[1][MINE]})
    assert {f"{STAFF} sealed-copied", f"{STAFF} sealed-key"} <= set(told(root))
    write(root, {MINE: halves[1][STAFF]})
    assert f"{STAFF} sealed-moved" in told(root)


STAFF_DAMAGE: dict[str, tuple[str, Callable[[str], str]]] = {
    "in clear": ("sealed-plain", lambda _: PLAIN[STAFF]),
    "a name for a code": ("sealed-key", lambda text: text.replace("W003:", "岚三:")),
    "pinyin for a code": ("sealed-worker", lambda text: text.replace("W003:", "LANSAN:")),
    "an unknown key": ("sealed-key", lambda text: text.replace("phone:", "nickname:")),
    "a value in clear": (
        "sealed-leaf",
        lambda text: re.sub("name: ENC.*", "name: 岚三", text, count=1),
    ),
}


@pytest.mark.parametrize("damage", STAFF_DAMAGE)
def test_damaged_names_of_the_team_are_refused(
    root: Path, halves: tuple[str, Files], damage: str
) -> None:
    code, change = STAFF_DAMAGE[damage]
    write(root, {STAFF: change(halves[1][STAFF])})
    assert f"{STAFF} {code}" in told(root)


ELSEWHERE = {
    "beside the records": "x.sealed.yml",
    "among the pages": "docs/x.sealed.yml",
    "in a folder of its own": "backup/case.sealed.yml",
    "in a hidden folder": ".backup/case.sealed.yml",
    "in capitals": "docs/X.Sealed.YML",
    "kept by an editor": "docs/x.sealed.yml~",
    "in a copy of the records": "backup/children/zhongshan/K7Q2M48/case.sealed.yml",
    "deep in the records": "records/places/x.sealed.yml",
}


@pytest.mark.parametrize("place", ELSEWHERE)
@pytest.mark.parametrize("tracked", [False, True])
def test_a_half_anywhere_else_in_the_repository_is_refused(
    root: Path, place: str, tracked: bool
) -> None:
    path = root / ELSEWHERE[place]
    path.parent.mkdir(parents=True, exist_ok=True)
    if "copy" in place:
        path.parents[3].joinpath("settings.yml").write_text("seal: none\n", encoding="utf-8")
    path.write_text("name: 岚小甲\n", encoding="utf-8")
    if tracked:
        git(root, "add", "-f", ".")
    assert f"{ELSEWHERE[place].removeprefix('records/')} sealed-elsewhere" in told(root)


def test_what_git_ignores_and_what_is_gone_is_not_told_of(root: Path) -> None:
    (root / ".gitignore").write_text("scratch/\n", encoding="utf-8")
    (root / "scratch").mkdir()
    (root / "scratch/x.sealed.yml").write_text("name: 岚小甲\n", encoding="utf-8")
    (root / "y.sealed.yml").write_text("x", encoding="utf-8")
    git(root, "add", "y.sealed.yml")
    (root / "y.sealed.yml").unlink()
    assert told(root) == []


def test_a_page_is_asked_for_alone(root: Path) -> None:
    page = root / "docs/x.sealed.yml"
    page.parent.mkdir()
    page.write_text("name: 岚小甲\n", encoding="utf-8")
    shutil.copytree(ROOT / "schemas", root / "schemas")
    found = check(Asked(root / "records", root, day("2026-10-31"), None, False, (page,)), quiet)
    assert ("docs/x.sealed.yml", "sealed-elsewhere") in [(one.path, one.code) for one in found]


def test_several_records_in_one_repository_do_not_know_of_each_other(root: Path) -> None:
    for county in ("one", "two"):
        shutil.copytree(root / "records", root / county / "records")
        shutil.copy(root / ".sops.yaml", root / county)
    (root / ".sops.yaml").unlink()
    shutil.rmtree(root / "records")
    assert told(root / "one") == []
    (root / "docs").mkdir()
    (root / "docs/x.sealed.yml").write_text("x", encoding="utf-8")
    assert told(root / "one") == ["../docs/x.sealed.yml sealed-elsewhere"]


RULES = {
    "in the records": "records/.sops.yaml",
    "among the places": "records/places/.sops.yaml",
    "beside a child": f"records/{FOLDER}/.sops.yaml",
    "among the pages": "docs/.sops.yaml",
    "with another ending": ".sops.yml",
    "in capitals": "docs/.SOPS.yaml",
}


@pytest.mark.parametrize("place", RULES)
def test_a_second_file_of_rules_is_refused(root: Path, place: str) -> None:
    path = root / RULES[place]
    path.parent.mkdir(parents=True, exist_ok=True)
    _, stranger = key()
    text = f"creation_rules:\n  - age: {stranger}\n"
    path.write_text(text, encoding="utf-8")
    assert any(one.endswith("sops-rules") for one in told(root))


def test_a_file_of_rules_above_the_records_is_refused(root: Path) -> None:
    shutil.copytree(root / "records", root / "county/records")
    shutil.copy(root / ".sops.yaml", root / "county")
    shutil.rmtree(root / "records")
    assert told(root / "county") == ["../.sops.yaml sops-rules"]
    (root / ".sops.yaml").unlink()
    assert told(root / "county") == []


def test_without_git_a_file_of_rules_in_the_records_and_beside_them_is_refused(root: Path) -> None:
    shutil.rmtree(root / ".git", ignore_errors=True)
    shutil.copy(root / ".sops.yaml", root / "records")
    assert ".sops.yaml sops-rules" in told(root, base="")


TEAM = """\
workers:
  - {{code: W003, works_at: lanshan, roles: [机构协调员], key: {}}}
  - {{code: W012, works_at: zhongshan, roles: [儿童主任], {}key: {}}}
"""
LEFT = "until: 2026-10-30, "


def team(root: Path, keys: tuple[str, str], left: str, on: str) -> None:
    """A team of two with keys, and the rules that follow from it on a day."""
    records = root / "records"
    text = TEAM.format(keys[0], left, keys[1])
    (records / "team.yml").write_text(text, encoding="utf-8")
    repository = Repository(records)
    who = readers.readers(
        repository.team_document.data, repository.settings.data, repository.places, on
    )
    wanted = readers.text(who, names(records), "records/")
    (root / ".sops.yaml").write_text(wanted, encoding="utf-8")


@pytest.mark.parametrize(
    ("left", "rules_of", "codes"),
    [
        ("", "2026-10-31", set()),
        ("until: 2026-10-31, ", "2026-10-31", set()),
        ("until: 2026-12-31, ", "2026-10-31", set()),
        (LEFT, "2026-10-30", {"team.yml key-left", ".sops.yaml sops-rules-uneven"}),
        (LEFT, "2026-10-31", {"team.yml key-left"}),
    ],
)
def test_the_key_of_somebody_who_has_left_must_go(
    root: Path, left: str, rules_of: str, codes: set[str]
) -> None:
    for name in (MINE, OTHER, STAFF):
        (root / "records" / name).unlink()
    (_, one), (_, other) = key(), key()
    team(root, (one, other), left, rules_of)
    assert set(told(root, base="")) == codes
    for found in problems(root / "records", base=""):
        assert found.code != "key-left" or "tonghu team leave W012" in found.message


def test_a_slip_in_a_public_key_is_seen_without_any_library_as_age_sees_it() -> None:
    letters, (_, good) = "qp1b", key()
    slips = [good[:n] + letter + good[n + 1 :] for n in range(len(good)) for letter in letters]
    for text in (good, good.upper(), good[:-1], good + "q", "", "age1", *slips):
        assert is_recipient(text) == (keys.is_public(text) and text.islower()), text


def test_a_folder_that_is_a_link_is_refused(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    child = root / "records" / MINE.rpartition("/")[0]
    aside = tmp_path_factory.mktemp("aside") / child.name
    shutil.move(child, aside)
    child.symlink_to(aside, target_is_directory=True)
    name = child.relative_to(root / "records").as_posix()
    assert f"{name} folder-link" in told(root)
    found = problems(root / "records", "2026-10-31", None, child)
    assert "folder-link" in [one.code for one in found]


@pytest.mark.parametrize(
    "name",
    ["settings.yml", "team.yml", "places/zhongshan.yml", "access/2026-10-W001.yml",
     f"{MINE.rpartition('/')[0]}/case.yml"],
)  # fmt: skip
def test_a_file_that_is_a_link_is_refused(
    root: Path, name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path, aside = root / "records" / name, tmp_path_factory.mktemp("aside") / "x.yml"
    path.parent.mkdir(exist_ok=True)
    path.touch()
    shutil.move(path, aside)
    path.symlink_to(aside)
    assert f"{name} record-link" in told(root)
    if "access" not in name:
        alone = problems(root / "records", "2026-10-31", None, path)
        assert "record-link" in [one.code for one in alone]


def test_the_file_that_keeps_others_from_writing_is_not_committed(root: Path) -> None:
    lock = root / "records/access/.tonghu.lock"
    lock.parent.mkdir(exist_ok=True)
    lock.touch()
    assert told(root) == []
    git(root, "add", "-f", str(lock))
    assert told(root) == ["access/.tonghu.lock lock-committed"]


WHY = "purpose: 入户走访, approver: W001"
LOOK = f"- {{{{date: {{}}, by: W003, does: reveal, {WHY}, subjects: [K7Q2M48]}}}}\n"


@pytest.mark.parametrize(
    ("file", "date", "codes"),
    [
        ("2026-10-W003", "2026-10-31", []),
        ("2026-11-W003", "2026-11-01", []),
        ("2026-11-W003", "2026-11-02", ["access-future"]),
        ("2026-10-W003", "2026-11-02", ["access-file", "access-future"]),
        ("2026-10-W003", "2026-09-30", ["access-file"]),
        ("2026-10-W012", "2026-10-30", ["access-file"]),
    ],
)
def test_a_look_is_noted_in_its_month_and_never_ahead(
    root: Path, file: str, date: str, codes: list[str]
) -> None:
    (root / "records/access").mkdir()
    write(root, {f"access/{file}.yml": LOOK.format(date)})
    assert told(root) == [f"access/{file}.yml {code}" for code in codes]
