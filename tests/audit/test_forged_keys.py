"""Entries on keys by an attacker who links everything properly: each a finding of the program and of verify.py."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.audit.forging import appended, changed, entries_of, first, forge, found, inserted, without
from tests.desk.test_keys import ONE, TWO, added, made, retired
from tests.desk.world import World, accepted, audited, begun
from tests.exports.bundles import bundled, forged, looked_at
from tests.journal.test_public_key import ODD
from tests.reliability import acts
from tests.reliability.raw_journal import Object, RawJournal
from vs_workflow.desk.views import Outcome
from vs_workflow.journal.entry import Entry, Kind
from vs_workflow.journal.public_key import PublicKey, fingerprint_of, read_public_key
from vs_workflow.reasons import Code, Reason

Change = Callable[[list[Entry]], Any]
OF_NOBODY: tuple[tuple[str, object], ...] = (
    ("actor", "hofman"), ("typed_by", "hofman"), ("behalf_of", "hofman"), ("role", "coordinator"), ("grant", 25),
    ("assignment", "hennep"),
)  # fmt: skip


@pytest.fixture(scope="module")
def world() -> World:
    """One key replaced by another, and a third refused."""
    known = begun()
    accepted(added(known))
    known.at("2015-03-02")
    accepted(added(known, TWO))
    accepted(retired(known))
    assert not retired(known, made(3)).accepted
    audited(known)
    return known


def of(world: World, what: str) -> Entry:
    return first(entries_of(world), Kind.KEY, what)


def last(world: World) -> Entry:
    return entries_of(world)[-1]


def said(world: World, **facts: object) -> Change:
    """The first key's entry, with other facts."""
    entry = of(world, "added")
    return changed(entry.seq, facts={**entry.facts, **facts})


def blob(key: PublicKey) -> bytes:
    return base64.b64decode(key.text)


def spelled(kind: str, key: bytes) -> dict[str, object]:
    """Facts of these bytes that agree with each other."""
    return {"type": kind, "public": base64.b64encode(key).decode(), "fingerprint": fingerprint_of(key)}


def ssh_dss() -> bytes:
    """A key of a type that ssh-keygen does not sign with any more."""
    parts = (b"ssh-dss", *(b"\x01" * size for size in (129, 21, 128, 128)))
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def earlier(world: World, **other: str) -> Change:
    """The first key declared once more, from an earlier day."""
    entry = entries_of(world)[34]
    facts = {**entry.facts, **other}
    return appended(replace(entry, at=last(world).at, on=date(2015, 2, 1), reason="eerder", facts=facts))


def respelled() -> dict[str, object]:
    """A key of RSA with a zero before its exponent, by the fingerprint that these bytes have."""
    kind, text = ODD["an exponent with a zero before it"].split()
    return {"type": kind, "public": text, "fingerprint": fingerprint_of(base64.b64decode(text))}


def _named(name: str, value: object) -> Callable[[World], Change]:
    return lambda _: changed(35, **{name: value})


def as_a_witness(world: World) -> dict[str, Any]:
    return {**entries_of(world)[35].facts, "purpose": "witness"}


def once_own(world: World) -> Change:
    """The key that was retired on 2 March, from then on declared for a witness."""
    facts = {**entries_of(world)[34].facts, "purpose": "witness"}
    return appended(replace(entries_of(world)[34], at=last(world).at, on=date(2015, 3, 2), facts=facts))


FORGERIES: dict[str, tuple[int, Callable[[World], Change]]] = {
    "another fingerprint than that of its bytes": (35, lambda w: said(w, fingerprint=made(9).fingerprint)),
    "other bytes than those of its fingerprint": (35, lambda w: said(w, public=made(9).text)),
    "bytes that are no key": (35, lambda w: said(w, public="AAAA")),
    "a type that signs nothing": (35, lambda w: said(w, **spelled("ssh-dss", ssh_dss()))),
    "the same bytes in another base64": (35, lambda w: said(w, public=f"{ONE.text}=")),
    "bytes left over after the key": (35, lambda w: said(w, **spelled("ssh-ed25519", blob(ONE) + b"x"))),
    "a holder who stands for others": (35, lambda w: said(w, principal="* evil")),
    "a holder of no name": (35, lambda w: said(w, principal="")),
    "a key in another spelling": (35, lambda w: said(w, **respelled())),
    "another type": (35, lambda w: said(w, type="ssh-rsa")),
    "another purpose": (35, lambda w: said(w, purpose="all")),
    "a fact beside": (35, lambda w: said(w, until="2016-01-01")),
    "before the programme": (35, lambda w: changed(35, on=date(2014, 6, 1), reason="eerder")),
    "long ago without a reason": (35, lambda w: changed(35, on=date(2015, 1, 2))),
    "long ago for a reason that shows nothing": (35, lambda w: changed(35, on=date(2015, 1, 2), reason="\u3164")),
    "from an earlier day, for another purpose": (39, lambda w: earlier(w, purpose="witness")),
    "from an earlier day, of another holder": (39, lambda w: earlier(w, principal="ander")),
    "with a document": (35, lambda w: changed(35, documents=("0" * 64,))),
    "with a guard": (35, lambda w: changed(35, guards={"key": True})),
    "leading somewhere": (35, lambda w: changed(35, target="started")),
    "twice for the same days": (39, lambda w: appended(replace(entries_of(w)[35], at=last(w).at))),
    "twice, for another purpose": (39, lambda w: appended(replace(entries_of(w)[35], facts=as_a_witness(w)))),
    "as a witness's, which sealed for the programme and was retired": (39, lambda w: once_own(w)),
    "retired before it was added": (37, lambda w: changed(37, on=date(2015, 2, 12))),
    "retired once more": (38, lambda w: inserted(38, of(w, "retired"))),
    "a key retired that was never added": (36, lambda w: without(35)),
    "of another holder": (37, lambda w: changed(37, facts={**of(w, "retired").facts, "principal": "ander"})),
    "a change that there is not": (37, lambda w: changed(37, what="lost")),
    "with nothing said": (35, lambda w: changed(35, facts={})),
    "with odd facts": (35, lambda w: changed(35, facts={**of(w, "added").facts, "public": 5, "fingerprint": [1]})),
    **{f"in somebody's name: {name}": (35, _named(name, value)) for name, value in OF_NOBODY},
}  # fmt: skip


