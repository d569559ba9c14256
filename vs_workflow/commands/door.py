"""The group `vs`, and the way from a line of words to an exit code.

`answer_call` may be called in-process as often as one likes: it leaves signals and
streams alone.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from vs_workflow.commands import origins
from vs_workflow.commands.frame import GIVEN, VEIL, Group

if TYPE_CHECKING:
    from vs_workflow.exports.roles import Shown


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from vs_workflow import __version__
        from vs_workflow.commands.printing import put

        put(f"vs {__version__}")
        ctx.exit()


@click.pass_context
def _bare(ctx: click.Context) -> int | None:
    """Called with no command: the board where there is a database, else the short help."""
    if ctx.invoked_subcommand is not None:
        return None
    from vs_workflow.commands.settings import settle

    settings = settle(ctx.meta.get(GIVEN, {}))
    if _database_is_there(settings.db, named=settings.db_was_named):
        status = vs.get_command(ctx, "status")
        assert status is not None
        with status.make_context("status", [], parent=ctx) as inner:
            code: int | None = status.invoke(inner)
            return code
    from vs_workflow.commands.fitting import fitted
    from vs_workflow.commands.front_page import short_help, short_help_data
    from vs_workflow.commands.printing import answer

    answer(settings, text=lambda: fitted(short_help(settings.lang)), data=lambda: short_help_data(settings.lang))
    return None


def _database_is_there(db: str, *, named: bool) -> bool:
    if "://" not in db:
        return os.path.lexists(db)
    if db.startswith("sqlite"):
        return os.path.lexists(db.split("://", 1)[1].removeprefix("/").split("?")[0])
    return named


vs = Group("vs", callback=_bare)
vs.params.insert(
    0, click.Option(["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version, hidden=True)
)


def answer_call(arguments: Sequence[str]) -> int:
    """Answer one call and return its exit code. Only KeyboardInterrupt comes out of here."""
    words = list(arguments)
    kept: dict[str, Any] = {}
    _never_choke_on_a_letter()
    try:
        if "_VS_COMPLETE" in os.environ:
            vs.main(args=words, prog_name="vs")
        with vs.make_context("vs", list(words)) as ctx:
            kept = ctx.meta
            code: int | None = vs.invoke(ctx)
        if sys.stdout is not None:
            sys.stdout.flush()
        return code or 0
    except click.exceptions.Exit as done:
        return done.exit_code
    except BrokenPipeError:
        return 0
    except click.Abort as error:
        raise KeyboardInterrupt from error
    except Exception as error:  # a traceback is never an answer
        if isinstance(error.__cause__, KeyboardInterrupt):
            # Up to Python 3.11 an interrupt that hits while a class is being made comes out so.
            raise KeyboardInterrupt from error
        return _tell_failure(error, origins.glance(words), kept.get(VEIL, ()))


def tell_interrupted(arguments: Sequence[str]) -> None:
    """The one line of an interrupted call."""
    _tell_failure(KeyboardInterrupt(), origins.glance(list(arguments)))


def _tell_failure(error: BaseException, given: origins.Given, veil: Sequence[Shown] = ()) -> int:
    from vs_workflow.commands.failing import failure
    from vs_workflow.commands.printing import put_json, tell

    if os.environ.get("VS_DEBUG") and not isinstance(error, KeyboardInterrupt):
        import traceback

        traceback.print_exception(error)
    if veil:
        from vs_workflow.commands.veil import unhinted

        error = unhinted(error)
    told = failure(error, origins.language(given))
    for shown in veil:
        told = told._replace(message=shown.text(told.message), remedy=shown.text(told.remedy))
    tell("\n".join(" ".join(line.split("\n")) for line in (told.message, told.remedy) if line))
    if given.get("json") and not told.code.startswith("call.output"):
        detail: dict[str, object] = {"code": told.code, "message": told.message, "remedy": told.remedy}
        if told.recorded is not None:
            detail["recorded"] = told.recorded
        try:
            put_json({"schema": "vs.error/1", "error": detail})
        except Exception:  # noqa: BLE001 - it has been told on stderr
            return told.exit
    return told.exit


def _never_choke_on_a_letter() -> None:
    """A terminal without the letter gets its number instead of an error."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
