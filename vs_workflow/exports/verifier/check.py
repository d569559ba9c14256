"""Checks the bundle in which it lies: python3 -I verify.py [FOLDER]. Ends with 0 where it is whole, 1 where it is not.

It holds the bundle also to what you have yourself: --receipt NUMBER:HASH, --checkpoint FILE with the three lines of the
minutes, and --allowed-signers FILE. Where it is not understood it ends with 2, and nothing was checked.

It needs Python 3.11 and, for signatures, ssh-keygen; nothing of the program that made the
bundle, from which it was written apart, after this description of the format:

manifest.json       {"format": "vs.bundle/1", "programme", "assignment", "entries", "head", "root", "files": [{"path",
                    "size", "sha256"}]}: every other file of the bundle, and no more. head is the last leaf, root the
                    base64 of the RFC 6962 root over all leaves.
journal.jsonl       An entry a line. Its leaf is SHA-256(0x00 + line), without the line's end. It names its number
                    ("seq", from 1 without gaps) and the leaf of the line before ("prev", for the first 64 zeros).
                    A line {"leaf", "seq"} stands for an entry that is not shown: it belongs to another assignment
                    than the one of this bundle, or was destroyed.
                    A destruction says the base64 of the root over all lines before it, for no link leads back from
                    what is not shown.
rules/H.manifest    Two lines, "lifecycle H" and "programme H", for rules/H.toml; H is the SHA-256 of a file. "rules"
                    of an entry is the H of the manifest under which it was decided.
register/H.json     A person's record, named by "record" in a register entry; may be left out, or destroyed.
documents/H         A document, named in "documents" of an entry; may be left out.
checkpoints/N.checkpoint
                    Three lines: origin, number of entries, base64 of the RFC 6962 root over so many leaves. Never
                    without N.sig, an SSH signature (namespace vs-checkpoint); N.WITNESS.cosig are those of witnesses.
allowed_signers     Who may sign, as ssh-keygen reads it. Take your own copy, not the one in the bundle, where you
                    have one: --allowed-signers FILE.

An entry of kind "key" declares ("added") or retires ("retired") a key that signs checkpoints ("purpose" log) or
witnesses them (witness): its fingerprint, and "on", the first local day on which it holds, or no longer does. Where any
is declared for the log, each checkpoint must be signed by one that held then, whatever allowed_signers says.
A key counts in its one spelling alone (no number with a byte more than it needs), and a certificate is none: no
signature covers how its key is spelled.

An assignment's state is where its last step led that was not annulled, in the order of the
numbers. What is judged again and what is not, it says at the end.
"""

from __future__ import annotations

import base64
import sys
from pathlib import Path

from vs_workflow.exports.verifier.call import read_call
from vs_workflow.exports.verifier.contents import attached, read_manifest
from vs_workflow.exports.verifier.findings import Json, Report, say
from vs_workflow.exports.verifier.held import NOTHING_HELD, Held, check_held
from vs_workflow.exports.verifier.lines import merkle_root, read_journal
from vs_workflow.exports.verifier.replay import Replay
from vs_workflow.exports.verifier.seals import check_checkpoints

NOT_JUDGED = (
    "who may correct, and what a correction or an end unmakes beside the order of the steps and what rests on the role "
    "itself; the composition of a team, meetings, what facts may say, and whether a step came before what it rests on, "
    "or a seat before its body; that a beginning and a move to other rules brought all that they should; what a check "
    "had to flag and which days it covered; and what was refused for another cause than order or role, or was no step "
    "or event, are the program's to judge: vs import, then vs verify; "
    "whose a declared key really is, and what stood in what was destroyed, nobody can judge from a journal"
)


def main(arguments: list[str]) -> int:
    asked = read_call(arguments, Path(__file__).resolve().parent)
    report = Report()
    summary = check(asked.folder, asked.signers, report, asked.held)
    for line in [*summary, *(f"WRONG  {one}" for one in report.findings[:100])]:
        say(line)
    if len(report.findings) > 100:
        say(f"... and {len(report.findings) - 100} more")
    for limit in report.limits:
        say(f"limit  {limit}")
    say("NOT WHOLE / NIET GAAF" if report.findings else "WHOLE / GAAF")
    return 1 if report.findings else 0


def check(folder: Path, signers: str | None, report: Report, held: Held = NOTHING_HELD) -> list[str]:
    """Everything that can be checked; gives the lines that say what was looked at."""
    manifest = read_manifest(folder, report)
    if manifest is None:
        return []
    leaves, entries = read_journal(folder, report)
    head = leaves[-1].hex() if leaves else "0" * 64
    told = f"{str(manifest.get('entries'))[:20]} and {str(manifest.get('head'))[:80]}"
    if manifest.get("entries") != len(leaves) or manifest.get("head") != head:
        report.wrong("manifest.json", "head", f"the journal has {len(leaves)} entries and ends in {head}, not {told}")
    root = base64.b64encode(merkle_root(leaves)).decode()
    if manifest.get("root") != root:
        report.wrong(
            "manifest.json", "root", f"says {str(manifest.get('root'))[:80]}, and the root over the leaves is {root}"
        )
    hidden = [seq for seq, entry in enumerate(entries, 1) if entry is None]
    replayed = Replay(folder, hidden, report)
    destroyed = replayed.foresee(entries, leaves)
    judged = replayed.has_rules(entries)
    for seq, entry in enumerate(entries, 1):
        if entry is not None:
            if judged:
                replayed.take_safely(seq, entry)
        elif seq in destroyed or manifest.get("assignment") is not None:
            replayed.pass_by(seq)
        else:
            report.wrong(seq, "destruction", "is not shown, and no entry says that it was destroyed")
    genesis = entries[0] if entries else None
    facts = genesis.get("facts") if genesis is not None else None
    said: Json = facts if isinstance(facts, dict) else {}
    if genesis is not None and said.get("programme") != manifest.get("programme"):
        report.wrong("manifest.json", "programme", "is not that of the journal")
    attached(folder, [entry for entry in entries if entry is not None], report)
    covered = check_held(held, leaves, manifest, report)
    check_checkpoints(folder, leaves, entries, signers, manifest, replayed.declared, report, covered)
    if destroyed:
        report.limit(f"{len(destroyed)} entries were destroyed: what they said nobody can judge any more")
    if hidden:
        report.limit(
            f"{len(hidden)} of {len(leaves)} entries are not shown: an entry before one of these is bound by the root "
            "alone, which must be held against one that you trust"
        )
    report.limit(NOT_JUDGED)
    marked = ["REHEARSAL / OEFENING - nothing in this bundle was recorded in earnest"] if said.get("rehearsal") else []
    return [*marked, f"{len(leaves)} entries", f"head   {head}", f"root   {root}"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
