"""The shape of every command: its options in two languages, the options of the group before or after its name.

A command is a function of `Settings` and its own arguments. It calls one use-case and
one page and returns its exit code (None is 0). What cannot be done it raises.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

import click

from vs_workflow.commands import origins
from vs_workflow.commands.catalogue import CATALOGUE

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from vs_workflow.commands.settings import Settings
    from vs_workflow.words.lang import Lang

F = TypeVar("F", bound=Callable[..., Any])
Says = Mapping[str, str]
Offer = Callable[["Settings", str], list[str]]

# Where one call keeps, for all its contexts, which options were given and what a glance at the line told.
GIVEN = "vs.given"
GLANCE = "vs.glance"
# And what people are called in it instead, for errors too, once that was looked up.
VEIL = "vs.veil"


class Option(click.Option):
    """An option whose help is there in both languages."""

    def __init__(self, *args: Any, says: Says, **attrs: Any) -> None:
        super().__init__(*args, **attrs)
        self.says = says


class Argument(click.Argument):
    """An argument that says what it is, in both languages."""

    def __init__(self, *args: Any, says: Says, **attrs: Any) -> None:
        super().__init__(*args, **attrs)
        self.says = says


def option(*names: str, nl: str, en: str, offer: Offer | None = None, **attrs: Any) -> Callable[[F], F]:
    """`click.option` with its help in Dutch and English; `offer` gives what the Tab key may complete."""
    return click.option(*names, cls=Option, says={"nl": nl, "en": en}, shell_complete=completing(offer), **attrs)


def argument(name: str, *, nl: str, en: str, offer: Offer | None = None, **attrs: Any) -> Callable[[F], F]:
    """`click.argument` with its help in Dutch and English; `offer` gives what the Tab key may complete."""
    return click.argument(name, cls=Argument, says={"nl": nl, "en": en}, shell_complete=completing(offer), **attrs)


def completing(offer: Offer | None) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]] | None:
    """An offer as click asks for it. A shell that completes must never see an error."""
    if offer is None:
        return None

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        from vs_workflow.commands.settings import settle

        try:
            words = offer(settle(ctx.meta.get(GIVEN, {})), incomplete)
        except Exception:  # noqa: BLE001 - an offer is a service; without a database there is none
            return []
        return [CompletionItem(word) for word in words if word.lower().startswith(incomplete.lower())]

    return complete


def _keep(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    """Keep what was given; contexts are parsed from the group inwards, so the later one wins."""
    if value is not None and value is not False:
        ctx.meta.setdefault(GIVEN, {})[_name(param)] = value


def _name(param: click.Parameter) -> str:
    return param.opts[0].removeprefix("--")


_GLOBAL: tuple[tuple[str, dict[str, Any], str, str], ...] = (
    ("--db", {"metavar": "FILE|URL"}, "welke database (standaard vs.db)", "which database (default vs.db)"),
    ("--programme", {"metavar": "KEY"}, "welk programma, als er meer zijn", "which programme, where there are several"),
    ("--as", {"metavar": "PERSON"}, "wie handelt", "who acts"),
    ("--typed-by", {"metavar": "PERSON"}, "wie aan het toetsenbord zit", "who is at the keyboard"),
    ("--lang", {"type": click.Choice(["nl", "en"])}, "de taal van het antwoord", "the language of the answer"),
    ("--json", {"is_flag": True, "default": None}, "het antwoord als JSON", "the answer as JSON"),
    ("--now", {"metavar": "MOMENT"}, "zet de klok, alleen in een oefening", "sets the clock, in a rehearsal only"),
    ("--no-color", {"is_flag": True, "default": None}, "zonder kleur", "without colour"),
    ("--roles-only", {"is_flag": True, "default": None}, "mensen alleen als rolhouder", "people as role holders only"),
)


def global_options() -> list[click.Parameter]:
    """The options that may stand before or after a command's name; a new list for each command."""
    return [
        Option(
            [name, f"g_{name.strip('-').replace('-', '_')}"],
            expose_value=False,
            callback=_keep,
            says={"nl": nl, "en": en},
            **attrs,
        )
        for name, attrs, nl, en in _GLOBAL
    ]


