"""The lifecycle of the assignments of a Veiligheidsstrategie, kept provably.

`open` opens a programme on a store; its methods are the verbs of the command line and
answer with the same refusals, as values. Nothing heavy is loaded before that.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vs_workflow.face.programme import Programme
    from vs_workflow.face.programme import adopt_programme as init
    from vs_workflow.face.programme import open_programme as open  # noqa: A004  read as vs_workflow.open(...)

__version__ = "0.1.0"
__all__ = ["Programme", "__version__", "init", "open"]

_LAZY = {"open": "open_programme", "init": "adopt_programme", "Programme": "Programme"}


def __getattr__(name: str) -> object:
    if name in _LAZY:
        return getattr(import_module("vs_workflow.face.programme"), _LAZY[name])
    raise AttributeError(name)
