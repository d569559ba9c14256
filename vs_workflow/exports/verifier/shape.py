"""What an entry may say, and in what form: who reads on relies on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from vs_workflow.exports.verifier.findings import HEX64, Json

# Beyond the years 1000 to 9998 another zone, or the day before or after, would leave the calendar.
YEARS = re.compile(r"(?!0|9999)\d{4}-")
MOMENT = re.compile(rf"{YEARS.pattern}\d\d-\d\dT\d\d:\d\d:\d\d\.\d{{6}}Z")
FORMS: dict[str, type] = {
    **dict.fromkeys(("account", "app", "at", "host", "prev", "salt"), str),
    **dict.fromkeys(("asked", "kind", "on", "rules", "what"), str),
    **dict.fromkeys(("actor", "assignment", "behalf_of", "from", "role", "to", "typed_by"), str),
    **dict.fromkeys(("key", "reason", "request"), str),
    **dict.fromkeys(("behind", "corrects", "grant", "seq"), int),
    **dict.fromkeys(("facts", "guards", "opens"), dict),
    **dict.fromkeys(("documents", "reasons"), list),
}
# What facts of this kind of entry give as a number: Python takes true for 1, and a journal does not.
NUMBERS = {"genesis": {"format"}, "flag": {"follows"}, "sweep": {"flags"}, "grant": {"grant", "rests_on"}}
REASON = {"code", "facts", "rule", "who"}
NEEDED = {"app", "at", "kind", "on", "prev", "rules", "salt", "seq", "what"}

WHO, ASKED = {"actor", "behalf_of", "typed_by", "role", "grant"}, {"key", "reason", "request"}
ANY = {*NEEDED, "account", "behind", "host"}
DONE = {*WHO, *ASKED, "assignment", "documents", "facts", "guards", "opens"}
# What an entry of this kind may say beside what any says; of kinds that are not here it is judged with their content.
BESIDE_ANY = {
    "genesis": {"facts"}, "rules": {"facts"}, "opened": {"assignment", "to"}, "register": {*WHO, *ASKED, "facts"},
    "grant": {*WHO, *ASKED, "assignment", "facts"}, "step": {*DONE, "from", "to"}, "event": DONE,
    "correction": {*WHO, *ASKED, "assignment", "corrects"}, "sweep": {*ASKED, "facts"}, "flag": {"assignment", "facts"},
    "migration": {*WHO, *ASKED, "assignment", "facts", "from", "to"},
    "refusal": {*FORMS} - {"grant", "guards", "opens", "role"},
}  # fmt: skip


def misshapen(entry: Json) -> Iterator[str]:
    """What of this entry is not as entries are."""
    for name, value in entry.items():
        if name not in FORMS:
            yield f"says {name[:40]}, which no entry says"
        elif type(value) is not FORMS[name] or value in ("", {}, []):
            yield f"says of {name} nothing, or what cannot be said of it"
    facts = entry.get("facts")
    if type(facts) is dict:
        for name in sorted(NUMBERS.get(str(entry.get("kind")), set()) & facts.keys()):
            if type(facts[name]) is not int:
                yield f"gives as {name} what is no number"
    if lacking := sorted(NEEDED - entry.keys()):
        yield f"does not say {', '.join(lacking)}"
    if entry.get("kind") == "refusal" and not entry.keys() >= {"asked", "reasons"}:
        yield "refuses, and does not say what was asked, or why not"
    if not is_day(entry.get("on")) or not YEARS.match(entry["on"]):
        yield "names no day"
    if not MOMENT.fullmatch(str(entry.get("at"))):
        yield "names no moment"
    if any(type(one) is not str or not HEX64.match(one) for one in entry.get("documents") or []):
        yield "names a document by what is no hash"
    if any(type(one) is not dict or not one.keys() >= REASON for one in entry.get("reasons") or []):
        yield "gives a reason that is none"


def beside(entry: Json) -> list[str]:
    """What this entry says, in good form, that none of its kind says."""
    return sorted(entry.keys() - ANY - BESIDE_ANY.get(entry["kind"], {*FORMS}))


def is_day(said: object) -> bool:
    """Whether it is a day, spelled in the one way that there is."""
    try:
        return type(said) is str and date.fromisoformat(said).isoformat() == said
    except ValueError:
        return False
