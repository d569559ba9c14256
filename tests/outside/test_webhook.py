"""The webhook against a real server on this machine: CloudEvents, the same id again, and answers of every kind."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from tests.outside.letters import notice, outbox
from vs_workflow.desk.outbox import Undelivered
from vs_workflow.outside.webhook import Webhook

SETTING = outbox().setting


@dataclass
class Hook:
    """A program that gives the answers it is told to, and then takes what comes."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hook]:
    monkeypatch.setenv("no_proxy", "*")
    found = Hook()

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            found.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"]))
            code = found.answers.pop(0) if found.answers else 202
            self.send_response(code)
            if 300 <= code < 400:
                self.send_header("Location", f"{found.url}elsewhere")
            self.end_headers()
            if code < 300:
                found.events.append(json.loads(body))
                found.headers.append(dict(self.headers))

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *said: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Answering)
    found.url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_notice_is_a_cloud_event_that_names_people_by_key(hook: Hook) -> None:
    Webhook(hook.url, "nl", secret="geheim").send(notice(), SETTING)

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
        post.send(notice(), SETTING)
    post.send(notice(), SETTING)

    assert (refused.value.for_good, refused.value.for_all) == (for_good, for_all)
    assert [event["id"] for event in hook.events] == [notice().id]
    assert hook.asked == ["/", "/"]


def test_nobody_there_is_for_now() -> None:
    with pytest.raises(Undelivered) as refused:
        Webhook("http://127.0.0.1:9/", "nl").send(notice(), SETTING)

    assert (refused.value.for_good, refused.value.for_all) == (False, True)
    assert "127.0.0.1" not in refused.value.why


def test_the_address_and_the_secret_are_in_no_text() -> None:
    assert "geheim" not in repr(Webhook("https://voorbeeld.example/geheim", "nl", secret="geheim"))
