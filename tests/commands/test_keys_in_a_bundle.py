"""What the `verify.py` of a bundle makes of a witness, by what the journal itself says of keys."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Vs
from tests.commands.seals import KEPT
from tests.commands.test_keys import LATER, fingerprint, keys, rotated
from tests.exports.bundles import looked_at, remade

__all__ = ["keys", "rotated"]


class TestAWitnessWhoseKeyWasRetired:
    @pytest.fixture
    def bundle(self, rotated: Vs, keys: Path) -> Path:
        (keys / "vs.toml").write_text('[seal]\nallowed_signers = "allowed"\n')
        for line in (
            "witness --sign-with om --out om.cosig",
            "witness --accept om.cosig --allowed-signers allowed",
            "seal add-key om.pub --principal om --purpose witness --from 2015-02-14 --reason later --yes",
            f"seal retire-key {fingerprint('om')} --on 2015-03-01 --yes",
        ):
            assert rotated(line).code == 0
        assert rotated("export --bundle bundle").code == 1
        (keys / KEPT / "00000037.om.cosig").unlink()
        return keys / "bundle"

    def found(self, bundle: Path) -> list[str]:
        return [one for one in looked_at(bundle).findings if "om.cosig: signature: " in one]

    def test_is_named(self, bundle: Path) -> None:
        assert "by the journal itself holds from 2015-02-14 until 2015-03-01" in self.found(bundle)[0]

    def test_is_named_where_nobody_is_said_to_be_trusted(self, bundle: Path) -> None:
        listed = json.loads((bundle / "manifest.json").read_bytes())["files"]
        (bundle / "allowed_signers").unlink()
        remade(bundle, files=[one for one in listed if one["path"] != "allowed_signers"])

        assert len(self.found(bundle)) == 1

    def test_is_named_where_the_bundle_left_out_its_line(self, bundle: Path) -> None:
        lines = (bundle / "allowed_signers").read_text().splitlines(keepends=True)
        (bundle / "allowed_signers").write_text("".join(one for one in lines if not one.startswith("om ")))
        remade(bundle)

        assert len(self.found(bundle)) == 1


class TestAWitnessWhoComesLate:
    """The old key sealed no. 1 to 35 in its time; a partner saw that when the key was retired already."""

    @pytest.fixture
    def bundle(self, rotated: Vs, keys: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        (keys / "vs.toml").write_text('[seal]\nallowed_signers = "allowed"\n')
        for newer in (keys / KEPT).glob("00000037.*"):
            newer.unlink()
        monkeypatch.setenv("VS_NOW", LATER)
        assert rotated("witness --sign-with om --out om.cosig").code == 0
        assert rotated("witness --accept om.cosig --allowed-signers allowed").code == 0
        assert rotated("export --bundle bundle").code == 0
        return keys / "bundle"

    @pytest.mark.parametrize("period", ["", 'valid-before="20150302Z",'], ids=["by the journal", "by a trust file"])
    def test_speaks_against_nobody_and_it_is_said_whose_word_it_is(self, bundle: Path, keys: Path, period: str) -> None:
        trusted = keys / "ended"
        trusted.write_text((keys / "allowed").read_text().replace("old namespaces", f"old {period}namespaces"))

        found = looked_at(bundle, str(trusted))

        assert found.findings == []
        assert len([one for one in found.limits if "the journal's own word" in one]) == 1
