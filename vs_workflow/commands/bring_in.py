"""Bring in: a bundle of elsewhere, into a database that does not have its programme."""

from __future__ import annotations

from functools import partial

from vs_workflow.commands.frame import argument, command
from vs_workflow.commands.settings import Settings
from vs_workflow.commands.writing import Writing, writes_from


@command(
    "import",
    nl=(
        "Rekent een bundel van elders eerst geheel na, en zet haar dan in een database die haar programma nog "
        "niet heeft. Het journaal komt over zoals het is, zonder iets erbij, en er wordt niets gevraagd: "
        "--reason, --key en --yes doen hier niets."
    ),
    en=(
        "First recomputes all of a bundle from elsewhere, then puts it into a database that does not have its "
        "programme yet. The journal comes over as it is, with nothing added, and nothing is asked: --reason, "
        "--key and --yes do nothing here."
    ),
)
@argument("bundle", metavar="BUNDLE", nl="de map of de zip", en="the folder or the zip")
@writes_from
def bring_in(settings: Settings, writing: Writing, bundle: str) -> int:
    """Read in a bundle."""
    from vs_workflow.commands import sealing
    from vs_workflow.commands.phrases import phrase
    from vs_workflow.commands.printing import answer_in_a_sentence, tell
    from vs_workflow.face.bringing import import_bundle
    from vs_workflow.words.terms import banner, count, term

    new = _is_new(settings) and not writing.dry_run
    named = sealing.sealing(settings).folder is not None
    folder = partial(sealing.folder, settings) if named else None
    found = import_bundle(settings.db, bundle, folder=folder, now=settings.now, dry_run=writing.dry_run)
    if new:
        tell(phrase("init.made", settings.lang, store=settings.db))
    if found.unkept:
        name = "import.unkept" if named else "import.no-folder"
        files = count(len(found.unkept), ("bestand", "file"), ("bestanden", "files"), settings.lang)
        tell(phrase(name, settings.lang, files=files, programme=found.programme))
    data = {
        "schema": "vs.import/1",
        "programme": found.programme,
        "entries": found.entries,
        "head": found.head,
        "whole": found.whole,
        "dry_run": writing.dry_run,
        "checkpoints_not_kept": list(found.unkept),
    }
    said = phrase(
        "import.would" if writing.dry_run else "import.done",
        settings.lang,
        programme=found.programme,
        entries=found.entries,
        head=found.head,
        whole=term("recomputed-whole" if found.whole else "recomputed-not", settings.lang),
    )
    if found.rehearsal:
        said = f"{banner(settings.lang)}\n{said}"
    answer_in_a_sentence(settings, said, lambda: data, recorded=not writing.dry_run)
    return 0 if found.whole else 1


def _is_new(settings: Settings) -> bool:
    """Whether the database is a file that is yet to be made."""
    from store.address import parse

    path = parse(settings.db).path
    return path is not None and not path.exists()
