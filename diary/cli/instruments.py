"""``diary instruments`` and ``diary score``: questionnaires as files, and scores from tables."""

import csv
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from diary.cli import PLAIN
from diary.cli.known import known_questionnaires
from diary.cli.refusal import refuse
from diary.domain.questionnaire import LANGUAGES, Questionnaire
from diary.domain.score_table import TableError, score_table
from diary.domain.scores import NotScoredError
from diary.gateways.catalogue import check_file

instruments = typer.Typer(no_args_is_help=True, help="Questionnaires.", **PLAIN)


@instruments.command("list")
def list_instruments() -> None:
    """List the questionnaires: code, version, items, languages, title."""
    for questionnaire in known_questionnaires().values():
        count = len(questionnaire.items)
        print(
            f"{questionnaire.code:14} v{questionnaire.version:4}"
            f" {count:3} item{' ' if count == 1 else 's'}"
            f"  {_asked_in(questionnaire):14}  {questionnaire.title['en']}"
        )


@instruments.command("check")
def check_instrument(file: Annotated[Path, typer.Argument(help="a questionnaire's TOML")]) -> None:
    """Name every mistake in a questionnaire file; exit code 1 if there is one."""
    problems = check_file(file)
    for problem in problems:
        print(f"{file}: {problem}", file=sys.stderr)
    if problems:
        sys.exit(1)
    print(f"{file}: good")


def score(
    questionnaire: Annotated[str, typer.Argument(help="its code, like phq9")],
    file: Annotated[
        Path, typer.Argument(help="a CSV file of answers, a column an item; - is stdin")
    ],
) -> None:
    """Score a table of answers: total, status, band, flags and what the instrument adds, as CSV."""
    questionnaires = known_questionnaires()
    if questionnaire not in questionnaires:
        known = ", ".join(questionnaires)
        refuse(f"there is no questionnaire {questionnaire!r}; there are {known}")
    source = 0 if str(file) == "-" else file
    writer = csv.writer(sys.stdout, lineterminator="\n")
    try:
        with open(source, encoding="utf-8-sig", newline="") as lines:  # noqa: PTH123 - or stdin
            writer.writerows(score_table(questionnaires[questionnaire], lines))
    except BrokenPipeError:  # whoever reads the scores has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        refuse(f"{file}: {error.strerror}")
    except UnicodeDecodeError as error:
        refuse(f"{file}: is not UTF-8 at byte {error.start}")
    except TableError as error:
        refuse(f"{file}: {error}")
    except NotScoredError as error:
        refuse(str(error))


def _asked_in(questionnaire: Questionnaire) -> str:
    if not questionnaire.is_askable:
        return "scored only"
    asked = [
        language
        for language in LANGUAGES
        if all(language in group.ask for group in questionnaire.groups)
    ]
    return "asked in " + ", ".join(asked)
