"""The accelerator gives what the reference gives, or nothing; and nothing where there is a trap."""

import importlib
import random
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn

import pytest
import yaml

from tonghu.source import accelerator, dump, load, read, read_reference

ROOT = Path(__file__).resolve().parent.parent
TRAPS = Path(__file__).parent / "traps"
Texts = Callable[[random.Random], str]

LETTERS = "abcdefghijklmnopqrstuvwxyz"
KINDS: list[dict[str, Any]] = [
    {"event": "登记", "register": "留守儿童", "types": ["甲", "乙"], "place": "zhongshan/shuishi"},
    {"event": "外出", "who": "双方", "other_capable": False},
    {"event": "走访", "visitor_role": "儿童主任", "saw_child": True, "note": "好，“很好”：12:30"},
    {"event": "入学", "school": "qingxi", "stage": "小学", "term": "2026秋"},
    {"event": "帮扶方案", "steps": [{"owner": "W003", "due": "2026-02-01"}], "amount": 120.5},
]
CHARACTERS = [
    *"-:,[]{}#&*!|>'\"%@`~=<?+._0123456789eExobyYnNtTfF \t\n\r\\：，、｛｝【】“”　０Ａ－éŮ😀",
    *"\x00\x85\xa0\u200b\u200d\u2028\ufeff",
]
PIECES = [
    *("no", "yes", "on", "Off", "True", "true", "null", "NULL", "~", "y", "0123", "1e3", "0o17"),
    *("0x1F", "+1", ".5", "5.", "1_000", "12:30", "-1", "-0", "1.50", "2026", "<<", "=", "a:1"),
    *("&x", "*x", "!t", '"a"', "'b'", '"\\u0041"', '"\\ud800"', "[]", "{}", "[a]", "{a: 1}", "{a}"),
    *("- ", "? a", ": ", "# c", " #c", "|\n    x", ">-\n  x", "---", "...", "%YAML 1.1", "\n  "),
    *("12345678901234567890", "2026-01-12", "“x”", "【甲】", "ref：a", "甲，乙", "no way", "3号院"),
]
SCALARS = [
    *("a", "b c", "no way", "nO way", "x.y", "a/b@c+d", "none", "inf", "NaN", "e1", "o", "T", "_"),
    *("true", "null", "false", "true x", "null-", "Y-", "on.", "off/", "a-", "1 a", "0", "-1"),
    *("-0", "-0.0", "1.5", "123456789012345", "1.123456789012345", "2026-01", "2026-01-12"),
    *("2026秋", "甲", "0a", "6sui", "00z", "1E", "7e1z", "12月 3"),
    *('"a: b"', "'it''s'", '"x\\ty\\n"', '"\\u4e00"', '"，：“”"', '"no"', "3号 院", "甲 乙"),
    *(
        "甲，乙",
        "甲：b",
        "甲，a：b",
        "四(一)",
        "甲（乙）",
        "甲，",
        "甲。 乙",
        "甲“x”",
        "《甲》",
        "甲，a: b",
        "甲；-",
    ),
]
KEYS = ["a", "b", "c", "no-x", "ok", "年", "T1", "offx", "nulls"]


def same(one: Any, other: Any) -> bool:
    """Equal, and of the same types and order throughout."""
    return type(one) is type(other) and repr(one) == repr(other)


def canonical(chance: random.Random) -> str:
    """A case file of a few events as the tool writes it."""
    timeline = [
        {
            "ref": "".join(chance.choices(LETTERS) + chance.choices(LETTERS + "0123456789", k=3)),
            "date": f"2026-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}",
            **chance.choice(KINDS),
            "by": f"W{chance.randint(1, 60):03d}",
        }
        for _ in range(chance.randint(1, 3))
    ]
    record = {"id": "K7Q2M48", "born": "2015-03-09", "sex": "女", "timeline": timeline}
    return dump(record if chance.random() < 0.7 else timeline)


def block(chance: random.Random) -> str:
    """The same in block style, as another tool would write it."""
    data = read("a.yml", canonical(chance).encode()).data
    items = data["timeline"] if isinstance(data, dict) else data
    blocks = ("- " + dump(item).strip().replace("\n", "\n  ") for item in items)
    return "timeline:\n" * isinstance(data, dict) + "\n".join(blocks) + "\n"


def change(text: str, chance: random.Random) -> str:
    """One slip of a hand: a character or a piece more, less or other, or a line moved."""
    at = chance.randrange(len(text) + 1)
    lines = text.split("\n")
    row = chance.randrange(len(lines))
    space = text.find(" ", at) + 1
    end = min((i for mark in ",}\n" if (i := text.find(mark, space)) >= 0), default=len(text))
    copied = [*lines[:row], lines[chance.randrange(len(lines))], *lines[row:]]
    indented = [*lines[:row], chance.choice(["", " ", "  ", "- "]) + lines[row], *lines[row + 1 :]]
    slips: list[str] = [
        text[:at] + chance.choice(CHARACTERS) + text[at:],
        text[:at] + chance.choice(CHARACTERS) + text[at + 1 :],
        text[:at] + text[at + chance.randint(1, 3) :],
        text[:at] + chance.choice(PIECES) + text[at:],
        text[:space] + chance.choice(PIECES) + text[end:],
        "\n".join(copied),
        "\n".join(indented),
    ]
    return chance.choice(slips)


def mutant(chance: random.Random) -> str:
    text = canonical(chance) if chance.random() < 0.5 else block(chance)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        text = change(text, chance)
    return text


