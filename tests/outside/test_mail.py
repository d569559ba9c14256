"""Mail against a real server on this machine: what arrives, under which id, and what a server that refuses means."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.outside.letters import notice, outbox
from tests.tools.catchers import Mailbox, letter, mail_server
from vs_workflow.desk.outbox import Undelivered
from vs_workflow.outside.mail import Mail, MailServer, Reader, compose
from vs_workflow.timeline.notice import NoticeKind
from vs_workflow.words.lang import Lang

SETTING = outbox().setting


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server() as found:
        yield found


def mail(port: int, lang: Lang = "nl") -> Mail:
    readers = {notice().person: Reader("persoon@voorbeeld.example", lang)}
    return Mail(MailServer("127.0.0.1", port, "vs@voorbeeld.example", starttls=False), readers)


def test_what_arrives_says_what_about_which_assignment_in_the_readers_language(mailbox: Mailbox) -> None:

    mail(mailbox.port).send([(notice(), SETTING)])
    mail(mailbox.port, "en").send([(notice(), SETTING)])

    dutch, english = mailbox.taken
    assert mailbox.to == ["persoon@voorbeeld.example"] * 2
    assert dutch["Message-ID"] == english["Message-ID"] == f"<{notice().id}@voorbeeld.example>"
    assert dutch["Auto-Submitted"] == "auto-generated"
    assert dutch["Subject"].startswith("Gemist: ")
    assert english["Subject"].startswith("Missed: ")
    assert dutch.get_content_type() == "text/plain"
    text = dutch.get_content()
    assert "25 juni 2015" in text
    assert "Bestuurlijke Begeleidingsgroep" in text
    assert "25 June 2015" in english.get_content()


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_several_notices_are_one_message_with_a_list(mailbox: Mailbox, lang: Lang) -> None:
    told = [(line.notice, SETTING) for line in outbox().lines if line.notice.person == "meuleman"]
    readers = {"meuleman": Reader("persoon@voorbeeld.example", lang)}
    post = Mail(MailServer("127.0.0.1", mailbox.port, "vs@voorbeeld.example", starttls=False), readers)

    post.send(told)
    post.send([*reversed(told)])
    post.send(told[1:])

    first, again, other = mailbox.taken
    text = first.get_content()
    assert first["Message-ID"] == again["Message-ID"] != other["Message-ID"]
    assert str(len(told)) in first["Subject"]
    assert [line.partition(".")[0] for line in text.splitlines() if line[:1].isdigit() and ". " in line[:4]] == [
        str(number) for number in range(1, len(told) + 1)
    ]
    assert text.count("Herman Meuleman,") == text.count("vs todo meuleman") == text.count("(--on);") == 1
    assert "?" not in text
    assert "  " not in text
    assert all(len(line) <= 78 for line in text.splitlines())


def test_it_knows_whom_it_can_reach() -> None:
    assert mail(1).reaches(notice().person)
    assert not mail(1).reaches("niemand")


@pytest.mark.parametrize(
    ("rcpt", "data", "for_good"),
    [
        ("550 no such user", "", True),
        ("450 try later", "", False),
        ("", "554 refused", True),
        ("", "451 try later", False),
    ],
)
def test_what_the_server_says_for_good_is_for_good(mailbox: Mailbox, rcpt: str, data: str, for_good: bool) -> None:
    mailbox.rcpt += [rcpt] if rcpt else []
    mailbox.data += [data] if data else []

    with pytest.raises(Undelivered) as refused:
        mail(mailbox.port).send([(notice(), SETTING)])

    assert (refused.value.for_good, refused.value.for_all) == (for_good, False)
    assert refused.value.why.startswith((rcpt or data)[:3])
    mail(mailbox.port).send([(notice(), SETTING)])
    assert len(mailbox.taken) == 1


@pytest.mark.parametrize("leave", ["", "421 closing", "500 what"])
def test_what_was_taken_is_sent_however_the_server_takes_leave(mailbox: Mailbox, leave: str) -> None:
    mailbox.leave = leave

    mail(mailbox.port).send([(notice(), SETTING)])

    assert len(mailbox.taken) == 1


@pytest.mark.parametrize("said", ["550 not from here", "451 try later"])
def test_a_sender_that_is_refused_closes_the_way_for_all(mailbox: Mailbox, said: str) -> None:
    mailbox.sender = said

    with pytest.raises(Undelivered) as refused:
        mail(mailbox.port).send([(notice(), SETTING)])

    assert (refused.value.for_good, refused.value.for_all) == (False, True)
    assert refused.value.why == said


def test_a_server_that_is_not_there_closes_the_way_for_all_and_for_now() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))

        with pytest.raises(Undelivered) as refused:
            mail(free.getsockname()[1]).send([(notice(), SETTING)])

    assert (refused.value.for_good, refused.value.for_all) == (False, True)


def test_without_encryption_nothing_is_sent_where_it_was_asked_for(mailbox: Mailbox) -> None:
    server_of = MailServer("127.0.0.1", mailbox.port, "vs@voorbeeld.example")

    with pytest.raises(Undelivered) as refused:
        Mail(server_of, {notice().person: Reader("a@b.example", "nl")}).send([(notice(), SETTING)])

    assert refused.value.for_all
    assert mailbox.taken == []


@pytest.mark.parametrize("kind", list(NoticeKind))
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_kind_makes_a_message_without_holes(kind: NoticeKind, lang: Lang) -> None:
    message = compose([(notice(kind), SETTING)], "vs@voorbeeld.example", Reader("a@b.example", lang))

    text = message.get_content()
    assert "?" not in message["Subject"] + text
    assert "{" not in text
    assert "[" not in text
    assert all(len(line) <= 78 for line in text.splitlines())


def test_nothing_in_a_name_can_add_a_header_or_a_line() -> None:
    evil = "Jan\r\nBcc: allen@voorbeeld.example\x1b[31m\u202e"
    setting = replace(SETTING, names={notice().person: {"nl": evil, "en": evil}})
    strange = replace(notice(), milestone=f"x\r\nBcc: {evil}")

    raw = compose([(strange, setting)], "vs@voorbeeld.example", Reader("a@b.example", "nl")).as_bytes()

    message = letter(raw)
    assert message["Bcc"] is None
    assert sorted(message.keys()) == sorted(
        ["Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted", "Content-Language", "Content-Type",
         "Content-Transfer-Encoding", "MIME-Version"]
    )  # fmt: skip
    assert b"\x1b" not in raw
    assert "\u202e" not in message.get_content()
