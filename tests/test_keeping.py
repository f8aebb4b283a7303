"""Files made again and again: nobody's work is lost, and notes in the folder have no power."""

import hashlib
import json
import os
from pathlib import Path

import pytest

from entry_county import ROOT, County
from tonghu.cli import main
from tonghu.cli.keeping import Keeping
from tonghu.cli.parser import RefusedError
from tonghu.cli.written import MANIFEST, NOTES
from tonghu.report.file_name import file_name

MINE = b"my own work\n"


def made(folder: Path, **files: str) -> list[str]:
    """The files are made, to the end; which of them somebody had changed."""
    keeping = begun(folder, **files)
    keeping.finish()
    return keeping.kept


def begun(folder: Path, **files: str) -> Keeping:
    """The files are made, and then the machine is switched off."""
    keeping = Keeping(folder)
    for name, text in files.items():
        keeping.write(f"{name}.csv", [text.encode()])
    return keeping


def there(folder: Path) -> dict[str, str]:
    return {p.name: p.read_text("utf-8") for p in folder.iterdir() if p.name[0] != "."}


def noted(folder: Path, name: str, content: bytes) -> None:
    """The notes say that this is a file of the program's own making."""
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(content).hexdigest()
    (folder / MANIFEST).write_text(json.dumps({name: digest}), encoding="utf-8")
    (folder / NOTES).write_text("\n" + json.dumps({name: digest}), encoding="utf-8")


@pytest.mark.parametrize("times", [1, 2])
def test_what_a_run_that_was_cut_off_wrote_is_nobodys_work(times: int, tmp_path: Path) -> None:
    made(tmp_path, due="old", month="old", gone="old")
    for number in range(times):
        begun(tmp_path, due=f"wrong {number}", other="wrong")
    assert made(tmp_path, due="new", month="new") == []
    assert there(tmp_path) == {"due.csv": "new", "month.csv": "new"}
    assert not (tmp_path / NOTES).exists()


def test_what_was_changed_after_a_run_was_cut_off_stays(tmp_path: Path) -> None:
    begun(tmp_path, due="old")
    (tmp_path / "due.csv").write_bytes(MINE)
    assert made(tmp_path, due="new") == ["due.csv"]
    assert there(tmp_path) == {"due.csv": MINE.decode(), "due-新.csv": "new"}


def test_a_note_that_is_half_there_does_no_harm(tmp_path: Path) -> None:
    begun(tmp_path, due="old")
    with (tmp_path / NOTES).open("a", encoding="utf-8") as notes:
        notes.write('\n{"month.csv": "5f')
    begun(tmp_path, month="old")
    assert made(tmp_path, due="new", month="new") == []


NAMES = [
    pytest.param("../kept.yml", id="上一层"),
    pytest.param("./../kept.yml", id="这一层的上一层"),
    pytest.param("people/../../kept.yml", id="下一层的上两层"),
    pytest.param("{}/kept.yml", id="从根写起"),
    pytest.param("..\\kept.yml", id="反斜线"),
    pytest.param("C:kept.yml", id="盘符"),
    pytest.param("out/kept.yml", id="通到外面的文件夹"),
    pytest.param("link.yml", id="通到外面的文件"),
    pytest.param("", id="空的"),
    pytest.param(".", id="文件夹自己"),
    pytest.param("a\0b", id="NUL"),
    pytest.param("x" * 5000, id="太长"),
]


@pytest.mark.parametrize("name", NAMES)
def test_notes_speak_of_nothing_outside_the_folder(name: str, tmp_path: Path) -> None:
    kept, folder = tmp_path / "kept.yml", tmp_path / "build"
    kept.write_bytes(MINE)
    noted(folder, name.format(tmp_path.as_posix()), MINE)
    if os.name != "nt":
        (folder / "out").symlink_to(tmp_path)
        (folder / "link.yml").symlink_to(kept)
        for odd in ("..\\kept.yml", "C:kept.yml"):
            (folder / odd).write_bytes(MINE)
    made(folder, due="new")
    assert kept.read_bytes() == MINE
    assert os.name == "nt" or (
        (folder / "..\\kept.yml").exists() and (folder / "link.yml").exists()
    )


