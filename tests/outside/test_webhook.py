"""The webhook against a real server on this machine: CloudEvents, the same id again, and answers of every kind."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.outside.letters import notice, outbox
from tests.tools.catchers import Hook, web_hook
from vs_workflow.desk.outbox import Undelivered
from vs_workflow.outside.webhook import Webhook

SETTING = outbox().setting


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hook]:
    monkeypatch.setenv("no_proxy", "*")
    with web_hook() as found:
        yield found


def test_a_notice_is_a_cloud_event_that_names_people_by_key(hook: Hook) -> None:
    Webhook(hook.url, "nl", secret="geheim").send([(notice(), SETTING)])

    (event,) = hook.events
    data = event.pop("data")
    assert event == {
        "specversion": "1.0",
        "id": notice().id,
        "source": "urn:vs:veiligheidsstrategie-oost-nederland",
        "type": "vs.notice.missed",
        "subject": notice().assignment,
        "time": notice().at,
        "datacontenttype": "application/json",
    }
    assert (data["person"], data["milestone"], data["due"]) == (notice().person, "reported", "2015-06-25")
    assert f"Geachte {notice().person}," in data["message"]
    assert not any(name in data["message"] for said in SETTING.names.values() for name in said.values())
    assert hook.headers[0]["Content-Type"].startswith("application/cloudevents+json")
    assert hook.headers[0]["Authorization"] == "Bearer geheim"


@pytest.mark.parametrize(
    ("answer", "for_good", "for_all"),
    [
        (500, False, False), (503, False, False), (408, False, False), (425, False, False), (429, False, True),
        (400, True, False), (404, True, False), (410, True, False), (301, True, False), (307, True, False),
    ],
)  # fmt: skip
def test_an_answer_is_for_good_or_for_now(hook: Hook, answer: int, for_good: bool, for_all: bool) -> None:
    hook.answers.append(answer)
    post = Webhook(hook.url, "nl")

    with pytest.raises(Undelivered) as refused:
        post.send([(notice(), SETTING)])
    post.send([(notice(), SETTING)])

    assert (refused.value.for_good, refused.value.for_all) == (for_good, for_all)
    assert [event["id"] for event in hook.events] == [notice().id]
    assert hook.asked == ["/", "/"]


def test_nobody_there_is_for_now() -> None:
    with pytest.raises(Undelivered) as refused:
        Webhook("http://127.0.0.1:9/", "nl").send([(notice(), SETTING)])

    assert (refused.value.for_good, refused.value.for_all) == (False, True)
    assert "127.0.0.1" not in refused.value.why


def test_the_address_and_the_secret_are_in_no_text() -> None:
    assert "geheim" not in repr(Webhook("https://voorbeeld.example/geheim", "nl", secret="geheim"))
