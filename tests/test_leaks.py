"""Nothing that the tool prints repeats what may be personal, wherever somebody wrote it."""

import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tonghu.cli import main

ROOT = Path(__file__).resolve().parent.parent
NAME = "柳无名"
CARD = "999999" + "19000101" + "0011"
CELL = "160" + "0000" + "0000"
SECRETS = (NAME, CARD, CELL)
WHOLE = f"{NAME}{CELL}"
PINYIN = "Liuwuming"
DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ON = "2026-10-31"
BASE = {
    "settings.yml": "area: ls\nadopts: [qianjiang-2016, county-exchange, xinan-2016]\n"
    "terms: [{name: 2026秋, start: 2026-09-01, end: 2027-01-15}]\nseal: none\ninvented: true\n",
    "team.yml": "workers:\n  - {code: W001, works_at: zs, roles: [儿童督导员], since: 2020-01-01}\n"
    "  - {code: W002, works_at: zs/sx, roles: [儿童主任, 联络人], since: 2020-01-01}\n",
    "places/ls.yml": "id: ls\nkind: county\nname: 岚穗县\n",
    "places/zs.yml": "id: zs\nkind: township\nname: 钟山镇\nwithin: ls\n",
    "places/sx.yml": "id: zs/sx\nkind: village\nname: 水石村\nwithin: zs\n",
}
HEAD = "born: 2015-03-09\nsex: 女\nhousehold: hm3k\n"
FIRST = "{ref: a1x9, date: 2026-01-12, event: 登记, register: 留守儿童, place: zs/sx, by: W002}"
VISIT = "ref: abcd, date: 2026-10-01, event: 走访, visitor_role: 儿童主任, by: W002"

EVENTS = [
    *(f"{{{VISIT}, {key}: 1}}" for key in (NAME, CARD, f'"{CELL}"')),
    *(
        f"{{{VISIT.replace(word, secret)}}}"
        for word in ("abcd", "2026-10-01", "走访", "儿童主任", "W002")
        for secret in SECRETS
    ),
    *(f"{{{VISIT}, {key}: {secret}}}" for key in ("note", "method") for secret in SECRETS),
    *(f"{{{VISIT}, supersedes: {secret}}}" for secret in SECRETS),
    f"{{{VISIT}}}  # {NAME} {CELL} {CARD}",
    f"{{{VISIT}, note: {NAME}, note: {CELL}}}",
    f"{{{VISIT}, note: &{NAME} x}}",
    f"{{{VISIT}, note: !{NAME} x}}",
    f"{{{VISIT}, note：{WHOLE}}}",
    f"{{note: '{NAME} {CELL}",
    f"\tnote: {NAME}",
    f"{{ref: ab, date: 2026-10-01, event: 迁移, to: {NAME}/{CELL}, by: W002}}",
    f"{{ref: ab, date: 2026-10-01, event: 迁移, to: zs/{CARD}, by: W002}}",
    "{ref: ab, date: 2026-10-01, event: 迁移, to: Zs/Liuwuming, by: W002}",
    *(
        f"{{ref: ab, date: 2026-10-01, event: {event}, by: W002}}"
        for secret in (NAME, f'"{CELL}"', f"W{CELL}", f"x{CARD}")
        for event in (
            f"指定, role: 爱心家长, worker: {secret}",
            f"指定, role: {secret}, worker: W001",
            f"指定, role: 儿童主任, worker: {secret}",
            f"监护评估, rating: {secret}",
            f"监护评估, rating: 好, key_targets: [{secret}]",
            f"入学, school: {secret}",
            f"发现情形, finder: {secret}",
            f"服务, service: {secret}",
            f"信息更新, grid: {secret}, types: [{secret}]",
            f"待遇, kind: {secret}",
            f"结案, outcome: {secret}",
        )
    ),
]
HEADS = [
    HEAD.replace(word, secret)
    for word in ("2015-03-09", "女", "hm3k")
    for secret in (NAME, f'"{CELL}"', CARD)
] + [f"{HEAD}name: {NAME}\nphone: {CELL}\nid_no: {CARD}\n{NAME}: {CELL}\n"]

Said = Callable[..., str]


