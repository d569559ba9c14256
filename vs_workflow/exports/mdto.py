"""Sidecars for an archive: MDTO 1.0.1 of the Nationaal Archief, a dossier per assignment and a file per record.

A dossier holds the assignment's lines of the journal, exactly as kept, and its documents;
each entry is an event of it. How long it must be kept is the archivist's to say: the
appraisal stays open here, and so does whether its use is restricted. A checksum vouches for
what was handed in: a document that was changed on the shelf, or is gone, makes no dossier.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from vs_workflow.desk.documents import must_be_there
from vs_workflow.desk.leave import Fetch, Leaving
from vs_workflow.exports.journal_lines import journal_lines
from vs_workflow.exports.roles import Shown
from vs_workflow.journal.canon import content_hash
from vs_workflow.journal.checkpoint import origin_of
from vs_workflow.journal.entry import Entry, Kind
from vs_workflow.reasons import StoreTrouble
from vs_workflow.words.naming import action, label, number, title
from vs_workflow.words.safe import safe
from vs_workflow.words.terms import banner, term

NAMESPACE = "https://www.nationaalarchief.nl/mdto"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = f"{NAMESPACE} https://www.nationaalarchief.nl/mdto/MDTO-XML1.0.1.xsd"
_LISTS = {
    "level": "Begrippenlijst Aggregatieniveaus MDTO",
    "event": "Begrippenlijst EventTypeLijst MDTO",
    "appraisal": "Begrippenlijst Waarderingen MDTO",
    "checksum": "Begrippenlijst ChecksumAlgoritme MDTO",
    "restriction": "Begrippenlijst BeperkingGebruikTypeLijst MDTO",
    "format": "IANA Media Types",
}
_OWN_LIST = "Gebeurtenissen van vs_workflow"
_FORMATS = ((b"%PDF-", "application/pdf", "pdf"), (b"PK\x03\x04", "application/zip", "zip"))
File = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class _Record:
    """A file of a dossier: its name there, its format, size and checksum, and since when that is known.

    Its bytes are read when it is their turn, so that a dossier of many documents fits in memory.
    """

    name: str
    format: str
    size: int
    digest: str
    since: str
    read: Callable[[], bytes]


def sidecars(found: Leaving, shown: Shown, fetch: Fetch) -> Iterator[File]:
    """Every file of the folder, dossier by dossier; raises StoreTrouble at a document that is not what it was."""
    for assignment in found.setting.rules.programme.assignments:
        if assignment.key in found.book.cases and found.assignment in (None, assignment.key):
            yield from _dossier(assignment.key, found, shown, fetch)


def _dossier(key: str, found: Leaving, shown: Shown, fetch: Fetch) -> Iterator[File]:
    folder = _folder(key, found)
    entries = [one for one, _ in found.entries if one.assignment == key]
    records = list(_records(key, entries, found, fetch, shown))
    yield f"{folder}/{folder}.MDTO.xml", _informatieobject(key, entries, records, found, shown)
    for record in records:
        yield f"{folder}/{record.name}", record.read()
        yield f"{folder}/{record.name}.bestand.MDTO.xml", _bestand(key, record, found)


def _folder(key: str, found: Leaving) -> str:
    """A dossier's name, with which all its files begin: no name may stand twice in what goes to an archive."""
    return f"{number(key, found.setting)}-{key}"


def _records(key: str, entries: list[Entry], found: Leaving, fetch: Fetch, shown: Shown) -> Iterator[_Record]:
    lines = b"".join(journal_lines(replace(found, assignment=key), shown))
    dossier = _folder(key, found)
    if entries:
        yield _record(f"{dossier}-journaal.jsonl", "application/jsonl", entries[-1].at, lines, lambda: lines)
    seen: set[str] = set()
    for entry in entries:
        for address in entry.documents:
            if address in seen or (address not in must_be_there(entry) and fetch(address) is None):
                continue
            seen.add(address)
            read = partial(_document, address, entry, found, fetch)
            data = read()
            media, ending = _format(data)
            yield _record(f"{dossier}-document-{address[:16]}.{ending}", media, entry.at, data, read)


def _record(name: str, media: str, since: str, data: bytes, read: Callable[[], bytes]) -> _Record:
    return _Record(name, media, len(data), content_hash(data), since, read)


def _document(address: str, entry: Entry, found: Leaving, fetch: Fetch) -> bytes:
    data = fetch(address)
    if data is None or content_hash(data) != address:
        where = number(entry.assignment or "", found.setting)
        raise StoreTrouble("store.document-changed", address=address, seq=entry.seq, assignment=where)
    return data


def _format(data: bytes) -> tuple[str, str]:
    for magic, media, ending in _FORMATS:
        if data.startswith(magic):
            return media, ending
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "application/octet-stream", "bin"
    return "text/plain", "txt"


