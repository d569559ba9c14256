"""`vs completion`: the script that teaches a shell to complete `vs`."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from vs_workflow.commands.frame import argument, command
from vs_workflow.commands.printing import answer
from vs_workflow.commands.settings import Settings


@command("completion")
@argument(
    "shell",
    type=click.Choice(["bash", "zsh", "fish"]),
    metavar="SHELL",
    nl="bash, zsh of fish",
    en="bash, zsh or fish",
)
def completion(settings: Settings, shell: str) -> None:
    """Print the script of one shell."""
    from vs_workflow.commands.door import vs

    maker = get_completion_class(shell)
    assert maker is not None
    script = maker(vs, {}, "vs", "_VS_COMPLETE").source()
    answer(settings, text=lambda: script, data=lambda: {"schema": "vs.completion/1", "shell": shell, "script": script})
