"""The pages of the handbook: each duty with its rule in a box, and each theme."""

from __future__ import annotations

from collections.abc import Iterator

from tonghu.site.book import Book, Theme, path_of
from tonghu.site.harmless import harmless
from tonghu.site.markup import block, link, page, safe
from tonghu.site.roles import who
from tonghu.site.rule import Rule, earlier, rule
from tonghu.site.tables import badge, clause, duty_table

AT_A_GLANCE = "at-a-glance.md"
FOUND_FIRST = "search: {{boost: 2}}\ntags: [{}]\n"
"""The search puts duties before other pages, and knows them by their clauses."""


def duty_page(each: Rule) -> str:
    """A duty: the box, then what its author wrote for people."""
    return page(
        each.title,
        box(each),
        harmless(each.page.page.body),
        keys=FOUND_FIRST.format(", ".join(each.cites)),
    )


def box(each: Rule) -> str:
    """The rule as a list of terms."""
    terms = [f"{term}\n:   {told}" for term, told in _terms(each) if told]
    return block("rule", "\n\n".join(terms))


def _terms(each: Rule) -> Iterator[tuple[str, str]]:
    yield "谁", who(each, each.path)
    yield "对谁", safe(each.whom)
    yield "什么时候", safe(each.state)
    yield "多久", f"**{safe(each.pace)}**"
    yield "凭什么算做到", safe(each.evidence)
    yield "依据", "<br>".join(_grounds(each))
    yield "从哪天起", safe(each.data["since"])
    yield "性质", f"{badge(each)} {safe(each.force[2])}"
    yield "本地可以选", "<br>".join(each.choices)
    yield "以前的规定", "<br>".join(_before(old) for old in earlier(each.book, each.page))


def _grounds(each: Rule) -> Iterator[str]:
    for cited in each.cites:
        told = clause(each.book, cited, each.path)
        if cited in each.book.requirements:
            document, row = each.book.requirements[cited]
            where = f"{row['clause']}，{document.data['title']}"
            told = f"{told} {safe(where)}"
        yield told


def _before(old: Rule) -> str:
    parts = [f"{old.data['since']} 起", old.whom, old.state, old.pace, old.evidence]
    return safe("，".join(part for part in parts if part))


def theme_page(book: Book, theme: Theme) -> str:
    """A theme: its duties in a table."""
    here = f"handbook/{theme.folder}/index.md"
    rules = [rule(book, each) for each in theme.duties]
    back = link(here, "handbook/index.md", "怎样读一页")
    return page(theme.title, duty_table(rules, here, who), f"{back} · 点开一项，看做法和常见情况。")


def glance_page(book: Book) -> str:
    """All duties by whom they are about, so that one who knows the child finds what is owed."""
    groups: dict[str, list[Rule]] = {}
    for theme in book.themes:
        for each in theme.duties:
            groups.setdefault(rule(book, each).whom, []).append(rule(book, each))
    parts = ["知道孩子是什么情况，就能查到：谁、多久一次、做什么、依据哪一条。"]
    for whom, rules in groups.items():
        owed = sorted(rules, key=lambda each: each.force[0])
        parts += [f"## {safe(whom)}", duty_table(owed, AT_A_GLANCE, who)]
    return page("速查：谁该做什么", *parts)


def duty_rules(book: Book) -> list[Rule]:
    """Every duty's rule, in the handbook's order."""
    return [rule(book, each) for theme in book.themes for each in theme.duties]


def find(book: Book, identity: str) -> Rule | None:
    """A duty's rule by its id."""
    leaf = book.duties.get(identity)
    return rule(book, leaf) if leaf else None


def paths(theme: Theme) -> list[str]:
    """Where the pages of a theme lie."""
    return [f"handbook/{theme.folder}/index.md", *(path_of(each) for each in theme.duties)]
