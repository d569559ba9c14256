"""Every example of the help, typed as it stands there in a database in which it makes sense."""

from __future__ import annotations

import os
import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.runner import at_home, typed

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = tomllib.loads((ROOT / "workflows" / "examples.toml").read_text("utf-8"))
# Runs until it is stopped, and not in a rehearsal: the tests of the bell run it.
ENDLESS = {"vs scheduler"}
RUNS = sorted({one["run"] for table in EXAMPLES.values() for lang in ("nl", "en") for one in table[lang]} - ENDLESS)
# Compares rules that differ.
FINDS = {run for run in RUNS if run.startswith("vs workflow diff oost")}
# Asked with --dry-run: whether it would be allowed. The answer may be no.
MAY_BE_REFUSED = {run for run in RUNS if "--dry-run" in run}

PREPARED = """
vs init --rehearsal
vs form 4A present > present.toml && sed -i 's/= ""/= "regel"/' present.toml && printf x > opdracht.pdf
cp opdracht.pdf plan.pdf
vs record concept-filed 4A --document opdracht.pdf --as hofman
vs person lid-a --function 'burgemeester, lid BBG' --as meuleman
vs person member-a --function 'mayor, member of the BBG' --as meuleman
ssh-keygen -q -t ed25519 -N '' -f sleutel && cp sleutel key && ssh-keygen -q -t ed25519 -N '' -f partner
printf 'politie namespaces="vs-witness" %s' "$(cat partner.pub)" > allowed_signers
cp sleutel.pub key.pub && cp partner.pub programma.pub && cp partner.pub programme.pub
printf x > pv.pdf && cp pv.pdf signed.pdf
vs advance 4C withdraw --as knaap --reason ingehaald --yes
vs seal add-key sleutel.pub --principal programma --yes
vs seal --sign-with sleutel
vs export --bundle bundel
cp -r bundel bundle
vs witness bundel --sign-with partner --out partner.cosig
"""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A rehearsal on 1 March 2015, with an entry of Hofman's under the number that the examples use."""
    folder = tmp_path_factory.mktemp("prepared")
    with at_home(folder):
        os.environ["VS_NOW"] = "2015-03-01T10:00+01:00"
        for line in PREPARED.strip().splitlines():
            code, said = typed(line, folder)
            assert code == 0, said
    _other_rules(folder)
    return folder


def _other_rules(folder: Path) -> None:
    """A new version of the programme, with a later day for one milestone."""
    for file in (ROOT / "workflows").glob("*.toml"):
        shutil.copy(file, folder)
    shipped = (folder / "oost-nederland-2015.programme.toml").read_text("utf-8")
    for name in ("nieuw.toml", "new.toml"):
        (folder / name).write_text(shipped.replace("due = 2015-04-30", "due = 2015-05-15"), encoding="utf-8")


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> Iterator[Path]:
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    with at_home(tmp_path):
        os.environ["VS_NOW"] = "2015-03-01T10:00+01:00"
        yield tmp_path


@pytest.mark.parametrize("run", RUNS)
def test_the_example_does_what_it_says(folder: Path, run: str) -> None:
    address = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"

    _, shown = typed("ssh-keygen -lf sleutel.pub", folder)

    code, said = typed(run.replace("HASH", address).replace("SHA256:...", shown.split()[1]), folder)

    assert code in ({0, 3} if run in MAY_BE_REFUSED else {1} if run in FINDS else {0}), said
    assert "Traceback" not in said


def test_the_examples_of_the_english_help_have_english_names() -> None:
    dutch = (
        "archief bundel dag journaal juni kopie levensloop lid lijst melding mijlpalen nieuw oefening opdracht politie "
        "programma pv sleutel tijdlijn"
    )

    said = {word for table in EXAMPLES.values() for one in table["en"] for word in re.findall(r"\w+", one["run"])}

    assert said & set(dutch.split()) == set()