def _informatieobject(key: str, entries: list[Entry], records: list[_Record], found: Leaving, shown: Shown) -> bytes:
    root, body = _object("informatieobject", key, _name(key, found), found)
    _concept(body, "aggregatieniveau", "Dossier", _LISTS["level"])
    if found.setting.rehearsal:
        _text(body, "omschrijving", banner("nl"))
    _text(body, "taal", "nl")
    for entry in entries:
        _event(body, entry, found, shown)
    _concept(body, "waardering", "Nader te bepalen", _LISTS["appraisal"], code="N")
    _reference(body, "isOnderdeelVan", _programme(found), found.programme, found)
    for record in records:
        _reference(body, "heeftRepresentatie", record.name, f"{key}/{record.name}", found)
    _reference(body, "archiefvormer", _archivist(found))
    restriction = ET.SubElement(body, "beperkingGebruik")
    _concept(restriction, "beperkingGebruikType", "Nader te bepalen", _LISTS["restriction"])
    said = "Bevat sleutels van personen; namen staan er niet in." if not shown.roles_only else "Personen als rolhouder."
    _text(restriction, "beperkingGebruikNadereBeschrijving", said)
    return _bytes(root)


def _event(parent: ET.Element, entry: Entry, found: Leaving, shown: Shown) -> None:
    event = ET.SubElement(parent, "event")
    if entry.kind is Kind.OPENED:
        _concept(event, "eventType", "Creatie", _LISTS["event"])
    else:
        refused = "" if entry.accepted else f"{term('kind.refusal', 'nl')}: "
        called = _called(entry, found)
        _concept(event, "eventType", f"{refused}{called}", _OWN_LIST, code=f"{entry.kind.value}.{entry.what}")
    _text(event, "eventTijd", entry.at)
    person = shown.person(entry.actor)
    if person is not None:
        _reference(event, "eventVerantwoordelijkeActor", person, person, found)
    _text(event, "eventResultaat", _result(entry))


def _called(entry: Entry, found: Leaving) -> str:
    if Kind.EVENT in (entry.kind, entry.asked) or entry.step is not None:
        return action(entry.what, found.setting, "nl")
    return term(f"{'flag' if entry.kind is Kind.FLAG else 'what'}.{entry.what}", "nl")


def _result(entry: Entry) -> str:
    parts = [f"regel {entry.seq}", f"gebeurd op {entry.on.isoformat()}"]
    if entry.target is not None:
        parts.append(f"stand {entry.target}")
    if entry.corrects is not None:
        parts.append(f"verbetert regel {entry.corrects}")
    if entry.reasons:
        parts.append("geweigerd om " + ", ".join(reason.code.value for reason in entry.reasons))
    return "; ".join(parts)


def _bestand(key: str, record: _Record, found: Leaving) -> bytes:
    root, body = _object("bestand", f"{key}/{record.name}", record.name, found)
    _text(body, "omvang", str(record.size))
    _concept(body, "bestandsformaat", record.format, _LISTS["format"])
    checksum = ET.SubElement(body, "checksum")
    _concept(checksum, "checksumAlgoritme", "SHA-256", _LISTS["checksum"])
    _text(checksum, "checksumWaarde", record.digest)
    _text(checksum, "checksumDatum", record.since)
    _reference(body, "isRepresentatieVan", _name(key, found), key, found)
    return _bytes(root)


def _object(kind: str, ident: str, name: str, found: Leaving) -> tuple[ET.Element, ET.Element]:
    root = ET.Element("MDTO", {"xmlns": NAMESPACE, "xmlns:xsi": _XSI, "xsi:schemaLocation": _SCHEMA})
    body = ET.SubElement(root, kind)
    _identification(body, "identificatie", ident, found)
    _text(body, "naam", name)
    return root, body


def _identification(parent: ET.Element, name: str, ident: str, found: Leaving) -> None:
    element = ET.SubElement(parent, name)
    _text(element, "identificatieKenmerk", ident)
    _text(element, "identificatieBron", origin_of(found.programme, found.told[0].line.leaf))


def _concept(parent: ET.Element, name: str, said: str, words: str, *, code: str = "") -> None:
    element = ET.SubElement(parent, name)
    _text(element, "begripLabel", said)
    if code:
        _text(element, "begripCode", code)
    _text(ET.SubElement(element, "begripBegrippenlijst"), "verwijzingNaam", words)


def _reference(parent: ET.Element, name: str, said: str, ident: str = "", found: Leaving | None = None) -> None:
    element = ET.SubElement(parent, name)
    _text(element, "verwijzingNaam", said)
    if found is not None:
        _identification(element, "verwijzingIdentificatie", ident, found)


def _text(parent: ET.Element, name: str, said: str) -> None:
    ET.SubElement(parent, name).text = safe(said)


def _name(key: str, found: Leaving) -> str:
    return f"{number(key, found.setting)} {title(key, found.setting, 'nl')}"


def _programme(found: Leaving) -> str:
    return label(found.setting.rules.programme.title, "nl")


def _archivist(found: Leaving) -> str:
    """Who made the records, where the programme file says it; else the programme itself."""
    return found.setting.rules.programme.about.get("archiefvormer") or _programme(found)


def _bytes(root: ET.Element) -> bytes:
    ET.indent(root, "\t")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
