"""A small invented county to write into, and the command that writes."""

from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tonghu.cli import main
from tonghu.record.files import Folder, folders
from tonghu.record.repository import Repository
from tonghu.source import read

ROOT = Path(__file__).parent.parent
ELDER, YOUNGER = "K7Q2M48", "P3N9T6Q"
PLACE = "place: zhongshan/shuishi"
FILES = {
    "settings.yml": "area: lanshan\nadopts: [qianjiang-2016]\ninvented: true\n",
    "team.yml": """\
workers:
  - {code: W003, works_at: zhongshan, roles: [儿童督导员], since: 2025-03-01}
  - {code: W012, works_at: zhongshan/shuishi, roles: [儿童主任], until: 2027-01-31}
""",
    "places/lanshan.yml": "id: lanshan\nkind: county\nname: 岚山县\n",
    "places/zhongshan.yml": """\
# 2026 年新建的镇
id: zhongshan
kind: township
name: 钟山镇  # 原名钟村
within: lanshan
""",
    "places/heping.yml": "id: heping\nkind: township\nname: 禾坪镇\nwithin: lanshan\n",
    "places/shuishi.yml": """\
id: zhongshan/shuishi
kind: village
name: 水石村
within: zhongshan
timeline:
  # 每月一次
  - {ref: p3w1, date: 2026-01-05, event: 宣传, by: W012}
  # 以下待补
""",
    f"children/zhongshan/{ELDER}/case.yml": f"""\
id: {ELDER}
born: 2015-03
sex: 女
household: hm3k
timeline:
  - {{ref: a1x9, date: 2026-01-12, event: 登记, register: 留守儿童, {PLACE}, by: W012}}
  - {{ref: k03d, date: 2026-01-20, event: 监护评估, rating: 一般, method: 入户, by: W003}}
""",
    f"children/zhongshan/{YOUNGER}/case.yml": f"""\
id: {YOUNGER}
born: 2017-06-11
sex: 男
household: hm3k
timeline:
  - {{ref: b2y8, date: 2026-01-12, event: 登记, register: 留守儿童, {PLACE}, by: W012}}
""",
}


class Answer(NamedTuple):
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str


class County:
    """The records of one test."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.records = folder / "records"
        self.capsys = capsys
        for name, text in FILES.items():
            self.write(name, text)

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.records / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def child(self, child: str, name: str = "case.yml") -> Path:
        return self.records / "children" / "zhongshan" / child / name

    def run(self, *words: str) -> Answer:
        """`tonghu …` on 31 October 2026."""
        where = ["--records", str(self.records), "--home", str(ROOT), "--on", "2026-10-31"]
        code = main([*words, *where])
        said = self.capsys.readouterr()
        return Answer(code, said.out, said.err)

    def files(self) -> dict[str, bytes]:
        """Every file and what is in it, those that nobody should see included."""
        found = sorted(path for path in self.records.rglob("*") if path.is_file())
        return {path.relative_to(self.records).as_posix(): path.read_bytes() for path in found}

    def events(self, child: str) -> list[dict[str, Any]]:
        """All events of a child, joined from its files."""
        repository = Repository(self.records)
        (folder,) = [each for each in self.folders() if each.id == child]
        subject = repository.child(folder)
        assert not subject.unreadable
        return list(subject.entries)

    def folders(self) -> list[Folder]:
        return list(folders(self.records))

    def data(self, name: str) -> Any:
        document = read(name, (self.records / name).read_bytes())
        assert not document.problems
        return document.data
