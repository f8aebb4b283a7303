"""The editor that a worker types in explains and completes a case file in Chinese, offline.

The real yaml-language-server is asked, with the settings that the repository gives its editors.
The mark ‸ in a text is where the cursor stands.
"""

import itertools
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

from system.language_server import Client, conversation
from system.parts import MISSING, SERVER, tools

ROOT = Path(__file__).resolve().parent.parent
CHILDREN = ROOT / "records/children/zhongshan"
NUMBERS = itertools.count()
HEAD = "id: K7Q2M48\nborn: 2015-03-09\nsex: 女\nhousehold: hm3k\ntimeline:\n"


@pytest.fixture(scope="module")
def server(not_run: Callable[[str], NoReturn]) -> Iterator[Client]:
    found = tools()
    if found is None or not SERVER.exists():
        not_run(f"没有编辑器的语言服务。{MISSING}")
    settings = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))
    with conversation([found[0], str(SERVER), "--stdio"], ROOT, settings) as client:
        yield client


def opened(server: Client, name: str, text: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Open a new file as an editor does: where the cursor stands, and what is wrong with it."""
    before, _, after = text.partition("‸")
    uri = (CHILDREN / str(next(NUMBERS)) / name).as_uri()
    document = {"uri": uri, "languageId": "yaml", "version": 1, "text": before + after}
    server.send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
    cursor = {"line": before.count("\n"), "character": len(before.rpartition("\n")[2])}
    return {"textDocument": {"uri": uri}, "position": cursor}, server.diagnostics(uri)


def completed(server: Client, text: str, name: str = "case.yml") -> dict[str, str]:
    """What the editor offers at the cursor, each with its explanation."""
    cursor, _ = opened(server, name, text)
    items = server.request("textDocument/completion", cursor)["items"]
    return {item["label"]: explanation(item.get("documentation", "")) for item in items}


def explanation(documentation: str | dict[str, str]) -> str:
    return documentation if isinstance(documentation, str) else documentation["value"]


def hovered(server: Client, text: str) -> str:
    """What the editor says of the word under the cursor."""
    cursor, _ = opened(server, "case.yml", text)
    return str(server.request("textDocument/hover", cursor)["contents"]["value"])


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def test_the_kinds_of_event_are_offered(server: Client) -> None:
    offered = completed(server, HEAD + "  - {ref: m8t5, date: 2026-01-21, event: ‸}\n")
    assert {"登记", "监护评估", "走访", "帮扶方案", "迁移"} <= set(offered)


def test_the_values_of_an_attribute_are_offered(server: Client) -> None:
    event = "  - {ref: k03d, date: 2026-01-20, event: 监护评估, rating: ‸, by: W003}\n"
    assert set(completed(server, HEAD + event)) == {"好", "一般", "差"}


def test_the_keys_of_an_event_are_offered_and_explained_in_chinese(server: Client) -> None:
    offered = completed(server, HEAD + "  - ref: k03d\n    event: 监护评估\n    ‸\n")
    assert {"date", "by", "rating", "risk"} <= set(offered)
    assert is_chinese(offered["rating"])


def test_the_keys_of_a_case_are_offered_and_explained_in_chinese(server: Client) -> None:
    offered = completed(server, "id: K7Q2M48\n‸\n")
    assert {"born", "sex", "household", "timeline"} <= set(offered)
    assert all(is_chinese(offered[key]) for key in ("born", "sex", "household", "timeline"))


@pytest.mark.parametrize("key", ["register", "place", "by"])
def test_an_attribute_is_explained_in_chinese(server: Client, key: str) -> None:
    event = (
        "  - {ref: a1x9, date: 2026-01-12, event: 登记, register: 留守儿童, place: z, by: W012}\n"
    )
    assert is_chinese(hovered(server, HEAD + event.replace(f"{key}:", f"{key[0]}‸{key[1:]}:")))


def test_a_wrong_value_is_marked_where_it_stands(server: Client) -> None:
    event = "  - {ref: k03d, date: 2026-01-20, event: 监护评估, rating: ‸很差, by: W003}\n"
    cursor, found = opened(server, "case.yml", HEAD + event)
    assert [problem["range"]["start"] for problem in found] == [cursor["position"]]
    assert all(word in found[0]["message"] for word in ("好", "一般", "差"))


def test_a_missing_attribute_is_named(server: Client) -> None:
    event = "  - {ref: k03d, date: 2026-01-20, event: 监护评估, by: W003}\n"
    _, found = opened(server, "case.yml", HEAD + event)
    assert ["rating" in problem["message"] for problem in found] == [True]


def test_a_right_case_is_left_in_peace(server: Client) -> None:
    event = "  - {ref: k03d, date: 2026-01-20, event: 监护评估, rating: 差, by: W003}\n"
    assert opened(server, "case.yml", HEAD + event)[1] == []


def test_an_event_file_is_completed_too(server: Client) -> None:
    event = "- {ref: x3f9, date: 2026-10-12, event: ‸}\n"
    assert "走访" in completed(server, event, "2026-10-12-x3f9.yml")