@pytest.mark.parametrize("forgery", FORGERIES)
def test_it_is_found_at_its_entry(world: World, forgery: str) -> None:
    seq, change = FORGERIES[forgery]

    assert seq in {at for at, _, _ in found(forge(world, change(world)))}, found(forge(world, change(world)))


@pytest.mark.parametrize("forgery", FORGERIES)
def test_the_verifier_in_a_bundle_finds_it_too(world: World, tmp_path: Path, forgery: str) -> None:
    seq, change = FORGERIES[forgery]

    report = looked_at(forged(world, tmp_path, change(world)))

    assert any(one.startswith(f"line {seq}: ") for one in report.findings), report.findings


def test_the_bundle_of_the_true_one_is_whole(world: World, tmp_path: Path) -> None:
    assert looked_at(bundled(world.office, tmp_path)).findings == []


def test_that_a_key_held_earlier_already_may_be_said_later(world: World, tmp_path: Path) -> None:
    """The key that followed on 2 March: what it signed on the day before is its own as well."""
    entry = entries_of(world)[35]
    said = appended(replace(entry, at=last(world).at, on=date(2015, 2, 20)))

    assert found(forge(world, said)) == []
    assert looked_at(forged(world, tmp_path, said)).findings == []


@pytest.mark.parametrize(
    "said",
    [
        {"reasons": ()}, {"facts": {}}, {"actor": "hofman"}, {"what": "added"},
        {"reasons": (Reason(Code.CONFLICT, "conflict.key", {"key": "x", "seq": 35}),)},
        {"reasons": (Reason(Code.GUARD, "key.unknown", {}, guard="key"),)},
    ],
    ids=str,
)  # fmt: skip
def test_a_refusal_that_is_another_than_was_decided(world: World, said: dict[str, Any]) -> None:
    refusal = last(world)

    assert refusal.seq in {at for at, _, _ in found(forge(world, changed(refusal.seq, **said)))}


def test_a_refusal_of_what_was_allowed(world: World) -> None:
    allowed = of(world, "added")
    reason = Reason(Code.GUARD, "key.unreadable", {}, guard="key")
    refused = replace(allowed, kind=Kind.REFUSAL, asked=Kind.KEY, reasons=(reason,))

    forgery = forge(world, lambda known: [refused if one.seq == allowed.seq else one for one in known])

    assert (allowed.seq, "refusal", "lawful.refused-wrongly") in found(forgery)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of either kind, in which one key was replaced by another."""
    if request.param == "sqlite":
        path = tmp_path / "kept.db"
        filled(path)
        yield f"sqlite:///{path}"
        return
    url: str = request.getfixturevalue("postgres_url")
    filled(url)
    yield url


def filled(url: str | Path) -> None:
    acts.adopted(url)
    with acts.opened(url) as programme:
        for done in (
            programme.add_key(b"ssh-ed25519 " + ONE.text.encode(), "programma"),
            programme.add_key(b"ssh-ed25519 " + TWO.text.encode(), "programma", start=date(2015, 5, 1)),
            programme.retire_key(ONE.fingerprint, on=date(2015, 5, 1), key="sleutel"),
        ):
            assert isinstance(done, Outcome)
            assert done.accepted


def verified(url: str) -> tuple[bool, set[int | None]]:
    with acts.opened(url) as programme:
        told = programme.verify()
    return told.whole, {one.seq for one in told.findings}


def test_on_either_database_a_forged_one_is_named_and_the_true_one_is_whole(kept: str) -> None:
    assert verified(kept) == (True, set())
    with acts.opened(kept) as programme:
        before = programme.keys()
        programme.rebuild()
        assert programme.keys() == before
        assert [one.until for one in before.keys] == [date(2015, 5, 1), None]
        assert programme.retire_key(ONE.fingerprint, on=date(2015, 5, 1), key="sleutel").repeated
        assert read_public_key(f"ssh-ed25519 {before.keys[0].public}".encode()) == ONE
    journal = RawJournal(kept)
    at = len(journal.entries)

    def forged_as(number: int, **said: object) -> list[Object]:
        return [{**one, **said} if seq == number else one for seq, one in enumerate(journal.entries, 1)]

    try:
        for number, change in ((at, {"on": "2015-04-19"}), (at, {"actor": "hofman"}), (at - 2, {"facts": {}})):
            journal.rewritten(forged_as(number, **change))
            whole, seen = verified(kept)
            assert (whole, number in seen) == (False, True), (number, change, seen)
    finally:
        journal.close()
