"""Due lists gathered from one pass over the records, and rendered in any format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tonghu.cli.output import coded
from tonghu.entry.form import Forms
from tonghu.report.due_csv import due_csv
from tonghu.report.due_ics import due_ics
from tonghu.report.due_json import due_json
from tonghu.report.due_md import due_md
from tonghu.report.due_text import due_text
from tonghu.report.listing import Listing
from tonghu.report.pages import listing
from tonghu.report.words import Names
from tonghu.sweep import Part, Sweep, encode, encoded, parts

RENDERED = {"text": due_text, "md": due_md, "csv": due_csv, "ics": due_ics}
JSON, SHEETS = "json", "xlsx"
FORMATS = ("text", "md", JSON, "csv", SHEETS, "ics")
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Lists:
    """All lines and flags of a day, to be put on pages."""

    found: Sweep
    parts: tuple[Part, ...]
    children: Mapping[str, str] = field(default_factory=dict)

    def pages(self, by: str) -> Listing:
        """The pages by worker, village or township."""
        items = (item for part in self.parts for item in part.items)
        flags = dict.fromkeys(flag for part in self.parts for flag in part.flags)
        role = self.found.home.schemas.raw("event")["$defs"]["role"]
        keeps = frozenset(role.get("x-keeps", role["enum"]))
        return listing(items, flags, self.found.asked, by, self.found.repository.places, keeps)

    def names(self) -> Names:
        """The names that pages show."""
        _, local, _ = self.found.home.schemas.raw("duty")["properties"]["force"]["enum"]
        repository, openly = self.found.repository, self.found.rules.openly
        return Names(repository.places, repository.team, local, openly, self.children)

    def rendered(self, form: str, pages: Listing) -> Iterable[bytes]:
        """Pages in one of the formats; JSON has no pages."""
        if form == JSON:
            asked = self.found.asked
            return coded(due_json(asked.on, asked.since, map(encode, self.parts)))
        if form == SHEETS:
            return [self._workbook(pages)]
        return coded(RENDERED[form](pages, self.names()))

    def _workbook(self, pages: Listing) -> bytes:
        """Only this format needs the library for spreadsheets."""
        from tonghu.report.due_xlsx import answers, due_xlsx

        rules = self.found.rules
        known = answers(rules.duties, rules.spec, Forms(self.found.home.schemas))
        return due_xlsx(pages, self.names(), known)


def gathered(found: Sweep, progress: Progress) -> Lists:
    """Everything that is owed on the day."""
    return Lists(found, tuple(parts(found, progress)))


def streamed(found: Sweep, progress: Progress) -> Iterator[bytes]:
    """The JSON of a list, written as it is worked out."""
    asked = found.asked
    return coded(due_json(asked.on, asked.since, encoded(found, progress)))
