"""A handbook page → the duties it defines, each for the days it is in force."""

from tonghu.duty.compile import Applied, duties
from tonghu.duty.definition import Definition, dated, in_force
from tonghu.duty.model import Duty, Matcher, Of, matches

__all__ = [
    "Applied", "Definition", "Duty", "Matcher", "Of", "dated", "duties", "in_force", "matches",
]  # fmt: skip
