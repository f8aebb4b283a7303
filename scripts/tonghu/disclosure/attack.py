"""The outsider: what follows from all figures together, and whether any of it is a disclosure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tonghu.disclosure.block import Block, Day, with_value
from tonghu.disclosure.cell import Cell, Span, parent
from tonghu.disclosure.finding import Finding
from tonghu.disclosure.note import Note
from tonghu.disclosure.program import ImpossibleError, Program

Spans = Mapping[Cell, Span]


class Attack:
    """One day's figures under attack: the span of every cell, as far as it was asked for."""

    def __init__(self, day: Day) -> None:
        self.block = Block(day)
        self.note = day.note
        self.program = Program(self.block.bounds, self.block.rows)

    def spans(self) -> dict[Cell, Span]:
        """What an outsider knows of every cell; ImpossibleError where figures contradict."""
        return {cell: self.program.span({at: 1}) for cell, at in self.block.index.items()}

    def findings(self, spans: Spans) -> Iterator[Finding]:
        """Exact small cells, narrow ones, and groups whose children are all alike."""
        harm = self.note.harm
        for cell, span in spans.items():
            if span.low == span.high <= harm.small:
                yield Finding("exact", self.block.asof, (cell,), f"{span.low}")
            elif harm.hurts(cell.dims) and span.high - span.low < harm.width:
                yield Finding("narrow", self.block.asof, (cell,), f"{span.low}-{span.high}")
        for whole in spans:
            yield from self._alike(whole, spans)

    def _alike(self, whole: Cell, spans: Spans) -> Iterator[Finding]:
        """Values of a sensitive dimension that all children of a cell must have."""
        if spans[whole].low == 0:
            return
        for name in sorted(self.note.harm.sensitive & self.note.domains.keys()):
            parts = {v: with_value(*whole, name, v) for v in self.note.domains[name]}
            if name in dict(whole.dims) or not set(parts.values()) <= spans.keys():
                continue
            for value, part in parts.items():
                hurts = self.note.harm.hurtful(name, value)
                if hurts and spans[part] == spans[whole] and self._same(whole, part):
                    yield Finding("group", self.block.asof, (part,))
            if name not in self.note.partial and self._none_benign(name, parts, spans):
                yield Finding("group", self.block.asof, (whole,))

    def _same(self, whole: Cell, part: Cell) -> bool:
        index = self.block.index
        return self.program.span({index[whole]: 1, index[part]: -1}).high == 0

    def _none_benign(self, name: str, parts: Mapping[str, Cell], spans: Spans) -> bool:
        benign = [p for v, p in parts.items() if not self.note.harm.hurtful(name, v)]
        return bool(benign) and all(spans[part].high == 0 for part in benign)


def changes(before: Spans, now: Spans, asof: str, note: Note) -> Iterator[Finding]:
    """Cells of which it is certain that a few children came or went."""
    for cell, new in now.items():
        old = before.get(cell)
        if old is None:
            continue
        low, high = new.low - old.high, new.high - old.low
        if (low > 0 or high < 0) and max(abs(low), abs(high)) <= note.harm.change:
            yield Finding("change", asof, (cell,), f"{low}-{high}")


def attacked(day: Day) -> tuple[dict[Cell, Span], list[Finding]]:
    """The spans of one day's cells, and what they give away."""
    attack = Attack(day)
    try:
        spans = attack.spans()
        return spans, list(attack.findings(spans))
    except ImpossibleError:
        tops = sorted({f.cell.geo for f in day.figures if parent(f.cell.geo) is None})
        return {}, [Finding("impossible", day.asof, tuple(Cell(geo, ()) for geo in tops))]
