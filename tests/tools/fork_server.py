"""The process behind tools/shim.py: forks a child per call and reports what it acknowledged and how it ended.

It is started once with LD_PRELOAD, imports the target's module once, and then forks thousands of times. It reads
one JSON request per line on stdin and answers one JSON line each; a child's own stdin and stdout are /dev/null.
"""

import ctypes
import functools
import importlib
import json
import os
import selectors
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

EXIT_OF_AN_EXCEPTION = 70


class Ack:
    """Handed to the target as its last argument: what it is called with counts as acknowledged."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe

    def __call__(self, value: object = None) -> None:
        """Acknowledge; the value must be JSON."""
        self._send({"ack": value})

    def pause(self, seconds: float) -> None:
        """Stop this very process (SIGSTOP) at this line; it is woken after so many seconds."""
        self._send({"pause": seconds})
        os.kill(os.getpid(), signal.SIGSTOP)

    def _send(self, message: dict[str, object]) -> None:
        line = json.dumps(message).encode() + b"\n"
        while line:
            line = line[os.write(self._pipe, line) :]


@dataclass(slots=True)
class Child:
    """A forked child: its pipe and what came out of it so far."""

    pid: int
    pipe: int
    unread: bytes = b""
    acks: list[object] = field(default_factory=list)
    error: str | None = None
    wake_at: float | None = None

    def take(self, data: bytes) -> None:
        *lines, self.unread = (self.unread + data).split(b"\n")
        for line in lines:
            message = json.loads(line)
            if "ack" in message:
                self.acks.append(message["ack"])
            elif "pause" in message:
                self.wake_at = time.monotonic() + message["pause"]
            else:
                self.error = message["error"]


def main() -> None:
    """Serve until stdin ends."""
    answers = os.fdopen(os.dup(1), "w")
    requests = os.fdopen(os.dup(0), "r")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    for line in requests:
        request = json.loads(line)
        try:
            answer: object = serve(request)
        except Exception:  # noqa: BLE001  the client gets it as its own error
            answer = {"broken": traceback.format_exc()}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def serve(request: dict[str, Any]) -> list[dict[str, object]]:
    """Fork one child per call, let them go at the same moment, and wait for all."""
    targets = [resolve(call["target"]) for call in request["calls"]]
    arm(request["fault"])
    gate_out, gate_in = os.pipe()
    children = [
        spawn(target, call["args"], gate_out, gate_in) for target, call in zip(targets, request["calls"], strict=True)
    ]
    os.close(gate_out)
    os.close(gate_in)
    timed_out = follow(children, request["timeout"])
    return [report(child, timed_out) for child in children]


@functools.cache
def resolve(target: str) -> Callable[..., object]:
    """The function named as "module:function"."""
    module, _, name = target.partition(":")
    found: Callable[..., object] = getattr(importlib.import_module(module), name)
    return found


def arm(fault: list[Any] | None) -> None:
    """Set the shim's fault for the children to come; they share its page."""
    shim = ctypes.CDLL(None)
    if fault is None:
        if hasattr(shim, "shim_arm"):
            shim.shim_arm(b"", ctypes.c_long(0), 0, 0, 0)
        return
    pattern, at, action, error, kinds = fault
    shim.shim_arm(os.fsencode(pattern), ctypes.c_long(at), action, error, kinds)


def counted(name: str) -> int:
    """A counter of the shim, 0 without one."""
    counter = getattr(ctypes.CDLL(None), name, None)
    if counter is None:
        return 0
    counter.restype = ctypes.c_long
    return int(counter())


def spawn(target: Callable[..., object], args: list[object], gate_out: int, gate_in: int) -> Child:
    out, into = os.pipe()
    pid = os.fork()
    if pid:
        os.close(into)
        return Child(pid, out)
    os.close(out)
    os.close(gate_in)
    os.read(gate_out, 1)  # ends when the server closes its end: all children start together
    os._exit(run(target, args, Ack(into)))


def run(target: Callable[..., object], args: list[object], ack: Ack) -> int:
    try:
        target(*args, ack)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001  the child must end here, whatever came
        ack._send({"error": traceback.format_exc()})
        return EXIT_OF_AN_EXCEPTION
    return 0


def follow(children: list[Child], timeout: float) -> bool:
    """Read every pipe to its end, waking paused children; kills all and returns True when time is up."""
    end = time.monotonic() + timeout
    with selectors.DefaultSelector() as selector:
        for child in children:
            selector.register(child.pipe, selectors.EVENT_READ, child)
        while selector.get_map():
            now = time.monotonic()
            for child in children:
                if child.wake_at is not None and child.wake_at <= now:
                    os.kill(child.pid, signal.SIGCONT)
                    child.wake_at = None
            if now >= end:
                for key in selector.get_map().values():
                    os.kill(key.data.pid, signal.SIGKILL)
                return True
            wakes = [child.wake_at for child in children if child.wake_at is not None]
            for key, _ in selector.select(max(0.0, min([end, *wakes]) - now)):
                if data := os.read(key.fd, 65536):
                    key.data.take(data)
                else:
                    selector.unregister(key.fd)
    return False


def report(child: Child, timed_out: bool) -> dict[str, object]:
    _, status = os.waitpid(child.pid, 0)
    os.close(child.pipe)
    code = os.waitstatus_to_exitcode(status)
    return {
        "acks": child.acks,
        "exit": code,
        "error": child.error,
        "calls": counted("shim_calls"),
        "hits": counted("shim_hits"),
        "timed_out": timed_out and code == -signal.SIGKILL,
    }


if __name__ == "__main__":
    main()
