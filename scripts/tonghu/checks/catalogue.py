"""The page of all laws: what each code means and how to mend it, out of the laws' own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from tonghu.checks import (
    chosen,
    citations,
    conditions,
    corrections,
    dates,
    dossier,
    effects,
    elsewhere,
    facts_file,
    folders,
    forgotten,
    hosts,
    identity,
    ledgers,
    looks,
    matchers,
    options,
    pages,
    past,
    past_duties,
    presence,
    published,
    reading,
    references,
    sealed,
    sealed_past,
    sealed_rules,
    seals,
    statistics,
    twins,
    unsealed,
    values,
)
from tonghu.source import told

SECTIONS: tuple[tuple[str, tuple[Callable[..., object], ...]], ...] = (
    (
        "文件和文件夹",
        (
            folders.required_files_are_there,
            folders.case_is_there,
            folders.nothing_is_overlooked,
            folders.file_is_a_file,
            folders.file_is_named,
            folders.townships_are_known,
            folders.folder_fits_the_timeline,
            reading.unreadable,
        ),
    ),
    (
        "编号",
        (
            identity.id_is_checked,
            identity.folder_has_the_id,
            identity.ids_differ,
            identity.refs_differ,
            identity.places_differ,
            identity.codes_differ,
        ),
    ),
    (
        "日期",
        (
            dates.not_before_birth,
            dates.not_after_today,
            dates.not_ended_before_begun,
            dates.not_recorded_before_begun,
            chosen.terms_follow_each_other,
        ),
    ),
    (
        "写到的人、地点和记录",
        (
            references.recorder_is_known,
            references.named_are_known,
            references.places_do_not_circle,
            references.refs_are_known,
            references.children_are_known,
            chosen.adopted_documents_exist,
            chosen.cadences_are_for_open_duties,
        ),
    ),
    (
        "更正、撤回和遗忘",
        (
            corrections.withdrawal_repeats_the_kind,
            corrections.correction_keeps_the_kind,
            corrections.only_facts_are_amended,
            corrections.amended_once,
            corrections.corrections_end,
            past.records_stay,
            past.history_is_known,
            forgotten.rows_stay,
            forgotten.rows_are_sound,
            forgotten.nobody_comes_back,
            forgotten.removals_are_looked_at,
        ),
    ),
    (
        "前后矛盾和重复",
        (
            effects.not_entered_and_left,
            effects.only_what_holds_ends,
            effects.answers_fit,
            presence.something_is_recorded,
            presence.is_registered,
            presence.registered_in_time,
            values.values_are_usual,
            values.entered_once,
            twins.no_child_twice,
        ),
    ),
    (
        "公开和密封",
        (
            seals.no_personal_number,
            seals.nothing_sealed_is_open,
            seals.born_is_a_month,
            sealed.nothing_is_in_clear,
            sealed.readers_are_those_of_the_rule,
            sealed_rules.rules_are_readable,
            sealed_rules.rules_follow_the_team,
            sealed_rules.keys_are_whole,
            sealed_rules.keys_differ,
            sealed_rules.keys_go_with_their_owner,
            elsewhere.no_half_elsewhere,
            elsewhere.no_lock_is_kept,
            sealed.half_has_its_half,
            sealed.id_is_repeated,
            sealed.notes_are_of_events,
            sealed.names_are_of_workers,
            sealed.no_half_twice,
            looks.looks_are_where_they_belong,
            looks.nobody_looks_ahead,
            looks.somebody_else_approves,
            hosts.records_stay_home,
            sealed_past.halves_stay_with_their_child,
            sealed_past.sealing_stays,
            sealed_past.looks_stay,
            sealed_past.readers_are_looked_at,
            unsealed.half_opens,
            unsealed.half_says_what_it_may,
        ),
    ),
    (
        "手册",
        (
            pages.page_ids_differ,
            pages.source_id_is_the_name,
            pages.links_lead_somewhere,
            published.files_are_their_own,
            published.others_are_not_published,
            conditions.facts_are_known,
            options.options_are_complete,
            options.conditions_can_be_read,
            matchers.attributes_are_known,
            matchers.roles_are_named,
            ledgers.ledgers_name_what_there_is,
            ledgers.ledgers_ask_of_records,
            ledgers.ledgers_can_be_made,
            citations.citations_exist,
            citations.requirements_are_met,
            facts_file.effects_name_what_there_is,
            facts_file.every_kind_in_order,
            past_duties.definitions_stay,
        ),
    ),
    (
        "公开的统计",
        (
            statistics.dimensions_name_what_there_is,
            statistics.issues_are_as_issued,
            statistics.issues_are_of_the_schemas,
            statistics.ledger_only_grows,
        ),
    ),
    ("栏目和写法", (dossier.judged,)),
)
"""Every law, in the order of the page; `told` has those of reading a file at all."""

ENTRY = re.compile(r"^([a-z0-9-]+) (错误|提醒)\n((?:    .+\n?)+)", re.MULTILINE)
MEND = "改法："
INTRODUCTION = """\
# 检查项目一览

