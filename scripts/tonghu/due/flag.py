"""What a reader of a list should know about a subject besides what is owed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tonghu.record.openly import latin, path

UNREADABLE = "unreadable"
INVALID = "invalid"
MISSING = "missing"
ALERTS = (UNREADABLE, INVALID, MISSING)
"""What could not be used, what was but may make the list wrong, and what nobody has written yet:
first on every list that people read. What is missing is no flag of the JSON, where the records
are taken as they are."""


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to know about a subject, in one Chinese sentence."""

    subject: str
    code: str
    message: str

    def shown(self) -> Flag:
        """The flag with nothing in its subject that may be a name."""
        named = path(self.subject) if "." in self.subject else latin(self.subject)
        return self if named == self.subject else replace(self, subject=named)

    def json(self) -> dict[str, str]:
        """The flag as the JSON of `due` has it."""
        return {"subject": self.subject, "code": self.code, "message": self.message}
