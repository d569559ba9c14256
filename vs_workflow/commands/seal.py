"""Seal and witness: sign how long the journal is and what it holds, as the programme and as a partner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from vs_workflow.commands import sealing
from vs_workflow.commands.frame import Group, argument, command, option, settings_of
from vs_workflow.commands.opening import database, office
from vs_workflow.commands.paging import put_page
from vs_workflow.commands.settings import Settings

if TYPE_CHECKING:
    from vs_workflow.desk.witness import Witnessed
    from vs_workflow.journal.chain import Line
    from vs_workflow.ports import SealFile

_KEY = option(
    "--sign-with",
    metavar="KEY",
    nl="SSH-sleutel, of de .pub van een sleutel in de agent",
    en="SSH key, or the .pub of a key in the agent",
)


_MINUTES = option(
    "--minutes", is_flag=True, nl="alleen de drie regels voor de notulen", en="only the three lines for minutes"
)
_DRY_RUN = option(
    "--dry-run", "-n", is_flag=True, nl="alleen zeggen wat er zou gebeuren", en="only say what would happen"
)


def _bare(minutes: bool, sign_with: str | None, dry_run: bool) -> None:
    ctx = click.get_current_context()
    if ctx.invoked_subcommand is None:
        _seal(settings_of(ctx), minutes, sign_with, dry_run)


seal = Group(
    "seal",
    prefix="seal ",
    alone=True,
    callback=_bare,
    says={
        "nl": (
            "Ondertekent hoeveel regels het journaal heeft en de wortel daarover, en bewaart dat in een map naast de "
            "database. Weigert (1) als het journaal niet voortzet wat hier eerder is ondertekend, en (5) met een "
            "andere sleutel dan het journaal kent."
        ),
        "en": (
            "Signs how many entries the journal has and the root over them, and keeps that in a folder beside the "
            "database. Refuses (1) where the journal does not extend what was signed here before, and (5) with "
            "another key than the journal declares."
        ),
    },
)
for _add in (_DRY_RUN, _KEY, _MINUTES):
    _add(seal)


def _seal(settings: Settings, minutes: bool, sign_with: str | None, dry_run: bool) -> None:
    """Sign the journal as it is now."""
    from vs_workflow.commands.printing import tell
    from vs_workflow.desk import seal as desk
    from vs_workflow.pages import sealed as page
    from vs_workflow.words.terms import banner

    with office(settings) as here:
        if minutes:
            found = desk.checkpoint(here)
            put_page(settings, page.minutes_as_text, page.as_data, found)
            if found.setting.rehearsal:
                tell(banner(settings.lang))
            return
        key, kept = sealing.signer(settings, sign_with), sealing.folder(settings, here.room.programme)
        found = desk.seal(here, key, kept, sealing.memory("seal"), dry_run=dry_run)
    made = ", ".join(found.files) if found.signed else False
    put_page(settings, page.as_text, page.as_data, found, recorded=made)


@command(
    "witness",
    nl=(
        "Ondertekent als partner het nieuwste ijkpunt van een bundel, als het journaal voortzet wat u eerder "
        "ondertekende, en schrijft het bestand om terug te sturen. Met --accept neemt het programma zo'n bestand op."
    ),
    en=(
        "Signs as a partner the newest checkpoint of a bundle, where the journal extends what you signed before, and "
        "writes the file to send back. With --accept the programme takes such a file in."
    ),
)
@argument(
    "bundle",
    metavar="[BUNDLE]",
    required=False,
    nl="een bundel (map of zip); anders de database",
    en="a bundle (folder or zip); else the database",
)
@_KEY
@option("--allowed-signers", metavar="FILE", nl="wie mag ondertekenen", en="who may sign")
@option("--out", metavar="FILE", nl="waarheen; anders NUMMER.cosig hier", en="where to; else NUMBER.cosig here")
@option("--accept", metavar="FILE", nl="neemt de handtekening van een partner op", en="takes in a partner's signature")
def witness(
    settings: Settings,
    bundle: str | None,
    sign_with: str | None,
    allowed_signers: str | None,
    out: str | None,
    accept: str | None,
) -> None:
    """Sign as a partner, or take a partner's signature in."""
    if accept is not None:
        _accept(settings, accept, allowed_signers)
    else:
        _sign(settings, bundle, sign_with, allowed_signers, out)


def _accept(settings: Settings, path: str, allowed_signers: str | None) -> None:
    from vs_workflow.desk import witness as desk
    from vs_workflow.outside.checkpoints import MOST_BYTES
    from vs_workflow.outside.files import read_regular
    from vs_workflow.pages import sealed as page
    from vs_workflow.ports import SealFile
    from vs_workflow.reasons import Misunderstood

    trusted = sealing.trust(settings, allowed_signers)
    if trusted is None:
        raise Misunderstood("trust.which-file")
    brought = SealFile(path, read_regular(path, MOST_BYTES))
    with office(settings) as here:
        folder = sealing.folder(settings, here.room.programme)
        found = desk.accept(here, brought, folder, trusted, signer=sealing.sealing(settings).signer)
    made = False if found.again else found.file
    put_page(settings, page.accepted_as_text, page.accepted_as_data, found, recorded=made)


def _sign(
    settings: Settings, bundle: str | None, sign_with: str | None, allowed_signers: str | None, out: str | None
) -> None:
    from vs_workflow.desk import witness as desk
    from vs_workflow.face.clock import SystemStamps
    from vs_workflow.journal.chain import instant
    from vs_workflow.outside.checkpoints import new_file
    from vs_workflow.outside.handed_over import handed_over
    from vs_workflow.pages import sealed as page

    key, trusted = sealing.witness_signer(settings, sign_with), sealing.trust(settings, allowed_signers)
    set_to = instant(settings.now) if settings.now is not None else None
    now, memory, clock_set = SystemStamps(set_to).now(), sealing.memory("witness"), set_to is not None

    def signed(lines: Iterable[Line], files: Sequence[SealFile]) -> tuple[Witnessed, str]:
        target = desk.file_of(files) if out is None else out
        # First the place for it: what cannot be handed over must not be signed, nor remembered as signed.
        with new_file(target) as put:
            found, content = desk.witness(lines, files, key, memory, now, clock_set=clock_set, trust=trusted)
            put(content)
        return found, target

    if bundle is not None:
        with handed_over(bundle) as (brought, kept):
            found, target = signed(brought, kept)
    else:
        with database(settings) as store:
            room = store.room()
            files = sealing.folder(settings, room.programme).files()
            with room.reading() as work:
                found, target = signed(work.journal.lines(), files)
    put_page(settings, page.witnessed_as_text, page.witnessed_as_data, (found, target), recorded=target)
