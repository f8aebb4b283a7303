"""The schemas of one home, read once: verdicts, and what else the schemas know."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tonghu.schema.node import SUFFIX, Node, chain, name_of, properties, within, words
from tonghu.schema.verdict import Verdict, verdict

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "schemas"
BASE = "tonghu:/schemas/"


class Schemas:
    """The schemas of one home by name; each compiled when first asked for."""

    def __init__(self, home: Path, raw: dict[str, dict[str, Any]]) -> None:
        self.home = home
        self._raw = raw
        self._verdicts: dict[str, Verdict] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        """To another process go the schemas, not what was compiled of them."""
        return Schemas, (self.home, self._raw)

    def names(self) -> list[str]:
        """The names of all schemas."""
        return sorted(self._raw)

    def raw(self, name: str) -> dict[str, Any]:
        """A schema as it stands in its file."""
        return self._raw[name]

    def node(self, name: str) -> Node:
        """The root of a schema."""
        return Node(name, self._raw[name])

    def uri(self, name: str) -> str:
        """Where a schema stands, for references relative to it."""
        return str(self._raw[name].get("$id") or f"{BASE}{name}{SUFFIX}")

    def at(self, uri: str) -> dict[str, Any]:
        """The schema that a reference means; nothing is ever fetched."""
        return self._raw[name_of(uri)]

    def valid(self, name: str, data: object) -> bool:
        """Whether data satisfies a schema."""
        test = self._verdicts.get(name)
        if test is None:
            test = self._verdicts[name] = verdict(self._raw[name], self.uri(name), self.at)
        return test(data)

    def kinds(self) -> dict[str, int]:
        """The kinds of event, each with its place in the order of one day."""
        kinds = Node("event", self._raw["event"]["$defs"]["kind"])
        return {kind: place for place, kind in enumerate(words(self.raw, kinds))}

    def option_defaults(self) -> dict[str, Any]:
        """The value of every option that settings do not mention."""
        options = properties(self.raw, self.node("settings"))["options"]
        return {
            name: step.body["default"]
            for name, option in properties(self.raw, options).items()
            for step in chain(self.raw, option)
            if "default" in step.body
        }

    def key_order(self, name: str) -> list[str]:
        """The keys of a record in the order in which they are written."""
        return list(properties(self.raw, self.node(name)))

    def event_keys(self) -> list[str]:
        """The attributes of an event in the order in which they are written."""
        return self.key_order("event")

    def sealed(self, name: str) -> set[str]:
        """The attributes that may stand only in a sealed half."""
        return {
            key
            for key, place in within(self.raw, self.node(name), set())
            if any(step.body.get("x-seal") == "sealed" for step in chain(self.raw, place))
        }


def load_schemas(home: Path) -> Schemas:
    """The schemas below a home; OSError if there are none, ValueError if one is no JSON."""
    raw = {}
    for path in sorted((home / FOLDER).glob(f"*{SUFFIX}")):
        try:
            raw[path.name.removesuffix(SUFFIX)] = json.loads(path.read_bytes())
        except ValueError as error:
            raise ValueError(f"{FOLDER}/{path.name} 不是正确的 JSON：{error}") from None
    if not raw:
        raise FileNotFoundError(f"{home / FOLDER} 里没有 *{SUFFIX}")
    return Schemas(home, raw)
