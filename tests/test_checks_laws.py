"""Laws as worked examples: a child's file, and what the check says of it, line and column."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from checked_county import CASE, FOLDER, lay, problems, told

EXAMPLES = sorted((Path(__file__).parent / "checks").glob("*.yml"))


def examples() -> list[Any]:
    return [
        pytest.param(each, id=f"{path.stem}: {each['name']}")
        for path in EXAMPLES
        for each in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


OUTSIDE = {"team.yml", "settings.yml", ".sops.yaml"}


def place(written: str) -> str:
    """`4:5 code` is in the case file, `name.yml:4:5 code` beside it or further up."""
    spot, _, code = written.partition(" ")
    name = spot.rsplit(":", 2)[0] if spot.count(":") > 1 else CASE
    folder = "" if "/" in name or name in OUTSIDE else f"{FOLDER}/"
    line_and_column = ":".join(spot.rsplit(":", 2)[-2:])
    return f"{folder}{name}:{line_and_column} {code}"


@pytest.mark.parametrize("example", examples())
def test_the_check_says(example: dict[str, Any], tmp_path: Path) -> None:
    files = {CASE: example["case"]}
    files |= {f"{FOLDER}/{name}": text for name, text in example.get("files", {}).items()}
    files |= example.get("records", {})
    if "other" in example:
        files["children/zhongshan/B00001K/case.yml"] = example["other"]
    on = str(example.get("day", "2026-10-31"))
    assert told(problems(lay(tmp_path, files), on)) == [place(each) for each in example["expect"]]


def test_examples_have_names_of_their_own() -> None:
    names = [param.id for param in examples()]
    assert len(names) == len(set(names))
