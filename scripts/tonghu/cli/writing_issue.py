"""An issue put where it belongs, its ledger line added, and what happened told."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from tonghu.cli.output import say
from tonghu.cli.parser import RefusedError
from tonghu.disclosure.cell import Figure
from tonghu.source import replace
from tonghu.statistics import ledger, microdata
from tonghu.statistics.counting import Census
from tonghu.statistics.folder import Issue, written
from tonghu.statistics.issue import Outcome
from tonghu.statistics.preview import AUDIT, PREVIEW, audit_text, few, place, preview


def write(
    out: Path, outcome: Outcome, now: Census, micro: str | None, invented: bool,
    lost: Collection[str],
) -> None:  # fmt: skip
    """Write the folder of an issue; what was issued before is never touched."""
    if micro and not invented:
        raise RefusedError("只有虚构的县才能写出明细；真实的孩子永远不能。")
    issue = outcome.issue
    said = {AUDIT: audit_text(issue, outcome.spans.values()), PREVIEW: preview(issue)}
    files = {**written(issue), **said}
    kept = ledger.kept(out)
    if changed := list(ledger.altered(out, kept)):
        raise RefusedError(f"以前的 {changed[0]} 和台账不符：发布过的不能改，请先恢复。")
    raw = {name: text.encode("utf-8") for name, text in files.items()}
    new = ledger.entries(issue.period, raw)
    old = [entry for entry in kept if entry.period == issue.period]
    if old and sorted(old) != sorted(new):
        raise RefusedError(
            f"{issue.period} 已经做过，这次算出来的不一样：发布过的不能改，更正写进下一期；"
            "还没有合并的，先删掉这一期的文件夹和台账里它的几行。"
        )
    _put(out / issue.period, files)
    if not old:
        replace(out / ledger.NAME, ledger.text([*kept, *new]))
    if micro:
        _put(Path(micro), {f"{issue.asof}.csv": microdata.sheet(now)})
    say("\n".join(told(out / issue.period, outcome, now, bool(old), lost)))


def _put(folder: Path, files: Mapping[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        replace(folder / name, text)


def told(
    folder: Path, outcome: Outcome, now: Census, again: bool, lost: Collection[str]
) -> list[str]:
    """What the coordinator should know before asking for a merge."""
    issue = outcome.issue
    anew = {figure.cell.geo for figure in issue.anew()}
    lines = [audit_text(issue, outcome.spans.values()).strip()]
    lines += [f"{place(issue, geo)}：{few(issue)}" for geo in issue.made.get("few", {})]
    if error := mean_error(issue, now):
        lines.append(f"平均误差 {error:.1f} 人（只在这里显示，不要公布）")
    days = {f.cell.geo: f.asof for f in issue.figures if f.asof not in lost}
    kept = sorted(days.keys() - anew)
    if kept:
        places = "、".join(place(issue, geo) for geo in kept)
        lines.append(f"变动的孩子太少，沿用旧数字的：{places}")
    same = "和以前做的一字不差" if again else "写好了"
    lines.append(f"{same}：{folder}。先看 {PREVIEW}，再提合并请求，只提交这个文件夹和台账。")
    return lines


def mean_error(issue: Issue, now: Census) -> float | None:
    """How far the new figures are from the counts, on average."""
    tables = {table.id: table for table in now.definitions.tables}
    shown: dict[str, list[Figure]] = {}
    for figure in issue.anew():
        if figure.value is not None and figure.table in tables:
            shown.setdefault(figure.table, []).append(figure)
    errors = []
    for table, figures in shown.items():
        counts = now.counts(tables[table])
        errors += [abs((f.value or 0) - counts[f.cell]) for f in figures]
    return sum(errors) / len(errors) if errors else None
