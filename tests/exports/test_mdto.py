"""Sidecars that are what MDTO 1.0.1 asks: its elements, their order, how often each, and values of its types.

The table below holds the facts of the whole schema (MDTO-XML 1.0.1 of the Nationaal Archief, which is not ours to
hand on). Whoever has the schema names it in VS_MDTO_XSD: then the table is held against it, and, where VS_PM4PY names a
Python of the group `second-opinion`, every sidecar is validated by lxml too.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import tracemalloc
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.builders import Year, walked
from vs_workflow.desk.leave import fetcher, leaving
from vs_workflow.exports.mdto import sidecars
from vs_workflow.exports.roles import BY_KEY, role_holders
from vs_workflow.journal.canon import content_hash, leaf_hash
from vs_workflow.reasons import StoreTrouble

NAMESPACE = "{https://www.nationaalarchief.nl/mdto}"
XSD = "{http://www.w3.org/2001/XMLSchema}"
REAL = os.environ.get("VS_MDTO_XSD", "")
ORACLE = os.environ.get("VS_PM4PY", "")
MANY = 10**9
DAY = "gYear|gYearMonth|date"
OBJECT = ("identificatie 1 * identificatieGegevens", "naam 1 1 string")
SCHEMA: dict[str, tuple[str, ...]] = {
    "informatieobjectType": (
        *OBJECT,
        "aggregatieniveau 0 1 begripGegevens", "classificatie 0 * begripGegevens", "trefwoord 0 * string",
        "omschrijving 0 * string", "raadpleeglocatie 0 * raadpleeglocatieGegevens",
        "dekkingInTijd 0 * dekkingInTijdGegevens", "dekkingInRuimte 0 * verwijzingGegevens", "taal 0 * language",
        "event 0 * eventGegevens", "waardering 1 1 begripGegevens", "bewaartermijn 0 1 termijnGegevens",
        "informatiecategorie 0 1 begripGegevens", "isOnderdeelVan 0 * verwijzingGegevens",
        "bevatOnderdeel 0 * verwijzingGegevens", "heeftRepresentatie 0 * verwijzingGegevens",
        "aanvullendeMetagegevens 0 * verwijzingGegevens",
        "gerelateerdInformatieobject 0 * gerelateerdInformatieobjectGegevens", "archiefvormer 1 * verwijzingGegevens",
        "betrokkene 0 * betrokkeneGegevens", "activiteit 0 1 verwijzingGegevens",
        "beperkingGebruik 1 * beperkingGebruikGegevens",
    ),
    "bestandType": (
        *OBJECT,
        "omvang 1 1 integer", "bestandsformaat 1 1 begripGegevens", "checksum 1 * checksumGegevens",
        "URLBestand 0 1 anyURI", "isRepresentatieVan 1 1 verwijzingGegevens",
    ),
    "identificatieGegevens": ("identificatieKenmerk 1 1 string", "identificatieBron 1 1 string"),
    "verwijzingGegevens": ("verwijzingNaam 1 1 string", "verwijzingIdentificatie 0 1 identificatieGegevens"),
    "begripGegevens": (
        "begripLabel 1 1 string", "begripCode 0 1 string", "begripBegrippenlijst 1 1 verwijzingGegevens",
    ),
    "raadpleeglocatieGegevens": (
        "raadpleeglocatieFysiek 0 * verwijzingGegevens", "raadpleeglocatieOnline 0 * anyURI",
    ),
    "dekkingInTijdGegevens": (
        "dekkingInTijdType 1 1 begripGegevens", f"dekkingInTijdBegindatum 1 1 {DAY}",
        f"dekkingInTijdEinddatum 0 1 {DAY}",
    ),
    "eventGegevens": (
        "eventType 1 1 begripGegevens", f"eventTijd 0 1 {DAY}|dateTime",
        "eventVerantwoordelijkeActor 0 1 verwijzingGegevens", "eventResultaat 0 1 string",
    ),
    "gerelateerdInformatieobjectGegevens": (
        "gerelateerdInformatieobjectVerwijzing 1 1 verwijzingGegevens",
        "gerelateerdInformatieobjectTypeRelatie 1 1 begripGegevens",
    ),
    "betrokkeneGegevens": ("betrokkeneTypeRelatie 1 1 begripGegevens", "betrokkeneActor 1 1 verwijzingGegevens"),
    "beperkingGebruikGegevens": (
        "beperkingGebruikType 1 1 begripGegevens", "beperkingGebruikNadereBeschrijving 0 1 string",
        "beperkingGebruikDocumentatie 0 * verwijzingGegevens", "beperkingGebruikTermijn 0 1 termijnGegevens",
    ),
    "termijnGegevens": (
        "termijnTriggerStartLooptijd 0 1 begripGegevens", "termijnStartdatumLooptijd 0 1 date",
        "termijnLooptijd 0 1 duration", f"termijnEinddatum 0 1 {DAY}",
    ),
    "checksumGegevens": (
        "checksumAlgoritme 1 1 begripGegevens", "checksumWaarde 1 1 string", "checksumDatum 1 1 dateTime",
    ),
}  # fmt: skip
# What the norm itself lists: labels of the lists that are closed or that we use, by the name of the list.
LISTED = {
    "Begrippenlijst Aggregatieniveaus MDTO": {"Archief", "Serie", "Dossier", "Archiefstuk"},
    "Begrippenlijst Waarderingen MDTO": {"Blijvend te bewaren", "Tijdelijk te bewaren", "Nader te bepalen"},
    "Begrippenlijst BeperkingGebruikTypeLijst MDTO": {"Geen beperking", "Nader te bepalen", "Overig"},
    "Begrippenlijst ChecksumAlgoritme MDTO": {"SHA-224", "SHA-256", "SHA-384", "SHA-512"},
    "Begrippenlijst EventTypeLijst MDTO": {
        "Creatie", "Ontvangst", "Verzending", "Opname", "Digitalisering", "Vervanging", "Bevriezing", "Conversie",
        "Export", "Import", "Kopie", "Migratie", "Vernietigen", "Overbrenging", "Uitplaatsing", "Wijziging",
        "Publicatie", "Accordering", "Validatie Handtekening",
    },
}  # fmt: skip
SIMPLE = {
    "string": re.compile(r".*\S.*", re.DOTALL),
    "integer": re.compile(r"\d+"),
    "language": re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*"),
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
    "dateTime": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?"),
}


def valid_document(data: bytes) -> str:
    """Which of the two objects it holds; it holds just one, and nothing else."""
    root = ET.fromstring(data)
    (body,) = root
    assert root.tag == f"{NAMESPACE}MDTO"
    kind = body.tag.removeprefix(NAMESPACE)
    valid(body, f"{kind}Type")
    return kind


def valid(element: ET.Element, kind: str) -> None:
    """The element holds what its type asks, in its order."""
    if kind not in SCHEMA:
        text = element.text or ""
        assert not list(element)
        form = next((one for one in kind.split("|") if one in SIMPLE and SIMPLE[one].fullmatch(text)), None)
        assert form is not None, (element.tag, kind, text)
        if form in ("date", "dateTime"):
            (datetime if form == "dateTime" else date).fromisoformat(text)
        return
    assert not element.attrib
    assert not (element.text or "").strip()
    children = [(child.tag.removeprefix(NAMESPACE), child) for child in element]
    place = 0
    for line in SCHEMA[kind]:
        name, least, most, inner = line.split()
        found = 0
        while place < len(children) and children[place][0] == name:
            valid(children[place][1], inner)
            place, found = place + 1, found + 1
        assert int(least) <= found <= (MANY if most == "*" else int(most)), (kind, name, found)
    assert place == len(children), (kind, children[place][0])


def types_of(schema: ET.Element) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The schema's types in the words of the table; what a type extends stands first in it."""
    named = {one.attrib["name"]: one for one in schema.findall(f"{XSD}complexType")}
    for name, found in named.items():
        extended = found.find(f".//{XSD}extension")
        above = [] if extended is None else named[extended.attrib["base"]].findall(f".//{XSD}element")
        lines = []
        for one in [*above, *found.findall(f".//{XSD}element")]:
            most = one.get("maxOccurs", "1").replace("unbounded", "*")
            union = one.find(f".//{XSD}union")
            kind = one.attrib["type"] if union is None else union.attrib["memberTypes"].replace(" ", "|")
            lines.append(f"{one.attrib['name']} {one.get('minOccurs', '1')} {most} {kind.replace('xsd:', '')}")
        yield name, tuple(lines)


