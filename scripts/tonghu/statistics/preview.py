"""An issue as plain text: what the public will see, and what the audit says of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from tonghu.disclosure.cell import Figure, Span
from tonghu.statistics.folder import Issue

WHOLE = "合计"


def preview(issue: Issue) -> str:
    """All tables, figure by figure."""
    lines = [f"{issue.period}（截至 {issue.asof}）", ""]
    lines += [f"{geo}：{few(issue)}（{day}）" for geo, day in issue.made.get("few", {}).items()]
    for table, said in issue.made["tables"].items():
        figures = [figure for figure in issue.figures if figure.table == table]
        if figures:
            lines += ["", f"{said['title']}（{table}）", *_rows(issue, figures)]
        elif table in issue.made.get("withheld", ()):
            lines += ["", f"{said['title']}（{table}）：这一期没有公布，因为没有通过审计。"]
    return "\n".join(lines).strip() + "\n"


def few(issue: Issue) -> str:
    """The sentence for a place with too few children."""
    floors = [t["floor"] for t in issue.made["tables"].values() if t["level"] == "county"]
    return f"少于{min(floors)}人"


def _rows(issue: Issue, figures: Sequence[Figure]) -> Iterator[str]:
    for figure in figures:
        titles = issue.made.get("titles", {})
        names = issue.made.get("names", {})
        dims = [f"{titles.get(n, n)} {names.get(v, v)}" for n, v in figure.cell.dims]
        hidden = f"<{issue.note.protection(figure.table).threshold}"
        value = hidden if figure.value is None else str(figure.value)
        carried = "" if figure.asof == issue.asof else f"（{figure.asof} 的数字）"
        yield f"  {figure.cell.geo}  {'，'.join(dims) or WHOLE}  {value}{carried}"


def audit_text(issue: Issue, spans: Collection[Span]) -> str:
    """What the audit found, in numbers that everybody could work out from what is published."""
    hidden = sum(figure.value is None for figure in issue.figures)
    widths = [span.high - span.low for span in spans]
    anew = {figure.cell.geo for figure in issue.anew()}
    lines = [
        f"审计 {issue.period}（截至 {issue.asof}）",
        f"格子 {len(issue.figures)} 个，其中不显示的 {hidden} 个",
        f"重新公布的地方 {len(anew)} 个，沿用旧数字的 {len(issue.geos() - anew)} 个",
        f"最窄的范围 {min(widths) + 1} 个数" if widths else "没有新的数字",
        "没有公布的表：" + ("、".join(issue.made.get("withheld", ())) or "一张也没有少"),
    ]
    return "\n".join(lines) + "\n"
