"""A document that does not satisfy its schema, explained: one problem for each fault."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from tonghu.problem import Problem, error
from tonghu.schema.fault import KEY_PATTERN, ON_KEYS, OTHER_KIND, REQUIRED, UNKNOWN_KEY, faults
from tonghu.schema.say import SAY, say_other
from tonghu.schema.say_keys import say_key_pattern, say_other_kind, say_required, say_unknown
from tonghu.schema.sift import sift
from tonghu.schema.view import View

if TYPE_CHECKING:
    from tonghu.schema.book import Schemas
    from tonghu.schema.fault import Fault
    from tonghu.source import Document

MOST = 500  # of a file with more faults than that, the first are told
SAY_ALL = SAY | {
    REQUIRED: say_required,
    UNKNOWN_KEY: say_unknown,
    OTHER_KIND: say_other_kind,
    KEY_PATTERN: say_key_pattern,
}


def explain(book: Schemas, name: str, document: Document) -> list[Problem]:
    """The problems of a document in the order of its lines.

    Where reading the file found a problem already, that one is enough.
    """
    if document.data is None and document.problems:
        return []
    view = View(book, name, document.data)
    errors = book.reference(name).iter_errors(document.data)
    found = islice((fault for one in errors for fault in faults(view, one)), MOST)
    told = {(problem.line, problem.column) for problem in document.problems}
    problems = [_problem(view, fault, document) for fault in sift(view, found)]
    return sorted(one for one in problems if (one.line, one.column) not in told)


def _problem(view: View, fault: Fault, document: Document) -> Problem:
    on_key = fault.what in ON_KEYS
    mark = document.mark(fault.place if on_key else fault.where, key=on_key)
    message, hint = SAY_ALL.get(fault.what, say_other)(view, fault)
    empty = fault.what == "type" and view.value(fault.where) is None
    code = "schema-empty" if empty else f"schema-{fault.what}"
    return error(document.path, mark, code, message, hint)