@pytest.mark.skipif(not REAL, reason="VS_MDTO_XSD names no schema")
def test_the_table_is_the_schema() -> None:
    schema = ET.parse(REAL).getroot()

    found = dict(types_of(schema))

    assert found.pop("objectType") == OBJECT
    assert found.pop("mdtoType") == ("informatieobject 1 1 informatieobjectType", "bestand 1 1 bestandType")
    assert schema.find(f"{XSD}complexType[@name='mdtoType']/{XSD}choice") is not None
    assert found == SCHEMA


VALIDATE = """
import sys
import lxml.etree as ET
schema = ET.XMLSchema(ET.parse(sys.argv[1]))
for path in sys.argv[2:]:
    schema.assertValid(ET.parse(path))
"""


@pytest.mark.skipif(not (REAL and ORACLE), reason="VS_MDTO_XSD and VS_PM4PY name no schema and no Python with lxml")
def test_every_sidecar_is_valid_by_the_schema_itself(packed: dict[str, bytes], tmp_path: Path) -> None:
    paths = []
    for number, data in enumerate(data for name, data in packed.items() if name.endswith(".MDTO.xml")):
        paths.append(tmp_path / f"{number}.xml")
        paths[-1].write_bytes(data)

    done = subprocess.run([ORACLE, "-c", VALIDATE, REAL, *map(str, paths)], capture_output=True, text=True)

    assert len(paths) > 6
    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture(scope="module")
