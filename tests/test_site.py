"""The pages of the site: what they say is what the front matter says, and nothing is left out."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from mkdocs.utils.meta import get_data

from tonghu.cli import main
from tonghu.site import Book, Site, read_book, site
from tonghu.site.harmless import harmless
from tonghu.site.home import MARK
from tonghu.site.matrix import MISSING, standing, uses
from tonghu.site.pace import pace
from tonghu.site.roles import owing, role_path
from tonghu.site.rule import rule
from tonghu.site.said import condition
from tonghu.source import read_page

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted((ROOT / "docs").rglob("*.md"))
DEFINITIONS = ("docs", "schemas", "mkdocs.yml", "scripts/site_hooks.py")


@pytest.fixture(scope="module")
def book() -> Book:
    return read_book(ROOT)


@pytest.fixture(scope="module")
def made(book: Book) -> Site:
    return site(book)


def terms(page: str) -> dict[str, str]:
    """The rule's box: term → what it says, links and marks left out."""
    found = re.findall(r"^(\S+)\n:   (.+)$", page.partition("</div>")[0], re.MULTILINE)
    return {term: re.sub(r"\[([^\]]*)\]\([^)]*\)|[*]|<[^>]*>", r"\1", said) for term, said in found}


def test_the_box_says_who_whom_when_how_often_on_what_evidence_and_by_which_clause(
    made: Site,
) -> None:
    assert terms(made.pages["handbook/guardianship/assess-poor-monthly.md"]) == {
        "谁": "责任人",
        "对谁": "在册留守儿童",
        "什么时候": "监护情况差",
        "多久": "每月一次",
        "凭什么算做到": "一条“监护评估”的记录",
        "依据": "QJ-033 三(二)2，加强农村留守儿童关爱保护工作实施方案（黔江，2016）",
        "从哪天起": "2016-07-01",
        "性质": "法定 文件里写明了次数、期限，或者写明遇到什么事就要办",
    }


def test_every_duty_is_said_without_a_word_of_the_program(book: Book, made: Site) -> None:
    for each in (rule(book, page) for page in book.duties.values()):
        said = f"{each.whom} {each.state} {each.pace} {each.evidence}"
        assert not re.search(r"[a-z_{}\[\]]{2,}", said), each.path
        assert each.title in made.pages[each.path]


@pytest.mark.parametrize(
    ("selection", "said"),
    [
        ({"registers": "留守儿童", "school": "present"}, "在册留守儿童，在校"),
        ({"registers": ["留守儿童", "困境儿童"]}, "在册留守儿童或困境儿童"),
        ({"age": {"minimum": 16}}, "满16岁"),
        ({"age": {"maximum": 17}}, "不满18岁的孩子"),
        ({"age": {"exclusiveMaximum": 18}}, "不满18岁的孩子"),
        ({"guarded": False}, "没有人监护"),
        ({"agreement": "absent"}, "没有委托监护协议"),
        ({"key_targets": {"minItems": 1}}, "是重点对象"),
        ({"parents_away": {"contains": {"const": "父亲"}}}, "父亲外出"),
        (
            {
                "parents_away": {
                    "allOf": [{"contains": {"const": "父亲"}}, {"contains": {"const": "母亲"}}]
                }
            },
            "父亲、母亲都外出",
        ),
        ({"anyOf": [{"risk": "高"}, {"rating": "差"}]}, "风险等级高，或者监护情况差"),
        ({"not": {"rating": "好"}}, "不是“监护情况好”"),
        ({"boarding": True}, "寄宿：是"),
    ],
)
def test_a_condition_is_said_as_people_say_it(
    book: Book, selection: Mapping[str, Any], said: str
) -> None:
    assert condition(selection, book.facts) == said


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ({"every": "month"}, "每月一次"),
        ({"every": "half-year", "times": 2}, "每半年至少两次"),
        ({"every": "P1Y", "times": 5}, "每满1年至少5次"),
        ({"within": "P0D"}, "当天"),
        ({"within": "P10D"}, "10天以内"),
        ({"within": "P1Y6M"}, "1年6个月以内"),
        ({"holds": {}}, "一直要有"),
        ({"force": "建议"}, "文件没有写次数"),
        ({}, "没有期限，做到为止"),
    ],
)
def test_how_often_is_said_as_people_say_it(book: Book, page: Mapping[str, Any], said: str) -> None:
    assert pace(page, book.labels("settings", "$defs", "period"), "建议") == said


def test_every_requirement_tells_where_it_is_made_good_or_why_not(book: Book, made: Site) -> None:
    found = uses(book)
    assert len(book.requirements) > 300
    for identity, (document, row) in book.requirements.items():
        page = made.pages[document.path.removeprefix("docs/")]
        assert f'<a id="{identity.lower()}"></a>**{identity}**' in page
        assert standing(row, found) != MISSING
    assert any(use.path == "guides/index.md" for use in found["QJ-085"])


def test_every_role_has_a_page_with_all_that_it_owes(book: Book, made: Site) -> None:
    rules = [rule(book, page) for page in book.duties.values()]
    found = owing(rules)
    assert {role for each in rules for role in each.roles} == set(found)
    for role, own in found.items():
        assert len({role_path(book, other) for other in found}) == len(found)
        assert all(each.title in made.pages[role_path(book, role)] for each in own)


def test_every_page_stands_in_the_contents_once(made: Site) -> None:
    def leaves(entries: Any) -> list[str]:
        if isinstance(entries, str):
            return [entries]
        parts = entries.values() if isinstance(entries, dict) else entries
        return [leaf for part in parts for leaf in leaves(part)]

    assert sorted(leaves(made.contents)) == sorted(made.pages)