@pytest.mark.parametrize("text", ["[" * 100_000, "[1]", "{", '{"due.csv": [1]}', "\ud800"])
def test_notes_that_say_nothing_are_as_none(text: str, tmp_path: Path) -> None:
    for name in (MANIFEST, NOTES):
        (tmp_path / name).write_bytes(text.encode("utf-8", "surrogatepass"))
    (tmp_path / "due.csv").write_bytes(MINE)
    assert made(tmp_path, due="new") == ["due.csv"]


@pytest.mark.parametrize("link", ["due.csv", MANIFEST, NOTES])
def test_nothing_is_written_through_a_link(link: str, tmp_path: Path) -> None:
    kept, folder = tmp_path / "kept.yml", tmp_path / "build"
    kept.write_bytes(MINE)
    noted(folder, "due.csv", MINE)
    (folder / link).unlink(missing_ok=True)
    (folder / link).symlink_to(kept)
    made(folder, due="new")
    assert kept.read_bytes() == MINE


def test_nothing_is_written_into_a_folder_that_is_a_link(tmp_path: Path) -> None:
    folder, outside = tmp_path / "build", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (folder / "people").symlink_to(outside)
    with pytest.raises(RefusedError, match="链接"):
        Keeping(folder).write("people/W003.txt", [b"x"])
    assert not list(outside.iterdir())


def test_notes_delete_none_of_the_records(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As it was found: the settings were gone, because their content was noted as our own."""
    county = County(tmp_path, capsys)
    settings = county.records / "settings.yml"
    content = settings.read_bytes()
    noted(tmp_path / "build/2026-10", "../../records/settings.yml", content)
    county.run("build", "--no-site", "--to", str(tmp_path / "build"))
    assert settings.read_bytes() == content


@pytest.mark.parametrize("command", [["build", "--no-site", "--on", "2026-10-31"], ["monthly"]])
def test_a_month_that_leads_to_the_records_is_refused(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    county = County(tmp_path, capsys)
    (tmp_path / "build").mkdir()
    (tmp_path / "build/2026-10").symlink_to(county.records)
    more = ["--month", "2026-10"] if command == ["monthly"] else []
    where = ["--records", str(county.records), "--home", str(ROOT), "--to", str(tmp_path / "build")]
    before = county.files()
    assert main([*command, *more, *where]) == 2
    assert "不能写进档案里" in capsys.readouterr().err
    assert county.files() == before


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("W012", "W012"),
        ("未指定", "未指定"),
        ("../../x", "_.._x"),
        ("a\\b:c*d", "a_b_c_d"),
        ("CON", "CON_"),
        ("com1.x", "com1.x_"),
        ("W012.", "W012"),
        ("..", "_"),
        ("w" * 300, "w" * 60),
        ("once", "once_2"),
    ],
)
def test_a_file_is_named_as_every_system_takes_it(wanted: str, name: str) -> None:
    assert file_name(wanted, ["Once"]) == name


@pytest.mark.parametrize("code", ["W" * 300, "../../../x", "CON"])
def test_a_code_that_is_no_name_of_a_file_stops_no_month(
    code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    county = County(tmp_path, capsys)
    for path in county.records.rglob("*.yml"):
        text = path.read_text("utf-8").replace("W012", f'"{code}"')
        path.write_text(text, encoding="utf-8")
    to = tmp_path / "a/build"
    assert county.run("build", "--no-site", "--to", str(to)).code in (0, 1)
    assert len(list((to / "2026-10/people").glob("*.xlsx"))) == 3
    assert [path.name for path in tmp_path.iterdir()] == ["records", "a"]
