"""Rules that were adopted are read back under their hash, and what is wrong with them names them by it."""

from __future__ import annotations

import pytest

from tests.programmes import DIKES
from vs_workflow.journal.canon import content_hash
from vs_workflow.reasons import BadRules, StoreTrouble
from vs_workflow.rules.rulebook import RuleFiles, fetch, is_odd


def adopted(files: RuleFiles, manifest: bytes | None = None) -> tuple[str, dict[str, bytes]]:
    """The address of the rules, and the shelf on which they stand; with another manifest, if one is given."""
    text = files.manifest if manifest is None else manifest
    return content_hash(text), {content_hash(data): data for data in (files.lifecycle, files.programme, text)}


@pytest.mark.parametrize("part", ["lifecycle", "programme"])
def test_adopted_rules_that_are_no_rules_are_named_by_what_they_are_and_by_their_hash(part: str) -> None:
    mine = DIKES.rule_files()
    broken = RuleFiles(b"schema = 7" if part == "programme" else mine.programme,
                       b"schema = 7" if part == "lifecycle" else mine.lifecycle)  # fmt: skip
    address, shelf = adopted(broken)

    with pytest.raises(BadRules) as caught:
        fetch(address, shelf.get)

    assert caught.value.faults[0].file == f"{part} {content_hash(b'schema = 7')[:12]}"


@pytest.mark.parametrize("manifest", [b"", b"lifecycle\nprogramme\n", b"programme \nlifecycle \n", b"\xff x\n"])
def test_a_manifest_that_names_no_files_names_nothing_on_the_shelf(manifest: bytes) -> None:
    address, shelf = adopted(DIKES.rule_files(), manifest)

    with pytest.raises(StoreTrouble) as caught:
        fetch(address, shelf.get)

    assert (caught.value.rule, caught.value.facts) == ("store.rules-missing", {"address": ""})


def test_rules_that_are_not_there_are_named_by_their_address() -> None:
    files = RuleFiles(DIKES.rule_files().programme + b"# elsewhere\n", DIKES.rule_files().lifecycle)
    address, shelf = adopted(files)
    gone, other = content_hash(files.programme), content_hash(files.lifecycle)

    with pytest.raises(StoreTrouble) as missing:
        fetch(address, {key: data for key, data in shelf.items() if key != gone}.get)
    with pytest.raises(StoreTrouble) as changed:
        fetch(address, {**shelf, other: b"#"}.get)

    assert (missing.value.rule, missing.value.facts) == ("store.rules-missing", {"address": gone})
    assert (changed.value.rule, changed.value.facts) == ("store.rules-changed", {"address": other})
    assert fetch(address, shelf.get).hash == address
    assert fetch(address, lambda _: None).hash == address


@pytest.mark.parametrize(
    "char", ["\x00", "\n", "\x7f", "\x9b", "\ud800", "\u2028", "\u2029", "\ue000", "\u0378", "\u202e"]
)
def test_what_may_not_stand_in_a_name(char: str) -> None:
    assert is_odd(char)


@pytest.mark.parametrize("char", ["a", "é", "ß", " ", "-", "’", "–", "🏠", "\u00a0", "中"])
def test_what_may_stand_in_a_name(char: str) -> None:
    assert not is_odd(char)
