"""The bodies that a step or an event opens, by what it says of them."""

from __future__ import annotations

import re
import unicodedata

from vs_workflow.exports.verifier.findings import Json

LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


def opened_by(action: Json, facts: Json) -> Json:
    """Those that such an action opens, or names again: one for each row that it tells of, and none by itself."""
    way = action.get("opens") or {}
    said = facts.get(way.get("fact", ""))
    found: Json = {}
    for row in said if isinstance(said, list) else []:
        name = row.get(way["name"]) if isinstance(row, dict) else None
        if isinstance(name, str) and name:
            district = str(row.get(way["district"]) or "") if way.get("district") else ""
            found[way["prefix"] + as_key(name)] = {"kind": way["kind"], "name": name, "district": district}
    return found


def opens(way: Json, key: str, said: Json, programme: Json) -> bool:
    """Whether an action that opens bodies so opens this one: of that kind, by its name, in a district if it has any."""
    if set(said) != {"kind", "name", "district"} or not as_key(said["name"]):
        return False
    districts = {"", *(one["key"] for one in programme["districts"] if way.get("district"))}
    of_kind = said["kind"] == way["kind"] and said["district"] in districts
    return bool(of_kind and key == way["prefix"] + as_key(said["name"]))


def as_key(name: str) -> str:
    """A body's name as the end of its key: small letters without accents, a hyphen for whatever stands between."""
    plain = unicodedata.normalize("NFKD", name.lower()).translate(LETTERS).encode("ascii", "ignore").decode("ascii")
    return "-".join(re.findall(r"[a-z0-9]+", plain))
