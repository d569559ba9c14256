"""A year with some of everything in it, for recipes that damage what was written: steps, refusals, a send-back,
offers, a mandate, corrections, documents, people and keys, and checks with their flags.
"""

from datetime import date
from pathlib import Path

from tests.reliability import acts
from vs_workflow import Programme
from vs_workflow.desk.views import Outcome
from vs_workflow.journal.entry import Instant

GAPS = {
    f"gaps.{gap}": "ja"
    for gap in (
        *("district-ijsselland", "district-twente", "district-noord-en-oost-gelderland", "district-gelderland-midden"),
        *("district-gelderland-zuid", "organisation-police", "organisation-justice"),
    )
}
OFFER = {
    "results": '[{name = "werkwijze", kind = "method"}]',
    "driehoeken": (
        '[{municipality = "Ede", district = "gelderland-midden"}, {municipality = "Zwolle", district = "ijsselland"}]'
    ),
}


def walked(url: str | Path) -> None:
    """Adopt the programme of 2015 as a rehearsal and walk through its year."""
    acts.adopted(url, at=_at("2015-02-13"))
    for day, happens in _YEAR:
        with acts.opened(url, _at(day)) as programme:
            programme.check(key=f"check {day}")
            for outcome, expected in happens(programme):
                assert outcome.accepted is expected, (day, outcome.entry.what, outcome.reasons)


def _at(day: str) -> Instant:
    return Instant(f"{day}T10:00:00.000000Z")


def _february(on: Programme) -> list[tuple[Outcome, bool]]:
    present = {"present": "hofman, ottens, drupsteen"}
    return [(on.record("working-meeting", by="meuleman", on=date(2015, 2, 11), facts=present), True)]


def _march(on: Programme) -> list[tuple[Outcome, bool]]:
    return [
        (on.record("team-formed", "4A", by="hofman"), True),
        (on.record("concept-filed", "4A", by="hofman", documents=[b"concept"]), True),
        (on.advance("4A", "present", by="hofman", key="too early", facts=acts.PRINCIPLES), False),
    ]


def _april(on: Programme) -> list[tuple[Outcome, bool]]:
    return [
        (on.advance("4A", "present", by="hofman", key="k1", facts=acts.PRINCIPLES, documents=[b"opdracht"]), True),
        (on.advance("4A", "present", by="hofman", key="k1", facts=acts.PRINCIPLES, documents=[b"anders"]), False),
        (on.advance("4A", "return", by="beem", reason="de partners ontbreken"), True),
        (on.advance("4A", "present", by="John Hofman", facts=acts.PRINCIPLES, documents=[b"opdracht 2"]), True),
        (on.advance("4A", "start", by="hofman", reason="haast"), False),
        (on.advance("4B", "present", by="drupsteen", facts=acts.PRINCIPLES, documents=[b"opdracht 4B"]), True),
        (on.advance("4A", "start", by="beem", facts=GAPS, reason="het team wordt aangevuld"), True),
    ]


def _june(on: Programme) -> list[tuple[Outcome, bool]]:
    until = date(2015, 9, 1)
    mandate = on.mandate("hofman", by="drupsteen", start=date(2015, 6, 25), until=until, role="lead", assignment="4B")
    return [
        (mandate, True),
        (on.record("progress", "4B", by="hofman", behalf_of="drupsteen", facts={"text": "op schema"}), True),
        (on.advance("4A", "report", by="beem", facts={"progress": "goed"}, typed_by="meuleman"), True),
        (on.record("established", "4A", by="knaap", documents=[b"vastgesteld"]), True),
        (on.record("established", "4A", by="beem", documents=[b"vastgesteld"]), False),
    ]


def _july(on: Programme) -> list[tuple[Outcome, bool]]:
    offered = on.advance("4A", "offer", by="beem", facts=OFFER)
    progress = on.record("progress", "4B", by="drupsteen", facts={"text": "vergissing"})
    assert progress.seq is not None
    return [
        (offered, True),
        (on.person("burgemeester-ede", by="meuleman", function="burgemeester, driehoek A"), True),
        (on.grant("body-member", "burgemeester-ede", "driehoek-ede", by="meuleman", start=date(2015, 7, 2)), True),
        (on.record("offer-accepted", "4A", by="burgemeester-ede", facts={"driehoek": "driehoek-ede"}), True),
        (progress, True),
        (on.correct(progress.seq, by="drupsteen", reason="een andere opdracht", annul=True), True),
        (on.advance("4A", "implement", by="burgemeester-ede"), False),
        (on.grant("lead", "ottens", "4B", by="meuleman", start=date(2015, 7, 2)), True),
    ]


_YEAR = (
    ("2015-02-13", _february),
    ("2015-03-20", _march),
    ("2015-04-20", _april),
    ("2015-06-25", _june),
    ("2015-07-02", _july),
)
