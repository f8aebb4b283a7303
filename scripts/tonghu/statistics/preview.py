"""An issue as plain text: what the public will see, and what the audit says of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from tonghu.disclosure.cell import Figure, Span
from tonghu.statistics.folder import Issue

WHOLE = "合计"
AUDIT, PREVIEW = "audit.txt", "preview.txt"


def preview(issue: Issue) -> str:
    """All tables, figure by figure."""
    lines = [f"{issue.period}（截至 {issue.asof}）", ""]
    small = issue.made.get("few", {}).items()
    lines += [f"{place(issue, geo)}：{few(issue)}（{day}）" for geo, day in small]
    for table, said in issue.made["tables"].items():
        figures = [figure for figure in issue.figures if figure.table == table]
        if figures:
            lines += ["", f"{said['title']}（{table}）", *_rows(issue, figures)]
        elif table in issue.made.get("withheld", ()):
            lines += ["", f"{said['title']}（{table}）：这一期没有公布，因为没有通过审计。"]
        else:
            lines += ["", f"{said['title']}（{table}）：人数不到，不公布。"]
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
        where = place(issue, figure.cell.geo)
        yield f"  {where}  {'，'.join(dims) or WHOLE}  {value}{carried}"


def place(issue: Issue, geo: str) -> str:
    """What a place is called, and its path as the tables have it."""
    name = issue.made.get("names", {}).get(geo.rpartition("/")[2])
    return f"{name}（{geo}）" if name else geo


def unsaid(issue: Issue) -> list[str]:
    """The tables of which there is no figure because too few children would stand behind it."""
    told = {figure.table for figure in issue.figures} | {*issue.made.get("withheld", ())}
    return [said["title"] for table, said in issue.made["tables"].items() if table not in told]


def audit_text(issue: Issue, spans: Collection[Span]) -> str:
    """What the audit found, in numbers that everybody could work out from what is published."""
    hidden = sum(figure.value is None for figure in issue.figures)
    widths = [span.high - span.low for span in spans]
    anew = {figure.cell.geo for figure in issue.anew()}
    titles = {table: said["title"] for table, said in issue.made["tables"].items()}
    withheld = [titles.get(table, table) for table in issue.made.get("withheld", ())]
    guess = "把公布的放在一起推算，外人猜得最准的一个数，也还有 {} 种可能"
    lines = [
        f"审计 {issue.period}（截至 {issue.asof}）",
        f"各张表一共 {len(issue.figures)} 个数，其中太小不显示的 {hidden} 个",
        f"重新公布的地方 {len(anew)} 个，沿用旧数字的 {len(issue.geos() - anew)} 个",
        guess.format(min(widths) + 1) if widths else "没有新的数字",
        f"审计去掉的表：{'；'.join(withheld) or '没有'}",
        f"人数不到而不公布的表：{'；'.join(unsaid(issue)) or '没有'}",
    ]
    return "\n".join(lines) + "\n"
