"""The leak guard: what it finds and what not, where it looks, and that it repeats nothing."""

import base64
import io
import json
import subprocess
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from openpyxl import Workbook

from leak_corpus import FOUND, INNOCENT, lines
from tonghu.cli import main
from tonghu.guard.secrets import Secrets
from tonghu.guard.texts import texts
from tonghu.record.digits import may_have
from tonghu.record.number import ID, MOBILE
from tonghu.record.numbers import numbers

ROOT = Path(__file__).resolve().parent.parent
CARD = "999999" + "19900307" + "4515"
CELL = "160" + "1234" + "5678"
NAME, SHORT, HOME, PLACE = "柳无名", "柳无", "821" + "2345", "岚穗县钟山镇水石村三组"
EACH = 100
RECALL, WORST, FALSE = 0.99, 0.95, 0.002
"""Of all that must be found, of each form of it, and of what must be left alone."""


class Guard:
    """The command in a folder of its own."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys

    def write(self, name: str, content: str | bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def git(self, *words: str) -> None:
        settings = ("-c", "user.name=t", "-c", "user.email=t@tonghu.invalid")
        subprocess.run(["git", *settings, *words], cwd=self.folder, check=True, capture_output=True)

    def __call__(self, *words: str) -> tuple[int, str]:
        code = main(["guard", *words])
        out, err = self.capsys.readouterr()
        assert not [secret for secret in (CARD, CELL, NAME, PLACE) if secret in out + err]
        return code, out + err

    def spots(self, *words: str) -> list[str]:
        """path:line kind"""
        main(["guard", *words, "--format", "json"])
        found = json.loads(self.capsys.readouterr().out)
        return [f"{one['path']}:{one['line']} {one['message'][4:8]}" for one in found]


@pytest.fixture
def guard(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Guard:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    return Guard(tmp_path, capsys)


def test_numbers_are_found_however_they_are_written() -> None:
    missed = Counter(each.form for each in lines(FOUND, EACH) if not any(numbers(each.text)))
    assert sum(missed.values()) <= (1 - RECALL) * EACH * len(FOUND), missed
    assert all(count <= (1 - WORST) * EACH for count in missed.values()), missed


def test_dates_ids_hashes_and_addresses_are_left_alone() -> None:
    wrong = Counter(each.form for each in lines(INNOCENT, EACH) if any(numbers(each.text)))
    assert sum(wrong.values()) <= FALSE * EACH * len(INNOCENT), wrong


def test_what_is_passed_over_quickly_has_no_number() -> None:
    missed = {each.form for each in lines(FOUND, EACH) if not may_have(each.text.encode())}
    assert not missed


def test_the_kind_is_told() -> None:
    found = [each.kind for each in numbers(f"{CELL}，{CARD}")]
    assert found == [MOBILE, ID]


def test_the_project_has_nothing_to_hide(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    code = main(["guard"])
    assert code == 0, capsys.readouterr().out


def test_nothing_found_is_said(guard: Guard) -> None:
    guard.write("a.md", "2026-10-31 走访 K7Q2M48\n")
    assert guard() == (0, "没有发现号码；姓名没有对照，要对照加 --unseal。\n")
    guard.write("records/children/zs/K7Q2M48/case.sealed.yml", SEALED)
    assert guard() == (0, "没有发现问题。\n")


def test_path_line_and_kind_are_told_and_never_the_value(guard: Guard) -> None:
    guard.write("a/b.md", f"一\n二 {CELL}\n{CARD}\n")
    code, said = guard()
    assert code == 1
    assert "a/b.md:2:3 错误 这里像是手机号码" in said and "a/b.md:3:1 错误 这里像是身份证" in said


def workbook() -> bytes:
    book, out = Workbook(), io.BytesIO()
    book.active.append(["a", int(CELL), CARD])  # type: ignore[union-attr]
    book.save(out)
    return out.getvalue()


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, content)
    return out.getvalue()


def docx(*pieces: str) -> bytes:
    """Pieces of one paragraph, each a run with a look of its own."""
    between = '</w:t></w:r><w:proofErr w:type="a"/><w:r w:rsidR="00A1"><w:rPr><w:b/></w:rPr><w:t>'
    return f"<w:p><w:r><w:t>{between.join(pieces)}</w:t></w:r></w:p>".encode()


def docx_cells(*cells: str) -> bytes:
    return b"".join(b"<w:tc>" + docx(each) + b"</w:tc>" for each in cells)


def mail(encoding: str, content: bytes) -> bytes:
    head = f"From: a@b.invalid\nContent-Type: text/plain; charset=utf-8\n{HOW}{encoding}\n\n"
    return head.encode() + content


HOW = "Content-Transfer-Encoding: "
RICH = f"<r><rPr><b/></rPr><t xml:space='preserve'>{CELL[3:]}</t></r>"
QUOTED = f"{CELL[:5]}=\n{CELL[5:]}".encode()
SUBJECT = base64.b64encode(CELL.encode()).decode()
INSIDE: dict[str, tuple[str, str | bytes, int]] = {
    "a spreadsheet": ("list.xlsx", workbook(), 2),
    "an archive in an archive": ("a.zip", zipped("b.zip", zipped("c.txt", CELL.encode())), 1),
    "a page": ("site/i.html", f"<p>138</p><td>{CELL[:3]}<b>{CELL[3:]}</b></td>", 1),
    "a page with signs in numbers": ("i.html", "".join(f"&#{ord(each)};" for each in CELL), 1),
    "a folded calendar": ("c.ics", f"DESCRIPTION:{CELL[:5]}\r\n {CELL[5:]}\r\n", 1),
    "a table": ("c.csv", f"W001,{CELL},x\n", 1),
    "escapes of JSON": ("c.json", json.dumps({"a": CARD.translate({49: 0xFF11})}), 1),
    "an address": ("a.md", f"https://a.example/?q={CELL}", 1),
    "another encoding": ("a.txt", f"手机{CELL}".encode("gb18030"), 1),
    "two bytes a character": ("a.txt", f"手机{CELL}".encode("utf-16"), 1),
    "a power of ten": ("sheet.xml", f"<v>{CELL[0]}.{CELL[1:]}E10</v>", 1),
    "the name of a file": (f"扫描{CARD}.jpg", b"\x00", 1),
    "the name of a folder": (f"{CELL}/a.txt", b"", 1),
    "the name of a folder of folders": (f"docs/{CELL}/a/b.md", b"", 1),
    "runs of Word": ("a.docx", zipped("word/document.xml", docx(CARD[:6], CARD[6:])), 1),
    "cells of Word": ("a.docx", zipped("word/document.xml", docx_cells(CARD[:6], CARD[6:])), 1),
    "paragraphs of Word": ("a.docx", zipped("w.xml", docx(CARD[:6], "x</w:t></w:p>")), 0),
    "rich text of a spreadsheet": ("s.xml", f"<si><r><t>{CELL[:3]}</t></r>{RICH}</si>", 1),
    "cells of a page": ("i.html", f"<tr><td>{CARD[:6]}</td>\n<td id='a'>{CARD[6:]}</td></tr>", 1),
    "signs in numbers in Markdown": ("a.md", "".join(f"&#x{ord(each):x};" for each in CELL), 1),
    "mail in base64": ("a.eml", mail("base64", base64.b64encode(f"打{CELL}".encode())), 1),
    "mail in quoted-printable": ("a.eml", mail("quoted-printable", QUOTED), 1),
    "the subject of a letter": ("a.eml", f"Subject: =?utf-8?B?{SUBJECT}?=\n\nx\n", 1),
}


@pytest.mark.parametrize("name", INSIDE)
def test_it_looks_into(name: str, guard: Guard) -> None:
    path, content, count = INSIDE[name]
    guard.write(path, content)
    assert len(guard.spots()) == count
    guard()


def test_it_looks_where_git_does_not(guard: Guard) -> None:
    guard.git("init", "-q")
    guard.write(".gitignore", "build/\n")
    guard.write("build/list.csv", CELL)
    assert guard.spots() == []
    assert guard.spots("build") == ["build/list.csv:1 手机号码"]


PUBLIC = {
    "a link to a file": ("docs/a.md", None, "leak-link"),
    "a link in a built site": ("site/a.html", None, "leak-link"),
    "a record in the handbook": ("docs/kids/K7Q2M48/case.yml", "id: K7Q2M48\n", "leak-record"),
    "a record under another name": ("docs/kids/old.yml.bak", "id: K7Q2M48\n", "leak-record"),
    "a record in a built site": ("site/a/2026-10-12-x3f9.YML", "[]\n", "leak-record"),
    "a sealed half in a built site": ("site/team.sealed.yml", "sops: {}\n", "leak-record"),
    "a record in an archive": ("b.zip", zipped("k/case.yml", b"id: K7Q2M48\n"), "leak-record"),
    "records where they belong": ("records/children/zs/K7Q2M48/case.yml", "id: K7Q2M48\n", ""),
    "other YAML where it belongs": ("schemas/facts.yml", "facts: {}\n", ""),
    "definitions in an archive": ("b.zip", zipped("schemas/facts.yml", b"facts: {}\n"), ""),
}


@pytest.mark.parametrize("name", PUBLIC)
def test_what_has_no_place_in_what_is_public(name: str, guard: Guard) -> None:
    path, content, code = PUBLIC[name]
    guard.write("elsewhere", "x")
    guard.write("site/.tonghu-site", "")
    if content is None:
        (guard.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (guard.folder / path).symlink_to(guard.folder / "elsewhere")
    else:
        guard.write(path, content)
    assert code in guard()[1] and guard()[0] == bool(code)
    assert guard(path)[0] == bool(code) or path.startswith("site/")
    assert guard(path.partition("/")[0])[0] == bool(code)


@pytest.mark.parametrize("listed", [True, False])
def test_a_link_to_a_folder_is_found_and_not_followed(guard: Guard, listed: bool) -> None:
    guard.write("records/children/zs/K7Q2M48/case.yml", f"id: {CELL}\n")
    guard.write("docs/guides/a.md", "x")
    (guard.folder / "docs/guides/kids").symlink_to("../../records/children")
    if listed:
        guard.git("init", "-q")
    code, said = guard("docs")
    assert code == 1 and "docs/guides/kids:1:1" in said and "kids/" not in said


def test_a_name_with_lines_in_it_stays_on_its_line(guard: Guard) -> None:
    guard.write("docs/a\n::error title=FAKE::x.md", CELL)
    assert not [line for line in guard()[1].splitlines() if line.startswith("::")]


def test_what_is_said_about_a_change_is_looked_at(
    guard: Guard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PR_TITLE", f"补{CELL}")
    monkeypatch.setenv("PR_BODY", "没有")
    assert guard.spots("--env", "PR_TITLE", "--env", "PR_BODY") == ["环境变量 PR_TITLE:1 手机号码"]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(f"\n{CARD}".encode())))
    assert guard.spots("--stdin") == ["标准输入:2 身份证号"]


def test_who_made_a_commit_is_looked_at(guard: Guard) -> None:
    guard.git("init", "-q", "-b", "main")
    guard.write("records/children/zs/K7Q2M48/case.sealed.yml", SEALED)
    guard.git("commit", "-q", "--allow-empty", "-m", "x")
    guard.git("commit", "-q", "--allow-empty", "-m", "x", f"--author=a <{CELL}@b.invalid>")
    guard.git("commit", "-q", "--allow-empty", "-m", "x", f"--author={NAME} <a@b.invalid>")
    found = [each.split(" ", 2)[2] for each in guard.spots("--commits", "HEAD~2..HEAD")]
    assert sorted(found) == ["作者:1 密封的姓", "作者:1 手机号码"]
    guard("--commits", "HEAD~2..HEAD")


def test_commits_are_looked_at_with_what_later_ones_took_away(guard: Guard) -> None:
    guard.git("init", "-q", "-b", "main")
    for name, content, message in (("a", "a", "一"), ("b", CELL, "二"), ("b", "", f"删{CARD}")):
        guard.write(name, content)
        guard.git("add", "-A")
        guard.git("commit", "-q", "-m", message)
    found = guard.spots("--commits", "HEAD~2..HEAD")
    assert (
        sorted(each.split(" ", 2)[2] for each in found) == ["b:1 手机号码", "身份证号"]
        or len(found) == 2
    )
    assert guard.spots("--commits", "HEAD~2..HEAD~2") == []
    assert guard("--commits", "nowhere..HEAD")[0] == 2
    assert guard("--commits", "--all")[0] == 2


SEALED = f"""\
id: K7Q2M48
name: {NAME}
id_no: "{CARD}"
address: {PLACE}
guardians:
  - {{relation: 父亲, name: {SHORT}, phone: "{HOME}"}}
