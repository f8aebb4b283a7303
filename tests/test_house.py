"""The rules of the house: small pieces, each introduced, and no word of policy in Python.

That public names have docstrings and nothing reads a clock is ruff's to say, and who may import
whom is the import contract's; both run beside these tests.
"""

import ast
import json
import re
import statistics
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "scripts").rglob("*.py"))
TESTS = sorted((ROOT / "tests").glob("**/*.py"))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def tracked() -> list[Path]:
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    return [path for name in names.stdout.decode().split("\0") if (path := ROOT / name).is_file()]


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end, the docstring not counted."""
    assert function.end_lineno
    whole = function.end_lineno - function.lineno + 1
    if ast.get_docstring(function) is None:
        return whole
    docstring = function.body[0]
    assert docstring.end_lineno
    return whole - (docstring.end_lineno - docstring.lineno + 1)


def test_modules_are_small() -> None:
    sizes = {named(path): lines(path) for path in MODULES}
    assert not {name: size for name, size in sizes.items() if size >= 300}
    assert statistics.median(sizes.values()) < 120


def test_functions_are_small() -> None:
    found = {
        f"{named(path)}:{node.lineno} {node.name}": length(node)
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and length(node) >= 30
    }
    assert not found


def test_every_module_opens_with_a_sentence() -> None:
    first = {
        named(path): (ast.get_docstring(tree(path)) or "").split("\n\n")[0] for path in MODULES
    }
    assert not [name for name, sentence in first.items() if not sentence.rstrip().endswith(".")]


def test_every_folder_of_the_package_is_a_package() -> None:
    """Else the import contract does not see what lies in it."""
    folders = {path.parent for path in MODULES if path.parent != ROOT / "scripts"}
    assert not [named(folder) for folder in folders if not (folder / "__init__.py").exists()]


def test_nothing_is_called_after_its_having_no_place() -> None:
    homeless = {"common", "helper", "helpers", "misc", "util", "utils"}
    assert not [
        named(p) for p in MODULES + TESTS if homeless & {*p.parts[len(ROOT.parts) :], p.stem}
    ]


# No word of policy in Python: such words have their one home in schemas/ and docs/.


def values(schema: Any) -> Iterator[str]:
    """Every value that a schema allows, wherever it stands."""
    if isinstance(schema, dict):
        allowed = [*schema.get("enum", []), schema.get("const")]
        yield from (value for value in allowed if isinstance(value, str))
        schema = list(schema.values())
    if isinstance(schema, list):
        for part in schema:
            yield from values(part)


def every_key_and_value(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        data = [*data.keys(), *data.values()]
    if isinstance(data, list):
        for part in data:
            yield from every_key_and_value(part)
    if isinstance(data, str):
        yield data


def policy_words() -> set[str]:
    """The ids of duties and documents, and the Chinese words of the schemas and of the facts."""
    pages = [*(ROOT / "docs/handbook").rglob("*.md"), *(ROOT / "docs/sources").glob("*.md")]
    words = {path.stem for path in pages if path.stem != "index"}
    for path in sorted((ROOT / "schemas").glob("*.json")):
        words |= {
            word for word in values(json.loads(path.read_text("utf-8"))) if not word.isascii()
        }
    facts = yaml.safe_load((ROOT / "schemas/facts.yml").read_text("utf-8"))
    return words | {word for word in every_key_and_value(facts) if not word.isascii()}


def strings(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Every string and every name; the pieces of a sentence put together are not words."""
    pieces = {
        id(part)
        for node in ast.walk(module)
        if isinstance(node, ast.JoinedStr) and len(node.values) > 1
        for part in node.values
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in pieces:
                yield node.lineno, node.value
        elif isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.keyword | ast.arg) and node.arg:
            yield node.lineno, node.arg


def policy_in(module: ast.Module, words: set[str]) -> Iterator[str]:
    """Strings that are a word of policy, or a list of such words written as one string."""
    for line, text in strings(module):
        parts = {part for part in re.split(r"[\s,，、|·/]+", text) if part}
        if parts and (text in words or parts <= words):
            yield f"{line} {text}"


def test_no_word_of_policy_stands_in_python() -> None:
    words = policy_words()
    assert len(words) > 100
    assert not [f"{named(p)}:{found}" for p in MODULES for found in policy_in(tree(p), words)]


@pytest.mark.parametrize(
    "code",
    [
        'if event == "登记": pass',
        'match x:\n  case "登记": pass',
        'kinds = {"登记": 1}',
        'kinds = "登记 退出".split()',
        "kinds = dict(登记=1)",
        'say(f"登记")',
    ],
)
def test_a_word_of_policy_is_found_in(code: str) -> None:
    assert list(policy_in(ast.parse(code), {"登记", "退出"}))


