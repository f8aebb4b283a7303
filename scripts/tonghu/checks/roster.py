"""One worker from the one line of the team's file that begins with the code."""

from __future__ import annotations

import re

from tonghu.checks.known import Stay, entries_of
from tonghu.source import load

FORM = rb"workers:\n(?:  - \{code: [A-Z0-9]++, [^\n\"'#]*+(?<=\})\n)++"
"""A team as it is usually written: no text that goes on in the next line, no other key."""

START = "\n  - {code: %s, "
INDENT = len("\n  ")


class Roster:
    """A team's file, of which a line is read when somebody is asked for.

    What it says of one is what the file says as a whole, if that can be read at all.
    """

    def __init__(self, raw: bytes) -> None:
        self.raw = raw if re.fullmatch(FORM, raw) else b""

    def __call__(self, code: str) -> Stay | None:
        """When a worker is there; None where one line is not certain to say so."""
        start = (START % code).encode("utf-8", "replace")
        if self.raw.count(start) != 1:
            return None
        at = self.raw.index(start) + INDENT
        data = load(self.raw[at : self.raw.index(b"\n", at)])
        return entries_of({"workers": data}).get(code)
