"""What sealing, witnessing and the weighing of what vouches for a journal have to say."""

from __future__ import annotations

_KEPT_BY_OTHERS = "Compare with the checkpoints, signatures and receipts that others hold, and with a backup."
_FILE = "It may be the disk, or somebody: put back a copy of the file, and verify again."
_ASK = "Ask whoever signed it for the file again, and see who may sign in the trust file."

SEALS: dict[str, tuple[str, str]] = {
    # sealing
    "seal.no-folder": (
        "For a database on a server it must be said where its checkpoints are kept.",
        'Put it in vs.toml: seal.folder = "FOLDER".',
    ),
    "seal.not-written": (
        "{file} could not be written ({detail}).",
        "Make room or allow writing, and try again.",
    ),
    "seal.memory-damaged": (
        "What was signed here last cannot be read ({detail}).",
        "Compare with the checkpoints that others hold; only then take the file away.",
    ),
    "seal.file-damaged": ("The file {file} is not what it should be ({detail}).", _FILE),
    "seal.alone": (
        "{file} is a signature of a checkpoint, and that is no longer kept beside it.",
        (
            "Somebody took it away, or sealing was interrupted: put back a copy, or let who sealed it seal again (vs "
            "seal); then verify again."
        ),
    ),
    "seal.file-exists": ("This file is there already.", "Name another with --out, or take it away first."),
    "seal.not-a-checkpoint": (
        "This is no checkpoint ({detail}).",
        "Give the three lines as they were printed or sent: origin, number of entries, root.",
    ),
    "seal.unlinked": (
        "No. {seq} is missing, was changed, or does not follow the one before. Nothing is signed.",
        "vs verify says what is the matter; in a bundle that was unpacked: python3 -I verify.py",
    ),
    "seal.renamed": (
        (
            "The journal is kept under the programme {programme}, but its first entry [names {found}||names none]. "
            "Nothing is signed."
        ),
        "vs verify says what is the matter.",
    ),
    "seal.journal-gone": (
        "Beside this database checkpoints of the programme {programme} are kept, and no journal of it is there.",
        (
            "Somebody renamed that journal or took it away: put back the last backup. Checkpoints of another "
            "database belong beside that one."
        ),
    ),
    "seal.other-origin": (
        "The checkpoint in {file} is of another journal ({found}), or this one ({origin}) has another beginning.",
        _KEPT_BY_OTHERS,
    ),
    "seal.shorter": (
        "A checkpoint ({file}) was made of {size} entries; there are {entries}. The rest is missing.",
        _KEPT_BY_OTHERS,
    ),
    "seal.rewritten": (
        (
            "[Among no. {from} to {to}||Among the first {size} entries] something is no longer what it was when a "
            "checkpoint ({file}) was made."
        ),
        _KEPT_BY_OTHERS,
    ),
    "seal.two-roots": (
        "{file} and {other} say different things of the same {size} entries: somebody signed two histories.",
        _KEPT_BY_OTHERS,
    ),
    "seal.not-these-lines": (
        "The journal is not what the lines in {file} say of its first {size} entries; it is what was signed of them.",
        "See whether they were copied letter by letter; if so, compare with what others hold.",
    ),
    "seal.other-count": (
        "The lines in {file} name {size} entries, but their root is that of {found} of this journal.",
        "See whether the number was copied digit by digit; if so, ask whoever wrote the lines.",
    ),
    "seal.no-signature": ("The checkpoint {file} has no signature beside it.", _FILE),
    "seal.signature-wrong": (
        "The signature of {file} is not of somebody who might sign then, or not of this checkpoint.",
        _ASK,
    ),
    "seal.cosignature-wrong": (
        "{file} is not signed by a witness who might sign then, or was changed afterwards.",
        _ASK,
    ),
    "seal.times-backwards": ("A witness signed {file} before {other}, which has fewer entries.", _ASK),
    "seal.time-before-entry": (
        "{file} was signed on {time}, but no. {size}, which it covers, says that it was recorded on {at}.",
        "A clock was wrong, or an entry says another moment than that of its recording.",
    ),
    "seal.key-not-then": (
        (
            "{file} is signed with a key ({fingerprint}) that by the journal's own no. {entry}, of {principal}, holds "
            "from {from}[ until {until}], and not at {at}."
        ),
        (
            "Ask who signed after the key was retired, or before its day. Where it held earlier than it was declared "
            "for: vs seal add-key FILE.pub --principal NAME --from DATE."
        ),
    ),
    "seal.key-undeclared": (
        "{file} is signed with a key ({fingerprint}) that the journal does not declare as the programme's.",
        (
            "If it is the programme's, declare it from its first day: vs seal add-key FILE.pub --principal NAME "
            "--from DATE. If not, somebody else signed."
        ),
    ),
    "seal.wrong-key": (
        "The journal does not declare this key ({fingerprint}) for today; nothing is kept of it.",
        (
            "[Seal with {known}, or declare this one first||Declare it first]: vs seal add-key FILE.pub --principal "
            "NAME --from DATE."
        ),
    ),
    # keys and trust
    "key.already": (
        "This key is declared already: no. {seq}, of {principal}, holds from {from}[ until {until}].",
        "[It may be declared again from {until} on.||Retire it first: vs seal retire-key {fingerprint.key} --on DATE.]",
    ),
    "key.own": (
        "This key ({fingerprint}) is or was the programme's own; who signs with it is no witness.",
        "Declare the key that the partner signs with.",
    ),
    "key.unreadable": (
        "This is not an SSH public key of a kind that signs.",
        "Give a .pub file as ssh-keygen makes it: ssh-ed25519, ecdsa or rsa, and no certificate.",
    ),
    "key.principal": (
        "'{principal}' cannot be the name of a key.",
        "Take letters, digits and . _ @ + - only, as in programme or name@example.org; 100 at most.",
    ),
    "key.purpose": (
        "A key is for {expected}, not for '{purpose}'.",
        "log is what the programme itself seals; witness is what a partner signs.",
    ),
    "key.unknown": (
        "The journal declares no key {fingerprint}.",
        "[Declared and not retired: {known}. ]vs seal keys shows all.",
    ),
    "key.before-start": (
        "{on} is before the day from which this key holds, {from} (no. {seq}).",
        "Give a day from {from} on with --on.",
    ),
    "key.retired-already": (
        "This key no longer holds from {until} on (no. {seq}).",
        "An earlier day is possible: --on with a day before {until}.",
    ),
    "key.no-fingerprint": (
        "'{text}' is not the fingerprint of a key.",
        "Write it as vs seal keys and ssh-keygen -l do: SHA256: and 43 signs.",
    ),
    "key.not-public": (
        "This is not an SSH public key ({detail}).",
        "Give the .pub file of a key that signs; the private key stays where it is.",
    ),
    "sign.which-key": (
        "It is not known which key to sign with.",
        'Give --sign-with KEY, or put it in vs.toml: seal.key = "KEY". vs seal --minutes needs none.',
    ),
    "sign.no-key": ("There is no such key.", "Name an SSH key, or the .pub of one that is in the agent."),
    "sign.refused": (
        "This key does not sign[ ({detail})].",
        "See that you may read it; a key with a passphrase signs from the agent (ssh-add).",
    ),
    "sign.no-tool": ("{tool} cannot be started[ ({detail})].", "Install it (openssh-client)."),
    "sign.too-long": ("{tool} did not answer within {seconds} seconds.", "See whether the agent waits for somebody."),
    "trust.which-file": (
        "It is not known who may sign.",
        'Give --allowed-signers FILE, or put it in vs.toml: seal.allowed_signers = "FILE".',
    ),
    "trust.no-signer": (
        "The trust file '{file}' that was named holds no signer; no signature counts.",
        'Write a line for each, as ssh-keygen reads it: NAME namespaces="vs-checkpoint" ssh-ed25519 AAAA…',
    ),
    "trust.missing": (
        "The trust file '{file}' that was named is not there or cannot be read[ ({detail})]; no signature counts.",
        "Put it back from a place that you trust, or name another.",
    ),
    # witnesses
    "witness.nothing": (
        "There is no checkpoint to sign here.",
        "The programme seals first (vs seal), and hands over the folder checkpoints with the journal.",
    ),
    "witness.not-written": (
        "{file}, the signature of the witness, could not be written ({detail}).",
        "Make room or allow writing, or name another place with --out; the same checkpoint may be signed again.",
    ),
    "witness.which-key": (
        "--sign-with is missing: which key do you sign with?",
        "Give --sign-with KEY, an SSH key of your own.",
    ),
    "witness.programmes-key": (
        "This key ({fingerprint}) is one of the programme's own; who signs with it is no witness.",
        "Sign with a key of your own, to which the trust file gives a name of your own: --sign-with KEY.",
    ),
    "witness.older": (
        "This checkpoint is of {size} entries; you signed one of {last} already.",
        "The programme seals again first (vs seal), and hands that over.",
    ),
    "witness.not-signed": (
        "The programme's own signature is missing, or not of somebody who may sign.",
        (
            "See in your trust file who may sign, and on which days. If that is right, the programme puts back a copy "
            "of the file, or seals (vs seal) with a key that you trust, and hands that over."
        ),
    ),
    "witness.unreadable": ("This is not a witness's signature ({detail}).", "Ask the partner for the file again."),
    "witness.not-trusted": (
        "The signature does not hold, or is not of somebody who may witness.",
        "Put the partner in the trust file, for the purpose vs-witness; or ask for the file again.",
    ),
    "witness.not-kept": (
        "There is no checkpoint of {size} entries in the folder that this signature is of.",
        "Put that checkpoint back in the folder.",
    ),
    "witness.key-not-then": (
        (
            "The journal declares this key (no. {entry}, of {principal}) from {from}[ until {until}], "
            "and not at {at}; nothing is kept of it."
        ),
        "Ask the partner to sign with a key that holds now, and declare that one: vs seal add-key --purpose witness.",
    ),
    "witness.before-entry": (
        (
            "This was signed at {time}, but no. {size}, which it covers, says that it was recorded at {at}; "
            "nothing is kept of it."
        ),
        "Ask the partner to set the clock right and to sign again.",
    ),
    "witness.times-backwards": (
        "By its time it was not signed in the right order with {other}; nothing is kept of it.",
        "Ask the partner to set the clock right and to sign the newest checkpoint.",
    ),
    "witness.own-key": (
        "This was signed with a key of the programme's own; that is no witness.",
        "Ask somebody else, with a key of their own and, in the trust file, a name of their own.",
    ),
    # verification
    "receipt.unreadable": (
        "'{text}' is not a receipt.",
        (
            "Write it as NUMBER:HASH, with the number of an entry and at least {digits} digits of the hash, "
            "or as it was printed."
        ),
    ),
    "receipt.beyond-end": (
        "There is a receipt for no. {seq}, but there are {entries} entries.",
        _KEPT_BY_OTHERS,
    ),
    "receipt.differs": (
        "The receipt of no. {seq} says {receipt}; the entry that is there now has {found}.",
        _KEPT_BY_OTHERS,
    ),
    "verify.since-none": (
        "There is no no. {since} to begin at[: the last entry is no. {entries}||].",
        "Give a number from 1 to the one after the last, or leave --since out.",
    ),
    "verify.since-unheld": (
        "To begin at no. {since}, a checkpoint must be brought that covers no. {needed}.",
        "Give it with --checkpoint FILE, or leave --since out.",
    ),
    # how far the proof reaches
    "limit.own-key-only": (
        (
            "[No. {from} to {to} are||No. {from} is] signed by the programme alone, at a time that only the "
            "journal says: whoever has that key and the database could replace them."
        ),
        "Let a partner witness (vs witness), and bring a checkpoint of your own (vs verify --checkpoint).",
    ),
    "limit.seen-later": (
        (
            "{file} was seen by a witness first at {at}, when the key that signed it did not hold any more: that it "
            "was signed before is the journal's own word."
        ),
        "Next time retire a key after a witness has seen what it signed last.",
    ),
    "limit.kept-elsewhere": (
        "The folder of checkpoints also has those of the programme {programme}, of which this database has no journal.",
        "Where no other database shares that folder (seal.folder), somebody renamed that journal or took it away.",
    ),
    "limit.no-key-declared": (
        "It is sealed, but the journal does not say with which key of the programme, or until when that holds.",
        "Declare it from its first day: vs seal add-key FILE.pub --principal NAME --from DATE.",
    ),
    "limit.receipt-since": (
        (
            "The receipt of no. {entry} holds the journal from no. {from} on: that text was "
            "destroyed after it was given, and no link leads back from it."
        ),
        "What stands before rests on a receipt or checkpoint of the destruction or later.",
    ),
    "limit.signatures-unread": (
        "Signatures were not read, for no trust file was named ({count#checkpoint|checkpoints}).",
        "Name it: vs verify --allowed-signers FILE.",
    ),
    "limit.not-recomputed": (
        (
            "[No. {from} to {to} were not judged again: they are what they were||No. {from} was not judged again: it "
            "is what it was] at the checkpoint that was brought."
        ),
        "Leave --since out to judge them too.",
    ),
}