def value(chance: random.Random, depth: int) -> str:
    kind = chance.random() if depth else 1.0
    several = range(chance.randrange(4))
    if kind < 0.15:
        pairs = ", ".join(f"{chance.choice(KEYS)}: {value(chance, depth - 1)}" for _ in several)
        return "{" + pairs + chance.choice(["}", " }", ", }", "}", "}", "]", ""])
    if kind < 0.3:
        items = ", ".join(value(chance, depth - 1) for _ in several)
        return chance.choice(["[", "[ "]) + items + chance.choice(["]", "]", "]", " ]", ", ]", "}"])
    return chance.choice(SCALARS)


def line(chance: random.Random, indent: int) -> str:
    start = " " * indent + chance.choice(["", "", "- "])
    key = f"{chance.choice(KEYS)}:" + chance.choice([" " + value(chance, 3)] * 4 + ["", " ", " #c"])
    content = chance.choice([key, key, key, value(chance, 3), chance.choice(["", "#c", "- a"])])
    return start + content + chance.choice([""] * 6 + [" ", "  # 注 “x”", " #"])


def words(chance: random.Random) -> str:
    """Lines made of words that are certain each, put together without sense."""
    indent, lines = 0, []
    for _ in range(chance.randint(1, 8)):
        if chance.random() < 0.4:
            indent = max(0, min(12, indent + chance.choice([-2, -1, 0, 1, 2, 4])))
        lines.append(line(chance, indent))
    return chance.choice(["\n", "\n", "\n", "\r\n", "\r"]).join(lines) + chance.choice(["\n", ""])


def texts(source: Texts, seed: int) -> Iterator[str]:
    chance = random.Random(seed)
    while True:
        yield source(chance)


@pytest.fixture(autouse=True)
def _fast(not_run: Callable[[str], NoReturn]) -> None:
    if accelerator.loads is None:
        not_run("ryaml is not installed")


@pytest.mark.parametrize(("source", "number"), [(mutant, 10_000), (words, 5_000)])
def test_never_a_value_where_the_reference_gives_another_or_a_problem(
    source: Texts, number: int
) -> None:
    read_fast = 0
    for text in islice(texts(source, 1), number):
        data = load(text.encode())
        if data is not None:
            reference = read_reference("a.yml", text.encode())
            assert reference.problems == (), text
            assert same(data, reference.data), text
            read_fast += 1
    assert read_fast > number // 10


@pytest.mark.parametrize("source", [canonical, block])
def test_the_usual_forms_are_read_fast(source: Texts) -> None:
    for text in islice(texts(source, 2), 200):
        for form in (text, text.replace("\n", "\r\n"), text.rstrip("\n"), f"# 注\n\n{text}"):
            data = load(form.encode())
            assert data is not None, form
            assert same(data, read_reference("a.yml", form.encode()).data)


def test_the_records_of_this_repository_are_read_fast() -> None:
    for path in sorted((ROOT / "records").rglob("*.yml"))[::20]:
        raw = path.read_bytes()
        assert same(load(raw), read_reference("a.yml", raw).data), path


def test_no_trap_is_read_fast() -> None:
    for row in yaml.safe_load((TRAPS / "files.yml").read_text(encoding="utf-8")):
        raw = row["text"].encode(row.get("encoding", "utf-8"), "surrogateescape")
        data = load(raw)
        assert data is None or (row["told"] == [] and same(data, row["data"])), row["trap"]
    for row in yaml.safe_load((TRAPS / "syntax.yml").read_text(encoding="utf-8")):
        assert load(row["text"].encode()) is None


def test_no_ambiguous_scalar_is_read_fast() -> None:
    for plain in yaml.safe_load((TRAPS / "scalars.yml").read_text(encoding="utf-8"))["ambiguous"]:
        for text in ("k: {}\n", "- [a, {} ]\n", "- {{a: {}}}\n", "- {} # x\n", "{}: 1\n", "{}"):
            assert load(text.format(plain).encode()) is None, text.format(plain)


def deepest() -> str:
    """As deep as certain lines can go: a list and a mapping at every column."""
    lines = []
    for column in range(11):
        lines += [" " * column + "a:", " " * column + "- "]
    return "\n".join(lines[:-1]) + "\n" + " " * 10 + "- a: {b: [{c: d}]}\n"


def test_certain_lines_are_never_deeper_than_the_reference_reads() -> None:
    text = deepest()
    reference = read_reference("a.yml", text.encode())
    assert reference.problems == ()
    assert same(load(text.encode()), reference.data)
    assert load(("[" * 5 + "]" * 5).encode()) is None
    assert load(f"a:\n{' ' * 11}b: 1\n".encode()) is None


def test_a_file_of_two_megabytes_is_not_read_fast() -> None:
    assert load(b"a: 1\n" + b"# x\n" * 600_000) is None


def test_without_the_accelerator_all_is_read_by_the_reference(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = canonical(random.Random(3)).encode()
    fast = read("a.yml", text)
    with monkeypatch.context() as absent:
        absent.setitem(sys.modules, "ryaml", None)
        importlib.reload(accelerator)
        assert load(text) is None
        slow = read("a.yml", text)
    importlib.reload(accelerator)
    assert same(load(text), fast.data)
    assert same(slow.data, fast.data)
    assert slow.mark(("timeline", 0, "ref")) == fast.mark(("timeline", 0, "ref"))


@pytest.mark.parametrize("name", ["schemas/facts.yml", "records/settings.yml", ".sops.yaml"])
def test_what_every_command_reads_is_read_the_fast_way(name: str) -> None:
    assert load((ROOT / name).read_bytes()) is not None