@pytest.mark.parametrize(
    "code", ['say("请先登记，再走访。")', 'say(f"{child}登记{day}")', "event = 1"]
)
def test_a_sentence_for_people_is_not_a_word_of_policy(code: str) -> None:
    assert not list(policy_in(ast.parse(code), {"登记", "退出"}))


# The repository speaks of the project alone, and its gates have teeth.


def test_no_path_of_the_machine_stands_in_the_repository() -> None:
    places = "|".join(re.escape(str(place)) for place in {ROOT, Path.home()})
    path = re.compile(rf"(?<![\w.])(({places})|/(home|Users))/\w".encode())
    assert not [named(file) for file in tracked() if path.search(file.read_bytes())]


def test_locks_name_no_registry() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        assert "://" not in lock.read_text(encoding="utf-8")
    assert '"resolved"' not in (ROOT / "tests/system/package-lock.json").read_text(encoding="utf-8")


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    optional = project["project"]["optional-dependencies"].values()
    groups = [project["project"]["dependencies"], *optional, *project["dependency-groups"].values()]
    names = {re.split(r"[<>=\[]", entry)[0] for group in groups for entry in group}
    reasons = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").lower()
    assert not [name for name in sorted(names) if name not in reasons and "types-" not in name]


def test_every_package_that_is_imported_is_a_dependency() -> None:
    """Even one that comes with another, which may leave it out one day."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    listed = {re.split(r"[<>=\[]", entry)[0] for group in groups for entry in group}
    called = {"yaml": "pyyaml", "stdnum": "python-stdnum", "mkdocs": "mkdocs-material",
              "referencing": "jsonschema"}  # fmt: skip
    modules = {
        name.split(".")[0]
        for path in [*(ROOT / "scripts").rglob("*.py")]
        for node in ast.walk(tree(path))
        for name in imported(node)
    }
    others = modules - set(sys.stdlib_module_names) - {"tonghu"}
    assert {called.get(name, name.replace("_", "-")) for name in others} <= listed


def imported(node: ast.AST) -> list[str]:
    """The modules that a statement imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def test_the_nouns_are_introduced_in_the_order_of_their_imports() -> None:
    """The diagram says what the contract says; the table has a sentence for each noun."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    diagram = re.search(r"```\n(problem .*?)```", told, re.DOTALL)
    assert diagram
    shown = [set(re.findall(r"\w+", noun)) for noun in diagram[1].split("→")]
    assert shown == [set(re.findall(r"\w+", layer)) for layer in reversed(layers)]
    rows = re.findall(r"^\| (`\w+`(?: · `\w+`)*) \|", told, re.MULTILINE)
    assert {noun for row in rows for noun in re.findall(r"\w+", row)} == set().union(*shown)


def test_tests_are_left_out_only_for_a_missing_part_of_the_system() -> None:
    markers = {"importorskip", "skip", "skipif", "xfail"}
    found = {
        named(path)
        for path in TESTS
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in markers
    }
    assert found == {"tests/conftest.py"}


def test_no_gate_is_left_open() -> None:
    toothless = re.compile(rb"\|\| *true\b|continue-on-error: *true|\bTO[D]O\b|\bFIX[M]E\b")
    ours = [path for path in tracked() if path.suffix in {"", ".py", ".yml", ".toml"}]
    assert not [named(path) for path in ours if toothless.search(path.read_bytes())]


OUT = "scripts/tonghu/cli/output.py"
"""The one way out."""

STREAMS = {"stdout": {OUT, "scripts/tonghu/cli/__init__.py"}}
STREAMS["stderr"] = STREAMS["stdout"] | {"scripts/tonghu/cli/progress.py"}


def test_everything_that_is_printed_goes_through_one_module() -> None:
    """Else a number could be printed that would tell who somebody is."""
    found = [
        f"{named(path)}:{node.lineno}"
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.expr)
        and (
            (isinstance(node, ast.Name) and node.id == "print" and named(path) != OUT)
            or (_stream(node) and named(path) not in STREAMS[_stream(node)])
        )
    ]
    assert not found


def _stream(node: ast.AST) -> str:
    """The stream of `sys.stdout` and `sys.stderr`."""
    of_sys = isinstance(node, ast.Attribute) and ast.unparse(node.value) == "sys"
    return node.attr if of_sys and isinstance(node, ast.Attribute) and node.attr in STREAMS else ""
