"""Sidecars that are what MDTO 1.0.1 asks: its elements, their order, how often each, and values of its types.

The table below holds the facts of the schema (MDTO-XML 1.0.1) of the elements that we write.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.builders import Year, walked
from vs_workflow.desk.leave import fetcher, leaving
from vs_workflow.exports.mdto import sidecars
from vs_workflow.exports.roles import BY_KEY, role_holders
from vs_workflow.journal.canon import content_hash, leaf_hash

NAMESPACE = "{https://www.nationaalarchief.nl/mdto}"
MANY = 10**9
CONCEPT = ("begripLabel 1 1", "begripCode 0 1", "begripBegrippenlijst 1 1 reference")
REFERENCE = ("verwijzingNaam 1 1", "verwijzingIdentificatie 0 1 identification")
SCHEMA: dict[str, tuple[str, ...]] = {
    "MDTO": ("informatieobject 0 1 informatieobject", "bestand 0 1 bestand"),
    "informatieobject": (
        "identificatie 1 * identification", "naam 1 1", "aggregatieniveau 0 1 concept", "classificatie 0 * concept",
        "trefwoord 0 *", "omschrijving 0 *", "dekkingInRuimte 0 * reference", "taal 0 * language", "event 0 * event",
        "waardering 1 1 concept", "informatiecategorie 0 1 concept", "isOnderdeelVan 0 * reference",
        "bevatOnderdeel 0 * reference", "heeftRepresentatie 0 * reference", "aanvullendeMetagegevens 0 * reference",
        "archiefvormer 1 * reference", "activiteit 0 1 reference", "beperkingGebruik 1 * restriction",
    ),
    "bestand": (
        "identificatie 1 * identification", "naam 1 1", "omvang 1 1 integer", "bestandsformaat 1 1 concept",
        "checksum 1 * checksum", "URLBestand 0 1", "isRepresentatieVan 1 1 reference",
    ),
    "identification": ("identificatieKenmerk 1 1", "identificatieBron 1 1"),
    "reference": REFERENCE,
    "concept": CONCEPT,
    "event": (
        "eventType 1 1 concept", "eventTijd 0 1 moment", "eventVerantwoordelijkeActor 0 1 reference",
        "eventResultaat 0 1",
    ),
    "checksum": ("checksumAlgoritme 1 1 concept", "checksumWaarde 1 1", "checksumDatum 1 1 dateTime"),
    "restriction": (
        "beperkingGebruikType 1 1 concept", "beperkingGebruikNadereBeschrijving 0 1",
        "beperkingGebruikDocumentatie 0 * reference",
    ),
}  # fmt: skip


def valid(element: ET.Element, kind: str) -> None:
    """The element holds what its type asks, in its order."""
    if kind not in SCHEMA:
        text = element.text or ""
        assert not list(element)
        assert text.strip(), element.tag
        if kind == "integer":
            int(text)
        if kind == "dateTime" or (kind == "moment" and "T" in text):
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?", text)
            datetime.fromisoformat(text)
        elif kind == "moment":
            date.fromisoformat(text)
        return
    children = [(child.tag.removeprefix(NAMESPACE), child) for child in element]
    place = 0
    for line in SCHEMA[kind]:
        name, least, most, *inner = line.split()
        found = 0
        while place < len(children) and children[place][0] == name:
            valid(children[place][1], inner[0] if inner else "text")
            place, found = place + 1, found + 1
        assert int(least) <= found <= (MANY if most == "*" else int(most)), (kind, name, found)
    assert place == len(children), (kind, children[place][0])


@pytest.fixture(scope="module")
def year() -> Year:
    year = walked()
    year.record("concept-filed", "3", "bakker", documents=(b"%PDF-1.4 x", b"\x00\xff", b"PK\x03\x04zip"))
    noted = year.record("progress", "4A", "hofman", ("text", "half\x1b\x07weg"), reason="\x00")
    year.correct(noted.seq or 0, on="2015-11-01")
    return year


@pytest.fixture(scope="module")
def packed(year: Year) -> dict[str, bytes]:
    return dict(sidecars(leaving(year.office), BY_KEY, fetcher(year.office)))


def test_every_sidecar_is_valid(packed: dict[str, bytes]) -> None:
    kinds = []
    for name, data in packed.items():
        if name.endswith(".MDTO.xml"):
            root = ET.fromstring(data)
            assert root.tag == f"{NAMESPACE}MDTO"
            valid(root, "MDTO")
            kinds.append(root[0].tag.removeprefix(NAMESPACE))
    assert kinds.count("informatieobject") == 6
    assert kinds.count("bestand") == len(packed) - len(kinds)


@pytest.mark.parametrize("needed", ["waardering", "beperkingGebruik", "archiefvormer", "naam", "identificatie"])
def test_the_table_would_find_what_is_missing(packed: dict[str, bytes], needed: str) -> None:
    root = ET.fromstring(next(data for name, data in packed.items() if name.endswith("hennep.MDTO.xml")))
    root[0].remove(next(child for child in root[0] if child.tag == f"{NAMESPACE}{needed}"))

    with pytest.raises(AssertionError):
        valid(root, "MDTO")


def test_a_file_lies_beside_its_sidecar_with_its_own_checksum(packed: dict[str, bytes]) -> None:
    for name, data in packed.items():
        if name.endswith(".bestand.MDTO.xml"):
            record = packed[name.removesuffix(".bestand.MDTO.xml")]
            said = {
                child.tag.removeprefix(NAMESPACE): (child.text or "").strip() for child in ET.fromstring(data).iter()
            }
            assert said["checksumWaarde"] == content_hash(record)
            assert said["omvang"] == str(len(record))
    endings = {Path(name).suffix for name in packed if not name.endswith(".xml")}
    assert endings == {".jsonl", ".pdf", ".bin", ".zip", ".txt"}


def test_a_dossier_has_an_event_for_each_entry_and_the_lines_that_were_hashed(
    year: Year, packed: dict[str, bytes]
) -> None:
    found = leaving(year.office, "4A")
    folder = "4A-informatievoorziening"

    root = ET.fromstring(packed[f"{folder}/{folder}.MDTO.xml"])
    lines = packed[f"{folder}/journaal.jsonl"].splitlines()

    assert len(root[0].findall(f"{NAMESPACE}event")) == len(found.entries) == len(lines)
    assert [leaf_hash(line) for line in lines] == [leaf for _, leaf in found.entries]
    called = [one.text for one in root.iter(f"{NAMESPACE}begripLabel")]
    assert "presenteren aan de bestuurlijk voorzitter" in called
    assert "Nader te bepalen" in called


def test_names_keep_to_what_an_archive_takes(packed: dict[str, bytes]) -> None:
    assert not [name for name in packed if re.search(r'[ <>:"\\|?*#&]', name)]


def test_persons_are_keys_or_role_holders_and_never_names(year: Year, packed: dict[str, bytes]) -> None:
    found = leaving(year.office)
    veiled = dict(sidecars(found, role_holders(found.book, found.names), fetcher(year.office)))

    assert not [name for name, data in packed.items() if b"John Hofman" in data]
    said = b"".join(data for name, data in veiled.items() if name.endswith((".xml", ".jsonl")))
    assert not [key for key in found.book.people if re.search(rb'[">]' + key.encode() + rb'["<]', said)]
    assert all(json.loads(line) for line in veiled["3-hennep/journaal.jsonl"].splitlines())
