"""What the check sees of sealed halves without any key, whatever was done to them."""

import re
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from checked_county import CASE, FILES, FOLDER, NO_GIT, case, lay, problems
from sealed_files import PLAIN, key, rules, sealed
from tonghu.source import load, read_reference

FILE = f"{FOLDER}/case.sealed.yml"
OTHER = "children/heping/A2QM48Y"
SETTINGS = FILES["settings.yml"].replace("none", "sops")
EVENT = "ref: a1x9, date: 2026-01-12, event: 登记, register: 留守儿童, place: {}, by: W003"


class Repository(NamedTuple):
    """A repository of one child whose half is sealed for two readers."""

    root: Path
    secret: str
    text: str
    readers: tuple[str, str]

    def told(self, text: str, *others: tuple[str, str]) -> list[str]:
        """The codes that the check gives when the sealed half reads so."""
        records = self.root / "records"
        for name, content in ((FILE, text), *others):
            (records / name).parent.mkdir(parents=True, exist_ok=True)
            (records / name).write_text(content, encoding="utf-8")
        found = problems(records)
        mine = [one for one in found if one.code != NO_GIT]
        assert all(one.path.startswith(("records/", ".sops.yaml")) for one in mine)
        return sorted({one.code for one in mine})


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    root = tmp_path_factory.mktemp("sealed")
    lay(root, files())
    (secret, one), (_, other) = key(), key()
    rules(root, one, other)
    return Repository(root, secret, sealed(root, f"records/{FILE}", PLAIN), (one, other))


@pytest.fixture
def repository(made: Repository, tmp_path: Path) -> Repository:
    lay(tmp_path, files())
    rules(tmp_path, *made.readers)
    return made._replace(root=tmp_path)


def files() -> dict[str, str]:
    return {"settings.yml": SETTINGS, CASE: case(EVENT.format("zhongshan/shuishi"))}


def test_what_the_real_sops_makes_is_accepted(repository: Repository) -> None:
    assert repository.told(repository.text) == []


def leaf(text: str, name: str) -> str:
    found = re.search(rf"^ *{name}: (ENC\[.*\])$", text, re.MULTILINE)
    assert found
    return found[1]


