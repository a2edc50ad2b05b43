"""The command ``diary``: one module a group of commands, each a thin layer over the services.

A command's module is imported when that command is called, so that ``diary explain`` does not pay
for a web server.
"""

import importlib
import sys
from typing import Any

import typer

from diary import __version__

COMMANDS = {
    "demo": ("serve:demo", "a clinic of simulated patients on a virtual clock"),
    "serve": ("serve:serve", "pages, webhooks and jobs in one process"),
    "simulate": ("simulate:simulate", "live a clinic on a virtual clock and check every promise"),
    "web": ("serve:web", "pages and webhooks; the jobs run elsewhere"),
    "db": ("operate:db", "migrate, check and rebuild the database"),
    "clinic": ("operate:clinic", "add and list clinics"),
    "staff": ("team:team", "add, list and change staff accounts"),
    "chat": ("chat:chat", "talk to the conversation in a terminal"),
    "explain": ("explain:explain", "how a text is read"),
    "score": ("instruments:score", "score a table of answers"),
    "instruments": ("instruments:instruments", "list the questionnaires, check a file of one"),
    "plans": ("plans:plans", "plans: check, preview, load for a clinic, list"),
    "trend": ("trend:trend", "what a series of scores says, as JSON"),
    "cohort": ("cohort:cohort", "what many patients' scores say together, as JSON"),
    "oncall": ("oncall:oncall", "who is paged when an alert opens"),
    "stats": ("stats:stats", "what check-ins cost"),
    "keys": ("operate:keys", "print fresh secrets for a new installation"),
}
"""Where each command lies (module of this package, and its function or ``typer.Typer``)."""


PLAIN: dict[str, Any] = {"add_completion": False, "pretty_exceptions_enable": False}
"""How every command is made: no shell completion, and tracebacks without local variables."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line."""
    name, *rest = (sys.argv[1:] if arguments is None else arguments) or ["--help"]
    if name in {"--help", "-h", "help"}:
        print(_help())
    elif name == "--version":
        print(f"diary {__version__}")
    elif name in COMMANDS:
        _run(name, rest)
    else:
        print(f"diary: there is no command {name!r}\n\n{_help()}", file=sys.stderr)
        sys.exit(2)


def _run(name: str, rest: list[str]) -> None:
    try:
        _load(name)(args=rest, prog_name=f"diary {name}")
    except ValueError as error:
        # Imported here: a command that reads no settings must not pay for them.
        from pydantic import ValidationError  # noqa: PLC0415

        from diary.bootstrap import NOT_AS_SET  # noqa: PLC0415
        from diary.settings import ContentFolders, Settings, say_what_is_wrong  # noqa: PLC0415

        ours = (Settings.__name__, ContentFolders.__name__)
        if isinstance(error, ValidationError) and error.title in ours:
            said = "\n".join(say_what_is_wrong(error))
        elif isinstance(error, NOT_AS_SET):
            said = str(error)
        else:
            raise
        print(said, file=sys.stderr)
        sys.exit(2)


def _load(name: str) -> typer.Typer:
    module, _, attribute = COMMANDS[name][0].partition(":")
    found = getattr(importlib.import_module(f"{__name__}.{module}"), attribute)
    if isinstance(found, typer.Typer):
        return found
    alone = typer.Typer(**PLAIN)
    alone.command(name)(found)
    return alone


def _help() -> str:
    width = max(map(len, COMMANDS))
    listed = "\n".join(f"  {name:{width}}  {text}" for name, (_, text) in COMMANDS.items())
    return f"usage: diary COMMAND [OPTIONS]\n\n{listed}\n\n`diary COMMAND --help` says more."
