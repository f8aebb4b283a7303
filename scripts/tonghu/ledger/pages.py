"""The pages of the ledgers, and those of them that can be used."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tonghu.due.rules import options_on
from tonghu.facts.spec import Spec
from tonghu.ledger.compile import ledger, subjects
from tonghu.ledger.model import Ledger
from tonghu.ledger.names import Naming
from tonghu.schema import Schemas
from tonghu.source import Page, read_page
from tonghu.sweep import Sweep

LEDGERS = "docs/ledgers"
INDEX = "index"
SCHEMA = "ledger"


def pages(root: Path) -> dict[str, Page]:
    """Every page by the id of its ledger."""
    return {
        path.stem: read_page(path.relative_to(root).as_posix(), path.read_bytes())
        for path in sorted((root / LEDGERS).glob("*.md"))
        if path.stem != INDEX
    }


def ledgers(found: Sweep) -> dict[str, Ledger | None]:
    """Every ledger by id, with the options in force; None where its page cannot be used."""
    home, day = found.home, found.asked.on
    options = options_on(home, found.repository, day)
    every = pages(home.root)
    return {
        identity: made(identity, page.document.data, home.schemas, found.rules.spec, options)
        for identity, page in every.items()
    }


def made(
    identity: str, data: Any, schemas: Schemas, spec: Spec, options: Mapping[str, Any]
) -> Ledger | None:
    """The ledger of one page's front matter; None where it cannot be used."""
    if data is None or not schemas.valid(SCHEMA, data):
        return None
    try:
        return ledger(identity, data, Naming(schemas, spec, subjects(data)[0]), options)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def meanings(schemas: Schemas) -> dict[str, str]:
    """What the words for cells without a value mean."""
    declared = schemas.raw(SCHEMA)["$defs"]["terms"]["properties"]
    return {name: said["description"] for name, said in declared.items()}