`tonghu check` 按下面的规定检查全部档案和手册。“错误”必须改，有一个就不通过。“提醒”请查对，
确实如此的不必改；加 `--strict` 时有提醒也不通过，只有 `history-unknown` 除外，
它说的是在哪里运行，不是档案有什么不对。

每条问题都写明文件、行、列和下面的一个代码。密封的一半（`*.sealed.yml`）没有钥匙时只看外面：
是否整份加密、收件人对不对、栏目对不对。

记录提交以后不改不删：写错了的，另写一条更正或撤回，原来那一条就不再算错。只有 schema
不认的记录，提交过也可以直接改好。

本页由 `tonghu check --codes` 生成：改了规定的说明，请运行 `tonghu check --codes > docs/checks.md`。
"""
READING = "读文件"


class Entry(NamedTuple):
    """One code: how grave it is, what the law says, and how to mend what breaks it."""

    code: str
    severity: str
    law: str
    mend: str


def entries(law: Callable[..., object]) -> Iterator[Entry]:
    """The codes that a law's docstring explains."""
    written = "\n".join(line[4:] for line in (law.__doc__ or "").split("\n")[1:])
    for code, severity, text in ENTRY.findall(written + "\n"):
        rule, _, mend = "".join(line.strip() for line in text.split("\n")).partition(MEND)
        yield Entry(code, severity, rule, mend)


def of_reading() -> Iterator[Entry]:
    """The codes of what stands in the way of reading a file."""
    found: dict[str, list[str]] = {}
    samples = (told.unseen("\0"), told.duplicate("born"))
    for sentence in (*vars(told).values(), *samples):
        if isinstance(sentence, tuple) and len(sentence) == len(told.EMPTY):
            code, message, _ = sentence
            found.setdefault(code, []).append(message)
    for code, messages in sorted(found.items()):
        yield Entry(code, "错误", "\n".join(dict.fromkeys(messages)), "")


def sections() -> Iterator[tuple[str, list[Entry]]]:
    """The parts of the page."""
    for title, every in SECTIONS:
        yield title, [entry for law in every for entry in entries(law)]
    yield READING, list(of_reading())


def laws() -> dict[str, str]:
    """Code → what its law says."""
    return {entry.code: entry.law for _, found in sections() for entry in found}


def page() -> str:
    """The whole page."""
    parts = [INTRODUCTION]
    for title, found in sections():
        parts.append(f"## {title}\n")
        for entry in found:
            parts.append(f"### {entry.code}\n")
            parts += [f"{line}\n" for line in f"{entry.severity}。{entry.law}".split("\n")]
            parts += [f"{MEND}{entry.mend}\n"] if entry.mend else []
    return "\n".join(parts)
