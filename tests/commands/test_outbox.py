"""`vs outbox` as typed: quiet until configured, sent to real servers, and clear about what is configured wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Vs
from tests.tools.catchers import Mailbox, mail_server

PEOPLE = """
[people.meuleman]
email = "meuleman@voorbeeld.example"
lang = "nl"

[people.hofman]
email = "hofman@voorbeeld.example"
lang = "en"
"""


@pytest.fixture
def overdue(vs: Vs) -> Vs:
    """Not a rehearsal: adopted today, so that the first check finds the whole year missed."""
    assert vs("init").code == 0
    assert vs("check").code == 0
    return vs


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server() as found:
        yield found


def mailed(folder: Path, port: int, more: str = PEOPLE) -> None:
    (folder / "vs.toml").write_text(
        '[notify]\nchannels = ["email"]\n[notify.email]\n'
        f'host = "127.0.0.1"\nport = {port}\nfrom = "vs@voorbeeld.example"\nstarttls = false\n{more}'
    )


def lots(notices: list[dict[str, Any]], person: str = "") -> set[str]:
    return {one["state"] for one in notices if person in ("", one["person"])}


def test_it_is_quiet_until_configured_and_says_how(overdue: Vs) -> None:
    told = overdue("outbox --lang nl")
    data = overdue("outbox --json").data
    sent = overdue("outbox send --json")

    assert told.code == 0
    assert "channels = [" in told.out
    assert "gemist: Vulling expertteams (28 februari 2015)" in told.out
    assert "Herman Meuleman (1, 2, 3, 4A, 4B, 4C)" in " ".join(told.out.split())
    assert (data["schema"], data["channels"]) == ("vs.outbox/1", [])
    assert set(data["notices"][0]) >= {
        "id", "kind", "person", "assignment", "milestone", "due", "on", "seq", "state", "channel", "attempts",
        "next_at", "error",
    }  # fmt: skip
    assert lots(data["notices"]) == {"quiet"}
    assert (sent.code, sent.data["notices"]) == (0, [])


def test_mail_goes_to_whom_it_may_and_once(overdue: Vs, folder: Path, mailbox: Mailbox) -> None:
    mailed(folder, mailbox.port)

    sent = overdue("outbox send --json")
    again = overdue("outbox send --json")

    assert (sent.code, again.data["notices"]) == (0, [])
    assert len(sent.data["notices"]) > 30
    assert sorted(mailbox.to) == ["hofman@voorbeeld.example", "meuleman@voorbeeld.example"]
    notices = overdue("outbox --json").data["notices"]
    assert lots(notices, "meuleman") == {"sent"}
    assert lots(notices, "knaap") == {"no-address"}


def test_a_server_that_refuses_first_gets_it_when_it_is_asked_again(
    overdue: Vs, folder: Path, mailbox: Mailbox
) -> None:
    mailed(folder, mailbox.port)
    mailbox.data += ["554 dit niet", "451 later"]

    first = overdue("outbox send --json")
    dead = overdue("outbox --dead --json").data["notices"]
    shown = overdue("outbox --lang nl").out

    assert first.code == 1
    assert [lots(first.data["notices"], one) for one in ("hofman", "meuleman")] == [{"dead"}, {"waiting"}]
    assert {(one["person"], one["error"][:3]) for one in dead} == {("hofman", "554")}
    assert "vs outbox send --dead" in shown
    assert "1 poging, weer vanaf" in shown
    again = overdue("outbox send --dead --json")
    assert (again.code, lots(again.data["notices"])) == (0, {"sent"})
    assert mailbox.to == ["hofman@voorbeeld.example"]
    assert overdue("outbox --dead --lang en").out.endswith("Nothing was given up.\n")


def test_nobody_at_the_other_end_is_one_try_and_no_error_of_ours(overdue: Vs, folder: Path) -> None:
    mailed(folder, 9)

    told = overdue("outbox send --lang en")

    assert told.code == 1
    assert "waiting, email, 1 try" in told.out
    assert overdue("verify").code == 0


def test_the_terminal_shows_the_letters_themselves(overdue: Vs, folder: Path) -> None:
    (folder / "vs.toml").write_text('lang = "nl"\n[notify]\nchannels = ["terminal"]\n')

    told = overdue("outbox send")

    assert told.code == 0
    assert "Geachte Herman Meuleman," in told.out
    assert "Gemist: Vulling expertteams (opdracht 4A)" in told.out
    assert "Geachte" not in overdue("outbox send").out


def test_nothing_leaves_a_rehearsal(rehearsal: Vs, folder: Path, mailbox: Mailbox) -> None:
    mailed(folder, mailbox.port)
    rehearsal("check --now 2015-04-03T10:00+02:00")

    told = rehearsal("outbox send --lang en --now 2015-04-03T10:00+02:00")

    assert (told.code, mailbox.taken) == (0, [])
    assert "Nothing leaves a rehearsal" in told.out
    assert "no channel is configured" not in told.out


def test_a_reader_who_is_not_in_the_register_is_named(overdue: Vs, folder: Path) -> None:
    mailed(folder, 9, f'{PEOPLE}\n[people.nobody]\nemail = "nobody@voorbeeld.example"\n')

    told = overdue("outbox --lang en")

    assert told.code == 0
    assert told.err == "Warning: [people] names who is not in the register: nobody\n"
    configured = overdue("config --lang en")
    assert (configured.code, configured.err) == (0, told.err)
    assert overdue("config --json").data["notify"]["not_in_register"] == ["nobody"]
    assert overdue("config --lang en --db none.db").err == ""
    assert not Path("none.db").exists()


def test_whoever_cannot_be_reached_is_named_when_the_rest_is_sent(overdue: Vs, folder: Path, mailbox: Mailbox) -> None:
    mailed(folder, mailbox.port)

    told, data = overdue("outbox send --lang en"), overdue("outbox send --json").data

    said = " ".join(told.out.split())
    assert "NO ADDRESS: " in said
    assert "Van der Knaap" in said
    assert "knaap" in data["no_address"]
    assert "meuleman" not in data["no_address"]


def test_people_stand_in_the_order_of_the_programme(overdue: Vs) -> None:
    said = " ".join(overdue("outbox --lang en").out.split())

    assert (
        "Erik van Keken (1), Maaike Boomkamp (2), Jurjen Bakker (3), John Hofman (4A), Iwan Drupsteen (4B), "
        "Karen Ottens (4C) and Herman Meuleman (1, 2, 3, 4A, 4B, 4C)"
    ) in said


def test_a_letter_of_a_rehearsal_says_so_first(rehearsal: Vs, folder: Path) -> None:
    (folder / "vs.toml").write_text('[notify]\nchannels = ["terminal"]\n')
    rehearsal("check --now 2015-04-03T10:00+02:00")

    told = rehearsal("outbox send --lang en --now 2015-04-03T10:00+02:00")

    first = told.out.partition("-" * 72)[0].splitlines()
    assert first[0].startswith("REHEARSAL - ")
    assert "Dear" in "".join(first)


WRONG = [
    ("notify = 1", "notify"),
    ("[notify]\nchannels = 'email'", "notify.channels"),
    ("[notify]\nchannels = ['telex']", "notify.channels"),
    ("[notify]\nchanels = []", "notify.chanels"),
    ("[notify]\nmax_age_days = -1", "notify.max_age_days"),
    ("[notify]\nmax_age_days = true", "notify.max_age_days"),
    ("[notify]\nchannels = ['email']", "notify.email.host"),
    ("[notify.email]\nhost = 'a.example'", "notify.email.from"),
    ("[notify.email]\nhost = 'a.example'\nfrom = 'x'", "notify.email.from"),
    ("[notify.email]\nhost = 'a.example'\nfrom = 'a@b.example\\nBcc: c@d.example'", "notify.email.from"),
    ("[notify.email]\nhost = 'a b'\nfrom = 'a@b.example'", "notify.email.host"),
    ("[notify.email]\nhost = 'a.example'\nfrom = 'a@b.example'\nport = 0", "notify.email.port"),
    ("[notify.email]\nhost = 'a.example'\nfrom = 'a@b.example'\nuser = 'u'\nstarttls = false", "notify.email.starttls"),
    ("[notify.email]\nhost = 'a.example'\nfrom = 'a@b.example'\npassword_env = 'x y'", "notify.email.password_env"),
    ("[notify]\nchannels = ['webhook']", "notify.webhook.url"),
    ("[notify.webhook]\nurl = 'file:///etc/passwd'", "notify.webhook.url"),
    ("[notify.webhook]\nurl = 'https://u:p@a.example/'", "notify.webhook.url"),
    ("[notify.webhook]\nurl = 'http://a.example/'\nsecret_env = 'X'", "notify.webhook.url"),
    ("[people]\nhofman = 'a@b.example'", "people.hofman"),
    ("[people.hofman]\nlang = 'nl'", "people.hofman.email"),
    ("[people.hofman]\nemail = 'a@b.example'\nlang = 'fr'", "people.hofman.lang"),
]


@pytest.mark.parametrize(("text", "where"), WRONG)
def test_what_is_configured_wrong_is_named_with_file_and_key(overdue: Vs, folder: Path, text: str, where: str) -> None:
    (folder / "vs.toml").write_text(text)

    for line in ("outbox --json --lang en", "config --json --lang en"):
        told = overdue(line)
        assert told.code == 5
        assert "vs.toml" in told.data["error"]["message"]
        assert where in told.data["error"]["message"]
    assert overdue("status").code == 0


def test_a_secret_that_is_not_there_is_named_before_anything_is_sent(
    overdue: Vs, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "vs.toml").write_text(
        '[notify]\nchannels = ["webhook"]\n[notify.webhook]\nurl = "https://a.example/"\nsecret_env = "HOOK_SECRET"\n'
    )
    monkeypatch.delenv("HOOK_SECRET", raising=False)

    told = overdue("outbox send --lang en")

    assert told.code == 2
    assert "HOOK_SECRET" in told.err
    assert lots(overdue("outbox --json").data["notices"]) == {"waiting"}


def test_a_channel_without_its_secret_is_said_and_stops_no_other(
    overdue: Vs, folder: Path, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailed(folder, mailbox.port)
    text = (folder / "vs.toml").read_text().replace('["email"]', '["email", "webhook"]')
    hook = '[notify.webhook]\nurl = "https://a.example/"\nsecret_env = "HOOK_SECRET"\n'
    (folder / "vs.toml").write_text(text + hook)
    monkeypatch.delenv("HOOK_SECRET", raising=False)

    told = overdue("outbox send --json --lang en")

    assert told.code == 1
    assert "HOOK_SECRET" in told.err
    assert {(one["channel"], one["state"]) for one in told.data["notices"]} == {("email", "sent")}
    assert sorted(mailbox.to) == ["hofman@voorbeeld.example", "meuleman@voorbeeld.example"]
    waiting = [one for one in overdue("outbox --json").data["notices"] if one["channel"] == "webhook"]
    assert lots(waiting) == {"waiting"}
    assert {one["attempts"] for one in waiting} == {0}


def test_config_shows_what_is_told_by_which_way_and_no_address(overdue: Vs, folder: Path) -> None:
    mailed(folder, 25)

    said = overdue("config --json")

    assert said.data["notify"] == {
        "channels": ["email"], "max_age_days": 14, "people": ["hofman", "meuleman"], "not_in_register": [],
    }  # fmt: skip
    assert "voorbeeld.example" not in said.out
    assert "email" in overdue("config").out


def test_a_word_that_is_not_send_is_not_understood(overdue: Vs) -> None:
    assert overdue("outbox verstuur").code == 2
