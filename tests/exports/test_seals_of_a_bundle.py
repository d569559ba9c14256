"""What `verify.py` makes of signatures: who may sign, who is a witness, and what it cannot look at."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.desk.world import begun
from tests.exports.bundles import bundled, looked_at, remade, taken_out
from tests.journal.test_public_key import ODD, WELL
from tests.outside.respelled import respelled, with_a_zero
from tests.outside.test_signing import key, public
from tests.tools.needs import need
from vs_workflow.exports.verifier.findings import Report
from vs_workflow.exports.verifier.keys import is_key
from vs_workflow.exports.verifier.lines import merkle_root, read_journal
from vs_workflow.journal.canon import Leaf
from vs_workflow.journal.checkpoint import Checkpoint, Cosignable, origin_of
from vs_workflow.journal.public_key import NotAPublicKey, public_key
from vs_workflow.outside.signing import SshSigner

NAME = "checkpoints/00000010"


class Sealed:
    """A bundle with one checkpoint, signed by the programme and cosigned by whoever is asked for."""

    def __init__(self, folder: Path, kind: str = "ed25519") -> None:
        self.folder = bundled(begun().office, folder / "bundle")
        self.own, self.other = key(folder, "own", kind=kind), key(folder, "other")
        leaves, _ = read_journal(self.folder, Report())
        programme = json.loads((self.folder / "manifest.json").read_bytes())["programme"]
        origin = origin_of(programme, Leaf(leaves[0].hex()))
        self.checkpoint = Checkpoint(origin, 10, merkle_root(leaves[:10]))
        (self.folder / "checkpoints").mkdir()
        self._files: list[str] = []
        self.put(f"{NAME}.checkpoint", self.checkpoint.body)
        self.put(f"{NAME}.sig", SshSigner(str(self.own)).sign(self.checkpoint.body, "vs-checkpoint"))

    def put(self, path: str, data: bytes) -> None:
        (self.folder / path).write_bytes(data)
        self._files.append(path)

    def cosign(self, by: Path, day: datetime) -> None:
        said = Cosignable(int(day.timestamp()), self.checkpoint)
        self.put(f"{NAME}.{by.name}.cosig", said.body + SshSigner(str(by)).sign(said.body, "vs-witness"))

    def looked_at(self, *lines: str) -> Report:
        self.put("allowed_signers", "".join(f"{line}\n" for line in lines).encode())
        manifest = json.loads((self.folder / "manifest.json").read_bytes())
        manifest["files"] = [one for one in manifest["files"] if one["path"] not in self._files]
        manifest["files"] += [{"path": one, "size": 0, "sha256": ""} for one in dict.fromkeys(self._files)]
        remade(self.folder, **manifest)
        return looked_at(self.folder)


@pytest.fixture
def sealed(tmp_path: Path) -> Sealed:
    need("ssh-keygen")
    return Sealed(tmp_path)


def test_a_key_that_stands_on_a_line_for_each_purpose_may_sign(sealed: Sealed) -> None:
    mine = public(sealed.own)
    other = f'elsewhere,old namespaces="git" {mine}'

    assert sealed.looked_at(other, f'ours namespaces="vs-checkpoint" {mine}').findings == []
    stranger = sealed.looked_at(other)
    assert "nobody who may sign" in stranger.findings[0]
    assert [one for one in stranger.limits if one.startswith("lines 1 to ")]


def test_a_cosignature_by_the_key_of_the_checkpoint_is_no_witness(sealed: Sealed) -> None:
    line = f'ours namespaces="vs-checkpoint,vs-witness",valid-after="20300101Z" {public(sealed.own)}'
    sealed.cosign(sealed.own, datetime(2030, 6, 1, tzinfo=UTC))

    found = sealed.looked_at(line)

    assert [one for one in found.limits if "it is no witness" in one]
    assert f"{NAME}.sig: signature: " in found.findings[0]

    sealed.cosign(sealed.other, datetime(2030, 6, 1, tzinfo=UTC))
    assert sealed.looked_at(line, f'other namespaces="vs-witness" {public(sealed.other)}').findings == []


def test_under_another_spelling_of_its_key_no_signature_holds(tmp_path: Path) -> None:
    need("ssh-keygen")
    sealed = Sealed(tmp_path, kind="rsa")
    line = f'ours namespaces="vs-checkpoint,vs-witness" {public(sealed.own)}'
    assert sealed.looked_at(line).findings == []

    sealed.cosign(sealed.own, datetime(2030, 6, 1, tzinfo=UTC))
    sealed.put(f"{NAME}.own.cosig", respelled((sealed.folder / f"{NAME}.own.cosig").read_bytes()))
    assert [f"{NAME}.own.cosig: signature: " in one for one in sealed.looked_at(line).findings] == [True]

    sealed.put(f"{NAME}.sig", respelled((sealed.folder / f"{NAME}.sig").read_bytes()))
    assert f"{NAME}.sig: signature: " in sealed.looked_at(line).findings[-1]


def test_a_line_under_another_spelling_trusts_nobody(tmp_path: Path) -> None:
    need("ssh-keygen")
    sealed = Sealed(tmp_path, kind="rsa")
    kind, text = public(sealed.own).split()
    other = base64.b64encode(with_a_zero(base64.b64decode(text))).decode()

    found = sealed.looked_at(f'ours namespaces="git" {kind} {text}', f"ours {kind} {other}")

    assert "nobody who may sign" in found.findings[0]


@pytest.mark.parametrize("line", [*WELL, *ODD.values()])
def test_what_is_a_key_and_what_is_none_is_read_as_by_the_program(line: str) -> None:
    *_, text = line.split() or [""]
    try:
        blob = base64.b64decode(text.encode("ascii", "ignore"), validate=True)
    except ValueError:
        return
    kind = blob[4 : 4 + int.from_bytes(blob[:4], "big")].decode("ascii", "replace")
    try:
        public_key(kind, base64.b64encode(blob).decode())
        taken = True
    except NotAPublicKey:
        taken = False

    assert is_key(blob) == taken


def test_a_checkpoint_that_is_signed_by_nobody_is_no_seal_whoever_may_sign(sealed: Sealed) -> None:
    line = f"ours {public(sealed.own)}"
    assert [one for one in sealed.looked_at(line).limits if one.startswith("lines 11 to ")]
    taken_out(sealed.folder, f"{NAME}.sig")

    found = looked_at(sealed.folder, signers=str(sealed.folder / "allowed_signers"))

    assert found.findings == [f"{NAME}.checkpoint: signature: is signed by nobody: there is no signature beside it"]
    assert [one for one in found.limits if one.startswith("lines 1 to ")]


def test_without_the_tool_nothing_is_signed_and_nothing_is_wrong(
    sealed: Sealed, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed.cosign(sealed.other, datetime(2030, 6, 1, tzinfo=UTC))
    monkeypatch.setenv("PATH", "")

    for lines in ((f"ours {public(sealed.own)}",), ("# nobody",)):
        found = sealed.looked_at(*lines)
        assert found.findings == []
        assert [one for one in found.limits if "nothing counts as signed" in one]
        assert [one for one in found.limits if one.startswith("lines 1 to ")]


@pytest.mark.parametrize("purposes", ["vs-witness", "git"])
def test_another_key_of_whoever_signed_the_checkpoint_is_no_witness(sealed: Sealed, purposes: str) -> None:
    lines = [
        f'ours namespaces="vs-checkpoint" {public(sealed.own)}',
        f'it namespaces="vs-witness" {public(sealed.other)}',
    ]
    sealed.cosign(sealed.other, datetime(2030, 6, 1, tzinfo=UTC))
    assert not [one for one in sealed.looked_at(*lines).limits if "it is no witness" in one]

    found = sealed.looked_at(*lines, f'ours namespaces="{purposes}" {public(sealed.other)}')

    assert [one for one in found.limits if "other.cosig is by a key of the programme's own: it is no witness" in one]
    assert found.findings == []
