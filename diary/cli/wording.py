"""``diary clinic wording``: a clinic's texts in its own words."""

from typing import Annotated

import typer

from diary.cli import PLAIN
from diary.cli.opening import clinic_with, fail, opened
from diary.domain.clinic_wording import Fault, FaultKind, ShippedText
from diary.services.clinic_wording import MOST_SEGMENTS, WordingRefusedError, Wordings

wording = typer.Typer(no_args_is_help=True, help="A clinic's texts in its own words.", **PLAIN)

_Sender = Annotated[str, typer.Option(help="the clinic, by the number it texts from")]
_Language = Annotated[str, typer.Argument(help="en or es")]


@wording.command("list")
def show(sender: _Sender) -> None:
    """Print every text: whose words it is in, what it costs, and how it goes out."""
    with opened() as services, services.readers() as session:
        clinic = clinic_with(session, sender)
        base_url = services.settings.public_base_url
        for text in Wordings(clinic, services.catalogue, base_url).all():
            standing = f"locked ({text.lock})" if text.lock else "shipped"
            if text.own is not None:
                standing = "own" if text.is_in_force else "own, not in force"
            cost = f"{text.sample.size.encoding} {text.sample.size.segments}"
            print(
                f"{text.shipped.key}  {text.shipped.language}  {standing}  {cost}"
                f"  {text.sample.body}"
            )


@wording.command("set")
def reword(
    key: str,
    language: _Language,
    text: Annotated[str, typer.Argument(help="with its placeholders, like {{ link }}")],
    sender: _Sender,
) -> None:
    """Say a text in the clinic's own words from now on."""
    with opened() as services, services.sessions.begin() as session:
        clinic = clinic_with(session, sender)
        wordings = Wordings(clinic, services.catalogue, services.settings.public_base_url)
        shipped = _shipped(wordings, key, language)
        try:
            wordings.reword(session, shipped, text, services.clock(), None)
        except WordingRefusedError as refused:
            session.rollback()
            fail(f"{key} {language}: {_say(refused.fault)}")
        said = wordings.one(key, language).sample
    print(f"{key} {language}: {said.body} ({said.size.encoding}, {said.size.segments} segments)")


@wording.command("reset")
def reset(key: str, language: _Language, sender: _Sender) -> None:
    """Say a text from now on as it came with the program."""
    with opened() as services, services.sessions.begin() as session:
        clinic = clinic_with(session, sender)
        wordings = Wordings(clinic, services.catalogue, services.settings.public_base_url)
        wordings.reset(session, _shipped(wordings, key, language), services.clock(), None)
    print(f"{key} {language}: as shipped")


def _shipped(wordings: Wordings, key: str, language: str) -> ShippedText:
    try:
        return wordings.one(key, language).shipped
    except LookupError:
        fail(f"{key} {language}: no such text; `diary clinic wording list` names them")


def _say(fault: Fault) -> str:
    words = {
        FaultKind.LOCKED: "this text is locked",
        FaultKind.EMPTY: "there are no words in it",
        FaultKind.CONTROL: "there are characters in it that cannot be seen",
        FaultKind.MARKUP: "only words and placeholders like {{ clinic }} are possible",
        FaultKind.UNKNOWN: "it has no value for the placeholders",
        FaultKind.MISSING: "it must have the placeholders",
        FaultKind.UNSAID: "it must have the words that patients are to send:",
        FaultKind.REVEALING: "it names a drug or a diagnosis:",
        FaultKind.COMMAND: "carriers would take the answer for a command:",
        FaultKind.LONG: f"it is longer than {MOST_SEGMENTS} segments",
    }[fault.kind]
    return " ".join((words, ", ".join(fault.names))).strip()
