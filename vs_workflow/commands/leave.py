"""Leave: what leaves the house, one format a call, into something new or to stdout."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from vs_workflow.commands import offers
from vs_workflow.commands.frame import command, option
from vs_workflow.commands.opening import office
from vs_workflow.commands.settings import Settings
from vs_workflow.reasons import Misunderstood, StoreTrouble

if TYPE_CHECKING:
    from vs_workflow.desk.leave import Leaving
    from vs_workflow.exports.bundle import Bundle
    from vs_workflow.exports.roles import Shown
    from vs_workflow.ports import SealFile
    from vs_workflow.reasons import Finding

_STDOUT = "-"
_NOT_WHOLE = 1
# What each form is made of: one and several, in Dutch and English.
_MADE_OF = {
    "jsonl": (("regel", "entry"), ("regels", "entries")),
    "csv": (("rij", "row"), ("rijen", "rows")),
    "xes": (("gebeurtenis", "event"), ("gebeurtenissen", "events")),
    "adl": (("beslissing", "decision"), ("beslissingen", "decisions")),
    "mdto": (("bestand", "file"), ("bestanden", "files")),
}


@command(
    "export",
    nl=(
        "Schrijft een van deze vormen naar een nieuw bestand (- is stdout). Mensen staan er met hun sleutel in, met "
        "--roles-only alleen met een rol en een nummer; een bundel kan niet zonder die sleutels. Wat er al is, wordt "
        "nooit overschreven. Een bundel waarvan het journaal of een bestand niet klopt, wordt gemaakt en eindigt met "
        "1; zijn een regel of de regels niet te lezen, dan komt er geen bundel (4), en neemt vs backup het bewijs mee "
        "zoals het is. Een andere vorm van zo'n journaal eindigt ook met 1. Een dossier uit zo'n journaal, of met een "
        "document dat veranderd of weg is, komt er niet (4)."
    ),
    en=(
        "Writes one of these forms to a new file (- is stdout). People are in it by their key, with --roles-only by a "
        "role and a number only; a bundle cannot do without those keys. What is there already is never written "
        "over. A bundle of which the journal or a file does not hold is made, and ends with 1; where an entry or the "
        "rules cannot be read there is no bundle (4), and vs backup takes the evidence along as it is. Another form of "
        "such a journal ends with 1 too. No dossier is made of one, or with a document that was changed or is gone (4)."
    ),
)
@option(
    "--bundle", metavar="DIR|FILE.zip|-", nl="alles, om elders na te rekenen", en="everything, to be checked elsewhere"
)
@option(
    "--xes",
    metavar="FILE|-",
    nl="de afgelegde weg, voor process mining",
    en="the road that was gone, for process mining",
)
@option("--adl", metavar="FILE|-", nl="elke beslissing, als logboek", en="every decision, as a log")
@option("--mdto", metavar="DIR|FILE.zip", nl="dossiers voor het archief", en="dossiers for the archive")
@option("--jsonl", metavar="FILE|-", nl="het journaal, regel voor regel", en="the journal, line by line")
@option("--csv", metavar="FILE|-", nl="een tabel voor een rekenblad", en="a table for a spreadsheet")
@option("--assignment", metavar="A", nl="alleen deze opdracht", en="this assignment only", offer=offers.assignments)
@option("--without-documents", is_flag=True, nl="een bundel zonder documenten", en="a bundle without documents")
def export(settings: Settings, assignment: str | None, without_documents: bool, **targets: str | None) -> int:
    """Write one form to a new file."""
    form, target = _one_of(targets)
    if form == "bundle" and settings.roles_only:
        raise Misunderstood("call.bundle-names-people")
    if form == "bundle":
        return _export_bundle(settings, target, assignment, documents=not without_documents)
    if form == "mdto":
        _export_dossiers(settings, target, assignment)
        return 0
    return _export_file(settings, form, target, assignment)


def _shown(settings: Settings) -> Shown:
    """People by key, or as role holders with `--roles-only`."""
    from vs_workflow.exports.roles import BY_KEY

    return settings.veil[-1] if settings.veil else BY_KEY


def _one_of(targets: dict[str, str | None]) -> tuple[str, str]:
    """The one form that was asked, with where it is to go; raises Misunderstood for none and for several."""
    given = {form: target for form, target in targets.items() if target is not None}
    if not given:
        raise Misunderstood("call.one-of", what="vs export", choices=", ".join(f"--{form}" for form in targets))
    if len(given) > 1:
        raise Misunderstood("call.one-form", given=" ".join(f"--{form}" for form in given))
    ((form, target),) = given.items()
    return form, target


def _export_file(settings: Settings, form: str, target: str, assignment: str | None) -> int:
    """Write it as it is told; 1, with a line on stderr, where the entries do not follow each other."""
    from vs_workflow.desk.leave import leaving
    from vs_workflow.exports import forms
    from vs_workflow.outside.bundles import write_file

    with office(settings) as here:
        found = leaving(here, assignment)
    data = forms.written(form, found, _shown(settings))
    if target == _STDOUT:
        _put(settings, form, data)
    else:
        write_file(target, data)
        _say(settings, form, target, found, units=forms.units(form, data), size=len(data), digest=_digest(data))
    return _told_of(_unlinked(settings, found))


def _export_bundle(settings: Settings, target: str, assignment: str | None, *, documents: bool) -> int:
    """Write a bundle; what is to be shown is shown as it is, and 1 says that it does not hold."""
    from vs_workflow.commands.sealing import configured_trust
    from vs_workflow.desk.leave import fetcher, leaving, unborne
    from vs_workflow.exports.bundle import Bundle, checkpoints
    from vs_workflow.outside.bundles import write_folder, write_zip

    with office(settings) as here:
        # Before the journal, which somebody may add to and seal meanwhile.
        kept, trusted = _kept(settings, here.room.programme), configured_trust(settings)
        found = leaving(here, assignment)
        wrong = unborne(found, kept, here.stamps.now())
        bundle = Bundle(found, fetcher(here), seals=checkpoints(kept), trusted=trusted, documents=documents)
        if target == _STDOUT:
            _put_zip(settings, bundle)
            return _warned(settings, bundle, wrong)
        write = write_zip if target.casefold().endswith(".zip") else write_folder
        write(target, bundle.files())
    _say_bundled(settings, target, bundle, wrong)
    return _warned(settings, bundle, wrong)


def _warned(settings: Settings, bundle: Bundle, wrong: Sequence[Finding]) -> int:
    """1, with lines on stderr, where the entries do not follow each other, or what goes along is not what it was."""
    from vs_workflow.commands.phrases import phrase
    from vs_workflow.words.say import finding

    warnings = _unlinked(settings, bundle.found)
    warnings += [phrase("export.changed", settings.lang, file=name) for name in bundle.changed]
    warnings += [phrase("export.missing", settings.lang, file=name) for name in bundle.missing]
    said = (finding(one, settings.lang, bundle.found.setting) for one in wrong)
    return _told_of(warnings + [phrase("export.wrong", settings.lang, said=one) for one in said])


def _unlinked(settings: Settings, found: Leaving) -> list[str]:
    """What to say of the first entry that is not what its hash says or does not follow, and of another name."""
    from vs_workflow.commands.phrases import phrase
    from vs_workflow.words.say import finding

    lang = settings.lang
    renamed = (finding(one, lang, found.setting) for one in found.renamed)
    unlinked = [phrase("export.unlinked", lang, seq=found.unlinked)] if found.unlinked else []
    return unlinked + [phrase("export.wrong", lang, said=one) for one in renamed]


def _told_of(warnings: Sequence[str]) -> int:
    from vs_workflow.commands.printing import tell

    for warning in warnings:
        tell(warning)
    return _NOT_WHOLE if warnings else 0


def _export_dossiers(settings: Settings, target: str, assignment: str | None) -> None:
    from vs_workflow.commands.placeholders import placeholder
    from vs_workflow.desk.leave import fetcher, leaving
    from vs_workflow.exports.mdto import sidecars
    from vs_workflow.outside.bundles import write_folder, write_zip

    if target == _STDOUT:
        choices = placeholder("DIR, FILE.zip", settings.lang)
        raise Misunderstood("call.choice", what="--mdto", value=target, choices=choices)
    with office(settings) as here:
        found = leaving(here, assignment)
        if found.unlinked:
            raise StoreTrouble("store.entry-changed", seq=found.unlinked)
        files = _Counted(sidecars(found, _shown(settings), fetcher(here)))
        write = write_zip if target.casefold().endswith(".zip") else write_folder
        write(target, files)
    _say(settings, "mdto", target, found, units=files.count, size=files.size, digest=files.digest)


class _Counted:
    """Files as they go by, each gone before the next: how large they are together, and one hash for all."""

    def __init__(self, files: Iterable[tuple[str, bytes]]) -> None:
        self._files = files
        self._listed: list[str] = []
        self.size = 0

    @property
    def count(self) -> int:
        return len(self._listed)

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        for name, data in self._files:
            self.size += len(data)
            self._listed.append(f"{_digest(data)}  {name}\n")
            yield name, data

    @property
    def digest(self) -> str:
        """That of a list such as sha256sum makes."""
        return _digest("".join(self._listed).encode())


def _kept(settings: Settings, programme: str) -> Sequence[SealFile]:
    """The checkpoints and signatures that are kept of this programme."""
    from vs_workflow.commands import sealing

    folder = sealing.folder_if_any(settings, programme)
    return () if folder is None else folder.files()


def _put_zip(settings: Settings, bundle: Bundle) -> None:
    import io
    import sys

    from vs_workflow.commands.printing import put_bytes
    from vs_workflow.outside.bundles import zip_into

    if settings.json or (sys.stdout is not None and sys.stdout.isatty()):
        raise Misunderstood("call.missing", what="> FILE.zip")
    archive = io.BytesIO()
    zip_into(archive, bundle.files())
    put_bytes(archive.getvalue())


def _put(settings: Settings, form: str, data: bytes) -> None:
    from vs_workflow.commands.printing import put_bytes, put_json, scrub

    if settings.json:
        put_json({"schema": "vs.export/1", "format": form, "content": data.decode()})
        return
    import sys

    if sys.stdout is not None and sys.stdout.isatty():
        data = scrub(data.decode()).encode()
    put_bytes(data)


def _say_bundled(settings: Settings, target: str, bundle: Bundle, wrong: Sequence[Finding]) -> None:
    """What the bundle holds, with what it leaves out."""
    from vs_workflow.commands.phrases import phrase
    from vs_workflow.commands.printing import answer_in_a_sentence
    from vs_workflow.outside.bundles import known_by
    from vs_workflow.pages.data import finding_data

    size, digest = known_by(target)
    found, lang = bundle.found, settings.lang
    entries, shown = len(found.told), len(bundle.shown)
    less = [phrase("export.shown", lang, shown=shown)] if shown < entries else []
    less += [] if bundle.documents else [phrase("export.undocumented", lang)]
    data = {
        **_data("bundle", target, found, entries, size=size, digest=digest),
        "shown": shown,
        "documents": bundle.documents,
        "changed": bundle.changed,
        "missing": bundle.missing,
        "findings": [finding_data(one, lang, found.setting) for one in wrong],
    }
    said = phrase("export.bundled", lang, target=target, entries=entries, head=found.head, less="".join(less))
    answer_in_a_sentence(settings, said, lambda: data, recorded=target)


def _say(settings: Settings, form: str, target: str, found: Leaving, *, units: int, size: int, digest: str) -> None:
    """What was written and where, with the hash by which it is known again."""
    from vs_workflow.commands.phrases import phrase
    from vs_workflow.commands.printing import answer_in_a_sentence
    from vs_workflow.words.terms import count

    data = {**_data(form, target, found, len(found.entries), size=size, digest=digest), "count": units}
    written = count(units, *_MADE_OF[form], settings.lang)
    said = phrase("export.done", settings.lang, target=target, written=written, size=size, digest=digest)
    answer_in_a_sentence(settings, said, lambda: data, recorded=target)


def _data(form: str, target: str, found: Leaving, entries: int, *, size: int, digest: str) -> dict[str, object]:
    return {
        "schema": "vs.export/1",
        "format": form,
        "target": target,
        "programme": found.programme,
        "assignment": found.assignment,
        "entries": entries,
        "head": found.head,
        "bytes": size,
        "sha256": digest,
    }


def _digest(data: bytes) -> str:
    from vs_workflow.journal.canon import content_hash

    return content_hash(data)
