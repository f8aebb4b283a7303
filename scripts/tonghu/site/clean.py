"""The HTML of a page's content with nothing in it but what shows something: all else is left out.

What a page may hold is named here; whatever an author writes, and however an engine reads it, a
tag, an attribute or an address that is not named does not reach the reader.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import nh3


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BLOCKS = _words("""
    blockquote caption col colgroup dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li
    ol p pre section summary table tbody td tfoot th thead tr ul
""")
INLINE = _words("""
    a abbr b br code del dfn em i img input ins kbd label mark q s samp small span strong sub sup
    time u var wbr
""")
DRAWN = _words("""
    circle clipPath defs desc ellipse g line linearGradient marker path pattern polygon polyline
    radialGradient rect stop svg text title tspan
""")
EVERYWHERE = _words("aria-hidden aria-label aria-labelledby class dir id lang role title")
SHAPES = _words("""
    cx cy d dx dy fill fill-opacity gradientTransform gradientUnits height markerHeight markerWidth
    offset opacity orient patternTransform patternUnits points preserveAspectRatio r refX refY rx ry
    stop-color stroke stroke-width style text-anchor transform viewBox width x x1 x2 xmlns y y1 y2
""")
OF: Mapping[str, frozenset[str]] = {
    "a": frozenset({"href", "name", "data-search-exclude"}),
    "col": frozenset({"span"}),
    "details": frozenset({"open"}),
    "img": frozenset({"alt", "height", "loading", "src", "width"}),
    "input": frozenset({"checked", "disabled", "name"}),
    "label": frozenset({"for"}),
    "ol": frozenset({"start", "reversed"}),
    "li": frozenset({"value"}),
    "td": frozenset({"colspan", "rowspan", "style"}),
    "th": frozenset({"colspan", "rowspan", "scope", "style"}),
    "time": frozenset({"datetime"}),
}
SEARCH = {f"h{level}": frozenset({"data-search-exclude"}) for level in range(1, 7)}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
GONE = frozenset({"iframe", "noscript", "object", "script", "style", "template", "textarea"})
"""Of these the content goes too."""

NAMED = frozenset({"id", "name", "for"})
OURS = re.compile(r"__(?:codelineno|tabbed|span)[\w-]*")
"""The theme finds its own parts by names that begin like this; of a page's only these may."""

STYLE = re.compile(r"text-align: ?[a-z]+;?|fill: ?url\(#[\w-]+\);?")
PAINT = re.compile(r"url\(#[\w-]+\)|[#\w-]+")
PAINTED = frozenset({"fill", "stroke", "stop-color"})
ELSEWHERE = re.compile(r"\s*(?:[\\/]{2}|[a-z][a-z0-9+.-]*:)", re.IGNORECASE)
THEME = "md-"
BUTTONS = ("md-button",)


def clean(html: str) -> str:
    """The content of a page as it may be shown."""
    return _cleaner().clean(html)


def bare(html: str) -> str:
    """What stands in the table of contents: text, and nothing else."""
    return nh3.clean(html, tags=set(), clean_content_tags=set(GONE))


@cache
def _cleaner() -> nh3.Cleaner:
    drawn = {tag: set(SHAPES) for tag in DRAWN}
    own = {tag: set(names) for tag, names in {**OF, **SEARCH}.items()}
    return nh3.Cleaner(
        tags=set(BLOCKS | INLINE | DRAWN),
        attributes={"*": set(EVERYWHERE), **drawn, **own},
        tag_attribute_values={"input": {"type": {"checkbox", "radio"}}},
        attribute_filter=_kept,
        clean_content_tags=set(GONE),
        url_schemes=set(SCHEMES),
        link_rel=None,
    )


def _kept(tag: str, name: str, value: str) -> str | None:
    """An attribute's value as it may stand; None where the attribute must go."""
    if name == "class":
        return " ".join(each for each in value.split() if _is_a_class(each)) or None
    if name in NAMED:
        return value if not value.startswith("__") or OURS.fullmatch(value) else None
    if name == "style":
        return value if STYLE.fullmatch(value.strip()) else None
    if name in PAINTED:
        return value if PAINT.fullmatch(value) else None
    if tag == "img" and name == "src":
        return None if ELSEWHERE.match(value) else value
    return value


def _is_a_class(name: str) -> bool:
    return not name.startswith(THEME) or name.startswith(BUTTONS)
