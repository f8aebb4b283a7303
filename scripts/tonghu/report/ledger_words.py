"""The words around a ledger: how many there are, totals, cross-checks, and what the words mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from tonghu.ledger.model import Column, Ledger
from tonghu.ledger.table import Balance, Count, Table, Tally
from tonghu.record.subject import CHILD, WORKER

NOBODY = "没有要列的。"
PLACE = "地点"
MANY = 12
"""So many ids of files that cannot be read are told."""


def title(table: Table) -> str:
    """The ledger's name, with whose it is."""
    return f"{table.area}{table.ledger.title}"


def heads(table: Table) -> tuple[str, ...]:
    """The heading of every column on one line: its number, its name, and whether it is inferred."""
    columns = table.ledger.columns
    if not table.ledger.per:
        return tuple(column.title for column in columns)
    return (PLACE, *(f"{column.number} {head(column, table.ledger)}" for column in columns))


def head(column: Column, ledger: Ledger) -> str:
    """The name of a column, marked where the form does not show it."""
    return column.title + (f"（{ledger.terms.inferred}）" if column.inferred else "")


def notes(table: Table) -> Iterator[str]:
    """What stands above the table: how many, who could not be read, totals, cross-checks."""
    yield f"{_how_many(table)}。按 {table.on} 的记录。"
    if table.unread:
        yield _unread(table)
    if table.twice:
        yield doubled(table)
    for tally in table.tallies:
        if tally.counts:
            yield _tally(tally, table.ledger)
    equal = [each.equation for each in table.balances if not (each.short or each.wrong)]
    if equal:
        yield f"表内等式相等的：{'；'.join(map(_said, equal))}。"
    for balance in table.balances:
        if balance.short or balance.wrong:
            yield _balance(balance)


def legend(table: Table, meanings: Mapping[str, str]) -> Iterator[str]:
    """What stands below the table: what words for cells mean, and what columns are."""
    shown = {str(cell) for row in table.rows for cell in row}
    if any(column.inferred for column in table.ledger.columns):
        shown.add(table.ledger.terms.inferred)
    for name, word in table.ledger.terms._asdict().items():
        if word in shown and name in meanings and meanings[name].rstrip("。") != word:
            yield f"{word}：{meanings[name]}"
    for column in table.ledger.columns:
        if column.note:
            number = f"{column.number} " if column.number else ""
            yield f"{number}{column.title}：{column.note}"
    page = f"docs/ledgers/{table.ledger.id}.md"
    yield f"依据 {'、'.join(table.ledger.cites)}；每一栏怎样来的，见 {page}。"


def _how_many(table: Table) -> str:
    ledger = table.ledger
    unit = {CHILD: "名儿童", WORKER: "人"}.get(ledger.subjects[0], "个地点")
    people = f"共 {table.subjects} {unit}"
    rows = len(table.rows) - len(table.unread)
    if ledger.per or rows == table.subjects:
        return people
    return f"{people}，{rows} 行"


def doubled(table: Table) -> str:
    """Who stands in the ledger more than once, because several folders have one id."""
    return (
        f"编号重复的 {len(table.twice)} 个：几个乡镇下各有一个文件夹，各算了一次，"
        f"行数和合计都可能多，先合并，或者给一个换编号：{_first(table.twice)}"
    )


def _first(ids: Sequence[str]) -> str:
    return "、".join(ids[:MANY]) + ("……" if len(ids) > MANY else "")


def _unread(table: Table) -> str:
    return (
        f"{table.ledger.terms.unreadable}的 {len(table.unread)} 份，没有算在合计里，"
        f"先运行 tonghu check 改好：{_first(table.unread)}"
    )


def _tally(tally: Tally, ledger: Ledger) -> str:
    if len(tally.titles) == 1:
        return f"{tally.titles[0]}：{'，'.join(_count(each, ledger) for each in tally.counts)}。"
    parts = []
    for first, inside in groupby(tally.counts, key=lambda each: each.values[0]):
        parts.append(f"{first}（{'，'.join(_count(each, ledger) for each in inside)}）")
    return f"{'、'.join(tally.titles)}：{'；'.join(parts)}。"


def _count(count: Count, ledger: Ledger) -> str:
    told = f"{count.values[-1]} {count.subjects}"
    if not ledger.each:
        return told
    unit = "人" if ledger.subjects[0] in (CHILD, WORKER) else "处"
    return f"{told} {unit} {count.rows} 次"


def _said(equation: str) -> str:
    return equation.replace("..", " + … + ")


def _balance(balance: Balance) -> str:
    told = f"等式 {_said(balance.equation)}："
    if balance.wrong:
        return f"{told}不相等，请核对：{'、'.join(balance.wrong[:MANY])}。"
    lacking = "，".join(f"“{title}” {count} 人" for title, count in balance.lacking if count)
    return f"{told}右边少 {balance.short} 人，就是{lacking}。"
