"""Names of files in a preview: nobody's name, nobody called, everything on one line."""

import pytest

from tonghu.report.diff_files import file_shown
from tonghu.report.due_md import safe


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("records/places/qingshi-shangwan.yml", "records/places/qingshi-shangwan.yml"),
        ("records/team.yml", "records/team.yml"),
        ("records/places/柳无名A123F4N.yml", "records/places/＊＊＊A123F4N.yml"),
        ("places/柳无名.yml", "places/＊＊＊.yml"),
        ("docs/handbook/school/村里的事.md", "docs/handbook/school/村里的事.md"),
        ("docs/handbook/a\n::error::b.md", "docs/handbook/a ::error::b.md"),
        ("records/places/a\nb.yml", "records/places/a b.yml"),
    ],
)
def test_a_file_is_told_as_far_as_it_may_be(name: str, shown: str) -> None:
    assert file_shown(name) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("docs/@everyone.md", "docs/@\u2060everyone.md"),
        ("@tonghu--demo/lansui", "@\u2060tonghu--demo/lansui"),
        ("a @ b", "a @ b"),
        ("<b>*x*", "&lt;b\\>\\*x\\*"),
    ],
)
def test_a_text_in_markdown_calls_nobody(text: str, shown: str) -> None:
    assert safe(text) == shown
