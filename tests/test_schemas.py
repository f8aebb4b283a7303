"""The schemas themselves: complete, in one place, and one clear error for each thing that is wrong.

A file dropped into `schemas/positive/<schema>/` is a test, and so is one in `negative/`, which
opens with a line for each error that it must give: `# expect: timeline/0 required rating`.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from schemas.reading import ALL, FOLDER, ROOT, SCHEMAS, Place, errors, properties, target
from tonghu.duty.home import load_home
from tonghu.schema import load_schemas
from tonghu.schema.view import View
from tonghu.source import read, read_page

SAMPLES = ROOT / "tests/schemas"
RECORDS = ("event", "case", "events", "place", "team", "settings")
EVENT = SCHEMAS["event"]
KINDS = SAMPLES / "kinds.yml"
ASKED: dict[str, dict[str, str]] = read(KINDS.name, KINDS.read_bytes()).data
ORDER = list(ASKED)
ALWAYS = {"ref": "k03d", "date": "2026-01-20", "by": "W003"}
SHORT_TEXTS = {"reason", "to", "notice_no", "term", "topic", "name", "version"}


def chinese(text: object) -> bool:
    return isinstance(text, str) and bool(re.search(r"[\u4e00-\u9fff]", text))


def english(text: object) -> bool:
    return isinstance(text, str) and bool(text) and not chinese(text)


def is_code(file: str, body: dict[str, Any]) -> bool:
    """Whether a value comes from a list, or is yes or no."""
    body = target(file, body)
    if "else" in body:
        return is_code(file, body["then"]) and is_code(file, body["else"])
    if "items" in body:
        return is_code(file, body["items"])
    return "enum" in body or body.get("type") == "boolean"


def of_kind(kind: str) -> dict[str, Any]:
    """What the schema says of one kind of event."""
    found = [
        part["then"]
        for part in EVENT["allOf"]
        if part["if"].get("properties", {}).get("event") == {"const": kind}
    ]
    assert len(found) == 1
    return dict(found[0])


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_written_as_json_writes_it(name: str) -> None:
    written = (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")
    assert written == json.dumps(SCHEMAS[name], ensure_ascii=False, indent=2) + "\n"
    Draft202012Validator.check_schema(SCHEMAS[name])


def test_every_property_is_explained_in_chinese_and_labelled_in_english() -> None:
    unsaid = [
        where
        for where, _, body in properties(tuple(SCHEMAS))
        if not (chinese(body.get("title")) and chinese(body.get("description")))
        or not english(body.get("x-en"))
    ]
    assert not unsaid


def test_every_property_of_a_record_is_open_or_sealed_by_its_class() -> None:
    for where, _, body in properties(RECORDS):
        assert body.get("x-class") in ("P0", "P1", "P2", "P3", "P4"), where
        assert body.get("x-seal") in ("open", "sealed"), where
        assert body["x-class"] not in ("P2", "P4") or body["x-seal"] == "sealed", where


def test_what_is_sensitive_stands_open_only_as_a_code_that_a_rule_reads() -> None:
    facts = read("facts.yml", (FOLDER / "facts.yml").read_bytes()).data
    read_by_rules = {*facts["facts"], *(key for asked in ASKED.values() for key in asked), "reason"}
    for where, name, body in properties(("event", "case")):
        if body["x-class"] == "P3" and body["x-seal"] == "open":
            assert is_code("event", body) and name in read_by_rules, where


def test_free_text_is_sealed() -> None:
    for where, name, body in properties(RECORDS):
        if body.get("type") == "string" and not {"enum", "pattern"} & body.keys():
            assert body["x-seal"] == "sealed" or name in SHORT_TEXTS, where


@pytest.mark.parametrize("file", ["event", "place", "team"])
def test_no_name_is_open_in_one_place_and_sealed_in_another(file: str) -> None:
    found = {(name, body["x-seal"]) for _, name, body in properties((file,))}
    assert len(found) == len(dict(found))


def value_lists() -> Iterator[Place]:
    for place in ALL:
        listed = isinstance(place.node.get("enum"), list)
        if listed and not {"if", "propertyNames"} & set(place.path):
            yield place


def test_every_value_has_an_english_label() -> None:
    for file, path, node in value_lists():
        kinds = node.get("x-kinds", {}).items()
        labels = node.get("x-en-values") or {kind: said["en"] for kind, said in kinds}
        assert list(labels) == [str(value) for value in node["enum"]], (file, path)
        assert all(map(english, labels.values())), (file, path)


def test_every_value_list_has_one_home() -> None:
    homes = Counter(tuple(map(str, node["enum"])) for _, _, node in value_lists())
    assert not [values for values, times in homes.items() if times > 1]


def test_the_kinds_of_event_stand_in_the_order_of_one_day() -> None:
    assert EVENT["$defs"]["kind"]["enum"] == ORDER
    branches = [part["if"].get("properties", {}).get("event") for part in EVENT["allOf"]]
    assert branches == [None, *({"const": kind} for kind in ORDER)]


@pytest.mark.parametrize("file", ["event", "place", "team"])
def test_every_kind_says_what_it_is_and_which_requirements_it_records(file: str) -> None:
    kinds = SCHEMAS[file]["$defs"]["kind"]
    assert list(kinds["x-kinds"]) == kinds["enum"]
    titles = [said["title"] for said in kinds["x-kinds"].values()]
    assert titles == kinds["enumDescriptions"] and all(map(chinese, titles))
    assert all(said["cites"] for said in kinds["x-kinds"].values())


def test_every_requirement_cited_exists() -> None:
    pages = [
        read_page(path.name, path.read_bytes()).document.data
        for path in sorted((ROOT / "docs/sources").glob("*.md"))
    ]
    known = {row["id"] for page in pages for row in page["requirements"]}
    cited = {
        cite
        for _, _, node in ALL
        for key in ("cites", "x-cites")
        if isinstance(node.get(key), list)
        for cite in node[key]
    }
    assert cited <= known


@pytest.mark.parametrize("kind", ORDER)
def test_a_kind_needs_what_the_contract_names_and_no_more(kind: str) -> None:
    asked = ASKED[kind]
    whole = {**ALWAYS, "event": kind, **asked}
    assert errors("event", whole) == []
    for key in whole:
        less = {name: value for name, value in whole.items() if name != key}
        assert errors("event", less) == [f"required {key}"]


@pytest.mark.parametrize("kind", ORDER)
def test_a_kind_takes_only_its_own_attributes(kind: str) -> None:
    asked = ASKED[kind]
    whole = {**ALWAYS, "event": kind, **asked}
    names = of_kind(kind)["propertyNames"]["enum"]
    assert names == [name for name in EVENT["properties"] if name in names]
    assert {*whole, "supersedes", "reason"} <= set(names)
    assert errors("event", {**whole, "shoe_size": 36}) == ["propertyNames"]


@pytest.mark.parametrize("kind", ORDER)
def test_a_withdrawal_of_any_kind_needs_a_reason_and_takes_no_fact(kind: str) -> None:
    withdrawal = {**ALWAYS, "event": kind, "retracts": "a1x9"}
    assert errors("event", withdrawal) == ["required reason"]
    assert errors("event", {**withdrawal, "reason": "记错了孩子"}) == []
    for key, value in {"place": "helu/qiaotou", **ASKED[kind]}.items():
        fact = {**withdrawal, "reason": "记错了孩子", key: value}
        assert errors("event", fact) == ["propertyNames"]


def test_every_attribute_belongs_to_some_kind() -> None:
    used = {name for kind in ORDER for name in of_kind(kind)["propertyNames"]["enum"]}
    assert {*used, "retracts"} == set(EVENT["properties"])


def test_an_update_may_change_any_fact_except_a_rating_or_a_school() -> None:
    for kind in ("信息更新", "摸排"):
        names = set(of_kind(kind)["propertyNames"]["enum"])
        assert not {"rating", "school", "register"} & names


def test_what_a_kind_says_of_a_fact_is_not_lost() -> None:
    """An event reads only attributes that it has, and one that sets facts sets all it names."""
    facts = read("facts.yml", (FOLDER / "facts.yml").read_bytes()).data
    assert list(facts["events"]) == ORDER
    for kind, effect in facts["events"].items():
        names = set(of_kind(kind)["propertyNames"]["enum"])
        used = set(attributes(effect))
        assert used <= names, kind
        assert not effect or names & set(facts["facts"]) <= used, kind


def attributes(effect: dict[str, Any]) -> Iterator[str]:
    """The attributes of an event that an effect reads."""
    for what in ("sets", "adds", "drops", "where"):
        written = effect.get(what, [])
        yield from (one for one in written if isinstance(written, list))
        if isinstance(written, dict):
            yield from (one for one in written.values() if isinstance(one, str))
    if "until" in effect:
        yield effect["until"]


def test_no_label_that_wounds_is_a_word_of_the_schemas() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.schema.json"))
    assert not [label for label in ("问题少年", "问题儿童", "差生") if label in text]


def samples(side: str) -> list[Any]:
    found = sorted((SAMPLES / side).glob("*/*.yml"))
    return [pytest.param(path, id=f"{path.parent.name}-{path.stem}") for path in found]


@pytest.mark.parametrize("path", samples("positive"))
def test_a_right_file_is_accepted(path: Path) -> None:
    document = read(path.name, path.read_bytes())
    assert not document.problems
    assert errors(path.parent.name, document.data) == []


@pytest.mark.parametrize("path", samples("negative"))
def test_a_wrong_file_gives_the_errors_it_names_and_no_others(path: Path) -> None:
    document = read(path.name, path.read_bytes())
    expected = re.findall(r"^# expect: (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert not document.problems and expected
    assert errors(path.parent.name, document.data) == sorted(expected)


def test_every_topic_that_a_duty_asks_for_is_offered() -> None:
    """Whoever picks from the list meets the duty."""
    schemas = load_schemas(ROOT)
    asked = [
        (page.document.path, data["subject"], one["event"], topic)
        for page in load_home(ROOT).pages.values()
        for data in [page.document.data]
        for one in (data["do"] if isinstance(data.get("do"), list) else [data.get("do")])
        if isinstance(one, dict) and "topic" in one
        for topic in (one["topic"] if isinstance(one["topic"], list) else [one["topic"]])
    ]
    assert asked
    for path, subject, kind, topic in asked:
        assert subject != "child", path
        record = {"timeline": [{"event": kind}]}
        if subject == "worker":
            nodes = View(schemas, "team", {"workers": [record]}).nodes(
                ("workers", 0, "timeline", 0, "topic")
            )
        else:
            nodes = View(schemas, "place", record).nodes(("timeline", 0, "topic"))
        offered = {word for node in nodes for word in node.body.get("examples", ())}
        assert topic in offered, path