"""


def test_what_the_sealed_halves_hold_is_found_elsewhere(guard: Guard) -> None:
    guard.write("records/children/zs/K7Q2M48/case.sealed.yml", SEALED)
    guard.write("a.md", f"一\n{NAME[0]} {NAME[1:]}来了\n住{PLACE}2号\n打 {HOME[:3]}-{HOME[3:]}\n")
    guard.write("b.md", "水石村三组\n无可奈何\n")
    assert guard.spots() == ["a.md:2 密封的姓", "a.md:3 密封的住", "a.md:4 密封的号"]
    guard()


def test_a_half_in_clear_is_passed_over_only_where_a_team_keeps_them_so(guard: Guard) -> None:
    half = "records/children/zs/K7Q2M48/case.sealed.yml"
    guard.write(half, SEALED)
    assert guard.spots() == []
    guard.write("docs/case.sealed.yml", SEALED)
    assert any(spot.startswith("docs/") for spot in guard.spots())
    guard.write("records/settings.yml", "area: zs\nseal: sops\n")
    assert any(spot.startswith(half) for spot in guard.spots())


def test_a_path_with_a_sealed_name_in_it_is_not_shown(guard: Guard) -> None:
    guard.write("records/children/zs/K7Q2M48/case.sealed.yml", SEALED)
    guard.write(f"照片/{NAME}.txt", "x")
    code, said = guard()
    assert code == 1 and "＊＊＊.txt" in said


NAMES = {
    "今天{}没来上学": True,
    "孩子{}，10岁": True,
    "看望{}": True,
    "为{}办理低保": True,
    "本周{}的情况": True,
    "{}情绪稳定": True,
    "ID {}1": True,
}
WAYS = {
    "as it is": "{0}{1}",
    "spaced": "{0} {1}",
    "over the end of a line": "{0}\n{1}",
    "over the end of a line of a quotation": "{0}\r\n> {1}",
    "in two cells": "{0} | {1}",
    "with a look of its own": "{0}**{1}**",
    "dotted": "{0}‧{1}",
    "dotted otherwise": "{0}・{1}",
}


@pytest.mark.parametrize("name", [SHORT, NAME, "阿柳无·依柳名"])
@pytest.mark.parametrize("way", WAYS)
def test_a_sealed_name_is_found_wherever_it_stands(name: str, way: str) -> None:
    known = Secrets([("密封的姓名", name)])
    plain = name.replace("·", "")
    for text in NAMES:
        written = "一\n" + text.format(WAYS[way].format(plain[:1], plain[1:]))
        assert [each[1] for each in known.found(written)] == [2], (text, way)


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("柳无", "到柳无村去", 0),
        ("柳无", "到柳无村去看柳无", 1),
        ("柳无", "到柳 无村去", 0),
        ("柳无村", "到柳无村去", 1),
        ("Liu Wu", "see LIU WU, liu wuming", 1),
        ("Liu Wu", "孩子Liu Wu来了", 1),
    ],
)
def test_a_name_in_the_name_of_a_place_is_the_place(name: str, text: str, found: int) -> None:
    known = Secrets([("密封的姓名", name)], ["柳无村"])
    assert len(list(known.found(text))) == found


def test_a_name_within_an_ordinary_word_is_the_word_unless_it_begins_it() -> None:
    known = Secrets([("密封的姓名", SHORT)], (), ["无柳无", "柳无可"])
    assert [each[2] for each in known.found("无柳无，柳无可来了")] == [5]


def test_few_names_are_taken_for_something_else_in_our_own_pages() -> None:
    """Short names of invented people, and words that might be somebody's name."""
    pages = [path.read_text(encoding="utf-8") for path in ROOT.glob("docs/**/*.md")]
    people = [family + own for family in FAMILIES for own in OWN]
    known = Secrets([("密封的姓名", each) for each in people])
    assert sum(len(list(known.found(page))) for page in pages) <= len(pages) * len(people) / 10_000
    words = Secrets([("密封的姓名", each) for each in WORDS])
    assert sum(len(list(words.found(page))) for page in pages) <= len(pages) * len(WORDS) / 100