def year() -> Year:
    year = walked()
    handed_in = (b"%PDF-1.4 x", b"\x00\xff", b"PK\x03\x04zip", b"een", b"twee")
    year.record("concept-filed", "3", "bakker", documents=handed_in)
    noted = year.record("progress", "4A", "hofman", ("text", "half\x1b\x07weg"), reason="\x00")
    year.correct(noted.seq or 0, on="2015-11-01")
    return year


@pytest.fixture(scope="module")
def packed(year: Year) -> dict[str, bytes]:
    return dict(sidecars(leaving(year.office), BY_KEY, fetcher(year.office)))


def test_every_sidecar_is_valid(packed: dict[str, bytes]) -> None:
    kinds = [valid_document(data) for name, data in packed.items() if name.endswith(".MDTO.xml")]

    assert kinds.count("informatieobject") == 6
    assert kinds.count("bestand") == len(packed) - len(kinds)


def test_what_is_said_in_the_name_of_a_list_of_the_norm_is_on_it(packed: dict[str, bytes]) -> None:
    said = set()
    for name, data in packed.items():
        for element in ET.fromstring(data).iter() if name.endswith(".MDTO.xml") else ():
            listed = element.find(f"{NAMESPACE}begripBegrippenlijst/{NAMESPACE}verwijzingNaam")
            if listed is not None:
                said.add((listed.text, element.findtext(f"{NAMESPACE}begripLabel")))

    assert {one for one, _ in said if one and one.endswith(" MDTO")} == set(LISTED)
    assert not [(one, label) for one, label in said if one in LISTED and label not in LISTED[one]]


@pytest.mark.parametrize("needed", ["waardering", "beperkingGebruik", "archiefvormer", "naam", "identificatie"])
def test_the_table_would_find_what_is_missing(packed: dict[str, bytes], needed: str) -> None:
    root = ET.fromstring(next(data for name, data in packed.items() if name.endswith("hennep.MDTO.xml")))
    root[0].remove(next(child for child in root[0] if child.tag == f"{NAMESPACE}{needed}"))

    with pytest.raises(AssertionError):
        valid_document(ET.tostring(root))


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
    lines = packed[f"{folder}/{folder}-journaal.jsonl"].splitlines()

    assert len(root[0].findall(f"{NAMESPACE}event")) == len(found.entries) == len(lines)
    assert [leaf_hash(line) for line in lines] == [leaf for _, leaf in found.entries]
    called = [one.text for one in root.iter(f"{NAMESPACE}begripLabel")]
    assert "presenteren aan de bestuurlijk voorzitter" in called
    assert "Nader te bepalen" in called


def test_names_keep_to_what_an_archive_takes(packed: dict[str, bytes]) -> None:
    names = [Path(name).name for name in packed]

    assert not [name for name in packed if re.search(r'[ <>:"\\|?*#&]', name)]
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 255


def test_persons_are_keys_or_role_holders_and_never_names(year: Year, packed: dict[str, bytes]) -> None:
    found = leaving(year.office)
    veiled = dict(sidecars(found, role_holders(found.book, found.names), fetcher(year.office)))

    assert not [name for name, data in packed.items() if b"John Hofman" in data]
    said = b"".join(data for name, data in veiled.items() if name.endswith((".xml", ".jsonl")))
    assert not [key for key in found.book.people if re.search(rb'[">]' + key.encode() + rb'["<]', said)]
    assert all(json.loads(line) for line in veiled["3-hennep/3-hennep-journaal.jsonl"].splitlines())


def test_of_the_documents_no_more_than_one_is_in_memory_at_a_time(year: Year) -> None:
    found, large = leaving(year.office, "3"), 4_000_000
    handed_in = {content_hash(bytes([one]) * large): one for one in range(5)}
    told = [
        replace(one, entry=replace(one.entry, documents=tuple(handed_in)))
        if one.entry is not None and one.entry.documents
        else one
        for one in found.told
    ]
    tracemalloc.start()

    packed = sidecars(replace(found, told=tuple(told)), BY_KEY, lambda one: bytes([handed_in[one]]) * large)
    for name, _ in packed:
        assert name.startswith("3-hennep/")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 2.5 * large


def test_a_document_that_goes_while_it_is_written_is_told(year: Year) -> None:
    found, reads = leaving(year.office, "3"), fetcher(year.office)
    asked: set[str] = set()

    def once(address: str) -> bytes | None:
        first = address not in asked
        asked.add(address)
        return reads(address) if first else None

    with pytest.raises(StoreTrouble, match=r"store\.document-changed"):
        list(sidecars(found, BY_KEY, once))