def test_what_a_page_asks_for_is_there(book: Book, made: Site) -> None:
    asked = [mark for page in PAGES for mark in MARK.findall(page.read_text(encoding="utf-8"))]
    assert asked
    for kind, names in asked:
        known = {"duties": set(book.duties), "roles": set(owing_roles(book)), "sources": set()}
        assert set(names.split()) <= known.get(kind, set(made.pages))
    assert not any(MARK.search(text) for text in made.pages.values())


def owing_roles(book: Book) -> list[str]:
    return [role for page in book.duties.values() for role in rule(book, page).roles]


def test_the_home_page_answers_who_sees_a_child_rated_poor_how_often_and_why(made: Site) -> None:
    line = next(line for line in made.pages["index.md"].splitlines() if "监护情况差的" in line)
    assert all(word in line for word in ("责任人", "每月一次", "QJ-033", "黔江方案"))


def test_roles_of_guides_are_roles(book: Book) -> None:
    roles = set(book.labels("event", "$defs", "role"))
    named = [leaf.data.get("roles") or [] for leaf in book.leaves.values()]
    assert set().union(*named) <= roles


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_mkdocs_and_our_reader_agree_on_a_page(page: Path) -> None:
    """MkDocs swallows broken front matter and lets the last of two keys win; ours says so."""
    raw = page.read_bytes()
    ours = read_page(page.name, raw)
    body, theirs = get_data(raw.decode())
    assert (ours.document.data or {}) == plain(theirs)
    assert ours.body.strip() == body.strip()


def plain(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [plain(value) for value in data]
    return data.isoformat() if isinstance(data, date) else data


def definitions(folder: Path) -> Path:
    """A home of its own: pages and schemas, and no record anywhere near."""
    for name in DEFINITIONS:
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    return folder


def test_pages_are_the_same_where_there_are_no_records(made: Site, tmp_path: Path) -> None:
    assert site(read_book(definitions(tmp_path))) == made


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("<script>alert(1)</script>", "&lt;script>alert(1)&lt;/script>"),
        ('<img src="x" onerror="alert(1)">', '&lt;img src="x" onerror="alert(1)">'),
        ('<a id="report"></a>', '<a id="report"></a>'),
        ('<a href="javascript:alert(1)">x</a>', '&lt;a href="javascript:alert(1)">x</a>'),
        ('<div class="x" onclick="y">', '&lt;div class="x" onclick="y">'),
        ("[x](javascript:alert)", "[x]&#40;javascript:alert)"),
        ("[x](&#106;avascript:alert)", "[x]&#40;&#106;avascript:alert)"),
        ("[x]: JavaScript:alert", "[x]&#58; JavaScript:alert"),
        ("[x](https://example.org)", "[x](https://example.org)"),
        ("[x](../a.md#b)", "[x](../a.md#b)"),
        ("`a < b, {event: x}`", "`a < b, {event: x}`"),
        ("`<b>`", "<code>&#60;b&#62;</code>"),
        ("```\na: [b]\n```", "```\na: [b]\n```"),
        ("```\n<b>\n```", "<pre><code>&#60;b&#62;\n</code></pre>"),
        ("少于{threshold}的", "少于{threshold}的"),
        ("{{ config }} {% raw %}", "&#123;&#123; config }} &#123;% raw %}"),
        ("![图](../images/a.png)", "![图](../images/a.png)"),
        ("![](https://example.org/a.png)", "&#33;[](https://example.org/a.png)"),
    ],
)
def test_a_page_cannot_act(written: str, published: str) -> None:
    assert harmless(written) == published


def test_a_malicious_page_only_shows_itself(tmp_path: Path) -> None:
    home = definitions(tmp_path)
    bad = home / "docs/handbook/guardianship/assess-poor-monthly.md"
    text = bad.read_text(encoding="utf-8")
    title = "title: '<script>x</script>| [y](javascript:z) {{ config }}'"
    bad.write_text(re.sub("^title: .*$", title, text, flags=re.MULTILINE), encoding="utf-8")
    for text in site(read_book(home)).pages.values():
        assert "<script" not in text
        body = text.split("---\n", 2)[2]
        assert "](javascript" not in body.replace("\\]", "")


def test_a_page_that_cannot_be_read_stops_the_site(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = definitions(tmp_path / "home")
    page = home / "docs/handbook/guardianship/assess-poor-monthly.md"
    page.write_text(page.read_text("utf-8").replace("subject: child", "subject: 孩子"), "utf-8")
    assert main(["site", "--home", str(home), "--out", str(tmp_path / "site")]) == 1
    assert "assess-poor-monthly.md:4" in capsys.readouterr().out
    assert not (tmp_path / "site").exists()


def test_another_engine_builds_the_export(tmp_path: Path) -> None:
    assert main(["site", "--home", str(ROOT), "--export", str(tmp_path / "export")]) == 0
    again = tmp_path / "again"
    assert main(["site", "--home", str(ROOT), "--export", str(again)]) == 0
    files = [path for path in again.rglob("*") if path.is_file()]
    for path in files:
        assert path.read_bytes() == (tmp_path / "export" / path.relative_to(again)).read_bytes()
    command = [sys.executable, "-m", "properdocs", "build", "--strict", "--quiet"]
    config = ["-f", str(tmp_path / "export/mkdocs.yml"), "-d", str(tmp_path / "site")]
    environment = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        [*command, *config], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    page = tmp_path / "site/handbook/guardianship/assess-poor-monthly.html"
    assert '<div class="rule">' in page.read_text(encoding="utf-8")