FAMILIES, OWN = "柳岚穗桐杉槐榆栎", "明伟芳静敏强磊洋勇艳杰娟涛超霞平刚玲桂英华慧建文"
WORDS = ("高原", "平安", "文明", "和平", "高兴", "温暖", "向阳", "安宁", "江河", "石头")


def test_a_sealed_number_is_found_beside_others() -> None:
    known = Secrets([("密封的号码", HOME)])
    assert [each[2] for each in known.found(f"2026 {HOME[:3]}-{HOME[3:]} 2026")] == [6]
    assert not list(known.found(f"1{HOME}"))


def test_what_may_stand_is_counted_and_has_a_reason(guard: Guard) -> None:
    guard.write("tests/a.py", f"{CELL}\n{CARD}\n")
    guard.write(".tonghu-guard", "# 编造的\ntests/a.py 2 编造的号码\n")
    assert guard()[0] == 0
    guard.write("tests/a.py", f"{CELL}\n{CARD}\n{CELL}\n")
    assert len(guard.spots()) == 3
    guard.write("tests/a.py", f"{CELL}\n")
    assert any("请改小" in line for line in guard()[1].splitlines())
    guard.write(".tonghu-guard", "tests/* 9\n")
    assert ".tonghu-guard:1" in guard()[1]