def _show_help(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from vs_workflow.commands.fitting import fitted
        from vs_workflow.commands.printing import put

        put(fitted(ctx.get_help()))
        ctx.exit()


def _help_option() -> click.Option:
    """`-h`, `--help`: written by us, so that a full disk is met as with every other answer."""
    names = ["-h", "--help"]
    return click.Option(names, is_flag=True, is_eager=True, expose_value=False, callback=_show_help, hidden=True)


GLOBAL_NAMES = tuple(name for name, *_ in _GLOBAL)


class Command(click.Command):
    """One command of `vs`."""

    # Words too many are reported by us, in the reader's language.
    allow_extra_args = True

    def __init__(self, *args: Any, says: Says | None = None, **attrs: Any) -> None:
        attrs["add_help_option"] = False
        super().__init__(*args, **attrs)
        self.says = says
        self.params.extend([*global_options(), _help_option()])

    def get_help(self, ctx: click.Context) -> str:
        from vs_workflow.commands.help import page

        return page(self, ctx, reading_language(ctx))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            from vs_workflow.outside.bundle_reading import is_bundle
            from vs_workflow.reasons import Misunderstood

            if is_bundle(rest[0]):
                raise Misunderstood("file.is-bundle", file=rest[0])
            raise Misunderstood("call.surplus", words=" ".join(rest), usage=usage(self, ctx, reading_language(ctx)))
        return rest

    def invoke(self, ctx: click.Context) -> Any:
        ctx.obj = settings_of(ctx, file_may_be_wrong=self.name == "help")
        assert self.callback is not None
        return ctx.invoke(self.callback, ctx.obj, **ctx.params)


class Group(click.Group):
    """A group that knows its commands by name and loads one only when it is called.

    `alone` says that it does something when it is called without one, beside showing its help.
    """

    def __init__(
        self, *args: Any, prefix: str = "", says: Says | None = None, alone: bool = False, **attrs: Any
    ) -> None:
        attrs["add_help_option"] = False
        attrs["invoke_without_command"] = True
        super().__init__(*args, **attrs)
        self.prefix = prefix
        self.says = says
        self.alone = alone
        self.params.extend([*global_options(), _help_option()])

    def get_help(self, ctx: click.Context) -> str:
        if not self.prefix:
            from vs_workflow.commands.front_page import front_page

            return front_page(reading_language(ctx))
        from vs_workflow.commands.help import page

        return page(self, ctx, reading_language(ctx))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if ctx.parent is None:
            ctx.meta[GLANCE] = origins.glance(args)
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        names = (name.removeprefix(self.prefix) for name in CATALOGUE if name.startswith(self.prefix))
        return [name for name in names if " " not in name]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = CATALOGUE.get(self.prefix + cmd_name) if " " not in cmd_name else None
        if entry is None:
            return None
        module, _, name = entry.place.partition(":")
        found = getattr(import_module(f"vs_workflow.commands.{module}"), name)
        assert isinstance(found, click.Command)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if not ctx.resilient_parsing and self.get_command(ctx, args[0]) is None:
            raise click.NoSuchCommand(args[0], possibilities=self.list_commands(ctx), ctx=ctx)
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        lang = reading_language(ctx)
        names = [
            CompletionItem(name, help=CATALOGUE[self.prefix + name].says(lang))
            for name in self.list_commands(ctx)
            if name.startswith(incomplete)
        ]
        return names + click.Command.shell_complete(self, ctx, incomplete)


def command(name: str, *, nl: str = "", en: str = "") -> Callable[[Callable[..., int | None]], Command]:
    """Make a function a command. Its line of help stands in the catalogue; `nl` and `en` add a paragraph."""
    says = {"nl": nl, "en": en}
    return click.command(name.rpartition(" ")[2], cls=Command, says=says)


def group(name: str, *, nl: str = "", en: str = "") -> Group:
    """A group whose commands stand in the catalogue under its name. Called bare it shows its help."""

    def bare() -> None:
        ctx = click.get_current_context()
        if ctx.invoked_subcommand is None:
            from vs_workflow.commands.fitting import fitted
            from vs_workflow.commands.printing import answer
            from vs_workflow.commands.settings import settle

            text = ctx.get_help()
            settings = settle(ctx.meta.get(GIVEN, {}), file_may_be_wrong=True)
            answer(settings, text=lambda: fitted(text), data=lambda: {"schema": "vs.help/1", "text": text})

    return Group(name, prefix=f"{name} ", says={"nl": nl, "en": en}, callback=bare)


def settings_of(ctx: click.Context, *, file_may_be_wrong: bool = False) -> Settings:
    """What this call goes by; whoever tells of its failure sees the same veil."""
    from vs_workflow.commands.settings import settle

    settings = settle(ctx.meta.get(GIVEN, {}), file_may_be_wrong=file_may_be_wrong)
    ctx.meta[VEIL] = settings.veil
    return settings


def reading_language(ctx: click.Context) -> Lang:
    """The language of help and errors, known before the line has been parsed."""
    return origins.language({**ctx.meta.get(GLANCE, {}), **ctx.meta.get(GIVEN, {})})


def usage(called: click.Command, ctx: click.Context, lang: Lang) -> str:
    """`vs advance A STEP [OPTIONS]`, in the reader's language."""
    from vs_workflow.commands.placeholders import metavar, placeholder

    arguments = [metavar(param, ctx, lang) for param in called.params if isinstance(param, click.Argument)]
    words = [ctx.command_path, *arguments]
    if isinstance(called, Group):
        words.append(placeholder("[COMMAND]" if called.alone else "COMMAND", lang))
    return " ".join([*words, placeholder("[OPTIONS]", lang)])
