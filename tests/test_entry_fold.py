"""Settled events move into the case file, and nothing is ever lost on the way."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entry_county import ELDER, ROOT, YOUNGER, County
from tonghu.entry.canonical import EVENTS, canonical
from tonghu.entry.fold import folding, settle
from tonghu.entry.ground import Ground
from tonghu.record.repository import Repository
from tonghu.record.timeline import timeline
from tonghu.schema import load_schemas

SCHEMAS = load_schemas(ROOT)
VISIT = "- {ref: v1s1, date: 2026-03-02, event: 走访, visitor_role: 儿童主任, by: W012}\n"
OLD, NEW = "2026-03-02-v1s1.yml", "2026-10-02-n1w1.yml"


@pytest.fixture
def county(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> County:
    found = County(tmp_path, capsys)
    found.write(f"children/zhongshan/{ELDER}/{OLD}", VISIT)
    found.write(
        f"children/zhongshan/{ELDER}/{NEW}",
        VISIT.replace("v1s1", "n1w1").replace("-03-", "-10-"),
    )
    return found


def said(county: County) -> list[Any]:
    """The events that count, as the engine reads them."""
    found = timeline(county.events(ELDER), SCHEMAS.kinds(), date(2026, 12, 31).toordinal())
    return [(event.day, event.ref, dict(event.entry)) for event in found.events]


def test_files_from_before_this_quarter_move_into_the_case_file(county: County) -> None:
    before = said(county)
    answer = county.run("fold")
    assert answer.code == 0 and "2026-10-01 以前的记录：并入了 1 个孩子的 1 条记录" in answer.out
    assert said(county) == before
    assert not county.child(ELDER, OLD).exists() and county.child(ELDER, NEW).exists()
    assert county.child(ELDER).read_text("utf-8").endswith(VISIT.replace("- {", "  - {"))
    assert "没有 2026-10-01 以前的文件" in county.run("fold").out


def test_the_day_and_the_children_may_be_named(county: County) -> None:
    assert county.run("fold", "--before", "2026-12-01", YOUNGER).code == 0
    assert county.child(ELDER, OLD).exists()
    assert county.run("fold", "--before", "2026-12-01", ELDER).code == 0
    assert [path.name for path in county.child(ELDER).parent.iterdir()] == ["case.yml"]
    assert county.run("fold", "K7Q2M84").code == 2
    assert county.run("fold", "zhongshan").code == 2


def test_a_dry_run_changes_nothing(county: County) -> None:
    before = county.files()
    assert "会并入 1 个孩子" in county.run("fold", "--dry-run").out
    assert county.files() == before


def test_a_comment_is_never_lost(county: County) -> None:
    county.write(f"children/zhongshan/{ELDER}/{OLD}", "# 雨天\n" + VISIT)
    before = county.files()
    answer = county.run("fold")
    assert answer.code == 0 and f"{OLD} 里有注释，没有动" in answer.err
    assert county.files() == before


def test_nor_is_one_in_the_case_file(county: County) -> None:
    case = county.child(ELDER)
    case.write_bytes(case.read_bytes() + "  # 待核\n".encode())
    before = county.files()
    answer = county.run("fold")
    assert answer.code == 0 and "case.yml 里有注释，没有动" in answer.err
    assert county.files() == before


@pytest.mark.parametrize(
    "text",
    [
        "- {ref: v1s1, date: 2026-03-02, event: 走访, by: W012}\n",
        "- {ref: v1s1, date: 2026-03-02, event: 走访\n",
        "[]\n",
        VISIT.replace("v1s1", "a1x9"),
        VISIT + VISIT.replace("W012", "W003"),
    ],
    ids=["lacks a key", "broken", "empty", "a ref of another event", "one ref for two events"],
)
def test_a_file_with_problems_is_left_alone(county: County, text: str) -> None:
    county.write(f"children/zhongshan/{ELDER}/{OLD}", text)
    before = county.files()
    answer = county.run("fold")
    assert answer.code == 1 and "先运行 tonghu check" in answer.err
    assert county.files() == before


def test_an_event_file_with_a_sealed_half_stays_beside_it(county: County) -> None:
    county.write(f"children/zhongshan/{ELDER}/2026-03-02-v1s1.sealed.yml", "x: 1\n")
    before = county.files()
    assert county.run("fold").code == 0
    assert county.files() == before


def test_a_crash_in_the_middle_is_healed_by_the_next_run(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = said(county)

    def crash(_: Path) -> None:
        raise OSError(5, "crash")

    with monkeypatch.context() as broken:
        broken.setattr(Path, "unlink", crash)
        assert county.run("fold").code == 2
    assert county.child(ELDER, OLD).exists() and "v1s1" in county.child(ELDER).read_text("utf-8")
    assert said(county) == before
    assert county.run("fold").code == 0
    assert said(county) == before and not county.child(ELDER, OLD).exists()


def test_a_file_that_changed_meanwhile_is_not_removed(county: County) -> None:
    ground = Ground(Repository(county.records), SCHEMAS, date(2026, 10, 31).toordinal())
    (folder,) = [each for each in county.folders() if each.id == ELDER]
    found = folding(ground, folder, "2026-10-01")
    county.write(f"children/zhongshan/{ELDER}/{OLD}", VISIT + VISIT.replace("v1s1", "v1s2"))
    settle(ground, found)
    assert county.child(ELDER, OLD).exists()


KINDS = st.sampled_from(
    [
        {"event": "走访", "visitor_role": "儿童主任", "saw_child": True},
        {"event": "信息更新", "unchanged": True},
        {"event": "监护评估", "rating": "差", "note": "# 不是注释: 是"},
        {
            "event": "帮扶方案",
            "steps": [{"step": "心理疏导", "owner": "W012", "due": "2026-05-01"}],
        },
    ]
)
DAYS = st.integers(0, 300).map(lambda days: (date(2026, 1, 21) + timedelta(days)).isoformat())
FILES = st.lists(st.lists(st.tuples(KINDS, DAYS), min_size=1, max_size=3), max_size=4)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(files=FILES)
def test_the_joined_timeline_is_the_same_before_and_after(
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
    files: list[list[tuple[dict[str, Any], str]]],
) -> None:
    county = County(tmp_path_factory.mktemp("county"), capsys)
    for number, events in enumerate(files):
        listed = [
            {"ref": f"x{number}{place}", "date": day, **kind, "by": "W012"}
            for place, (kind, day) in enumerate(events)
        ]
        name = f"children/zhongshan/{ELDER}/{listed[0]['date']}-{listed[0]['ref']}.yml"
        county.write(name, canonical(SCHEMAS, EVENTS, listed))
    before = said(county)
    assert county.run("fold", "--before", "2026-07-01").code == 0
    assert said(county) == before
    assert SCHEMAS.valid("case", county.data(f"children/zhongshan/{ELDER}/case.yml"))
    for path in county.child(ELDER).parent.glob("2026-*.yml"):
        assert any(event["date"] >= "2026-07-01" for event in county.data(inside(county, path)))


def inside(county: County, path: Path) -> str:
    return path.relative_to(county.records).as_posix()
