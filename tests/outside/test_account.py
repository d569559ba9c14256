"""The account in an entry is the one that the system knows, whatever the environment says."""

from __future__ import annotations

import os
import pwd

import pytest

from vs_workflow.face import clock


def test_the_account_is_not_what_the_environment_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "burgemeester")
    clock.account.cache_clear()

    assert clock.account() == pwd.getpwuid(os.getuid()).pw_name


def test_an_account_without_a_name_is_shown_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(uid: int) -> pwd.struct_passwd:
        raise KeyError(uid)

    monkeypatch.setattr(pwd, "getpwuid", nobody)
    clock.account.cache_clear()

    assert clock.account() == f"uid {os.getuid()}"
    clock.account.cache_clear()