def _ids() -> Iterator[str]:
    """Ids of children in order, each with its check character."""
    for number in range(10_000):
        body = "K" + "".join(DIGITS[number // 32**place % 32] for place in range(5))
        total = 0
        for place, char in enumerate(reversed(body)):
            value = DIGITS.index(char) * (2 if place % 2 == 0 else 1)
            total += value // 32 + value % 32
        yield body + DIGITS[-total % 32]


def write(path: Path, text: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)


def children(records: Path) -> list[str]:
    """A child for each thing that may be written where it should not be."""
    ids, made = _ids(), []
    folder = records / "children/zs"
    for event in EVENTS:
        made.append(next(ids))
        write(folder / made[-1] / "case.yml", f"id: {made[-1]}\n{HEAD}timeline:\n  - {FIRST}\n")
        write(folder / made[-1] / "2026-10-01-abcd.yml", f"- {event}\n")
    for head in HEADS:
        made.append(next(ids))
        write(folder / made[-1] / "case.yml", f"id: {made[-1]}\n{head}timeline:\n  - {FIRST}\n")
    for name in (WHOLE, CARD, f"{NAME} {CARD}"):
        write(folder / name / "case.yml", f"id: {name}\n{HEAD}timeline:\n  - {FIRST}\n")
        write(folder / made[0] / f"{name}.yml", f"- {{{VISIT}}}\n")
        write(folder / made[0] / f"{name}.jpg", b"")
        write(records / "children" / name / made[0] / "case.yml", f"id: {made[0]}\n{HEAD}")
    write(folder / made[1] / "2026-10-02-abcd.yml", f"- {{note: {NAME}{CELL}}}".encode("gbk"))
    return made


@pytest.fixture
def said(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> Said:
    """What a command prints on both streams, and what it writes into a file."""

    def run(*words: str, home: Path = ROOT, on: str = ON) -> str:
        where = ("--records", str(tmp_path / "records"), "--home", str(home), "--on", on)
        main([*words, *where])
        out, err = capsysbinary.readouterr()
        assert b"Traceback" not in err
        return (out + err).decode()

    for name, text in BASE.items():
        write(tmp_path / "records" / name, text)
    return run


def everything(
    said: Said, folder: Path, child: str, home: Path = ROOT
) -> Iterator[tuple[str, str]]:
    """Every command in every format; the site never reads records, see test_site_browser.py."""
    sheet = folder / "list.xlsx"
    for form in ("text", "json", "github", "sarif"):
        yield f"check {form}", said("check", "--format", form, home=home)
    for by, form in (
        ("worker", "json"),
        ("village", "csv"),
        ("village", "ics"),
        ("worker", "text"),
    ):
        yield f"due {form}", said("due", "--all", "--format", form, "--by", by, home=home)
    for form in ("text", "md"):
        yield f"due {form}", said("due", "--format", form, "--by", "township", home=home)
    for form in ("text", "json"):
        yield f"count {form}", said("due", "--count", "--format", form, home=home)
    yield "xlsx", said("due", "--all", "--format", "xlsx", "--output", str(sheet), home=home)
    if sheet.exists():
        with zipfile.ZipFile(sheet) as book:
            yield "sheet", "".join(book.read(name).decode() for name in book.namelist())
    yield "build", said("build", "--no-site", "--to", str(folder / "build"), home=home)
    for path in sorted((folder / "build").rglob("*.*")):
        if path.suffix != ".xlsx" and path.is_file():
            yield path.name, path.read_text(encoding="utf-8").replace(PINYIN, "")
    yield (
        "ledger",
        said("ledger", "--all", "--format", "csv", "--out", str(folder / "l"), home=home),
    )
    for path in sorted((folder / "l").rglob("*.csv")):
        yield path.name, path.read_text(encoding="utf-8").replace(PINYIN, "")
    yield "explain", said("explain", child, home=home)
    yield "fold", said("fold", "--dry-run", home=home)
    visit = ("走访", "--date", "2026-10-30", "--by", "W002", "visitor_role=儿童主任")
    yield "add", said("add", child, *visit, "--dry-run", home=home)
    yield "fix", said("check", "--fix", home=home)


def leaks(text: str) -> list[str]:
    return [secret for secret in (*SECRETS, PINYIN) if secret in text]


def silent(found: Iterator[tuple[str, str]]) -> None:
    leaky = {
        f"{name}: {line[:300]}" for name, text in found for line in text.splitlines() if leaks(line)
    }
    assert not leaky, "\n".join(sorted(leaky))


def test_nothing_that_children_s_files_say_is_repeated(said: Said, tmp_path: Path) -> None:
    made = children(tmp_path / "records")
    whole = tmp_path / "records/children/zs" / made[0]
    for number, event in enumerate(EVENTS):
        write(whole / f"2026-10-03-c{number}.yml", f"- {event}\n")
    silent(everything(said, tmp_path, made[0]))


PLANTED = {
    "settings.yml": [
        f"area: {NAME}\nadopts: [{NAME}, {CELL}]\nseal: {NAME}\n",
        BASE["settings.yml"] + f"options: {{{NAME}: 1, first_partial: {NAME}}}\n{NAME}: {CELL}\n",
        BASE["settings.yml"]
        + f"cadences: {{{NAME}: {{every: {CELL}}}}}\nhosts: [{NAME}, {CARD}]\n",
        BASE["settings.yml"].replace("2026秋", WHOLE).replace("2026-09-01", CARD),
    ],
    "team.yml": [
        BASE["team.yml"].replace("W001", NAME).replace("W002", f"W{CELL}"),
        BASE["team.yml"].replace("儿童督导员", NAME).replace("联络人", CELL),
        BASE["team.yml"].replace("works_at: zs", f"works_at: {WHOLE}") + f"    phone: {CELL}\n",
        BASE["team.yml"] + f"  - {{code: W003, works_at: zs, roles: [联络人], name: {NAME}}}\n",
    ],
    "places/sx.yml": [
        BASE["places/sx.yml"].replace("水石村", f"水石村 {CELL} {CARD}"),
        BASE["places/sx.yml"].replace("name: 水石村", f"name: [{NAME}, {CELL}]"),
        BASE["places/sx.yml"].replace("within: zs", f"within: {WHOLE}"),
        BASE["places/sx.yml"].replace("id: zs/sx", f"id: {WHOLE}").replace("village", NAME),
    ],
    f"places/{CELL}.yml": [f"id: {NAME}\nkind: township\nname: {CELL}\n"],
}


@pytest.mark.parametrize("number", range(4))
def test_nothing_that_settings_team_and_places_say_is_repeated(
    number: int, said: Said, tmp_path: Path
) -> None:
    child = "K7Q2M48"
    case = f"id: {child}\n{HEAD}timeline:\n  - {FIRST}\n"
    write(tmp_path / "records/children/zs" / child / "case.yml", case)
    for name, texts in PLANTED.items():
        write(tmp_path / "records" / name, texts[number % len(texts)])
    silent(everything(said, tmp_path, child))


def test_nothing_that_pages_of_the_handbook_say_is_repeated(said: Said, tmp_path: Path) -> None:
    home = tmp_path / "home"
    for part in ("docs/handbook", "docs/sources", "schemas"):
        shutil.copytree(ROOT / part, home / part)
    pages = sorted((home / "docs/handbook").glob("*/*.md"))
    keys = (
        "by",
        "do",
        "every",
        "among",
        "when",
        "force",
        "subject",
        "since",
        "cites",
        "title",
        NAME,
    )
    for page, key in zip(pages, keys, strict=False):
        lines = page.read_text(encoding="utf-8").split("\n")
        kept = [line for line in lines[1:] if not line.startswith(f"{key}:")]
        write(page, "\n".join([lines[0], f"{key}: [{NAME}, {CELL}, {CARD}]", *kept]))
    for page in pages[len(keys) : len(keys) + 2]:
        page.rename(page.with_name(f"{CELL}.md"))
    child = "K7Q2M48"
    case = f"id: {child}\n{HEAD}timeline:\n  - {FIRST}\n"
    write(tmp_path / "records/children/zs" / child / "case.yml", case)
    silent(everything(said, tmp_path, child, home))


ARGUMENTS = [
    [NAME],
    ["explain", NAME],
    ["explain", CARD],
    ["check", f"{WHOLE}.yml"],
    ["check", "--base", NAME],
    ["check", "--format", NAME],
    ["check", f"--{NAME}"],
    ["due", "--only", WHOLE],
    ["due", "--by", NAME],
    ["due", "--since", CARD],
    ["due", "--at", NAME],
    ["due", "--format", "csv", "--output", f"nowhere/{WHOLE}.csv"],
    ["add", NAME, "走访"],
    ["add", "K7Q2M48", NAME, "--date", ON, "--by", "W002"],
    ["add", "K7Q2M48", "走访", "--date", NAME, "--by", NAME, f"{NAME}={CELL}"],
    ["add", "K7Q2M48", "走访", "--date", ON, "--by", CELL, f"visitor_role={NAME}"],
    ["add", "K7Q2M48", "走访", "--date", ON, "--by", "W002", f"note={CELL} {CARD}"],
    ["add", "--household", WHOLE, "走访", "--date", ON, "--by", "W002"],
    ["add", f"{WHOLE}.xlsx"],
    ["fold", NAME],
    ["fold", "--before", CARD],
    ["new", "--born", CARD, "--sex", NAME, "--register", NAME, "--place", WHOLE,
     "--date", CELL, "--by", NAME],
    ["demo", f"nowhere/{WHOLE}", "--children", NAME],
    ["build", "--to", "/dev/null/" + WHOLE],
]  # fmt: skip


@pytest.mark.parametrize("words", ARGUMENTS, ids=lambda words: words[0] if words else "")
def test_nothing_that_is_typed_is_repeated(words: list[str], said: Said, tmp_path: Path) -> None:
    child = "K7Q2M48"
    case = f"id: {child}\n{HEAD}timeline:\n  - {FIRST}\n"
    write(tmp_path / "records/children/zs" / child / "case.yml", case)
    silent(iter([(" ".join(words[:1]), said(*words))]))
