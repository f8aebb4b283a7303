"""The laws of pages and definitions, asked of a handbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tonghu.checks import (
    citations,
    conditions,
    facts_file,
    ledgers,
    matchers,
    options,
    pages,
    published,
    seals,
    statistics,
)
from tonghu.checks.dossier import untold
from tonghu.checks.ground import Ground
from tonghu.checks.handbook import Handbook
from tonghu.problem import Problem

OF_HANDBOOKS: tuple[Callable[[Ground, Handbook], Iterator[Problem]], ...] = (
    pages.page_ids_differ,
    pages.source_id_is_the_name,
    pages.pages_are_where_they_are_read,
    pages.links_lead_somewhere,
    published.files_are_their_own,
    published.others_are_not_published,
    conditions.facts_are_known,
    options.options_are_complete,
    options.choices_fit,
    options.conditions_can_be_read,
    matchers.attributes_are_known,
    matchers.answers_are_there,
    matchers.roles_are_named,
    ledgers.ledgers_name_what_there_is,
    ledgers.ledgers_ask_of_records,
    ledgers.ledgers_can_be_made,
    citations.citations_exist,
    citations.requirements_are_met,
    facts_file.effects_name_what_there_is,
    facts_file.every_kind_in_order,
    statistics.dimensions_name_what_there_is,
)


def of_handbook(ground: Ground, handbook: Handbook) -> Iterator[Problem]:
    """What is wrong with the pages below docs/ and with facts.yml.

    Where a schema has complained of a value already, that is enough.
    """
    found = list(_of_files(ground, handbook))
    yield from found
    for law in OF_HANDBOOKS:
        yield from untold(found, law(ground, handbook))


def _of_files(ground: Ground, handbook: Handbook) -> Iterator[Problem]:
    yield from handbook.facts.problems
    if handbook.facts.data is not None:
        yield from ground.schemas.problems("facts", handbook.facts)
    for page in handbook.pages:
        yield from page.problems
        yield from seals.no_personal_number(ground, page.page.document)
