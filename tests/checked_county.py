"""A small sound county for tests of the check, and what the check says of it."""

from collections.abc import Mapping
from pathlib import Path

from tonghu import period
from tonghu.checks import Asked, check
from tonghu.problem import Problem

ROOT = Path(__file__).resolve().parent.parent
ID = "K7Q2M48"
FOLDER = f"children/zhongshan/{ID}"
CASE = f"{FOLDER}/case.yml"
ON = "2026-10-31"
NO_GIT = "history-unknown"
FILES = {
    "settings.yml": "area: lanshan\nadopts: [qianjiang-2016]\nseal: none\n",
    "team.yml": """\
workers:
  - {code: W001, works_at: lanshan, roles: [机构协调员]}
  - {code: W003, works_at: zhongshan, roles: [儿童督导员], since: 2025-03-01}
  - {code: W012, works_at: zhongshan/shuishi, roles: [儿童主任], until: 2026-06-30}
""",
    "places/lanshan.yml": "id: lanshan\nkind: county\nname: 岚山县\n",
    "places/zhongshan.yml": "id: zhongshan\nkind: township\nname: 钟山镇\nwithin: lanshan\n",
    "places/heping.yml": "id: heping\nkind: township\nname: 禾坪镇\nwithin: lanshan\n",
    "places/shuishi.yml": "id: zhongshan/shuishi\nkind: village\nname: 水石村\nwithin: zhongshan\n",
    "places/gaotan.yml": "id: heping/gaotan\nkind: village\nname: 高滩村\n",
    "places/school.yml": "id: heping-school\nkind: school\nname: 禾坪小学\nwithin: heping\n",
}
HEAD = f"id: {ID}\nborn: 2015-03\n"


def case(*events: str, head: str = HEAD) -> str:
    """A case file with these events, each written without its braces."""
    return head + "timeline:\n" + "".join(f"  - {{{event}}}\n" for event in events)


def lay(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """The records of the county with some more files, or others in their place."""
    for name, text in {**FILES, **files}.items():
        path = root / "records" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root / "records"


def quiet(done: int, total: int) -> None:
    """Nobody looks at the progress."""
    assert done <= total


def problems(records: Path, on: str = ON, base: str | None = "", *paths: Path) -> list[Problem]:
    """What the check says, without the pages of the handbook."""
    return check(Asked(records, ROOT, period.day(on), base, False, paths), quiet)


def told(found: list[Problem]) -> list[str]:
    """Problems as file:line:column code, within the records."""
    return [
        f"{one.path.removeprefix('records/')}:{one.line}:{one.column} {one.code}" for one in found
    ]
