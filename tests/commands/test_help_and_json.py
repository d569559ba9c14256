"""Help where the configuration is broken, and a JSON document where there is no page."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Vs


def test_help_is_given_though_the_file_is_broken_and_in_the_language_asked_for(vs: Vs) -> None:
    Path("vs.toml").write_text("= ")

    assert vs("help environment").code == 0
    assert vs("help environment --lang nl").out.startswith("Waar een instelling")
    assert vs("workflow").code == 0
    told = vs("status --lang nl")
    assert told.code == 5
    assert "is niet te lezen" in told.err


@pytest.mark.parametrize(("line", "schema"), [("workflow", "vs.help/1"), ("completion bash", "vs.completion/1")])
def test_what_is_no_page_is_a_document_with_json_too(vs: Vs, line: str, schema: str) -> None:
    assert vs(f"{line} --json").data["schema"] == schema
