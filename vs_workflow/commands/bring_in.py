"""Bring in: a bundle of elsewhere, into a database that does not have its programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vs_workflow.commands.frame import argument, command
from vs_workflow.commands.opening import database, office_of
from vs_workflow.commands.settings import Settings
from vs_workflow.commands.writing import Writing, writes_from

if TYPE_CHECKING:
    from vs_workflow.desk.bring_in import Looked


@command("import")
@argument("bundle", metavar="BUNDLE", nl="de map of de zip", en="the folder or the zip")
@writes_from
def bring_in(settings: Settings, writing: Writing, bundle: str) -> int:
    """Read in a bundle."""
    from vs_workflow.desk import bring_in as desk
    from vs_workflow.outside.bundle_reading import open_bundle

    with open_bundle(bundle) as packed:
        looked = desk.look_over(packed)
        whole = True if writing.dry_run else _brought(settings, looked)
    from vs_workflow.commands.phrases import phrase
    from vs_workflow.commands.printing import answer

    data = {
        "schema": "vs.import/1",
        "programme": looked.programme,
        "entries": len(looked.lines),
        "head": looked.head,
        "whole": whole,
        "dry_run": writing.dry_run,
    }
    verdict = {True: {"nl": "gaaf", "en": "whole"}, False: {"nl": "NIET GAAF", "en": "NOT WHOLE"}}[whole][settings.lang]
    name = "import.would" if writing.dry_run else "import.done"
    said = phrase(
        name, settings.lang, programme=looked.programme, entries=len(looked.lines), head=looked.head, whole=verdict
    )
    if looked.rehearsal:
        from vs_workflow.words.terms import banner

        said = f"{banner(settings.lang)}\n{said}"
    answer(settings, text=lambda: said, data=lambda: data, recorded=not writing.dry_run)
    return 0 if whole else 1


def _brought(settings: Settings, looked: Looked) -> bool:
    """Write it, then verify what is there as `vs verify` does."""
    from vs_workflow.commands.phrases import phrase
    from vs_workflow.commands.printing import tell
    from vs_workflow.desk import bring_in as desk
    from vs_workflow.desk import prove

    new = _is_new(settings)
    with database(settings, create=True) as store:
        here = office_of(settings, store.begin(looked.programme))
        desk.bring_in(here, looked)
        _keep_seals(settings, looked)
        if new:
            tell(phrase("init.made", settings.lang, store=settings.db))
        return prove.verify(here, kept=lambda: store.findings(looked.programme)).whole


def _keep_seals(settings: Settings, looked: Looked) -> None:
    """The checkpoints of the bundle go where those of this database are kept, if there are none yet."""
    from vs_workflow.commands import sealing
    from vs_workflow.ports import SealFile

    names = [name for name in looked.packed.files if name.startswith("checkpoints/")]
    if not names or sealing.sealing(settings).folder is None:
        return
    folder = sealing.folder(settings)
    if not folder.files():
        for name in names:
            folder.put(SealFile(name.partition("/")[2], looked.packed.read(name)))


def _is_new(settings: Settings) -> bool:
    """Whether the database is a file that is yet to be made."""
    from store.address import parse

    path = parse(settings.db).path
    return path is not None and not path.exists()
