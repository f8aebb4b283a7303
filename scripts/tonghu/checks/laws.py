"""Every law in one tuple, and which of them hold for what."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tonghu.checks import (
    corrections,
    dates,
    effects,
    folders,
    identity,
    presence,
    references,
    seals,
    values,
)
from tonghu.checks.dossier import Dossier
from tonghu.checks.ground import Ground
from tonghu.problem import Problem
from tonghu.source import Document

OfSubject = Callable[[Ground, Dossier], Iterator[Problem]]
OfFile = Callable[[Ground, Document], Iterator[Problem]]

OF_TIMELINES: tuple[OfSubject, ...] = (
    identity.refs_differ,
    dates.not_after_today,
    dates.not_ended_before_begun,
    references.recorder_is_known,
    references.named_are_known,
    references.refs_are_known,
    corrections.withdrawal_repeats_the_kind,
    corrections.correction_keeps_the_kind,
    corrections.only_facts_are_amended,
    corrections.amended_once,
    corrections.corrections_end,
    values.values_are_usual,
    values.entered_once,
    seals.nothing_sealed_is_open,
)
"""Laws of everything that has a timeline: children, places, workers."""

OF_CHILDREN: tuple[OfSubject, ...] = (
    identity.id_is_checked,
    identity.folder_has_the_id,
    dates.not_before_birth,
    dates.not_recorded_before_begun,
    references.children_are_known,
    effects.not_entered_and_left,
    effects.only_what_holds_ends,
    effects.answers_fit,
    presence.something_is_recorded,
    presence.is_registered,
    presence.registered_in_time,
    folders.folder_fits_the_timeline,
    seals.born_is_a_month,
)

OF_FILES: tuple[OfFile, ...] = (seals.no_personal_number,)
"""Laws of every open file, whatever it holds."""

OF_PLACES_AND_WORKERS: tuple[OfSubject, ...] = (
    references.head_names_are_known,
    references.places_do_not_circle,
)