DAMAGE: dict[str, tuple[str, Callable[[str], str]]] = {
    "not encrypted at all": ("sealed-plain", lambda _: PLAIN),
    "empty": ("file-empty", lambda _: ""),
    "the seal cut off": ("sealed-plain", lambda text: text[: text.index("sops:")]),
    "cut in the middle": ("sealed-metadata|sealed-stanza|yaml", lambda text: text[:-900]),
    "one value in clear": ("sealed-leaf", lambda text: text.replace(leaf(text, "name"), "岚小甲")),
    "one value empty": ("sealed-leaf", lambda text: text.replace(leaf(text, "phone"), '""')),
    "one value null": ("sealed-leaf", lambda text: text.replace(leaf(text, "phone"), "null")),
    "a number in clear": ("sealed-leaf", lambda text: text.replace(leaf(text, "phone"), "7")),
    "a value with a short tag": (
        "sealed-leaf",
        lambda text: text.replace(
            leaf(text, "name"), re.sub("tag:...", "tag:", leaf(text, "name"))
        ),
    ),
    "a value followed by words": (
        "sealed-leaf",
        lambda text: text.replace(leaf(text, "name"), leaf(text, "name") + " 岚小甲"),
    ),
    "a remark in clear": ("sealed-comment", lambda text: "# 岚小甲的档案\n" + text),
    "a remark behind a value": (
        "sealed-comment",
        lambda text: text.replace(leaf(text, "name"), leaf(text, "name") + " # 岚小甲"),
    ),
    "a name as a key": ("sealed-key", lambda text: text.replace("phone:", "岚小甲:", 1)),
    "a key left out of encryption": (
        "sealed-key|sealed-leaf",
        lambda text: "name_unencrypted: 岚小甲\n" + text,
    ),
    "a key of a cloud": (
        "sealed-metadata",
        lambda text: text.replace("sops:\n", "sops:\n    kms:\n        - arn: arn:aws:kms:x\n"),
    ),
    "a vault": (
        "sealed-metadata",
        lambda text: text.replace(
            "sops:\n", "sops:\n    hc_vault:\n        - vault_address: http://127.0.0.1\n"
        ),
    ),
    "a rule that leaves some in clear": (
        "sealed-metadata",
        lambda text: text.replace("sops:\n", "sops:\n    unencrypted_regex: name\n"),
    ),
    "no seal over all": ("sealed-metadata", lambda text: re.sub(r" +mac: .*\n", "", text)),
    "a reader whose stanza is damaged": (
        "sealed-stanza",
        lambda text: re.sub(
            r"(BEGIN AGE ENCRYPTED FILE-----\n\s+\S{8})....", r"\1AAAA", text, count=1
        ),
    ),
    "a note of an event that the child does not have": (
        "sealed-ref",
        lambda text: text.replace("a1x9:", "zzzz:"),
    ),
    "no id": ("sealed-id", lambda text: re.sub(r"^id: .*\n", "", text)),
    "too large": (
        "sealed-size",
        lambda text: text + "    extra: " + "x" * 65_536 + "\n",
    ),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_half_is_refused(repository: Repository, damage: str) -> None:
    codes, change = DAMAGE[damage]
    text = change(repository.text)
    assert text != repository.text
    told = repository.told(text)
    assert any(re.match(codes, code) for code in told), told


def test_a_reader_too_many_or_too_few_is_refused(repository: Repository) -> None:
    _, stranger = key()
    rules(repository.root, repository.readers[0])
    assert repository.told(repository.text) == ["sealed-recipients"]
    rules(repository.root, *repository.readers, stranger)
    assert repository.told(repository.text) == ["sealed-recipients"]
    rules(repository.root, *reversed(repository.readers))
    assert repository.told(repository.text) == []


def test_without_a_rule_nobody_knows_who_may_open_it(repository: Repository) -> None:
    (repository.root / ".sops.yaml").unlink()
    assert repository.told(repository.text) == ["sops-rules"]


def test_a_path_that_no_rule_names_is_refused(repository: Repository) -> None:
    rule = "creation_rules:\n  - path_regex: ^elsewhere/\n    age: "
    text = f"{rule}{repository.readers[0]}\n"
    (repository.root / ".sops.yaml").write_text(text, encoding="utf-8")
    assert repository.told(repository.text) == ["sealed-recipients"]


@pytest.mark.parametrize(
    "rule",
    [
        "- path_regex: .*\n    kms: arn:aws:kms:x\n",
        "- path_regex: .*\n    age: nobody\n",
        "- path_regex: (\n    age: {reader}\n",
        "- path_regex: .*\n    age: {reader}\n    unencrypted_regex: name\n",
    ],
)
def test_a_rule_that_calls_elsewhere_or_leaves_some_in_clear_is_refused(
    repository: Repository, rule: str
) -> None:
    text = "creation_rules:\n  " + rule.replace("{reader}", repository.readers[0])
    (repository.root / ".sops.yaml").write_text(text, encoding="utf-8")
    assert "sops-rules" in repository.told(repository.text)


def test_the_half_of_one_child_laid_beside_another_is_refused(repository: Repository) -> None:
    other = case(EVENT.format("heping/gaotan"), head="id: A2QM48Y\nborn: 2015-03\n")
    beside = ((f"{OTHER}/case.yml", other), (f"{OTHER}/case.sealed.yml", repository.text))
    assert "sealed-copied" in repository.told(repository.text, *beside)


def test_a_half_without_its_half_is_said(repository: Repository) -> None:
    name = f"{FOLDER}/2026-03-02-v1s1.sealed.yml"
    told = repository.told(repository.text, (name, repository.text))
    assert "sealed-alone" in told


def test_plain_halves_follow_the_schema_where_nothing_is_sealed(tmp_path: Path) -> None:
    plain = files() | {"settings.yml": FILES["settings.yml"]}
    told = Repository(lay(tmp_path, plain).parent, "", "", ("", "")).told
    assert told(PLAIN) == []
    assert told(PLAIN.replace("K7Q2M48", "A2QM48Y")) == ["sealed-id"]
    assert told(PLAIN + "nickname: 阿甲\n") == ["schema-unknown-key"]


def test_what_sops_writes_is_read_the_fast_way_and_read_the_same(made: Repository) -> None:
    raw = made.text.encode()
    assert load(raw) == read_reference("x.yml", raw).data is not None


PIECES = (b"", b"\n", b" ", b"#", b": ", b"- ", b"|", b"[", b"=", b"'", b"no: ")


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_done_to_it_both_readers_agree_or_the_fast_one_stays_out(
    made: Repository, seed: int
) -> None:
    chance = Random(seed)
    raw = made.text.encode()
    for _ in range(120):
        at = chance.randrange(len(raw))
        piece = chance.choice(
            (b"", b"\n", b" ", b"#", b": ", b"- ", b"|", b"[", b"=", b"'", b"no: ")
        )
        other = raw[:at] + piece + raw[at + chance.randrange(3) :]
        found = load(other)
        if found is not None:
            reading = read_reference("x.yml", other)
            assert (reading.data, reading.problems) == (found, ()), other
