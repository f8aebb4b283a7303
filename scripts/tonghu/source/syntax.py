"""What a broken file is told: where it broke, the likely cause, and what to write."""

from __future__ import annotations

from typing import Any

from tonghu.problem import Problem, error
from tonghu.source import told


def explain(path: str, text: str, wrong: Any) -> Problem:
    """One problem for a syntax error of the parser."""
    mark = getattr(wrong, "problem_mark", None) or getattr(wrong, "context_mark", None)
    at = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return error(path, at, "yaml-syntax", "从这里起读不懂：请检查冒号后的空格、括号、引号和缩进。")
