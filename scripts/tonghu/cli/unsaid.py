"""What was typed is not repeated where it may be a name: an error is read by others, in a log."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from tonghu.record.openly import hidden

CUTS = (20, 40, 60)
"""How much of a long word some messages repeat."""

SIGNS = re.compile(r"[^\w·]+")
FEWEST = 2
FILES = frozenset({"清单", "台账", "表格", "档案", "记录", "退回"})
"""What people call the files that they give to the tool."""

RECORDS = "--records"


def unsaid(text: str, words: Sequence[str]) -> str:
    """The text, with asterisks for what was typed and is no word of the tool's own."""
    typed = {each for word in words for each in _forms(word) if each in text}
    if not typed:
        return text
    own = _own(words)
    around = {each for each in own if any(one in each for one in typed)}
    found = re.compile("|".join(map(re.escape, sorted(typed | around, key=len, reverse=True))))
    return found.sub(lambda word: word[0] if word[0] in own else hidden(word[0]), text)


def _forms(word: str) -> Iterator[str]:
    """The parts of a word that may be a name, as typed, as made plain, and as cut off."""
    for form in (word, unicodedata.normalize("NFKC", word)):
        for cut in (len(form), *CUTS):
            parts = SIGNS.split(form[:cut])
            yield from (part for part in parts if len(part) >= FEWEST and not part.isascii())


def _own(words: Sequence[str]) -> frozenset[str]:
    """The words of the schemas and the names of places, where there are any."""
    from tonghu.cli.parser import RefusedError
    from tonghu.cli.where import home_of, records_of
    from tonghu.record.repository import Repository
    from tonghu.schema import load_schemas

    named = next((words[n + 1] for n, word in enumerate(words[:-1]) if word == RECORDS), None)
    own = FILES
    try:
        own |= load_schemas(home_of(None, None)).vocabulary
        places = Repository(records_of(named)).places
        return own | {place.name for place in places.by_id.values()}
    except (OSError, ValueError, RefusedError):
        return own
