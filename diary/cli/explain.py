"""``diary explain``: how a text is read."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

import typer

from diary.cli import PLAIN
from diary.cli.known import known_questionnaires
from diary.cli.refusal import refuse
from diary.domain.explain import NOTHING_ASKED, Asking, Explanation, UnknownAskingError, asking_for
from diary.domain.explain import explain as read
from diary.domain.lexicon import Lexicon
from diary.domain.questionnaire import LANGUAGES, Questionnaire
from diary.gateways.lexicons import load_lexicon
from diary.resources import lexicons_folder

explain = typer.Typer(**PLAIN)


# A text may begin with a dash, so what is no option of ours is the text.
@explain.command(context_settings={"ignore_unknown_options": True})
def explain_text(
    text: Annotated[str | None, typer.Argument(help="what the patient wrote")] = None,
    language: Annotated[str, typer.Option(help="the patient's language: en or es")] = "en",
    asking: Annotated[
        str | None,
        typer.Option(help="what is asked: a questionnaire (daily) or an item of it (phq9/9)"),
    ] = None,
    jsonl: Annotated[
        bool,
        typer.Option("--jsonl", help="read objects with text, language, asking, one a line"),
    ] = False,
) -> None:
    """Print how a text is read, as one JSON object: opt_out, danger, command, answers, unclear."""
    if (text is None) != jsonl:
        refuse("give either a text or --jsonl with objects on standard input")
    reader = _Reader(known_questionnaires())
    defaults = {"language": language, "asking": asking}
    try:
        reader.check(defaults)
        if text is not None:
            print(json.dumps(reader.read({**defaults, "text": text})))
            return
    except _BadRequestError as error:
        refuse(f"diary explain: {error}")
    for line in _explained(reader, defaults, sys.stdin.buffer):
        sys.stdout.write(line)


class _BadRequestError(ValueError):
    """What is to be explained is not given as it should be."""


@dataclass(slots=True)
class _Reader:
    questionnaires: Mapping[str, Questionnaire]
    lexicon: Lexicon | None = None
    """Read when it is needed first."""
    askings: dict[str, Asking] = field(default_factory=dict)

    def check(self, request: Mapping[str, Any]) -> None:
        """Raise for a language or an asking that there is not."""
        if request["language"] not in LANGUAGES:
            listed = " or ".join(map(repr, LANGUAGES))
            raise _BadRequestError(f"'language' must be {listed}, not {request['language']!r}")
        if request["asking"] is not None:
            self.asking(request["asking"])

    def read(self, request: Mapping[str, Any]) -> dict[str, Any]:
        self.check(request)
        if not isinstance(request.get("text"), str):
            raise _BadRequestError("'text' must be a string")
        asked = request["asking"]
        asking = NOTHING_ASKED if asked is None else self.asking(asked)
        self.lexicon = self.lexicon or load_lexicon(lexicons_folder())
        return _plain(read(request["text"], request["language"], asking, self.lexicon))

    def asking(self, name: Any) -> Asking:
        if not isinstance(name, str):
            raise _BadRequestError(f"'asking' must be a string, not {name!r}")
        if name not in self.askings:
            try:
                self.askings[name] = asking_for(name, self.questionnaires)
            except UnknownAskingError as error:
                raise _BadRequestError(str(error)) from error
        return self.askings[name]


def _explained(
    reader: _Reader, defaults: Mapping[str, Any], lines: Iterable[bytes]
) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield json.dumps(reader.read({**defaults, **_object(line)})) + "\n"
        except _BadRequestError as error:
            sys.stdout.flush()
            refuse(f"diary explain: line {number}: {error}")


def _object(line: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(line.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise _BadRequestError(f"is not JSON: {error}") from error
    if not isinstance(found, dict):
        raise _BadRequestError("is not a JSON object")
    return found


def _plain(explanation: Explanation) -> dict[str, Any]:
    danger, answers = explanation.danger, explanation.answers
    return {
        "opt_out": explanation.opt_out,
        "danger": danger and {"tier": str(danger.tier), "rule": danger.rule},
        "command": explanation.command and str(explanation.command),
        "answers": answers and {link_id: _number(value) for link_id, value in answers.items()},
        "unclear": explanation.unclear,
    }


def _number(value: float | tuple[int, ...]) -> float | list[int]:
    if isinstance(value, tuple):
        return list(value)
    return int(value) if value == int(value) else value
