"""A linear program over counts, solved by HiGHS: the least and the most of an expression."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from highspy import Highs, HighsModelStatus, ObjSense

from tonghu.disclosure.block import Expression, Row
from tonghu.disclosure.cell import Span

NEAR = 1e-6


class ImpossibleError(Exception):
    """No counts at all satisfy the rows: what was published contradicts itself."""


class Program:
    """Variables with bounds, and rows; asked again and again, each time from the last answer."""

    def __init__(self, bounds: Sequence[Span], rows: Sequence[Row]) -> None:
        self.solver = Highs()  # type: ignore[no-untyped-call]
        for option, value in (("output_flag", False), ("presolve", "off"), ("threads", 1)):
            self.solver.setOptionValue(option, value)
        low = np.array([bound.low for bound in bounds], dtype=np.float64)
        high = np.array([bound.high for bound in bounds], dtype=np.float64)
        self.solver.addVars(len(bounds), low, high)
        for row in rows:
            terms = {at: float(value) for at, value in row.terms.items() if value}
            where = np.array(list(terms), dtype=np.int32)
            values = np.array(list(terms.values()), dtype=np.float64)
            self.solver.addRow(row.low, row.high, len(terms), where, values)

    def span(self, expression: Expression) -> Span:
        """The least and the most whole number that an expression can be."""
        low = self._solved(expression, ObjSense.kMinimize)
        high = self._solved(expression, ObjSense.kMaximize)
        return Span(math.ceil(low - NEAR), math.floor(high + NEAR))

    def _solved(self, expression: Expression, sense: ObjSense) -> float:
        for at, value in expression.items():
            self.solver.changeColCost(at, float(value))
        self.solver.changeObjectiveSense(sense)
        self.solver.run()
        status = self.solver.getModelStatus()
        found = self.solver.getSolution().col_value
        for at in expression:
            self.solver.changeColCost(at, 0.0)
        if status != HighsModelStatus.kOptimal:
            raise ImpossibleError
        return float(sum(found[at] * value for at, value in expression.items()))
