"""What was typed to call it: the folder, and what to hold the bundle to. Wrong usage ends with 2 and judges nothing."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from vs_workflow.exports.verifier.findings import trouble
from vs_workflow.exports.verifier.held import Held, Minutes, Receipt, read_minutes, read_receipt


@dataclass(frozen=True)
class Call:
    folder: Path
    signers: str | None
    held: Held


def read_call(arguments: list[str], here: Path) -> Call:
    """The call that was typed; ends the program where it cannot be understood, or asks for help."""
    parser = argparse.ArgumentParser(
        prog="verify.py",
        description="Checks a bundle of vs; ends with 0 where it is whole, 1 where not, 2 for wrong usage.",
        allow_abbrev=False,
    )
    parser.add_argument("folder", nargs="?", type=_folder, default=here, help="the bundle; else where verify.py lies")
    parser.add_argument("--allowed-signers", metavar="FILE", help="who may sign, from your own hands")
    parser.add_argument(
        "--receipt", metavar="NUMBER:HASH", type=_receipt, action="append", default=[],
        help="a receipt that you have, 16 digits of the hash or more; may be given again",
    )  # fmt: skip
    parser.add_argument(
        "--checkpoint", metavar="FILE", type=_minutes, action="append", default=[],
        help="the three lines of the minutes, or a checkpoint, that you have; may be given again",
    )  # fmt: skip
    found = parser.parse_args(arguments)
    return Call(found.folder, found.allowed_signers, Held(tuple(found.receipt), tuple(found.checkpoint)))


def _folder(text: str) -> Path:
    path = Path(text)
    if path.is_file():
        raise argparse.ArgumentTypeError(f"{text} is a file; unpack it first where it is a zip, and give the folder")
    # An empty name would be the folder that one happens to be in.
    if not text or not path.is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder '{text}'")
    return path


def _receipt(text: str) -> Receipt:
    try:
        return read_receipt(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"'{text}' is no receipt: {error}") from None


def _minutes(text: str) -> Minutes:
    try:
        return read_minutes(text, Path(text).read_bytes())
    except (OSError, ValueError) as error:
        raise argparse.ArgumentTypeError(f"'{text}' is no checkpoint: {trouble(error)}") from None
