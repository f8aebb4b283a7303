"""Microdata as CSV: one line for each counted child; only ever of invented children."""

from __future__ import annotations

import csv
import io

from tonghu.statistics.counting import Census, Person
from tonghu.statistics.definition import Definitions

BETWEEN = "|"
FIRST = ("child", "geo")


def sheet(census: Census) -> str:
    """The children of one day."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow([*FIRST, *census.definitions.dimensions])
    for child, person in sorted(census.people.items()):
        rows.writerow([child, person.geo, *(BETWEEN.join(values) for values in person.profile)])
    return text.getvalue()


def census(text: str, definitions: Definitions) -> Census:
    """The children that a sheet lists; KeyError where a dimension is missing."""
    people = {
        row["child"]: Person(
            row["geo"],
            tuple(
                tuple(value for value in row[name].split(BETWEEN) if value)
                for name in definitions.dimensions
            ),
        )
        for row in csv.DictReader(io.StringIO(text))
    }
    return Census(people, definitions)
