"""Signatures by `ssh-keygen`, with an ordinary SSH key: in a file, or in the agent by its public key.

No shell, no question on the terminal, no process that outlives its time. A key or a tool
that does not work is a BadFile; a signature that does not hold is an answer.
"""

from __future__ import annotations

import base64
import os
import re
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from vs_workflow.journal.entry import Instant
from vs_workflow.journal.public_key import key_of
from vs_workflow.reasons import BadFile

TOOL = "ssh-keygen"
SIGN_SECONDS = 30.0
VERIFY_SECONDS = 15.0


# A kind of key, and its bytes in base64, on a line that is no comment.
_A_SIGNER = re.compile(rb"^[^#\n]*\b(?:ssh|ecdsa|sk)-[\w@.-]+[ \t]+AAAA", re.MULTILINE)


class SshSigner:
    """Signs with one key."""

    def __init__(self, key: str) -> None:
        self._key = key

    def sign(self, message: bytes, namespace: str) -> bytes:
        """The armoured SSHSIG of the message; raises BadFile where the key gives none."""
        key = _path(self._key)
        if not key.is_file():
            raise BadFile("sign.no-key", file=self._key)
        # As a file: what stands on stdin would be taken for the passphrase of a key that has one.
        with tempfile.TemporaryDirectory(prefix="vs-") as folder:
            kept = Path(folder, "message")
            kept.write_bytes(message)
            done = _run(["-Y", "sign", "-f", str(key), "-n", namespace, str(kept)], b"", SIGN_SECONDS)
            if done.returncode:
                raise BadFile("sign.refused", file=self._key, detail=_last_line(done.stderr))
            return Path(folder, "message.sig").read_bytes()

    def holds(self, message: bytes, signature: bytes, namespace: str) -> bool:
        """Whether this is a signature over the message, by the key that it names itself."""
        if key_of(signature) is None:
            return False
        with tempfile.TemporaryDirectory(prefix="vs-") as folder:
            kept = Path(folder, "signature")
            kept.write_bytes(signature)
            done = _run(["-Y", "check-novalidate", "-n", namespace, "-s", str(kept)], message, VERIFY_SECONDS)
        return not done.returncode


class SshTrust:
    """Who may sign: a file in the form of `allowed_signers`, with the periods and purposes that it names.

    The bytes are kept as they were when it was opened, so that every signature of one
    verification is held to the same file.
    """

    def __init__(self, content: bytes) -> None:
        self._content = content

    @property
    def names_somebody(self) -> bool:
        """Whether there is any line in it by which `ssh-keygen` may know a signer."""
        return _A_SIGNER.search(self._content) is not None

    def signers(self, message: bytes, signature: bytes, namespace: str, at: Instant) -> tuple[str, ...]:
        """Those to whom the file allows this signature, at that moment; none where it does not hold."""
        key = key_of(signature)
        # Lines that spell the key otherwise are of no key: ssh-keygen would take them for this one.
        lines = [] if key is None else _naming(self._content, key)
        if not lines:
            return ()
        with tempfile.TemporaryDirectory(prefix="vs-") as folder:
            allowed, kept = Path(folder, "allowed_signers"), Path(folder, "signature")
            allowed.write_bytes(b"".join(line + b"\n" for line in lines))
            kept.write_bytes(signature)
            paths = ["-f", str(allowed), "-s", str(kept), "-O", f"verify-time={_compact(at)}"]

            def holds(name: str) -> bool:
                done = _run(["-Y", "verify", "-I", name, "-n", namespace, *paths], message, VERIFY_SECONDS)
                return not done.returncode

            # The names are those to try; whether one may sign this, now and for this, ssh-keygen says.
            return tuple(filter(holds, _names(lines)))

    def key(self, signature: bytes) -> bytes | None:
        return key_of(signature)

    def names(self, key: bytes) -> tuple[str, ...]:
        """Everybody whom a line of the file gives this key, for whatever purpose and period."""
        return _names(_naming(self._content, key))


def _naming(content: bytes, key: bytes) -> list[bytes]:
    """Every line that gives somebody this key."""
    wanted = base64.b64encode(key)
    return [line for line in content.split(b"\n") if wanted in line.split()]


def _names(lines: Sequence[bytes]) -> tuple[str, ...]:
    """Every name on them; ssh-keygen itself would stop at the first line, which may be of another use."""
    # They may stand in quotes, with spaces then.
    fields = (
        line[1:].partition(b'"')[0] if line.startswith(b'"') else line.split()[0] for line in map(bytes.strip, lines)
    )
    names = (name for field in fields for name in field.decode("utf-8", "replace").split(","))
    return tuple(dict.fromkeys(name for name in names if name and name[0] not in "#!"))


def _path(name: str) -> Path:
    # Never something that an option could be taken for: "-x" becomes an absolute path.
    return Path(os.path.abspath(Path(name).expanduser()))  # noqa: PTH100 - `resolve` would follow links


def _compact(at: Instant) -> str:
    """`20150402090000Z`, the form in which ssh-keygen takes a moment of UTC."""
    return "".join(mark for mark in at[:19] if mark.isdecimal()) + "Z"


def _run(arguments: Sequence[str], given: bytes, seconds: float) -> subprocess.CompletedProcess[bytes]:
    try:
        # In a session of its own there is no terminal to ask a passphrase on; without an askpass nobody is asked.
        return subprocess.run(
            [TOOL, *arguments],
            input=given,
            capture_output=True,
            timeout=seconds,
            check=False,
            start_new_session=True,
            env={**os.environ, "SSH_ASKPASS_REQUIRE": "never", "LC_ALL": "C"},
        )
    except FileNotFoundError:
        raise BadFile("sign.no-tool", tool=TOOL) from None
    except subprocess.TimeoutExpired:
        raise BadFile("sign.too-long", tool=TOOL, seconds=int(seconds)) from None
    except (OSError, ValueError) as error:
        raise BadFile("sign.no-tool", tool=TOOL, detail=str(error)) from error


def _last_line(said: bytes) -> str:
    lines = [line.strip() for line in said.decode("utf-8", "replace").splitlines() if line.strip()]
    return lines[-1].removeprefix("Enter passphrase: ")[:200] if lines else ""
