"""``diary chat``: talk to the conversation in a terminal, without a database or a carrier."""

import re
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from diary.cli.known import known_questionnaires
from diary.cli.refusal import refuse
from diary.domain.consent import Texting
from diary.domain.questionnaire import LANGUAGES
from diary.domain.turn import waits_until
from diary.gateways.lexicons import load_lexicon
from diary.gateways.wording import TemplateWording
from diary.resources import lexicons_folder, templates_folder
from diary.services.catalogue import Catalogue
from diary.simulation.rehearsal import Line, Rehearsal, RehearsalClinic
from diary.simulation.transcript import Entry, begin, entry, written

HELP = """\
Write as the patient would. Or:
  /prompt daily       a check-in falls due (several: /prompt daily phq9)
  /wait               time passes until what is open is over
  /clock +2h          time passes: m, h or d
  /quit               end, and print the transcript"""


def chat(
    language: Annotated[str, typer.Option(help="the patient's language: en or es")] = "en",
    asking: Annotated[
        str | None, typer.Option(help="begin with a check-in: daily, or several: daily,phq9")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(help="the date it is, or the local time: 2026-03-02T10:00")
    ] = None,
    texting: Annotated[
        Texting, typer.Option(help="invited: the patient has not joined yet")
    ] = Texting.ACTIVE,
    completed: Annotated[
        int, typer.Option(help="check-ins done before; answers are echoed until 3")
    ] = 0,
) -> None:
    """Talk to the conversation as a patient; ends with a transcript that tests can replay."""
    if language not in LANGUAGES:
        refuse(f"--language must be {' or '.join(LANGUAGES)}, not {language!r}")
    story = {
        "title": "A chat",
        "language": language,
        "texting": str(texting),
        "completed": completed,
    }
    talk = _Chat(begin(story, _instant(as_of), _catalogue()))
    if asking is not None:
        talk.prompt(asking.replace(",", " ").split())
    if sys.stdin.isatty():
        print(HELP)
    talk.run(_typed())
    print(f"\n# transcript\n{written(story, talk.entries)}", end="")


class _Chat:
    """Shows each turn as it comes and keeps it for the transcript."""

    def __init__(self, rehearsal: Rehearsal) -> None:
        self._rehearsal = rehearsal
        self.entries: list[Entry] = []

    def run(self, typed: Iterable[str]) -> None:
        for text in typed:
            command, _, rest = text.strip().partition(" ")
            match command:
                case "/quit":
                    return
                case "/prompt":
                    self.prompt(rest.split() or ["daily"])
                case "/wait":
                    self._wait()
                case "/clock":
                    self._pass(rest)
                case _ if command.startswith("/"):
                    print(HELP)
                case _:
                    self._show(self._rehearsal.hear(text))

    def prompt(self, codes: list[str]) -> None:
        questionnaires = self._rehearsal.catalogue.questionnaires
        for code in codes:
            if code not in questionnaires:
                known = ", ".join(c for c, q in questionnaires.items() if q.is_askable)
                return self._complain(f"there is no questionnaire {code!r}; there are {known}")
            if not questionnaires[code].is_askable:
                return self._complain(
                    f"{code} cannot be asked: {questionnaires[code].text_withheld}"
                )
        return self._show(self._rehearsal.release(codes))

    def _wait(self) -> None:
        until = waits_until(self._rehearsal.state)
        if until is None:
            self._complain("nothing is awaited")
        else:
            self._move_to(until)

    def _pass(self, written_span: str) -> None:
        found = re.fullmatch(r"\+?(\d{1,4})\s*([mhd])", written_span.strip())
        if found is None:
            self._complain("say how long: /clock +30m, /clock +2h, /clock +1d")
        else:
            unit = {"m": "minutes", "h": "hours", "d": "days"}[found[2]]
            self._move_to(self._rehearsal.now + timedelta(**{unit: int(found[1])}))

    def _move_to(self, at: datetime) -> None:
        for line in self._rehearsal.move_to(at):
            self._show(line)
        local = self._rehearsal.local(self._rehearsal.now)
        print(f"-- it is {local:%a %d %b %H:%M}")
        self.entries.append({"at": local.replace(tzinfo=None, microsecond=0), "clock": True})

    def _show(self, line: Line) -> None:
        told: Any = entry(line, self._rehearsal)
        self.entries.append(told)
        came = told.get("patient") or told.get("due") or f"check-in {' '.join(told['prompt'])}"
        print(f"{told['at']:%a %H:%M}  > {came}" if "patient" in told else f"-- {came}")
        understood = [f"read as {told['read_as']}"] if "read_as" in told else []
        for note in (*understood, *told.get("does", ())):
            print(f"           . {note}")
        if line.says:
            print(f"           < {line.says}  [{told['segments']}]")

    def _complain(self, message: str) -> None:
        print(f"-- {message}")


def _typed() -> Iterator[str]:
    """Lines of standard input, until it ends or the user has had enough."""
    try:
        while line := sys.stdin.readline():
            yield line.removesuffix("\n").removesuffix("\r")
    except KeyboardInterrupt:
        return


def _catalogue() -> Catalogue:
    return Catalogue(
        questionnaires=known_questionnaires(),
        plans={},
        lexicon=load_lexicon(lexicons_folder()),
        wording=TemplateWording(templates_folder() / "sms"),
    )


def _instant(written_at: str | None) -> datetime:
    if written_at is None:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        at = datetime.fromisoformat(written_at)
    except ValueError:
        refuse(f"--as-of {written_at}: not an ISO date or date-time such as 2026-03-02")
    if "T" not in written_at and " " not in written_at:
        at = datetime.combine(at.date(), time(10))
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(RehearsalClinic().timezone))