def test_a_commit_may_add_what_the_base_allows_and_nothing_allows_itself(guard: Guard) -> None:
    """A file has as many made-up numbers as the base counts, however its lines are moved."""
    made, spots = "tests/a.py", ("--commits", "HEAD~1..HEAD")
    guard.git("init", "-q", "-b", "main")
    guard.write(made, f"{CELL}\n{CARD}\n")
    guard.write(".tonghu-guard", f"{made} 2 编造的号码\n")
    guard.git("add", "-A")
    guard.git("commit", "-q", "-m", "x")
    for text, found in ((f"{CARD}\nx\n{CELL}\n", 0), (f"{CARD}\nx\n{CELL}\n{CELL}\n", 1)):
        guard.write(made, text)
        guard.write(".tonghu-guard", f"{made} {2 + found} 编造的号码\n")
        guard.git("commit", "-q", "-am", "x")
        assert len(guard.spots(*spots)) == found
    guard.git("commit", "-q", "--allow-empty", "-m", f"打 {CELL}")
    assert len(guard.spots(*spots)) == 1
    assert len(guard.spots("--commits", "HEAD")) == 5
    assert len(guard.spots("--commits", "HEAD~1...HEAD")) == 1


def test_an_archive_that_opens_only_in_part_is_told_and_not_passed_over() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "first " * 50)
        archive.writestr("b.txt", "second " * 50)
    raw = bytearray(packed.getvalue())
    at = raw.index(b"b.txt") + len("b.txt")
    raw[at : at + 8] = b"\xff" * 8
    found = dict(texts("x.zip", bytes(raw)))
    assert found["x.zip/a.txt"] and found["x.zip"] is None
