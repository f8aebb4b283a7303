"""Every code is explained on the page, and met by a test."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest

from test_broken import ELSEWHERE, EXPECTED, NO_SUCH_RULE
from tonghu.checks import catalogue
from tonghu.schema import fault
from tonghu.schema.book import Schemas
from tonghu.source import read

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "scripts/tonghu"
CHECKS = sorted(path for name in ("checks", "seal") for path in PACKAGE.glob(f"{name}/*.py"))
CODE = re.compile(r"[a-z]+(-[a-z]+)+")


def made(path: Path) -> set[str]:
    """The codes that a module makes problems with."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) in {"error", "warning", "problem", "Fault"}:
            texts = [*node.args, *(keyword.value for keyword in node.keywords)]
            values = [named.get(t.id) if isinstance(t, ast.Name) else _text(t) for t in texts]
            found |= {v for v in values if isinstance(v, str) and CODE.fullmatch(v)}
    return found


def _called(call: ast.Call) -> str:
    function = call.func
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _text(node: ast.expr) -> Any:
    return node.value if isinstance(node, ast.Constant) else None


def test_the_page_is_what_the_laws_say() -> None:
    page = (ROOT / "docs/checks.md").read_text(encoding="utf-8")
    assert page == catalogue.page(), "tonghu check --codes > docs/checks.md"


def test_every_code_is_explained_and_nothing_else_is() -> None:
    explained = [entry.code for _, found in catalogue.sections() for entry in found]
    schema = {f"schema-{name}" for name in {*fault.SIMPLE.values(), "other", "empty"}}
    keys = {f"schema-{name}" for name in (fault.REQUIRED, *fault.ON_KEYS)}
    reading = {entry.code for entry in catalogue.of_reading()}
    codes = set().union(*(made(path) for path in CHECKS))
    assert len(explained) == len(set(explained))
    assert set(explained) == codes | schema | keys | reading


def test_every_explanation_says_what_must_be_and_how_to_mend_it() -> None:
    for title, found in catalogue.sections():
        assert title and found
        for entry in found:
            assert entry.law.endswith(("。", "）"))
            assert entry.mend.endswith(("。", "）")) or title == catalogue.READING


def test_every_law_says_must_or_should() -> None:
    for _, laws in catalogue.SECTIONS:
        for law in laws:
            first = (law.__doc__ or "").split("\n\n")[0]
            assert re.search(r"\b(must|should)\b", first), law


def test_every_code_is_met_by_a_test() -> None:
    tests = [p for name in ("checks", "seal") for p in (ROOT / "tests").glob(f"test_{name}_*.py")]
    met = EXPECTED.read_text("utf-8") + "".join(path.read_text("utf-8") for path in tests)
    codes = {entry.code for _, found in catalogue.sections() for entry in found}
    assert not [code for code in sorted(codes) if not re.search(rf"\b{code}\b", met)]
    assert codes > ELSEWHERE


RULES: dict[str, tuple[dict[str, Any], str]] = {
    "schema-contains": ({"type": "array", "contains": {"const": 1}}, "[2]"),
    "schema-max-items": ({"type": "array", "maxItems": 1}, "[1, 2]"),
    "schema-max-keys": ({"type": "object", "maxProperties": 1}, "{a: 1, b: 2}"),
    "schema-other": ({"not": {"type": "array"}}, "[1]"),
}


@pytest.mark.parametrize("code", sorted(NO_SUCH_RULE))
def test_a_rule_that_no_schema_has_yet_is_told_by_its_code(code: str) -> None:
    body, text = RULES[code]
    schemas = Schemas(ROOT, {"small": {"properties": {"value": body}}})
    document = read("small.yml", f"value: {text}\n".encode())
    assert [one.code for one in schemas.problems("small", document)] == [code]
