"""The command ``diary``: one module a group of commands, each a thin layer over the services."""

import typer

from diary.cli import operate

app = typer.Typer(
    name="diary",
    help="Infusion Diary: symptom diary and SMS check-ins for ketamine infusion clinics.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def main() -> None:
    """Run the command line."""
    app()
