"""Stock check-jsonschema, with our schemas as they are, judges the demo county and our schemas.

Which schema is for which files is read from what the repository tells its editors.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SEALED = ".sealed.yml"
ROOT = Path(__file__).resolve().parent.parent
EDITOR = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))
FILES: dict[str, str] = EDITOR["yaml.schemas"]


def judged(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the stock tool; how it is started does not depend on the PATH."""
    command = [sys.executable, "-m", "check_jsonschema", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("schema", FILES)
def test_the_demo_county_is_accepted(schema: str) -> None:
    files = sorted(ROOT.glob(FILES[schema]))
    assert files
    result = judged("--schemafile", schema, *files)
    assert result.returncode == 0, result.stdout


def test_every_record_has_its_schema() -> None:
    known = {path for pattern in FILES.values() for path in ROOT.glob(pattern)}
    open_halves = [p for p in (ROOT / "records").rglob("*.yml") if not p.name.endswith(SEALED)]
    assert not [path for path in open_halves if path not in known]


def test_the_schemas_are_json_schema() -> None:
    result = judged("--check-metaschema", *sorted((ROOT / "schemas").glob("*.json")))
    assert result.returncode == 0, result.stdout


CASE = "id: K7Q2M48\nborn: 2015-03-09\nsex: 女\nhousehold: hm3k\ntimeline:\n"


@pytest.mark.parametrize(
    "event",
    [
        "{ref: k03d, date: 2026-01-20, event: 监护评估, rating: 很差, by: W003}",
        "{ref: k03d, date: 2026-01-20, event: 监护评估, by: W003}",
        "{ref: k03d, date: 2026-02-30, event: 监护评估, rating: 差, by: W003}",
        "{ref: k03d, date: 2026-01-20, event: 监护评估, rating: 差, by: W003, phone: x}",
        "{ref: k03d, date: 2026-01-20, event: 评估, rating: 差, by: W003}",
    ],
    ids=[
        "wrong value",
        "missing attribute",
        "impossible date",
        "unknown attribute",
        "unknown event",
    ],
)
def test_a_wrong_event_is_refused(event: str, tmp_path: Path) -> None:
    file = tmp_path / "case.yml"
    file.write_text(f"{CASE}  - {event}\n", encoding="utf-8")
    result = judged("--schemafile", "schemas/case.schema.json", file)
    assert result.returncode == 1
    assert "timeline[0]" in result.stdout


def test_a_right_event_is_accepted(tmp_path: Path) -> None:
    file = tmp_path / "case.yml"
    event = "{ref: k03d, date: 2026-01-20, event: 监护评估, rating: 差, by: W003}"
    file.write_text(f"{CASE}  - {event}\n", encoding="utf-8")
    result = judged("--schemafile", "schemas/case.schema.json", file)
    assert result.returncode == 0, result.stdout
