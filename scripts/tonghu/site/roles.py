"""The roles: which there are, where their pages lie, and what each owes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tonghu.checks.handbook import Leaf
from tonghu.site.book import Book, title_of
from tonghu.site.harmless import harmless
from tonghu.site.markup import block, link, page, safe
from tonghu.site.rule import Rule
from tonghu.site.tables import duty_table

FOLDER = "roles/"
INDEX = f"{FOLDER}index.md"
WORD = "- **{}**："


def role_path(book: Book, role: str) -> str:
    """The page of a role, named by its English label."""
    label = book.handbook.schemas.raw("event")["$defs"]["role"]["x-en-values"].get(role, role)
    name = re.sub(r"[^a-z0-9]+", "-", re.sub(r"[’']s?\b|\(.*?\)", "", label.lower()))
    return f"{FOLDER}{name.strip('-')}.md"


def owing(rules: Iterable[Rule]) -> dict[str, list[Rule]]:
    """Every role that owes something, those with most to do by a number first."""
    found: dict[str, list[Rule]] = {}
    for each in rules:
        for role in each.roles:
            found.setdefault(role, []).append(each)
    return dict(sorted(found.items(), key=lambda pair: [sum(map(_weight, pair[1])), pair[0]]))


def _weight(each: Rule) -> int:
    return -100 if each.force[0] == 0 else -1


def role_link(book: Book, here: str, role: str) -> str:
    """A link to a role's page."""
    return link(here, role_path(book, role), safe(role))


def who(each: Rule, here: str) -> str:
    """Who owes a duty, as links; where the event decides, that it does."""
    links = [role_link(each.book, here, role) for role in each.roles]
    if each.of:
        return f"{safe(each.of)}：{'、'.join(links)}"
    first, *others = links
    return first + "".join(f"；没有的，{other}" for other in others)


def whom(each: Rule, _: str) -> str:
    """Whom a duty is about, and in which state."""
    return safe("，".join(part for part in (each.whom, each.state) if part))


def role_page(book: Book, role: str, rules: list[Rule]) -> str:
    """What one role owes: what a document numbers first, then what is only named."""
    here = role_path(book, role)
    parts = [_meaning(book, role)]
    labels = book.labels("duty", "properties", "force")
    for number, (force, told) in enumerate(labels.items()):
        own = [each for each in rules if each.force[0] == number]
        if own:
            parts += [f"## {safe(force)}", f"{safe(told)}。", duty_table(own, here, whom, "对谁")]
    guides = [guide for guide in _guides(book) if role in (guide.data.get("roles") or ())]
    if guides:
        links = [link(here, f"guides/{each.id}.md", safe(title_of(each))) for each in guides]
        parts.insert(1, block("next", f"怎样看清单、怎样记、记错了怎么办：{'、'.join(links)}。"))
    return page(role, *parts)


def roles_page(book: Book, found: dict[str, list[Rule]]) -> str:
    """All roles, each with how much it owes."""
    lines = []
    for role, rules in found.items():
        owed = sum(each.force[0] == 0 for each in rules)
        counted = ((owed, "项要办"), (len(rules) - owed, "项建议"))
        told = "，".join(f"{count} {what}" for count, what in counted if count)
        lines.append(
            f"- {link(INDEX, role_path(book, role), f'{safe(role)} <small>{told}</small>')}"
        )
    intro = "您是谁？点开看自己该做的每一件事，每一件都有依据。"
    return page("按角色看", intro, block("doors", "\n".join(lines)))


def _meaning(book: Book, role: str) -> str:
    """What the glossary says of a role."""
    glossary = book.leaves.get("glossary.md")
    for line in glossary.page.body.splitlines() if glossary else ():
        if line.startswith(WORD.format(role)):
            return harmless(line.removeprefix(WORD.format(role)))
    return ""


def _guides(book: Book) -> list[Leaf]:
    return [page for path, page in book.leaves.items() if path.startswith("guides/")]
