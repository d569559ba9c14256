"""What a check of the journal and the database found, and how far the proof reaches."""

from __future__ import annotations

_DAMAGED = "It may be somebody, or the disk: compare with a copy or a receipt from before."
_TAMPERED = f"{_DAMAGED} From this number on nothing is certain."
_KEPT = (
    "It may be somebody, or the disk. The journal says by its hash what it was: look for that in a copy or a bundle "
    "from before, or with whoever has it."
)
_UNLAWFUL = "Compare the entry with a copy, a bundle or a receipt; vs history shows it where every entry can be read."
_DERIVED = "Where the journal itself is whole, vs rebuild makes the derived tables again."
_COPY = "The entry is the evidence, not what stands beside it. vs rebuild leaves both alone: compare with a backup."
_UNCOMPARED = "What they follow from is damaged, and vs rebuild needs it whole: compare with a backup or a bundle."
_GUARDS = "The chain remains the evidence; compare the database with a backup."

FINDINGS: dict[str, tuple[str, str]] = {
    # the board and the outcome of a request
    "board.per-district": (
        "{district} {found} of {at_least}",
        "Let more people from {district} join: vs record {joins_event} ASSIGNMENT.",
    ),
    "note.gaps": (
        "The team still lacks: {gaps}.",
        "Let members join: vs record {joins_event} ASSIGNMENT.",
    ),
    "note.other-document": (
        "This is another document than the one at {step} of {on} (no. {seq}).",
        "If that is not meant, undo this and record it with the right document.",
    ),
    "note.sealed-later": (
        "From {on} on this key no longer holds, and it signed since; vs verify will name these: {files}.",
        "Declare it again from {on} on (vs seal add-key), and retire it on a day after its last seal.",
    ),
    "replay.grant-changed": (
        "The text of no. {seq}, the role or mandate that this rests on, is not what its hash says; see vs verify.",
        _TAMPERED,
    ),
    "replay.meeting-cancelled": (
        "{body} did not meet on {on}, as was recorded later; the step stands.",
        "If the step is wrong, correct it: vs correct {seq}.",
    ),
    "replay.text-changed": (
        "The text of no. {seq} is not what its hash says; see vs verify.",
        _TAMPERED,
    ),
    # the chain
    "link.gap": ("No. {expected} should come here, not no. {found}: something is missing.", _TAMPERED),
    "link.none": (
        "The journal[ of {programme}] is gone: not one entry is there.",
        "It may be somebody, or the disk: put back the last backup, and verify that.",
    ),
    "link.leaf": ("The text of no. {seq} was changed: its hash is {expected}, kept is {found}.", _TAMPERED),
    "link.leaf-or-text": (
        "The text of no. {seq} or the hash beside it was changed: the text gives {expected}, kept is {found}.",
        _TAMPERED,
    ),
    "link.beside": (
        "The hash beside no. {seq} was changed to {found}; its text is as no. {next} names it, {expected}.",
        _COPY,
    ),
    "link.no-leaf": (
        "The text of no. {seq} was destroyed, and what is kept in its place is no hash[ ({found})].",
        _TAMPERED,
    ),
    "link.unreadable": ("The text of no. {seq} is not what an entry must be.", _TAMPERED),
    "link.not-canonical": ("The text of no. {seq} is written otherwise than vs writes.", _TAMPERED),
    "link.root": (
        "No. {seq}: before this destruction something was changed; its root says {found}, not {expected}.",
        _TAMPERED,
    ),
    "link.number": ("No. {expected} calls itself no. {found}.", _TAMPERED),
    "link.broken": ("No. {seq} does not follow the one before: it names {found}, and that is {expected}.", _TAMPERED),
    "link.clock": ("No. {seq} was recorded on {found}, before the one before it of {before}.", _TAMPERED),
    # the rules
    "lawful.order": (
        "No. {seq}: {step} was not possible; assignment {assignment} was at [{state}||something else].",
        _UNLAWFUL,
    ),
    "lawful.date": ("No. {seq}: {on} is before the last step of assignment {assignment} ({before}).", _UNLAWFUL),
    "lawful.role": ("No. {seq}: {actor} did not hold the role for {step}.", _UNLAWFUL),
    "lawful.mandate": ("No. {seq}: the mandate of {actor} did not hold for {step}.", _UNLAWFUL),
    "lawful.grant-period": ("No. {seq}: the role of no. {grant} did not hold on {on}.", _UNLAWFUL),
    "lawful.key-twice": ("No. {seq} has the same key '{key}' as no. {first}.", _UNLAWFUL),
    "lawful.rules": ("No. {seq} names the rules {found}, but {expected} held then.", _UNLAWFUL),
    "lawful.proof": (
        "No. {seq}: '{field}' says [{found}||nothing], but the rules give [{expected}||nothing].",
        _UNLAWFUL,
    ),
    "lawful.not-allowed": ("No. {seq}: {step}[ by {actor}] should not have been accepted. {why}", _UNLAWFUL),
    "lawful.refused-wrongly": ("No. {seq}: {step} was refused, but the rules allow it.", _UNLAWFUL),
    "lawful.other-reasons": (
        "No. {seq}: the refusal gives [{found}||no reasons], but the rules give [{expected}||none].",
        _UNLAWFUL,
    ),
    "lawful.blank": ("The text of no. {seq} is missing, and no destruction names that number.", _TAMPERED),
    "lawful.not-destroyed": (
        "No. {seq} says that it destroyed {assignment}, but no. {entry} is still there, or may not be named.",
        _UNLAWFUL,
    ),
    "lawful.destroyed-none": (
        "No. {seq} says that it destroyed {assignment}, but there was no such assignment, or not any more.",
        _UNLAWFUL,
    ),
    "lawful.remains": (
        "No. {seq}: what it says to have left of {assignment} cannot have been there (no. {entry}).",
        _UNLAWFUL,
    ),
    "lawful.unjudgeable": ("No. {seq} says what no entry can say, and cannot be recomputed.", _UNLAWFUL),
    "lawful.founding": ("No. {seq} ({kind}, {what}) does not belong to the beginning of this programme.", _UNLAWFUL),
    "lawful.renamed": (
        (
            "The journal is kept under the programme {expected}, but no. {seq} begins that of {found}: somebody "
            "renamed it."
        ),
        "Put back the last backup, and verify that: its checkpoints and receipts are those of {found}.",
    ),
    "lawful.sweep-idle": ("No. {seq} is a check that had nothing to say, or came before its time.", _UNLAWFUL),
    "lawful.sweep-ahead": ("No. {seq} is a check of {on}, a day that had not come yet.", _UNLAWFUL),
    "lawful.flag-missing": (
        "The check of no. {seq} did not raise a flag that was due: {flag}, {milestone}, [{assignment}||programme].",
        _UNLAWFUL,
    ),
    "lawful.flag-surplus": (
        "No. {seq} is a flag that no check owed: {flag}, {milestone}, [{assignment}||programme].",
        _UNLAWFUL,
    ),
    "lawful.stranger": ("No. {seq} names somebody who is not in the register: {person}.", _UNLAWFUL),
    "lawful.founding-missing": ("The programme does not begin as its rules say: {what} is missing.", _UNLAWFUL),
    "lawful.move-missing": (
        "No. {seq} moved to other rules, but what these bring with them is missing: {what}.",
        _UNLAWFUL,
    ),
    "lawful.states-differ": (
        "Assignment {assignment}: two ways of recomputing differ ([{walk}||nothing] and [{fold}||nothing]).",
        "This is a fault of vs: report it with what vs diagnose prints.",
    ),
    # what is kept
    "shelf.changed": ("What is kept under {address} is not what it was ({kind}).", _KEPT),
    "shelf.document-missing": ("The document {address} of no. {seq} is no longer there.", _KEPT),
    "shelf.other-kind": (
        "[No. {seq} names||Entries name] this as {what}, but it is kept as {kind}: {address}.",
        _GUARDS,
    ),
    # how far the proof reaches
    "limit.receipts-only": (
        (
            "[No. {from} to {to} are||No. {from} is] not signed[, since {since}]: that nothing was replaced, or left "
            "off at the end, is shown only by receipts and copies that others hold."
        ),
        "Keep receipts in the minutes, and a copy outside your own organisation.",
    ),
    "limit.not-covered": (
        "Nobody checked [the days from {from} to {to}||{from}]: what was missed then may not be flagged yet.",
        "vs check covers them.",
    ),
    "limit.register-gone": (
        "The name of {people} is no longer in the register; they are shown by their key.",
        "That is as it should be where a name was destroyed; the proofs remain whole.",
    ),
    "limit.destroyed": (
        "Not replayable: {count} entries of {assignment}, destroyed on {on} under no. {seq} ({ground}).",
        "Their leaves are there; only a bundle from before proves what they said, and that the assignment had ended.",
    ),
    "limit.rests-on-destroyed": (
        "No. {seq} was refused for something in a destroyed assignment, which cannot be recomputed any more.",
        "A bundle from before the destruction recomputes it.",
    ),
    # the database
    "store.guard-missing": ("The guard rail '{name}' of the database is missing.", _GUARDS),
    "store.guard-changed": ("The guard rail '{name}' of the database was changed.", _GUARDS),
    "store.guard-disabled": ("The guard rail '{name}' of the database is switched off.", _GUARDS),
    "store.schema-differs": ("The database is set up otherwise than vs makes it: '{name}'.", _GUARDS),
    "store.damaged": ("The database is damaged: {detail}[, and {more} more of the kind].", _DAMAGED),
    "store.size-differs": ("Of {address} {found} bytes are kept instead of {expected}.", _KEPT),
    "store.copy-differs": (
        "The column '{column}' beside no. {seq} says [{found}||nothing]; the entry says [{expected}||nothing].",
        _COPY,
    ),
    "store.not-comparable": ("The derived tables cannot be compared ({why}).", _UNCOMPARED),
    "store.row-differs": (
        (
            "The table {table} says of {row} as '{column}' [{found}||nothing]; from the journal follows "
            "[{expected}||nothing]."
        ),
        _DERIVED,
    ),
    "store.row-missing": ("The table {table} lacks a row: [{row}||the programme's own][, no. {seq}].", _DERIVED),
    "store.left-over": (
        "The table {table} still holds rows of {programme}, of which there is no journal.",
        "Put back the last backup: vs rebuild makes derived tables from a journal alone.",
    ),
    "store.row-surplus": ("The table {table} has a row too many: [{row}||the programme's own][, no. {seq}].", _DERIVED),
}
