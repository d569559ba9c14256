"""Keys of the journal: declare one that signs, retire it, and show which are declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vs_workflow.commands import offers
from vs_workflow.commands.act import REFUSED
from vs_workflow.commands.asking import call_of
from vs_workflow.commands.frame import argument, command, option
from vs_workflow.commands.opening import day, office
from vs_workflow.commands.paging import put_page
from vs_workflow.commands.phrases import phrase
from vs_workflow.commands.printing import ask, confirm
from vs_workflow.commands.sealing import folder_if_any
from vs_workflow.commands.settings import Settings
from vs_workflow.commands.writing import Writing, writes_from
from vs_workflow.reasons import BadFile

if TYPE_CHECKING:
    from datetime import date

    from vs_workflow.desk.office import Office
    from vs_workflow.desk.views import Outcome
    from vs_workflow.journal.public_key import PublicKey

MOST_BYTES = 16_384


@command(
    "seal add-key",
    nl="Niemand handelt hierin: wie de sleutel heeft, tekent. Wat ermee is ondertekend, telt vanaf de eerste dag.",
    en="Nobody acts in this: who has the key signs. What is signed with it counts from the first day on.",
)
@argument("file", metavar="FILE.pub", nl="de openbare sleutel", en="the public key")
@option("--principal", metavar="NAME", nl="van wie, zoals in allowed_signers", en="whose, as in allowed_signers")
@option(
    "--purpose",
    type=click.Choice(["log", "witness"]),
    default="log",
    nl="wat hij ondertekent: wat het programma verzegelt (log), of wat een partner ziet (witness)",
    en="what it signs: what the programme seals (log), or what a partner saw (witness)",
)
@option("--from", "start", metavar="DATE", nl="eerste dag waarop hij geldt (vandaag)", en="first day it holds (today)")
@writes_from
def add_key(
    settings: Settings, file: str, principal: str | None, purpose: str, start: str | None, writing: Writing
) -> int:
    """Declare a key."""
    from vs_workflow.desk import keys as desk

    key = _public_key(file)
    principal = principal or ask(settings, "--principal", phrase("ask.principal", settings.lang))
    with office(settings) as here:
        first = day(here, start)
        if not writing.dry_run:
            said = {"fingerprint": key.fingerprint, "principal": principal, "day": _shown(here, first)}
            confirm(settings, phrase("confirm.key", settings.lang, **said), yes=writing.yes)
        outcome = desk.add_key(here, call_of(settings, writing), key, principal, purpose=purpose, start=first)
    return _told(settings, outcome)


@command(
    "seal retire-key",
    nl=("Met wat voor die dag is ondertekend blijft alles goed; een zegel van daarna met deze sleutel geldt niet."),
    en=("What was signed before that day stays good; a seal of after it with this key does not count."),
)
@argument(
    "fingerprint",
    metavar="FINGERPRINT",
    nl="zoals vs seal keys die toont, met SHA256: ervoor",
    en="as vs seal keys shows it, with SHA256: before it",
    offer=offers.keys,
)
@option(
    "--on",
    "last",
    metavar="DATE",
    nl="eerste dag waarop hij niet meer geldt (vandaag)",
    en="first day no longer (today)",
)
@writes_from
def retire_key(settings: Settings, fingerprint: str, last: str | None, writing: Writing) -> int:
    """Retire a key."""
    from vs_workflow.desk import keys as desk

    with office(settings) as here:
        # Read first: where it cannot be, nothing is recorded.
        folder = folder_if_any(settings, here.room.programme)
        kept = () if folder is None else folder.files()
        on = day(here, last)
        if not writing.dry_run:
            said = {"fingerprint": fingerprint, "day": _shown(here, on)}
            confirm(settings, phrase("confirm.retire", settings.lang, **said), yes=writing.yes)
        outcome = desk.retire_key(here, call_of(settings, writing), fingerprint, on=on)
        outcome = desk.warned(here, outcome, kept)
    return _told(settings, outcome)


@command(
    "seal keys",
    nl=("Elke sleutel met zijn vingerafdruk, van wie hij is, wat hij ondertekent en in welke dagen hij geldt."),
    en=("Each key with its fingerprint, whose it is, what it signs and on which days it holds."),
)
@option("--lines", is_flag=True, nl="alleen de regels voor allowed_signers", en="only the lines for allowed_signers")
def keys(settings: Settings, lines: bool) -> None:
    """Show the declared keys."""
    from vs_workflow.desk import keys as desk
    from vs_workflow.pages import keys as page

    with office(settings) as here:
        found = desk.keys(here)
    put_page(settings, page.lines_as_text if lines else page.as_text, page.as_data, found)


def _public_key(file: str) -> PublicKey:
    from vs_workflow.journal.public_key import NotAPublicKey, read_public_key
    from vs_workflow.outside.files import read_regular

    try:
        return read_public_key(read_regular(file, MOST_BYTES))
    except NotAPublicKey as error:
        raise BadFile("key.not-public", file=file, detail=str(error)) from None


def _shown(here: Office, found: date | None) -> str:
    from vs_workflow.desk.look import setting

    return (found or setting(here).today).isoformat()


def _told(settings: Settings, outcome: Outcome) -> int:
    from vs_workflow.pages import act as page

    recorded = outcome.seq is not None and not outcome.repeated
    put_page(settings, page.as_text, page.as_data, outcome, recorded=recorded)
    return 0 if outcome.accepted else REFUSED
