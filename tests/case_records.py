"""Records on disk for children given as data, and what the command says is owed to them."""

import io
import json
from contextlib import chdir, redirect_stdout
from pathlib import Path
from typing import Any

import yaml

from case_loader import world
from tonghu.cli import main

ROOT = Path(__file__).parent.parent

Row = dict[str, Any]


def write_records(folder: Path, settings: Row, children: list[Row]) -> None:
    """A team's records as the design has them: settings, team, places, one folder a child."""
    put(folder / "settings.yml", settings)
    put(folder / "team.yml", {"workers": world()["team"]})
    for place in world()["places"]:
        put(folder / "places" / (place["id"].replace("/", "-") + ".yml"), place)
    for child in children:
        case = {key: child[key] for key in ("id", "born", "sex", "timeline")}
        put(folder / "children" / child["township"] / child["id"] / "case.yml", case)


class Plain(yaml.SafeDumper):
    """Writes a list that two events share twice."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


def put(path: Path, data: Row) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.dump(data, Dumper=Plain, allow_unicode=True, sort_keys=False, width=1000)
    path.write_text(text, encoding="utf-8", newline="\n")


def due(folder: Path, on: str, since: str | None, *, everything: bool) -> Row:
    """What `tonghu due` prints as JSON, from the project's root."""
    arguments = ["due", "--records", str(folder), "--on", on, "--format", "json"]
    arguments += ["--since", since] if since else []
    arguments += ["--all"] if everything else []
    printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with chdir(ROOT), redirect_stdout(printed):
        code = main(arguments)
    printed.flush()
    printed.seek(0)
    text = printed.read()
    assert code == 0, text
    answer: Row = json.loads(text)
    return answer
