"""How a text is read: for staff who wonder, and for tests.

The order is the conversation's: a wish to be left alone, danger, a command, an answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from diary.domain.answering import read_beside_danger
from diary.domain.commands import CommandKind, recognise
from diary.domain.item import Item
from diary.domain.lexicon import Lexicon
from diary.domain.questionnaire import Questionnaire
from diary.domain.replies import Answer, Reading, Unclear, read_reply
from diary.domain.safety import Finding, screen
from diary.domain.wish_to_stop import is_about_the_texts


class UnknownAskingError(LookupError):
    """No questionnaire or item of that name: the message says which there are."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """``answers`` is None where the text answers nothing, ``unclear`` why it would be asked again.

    A wish to be left alone in plain words is an opt-out without being a command.
    """

    opt_out: bool
    danger: Finding | None
    command: CommandKind | None
    answers: Mapping[str, Answer] | None
    unclear: str | None


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked: ``all_items``, of which ``first_text`` stand in the first text."""

    all_items: Sequence[Item]
    first_text: Sequence[Item]


NOTHING_ASKED = Asking((), ())


def asking_for(name: str, questionnaires: Mapping[str, Questionnaire]) -> Asking:
    """What ``daily`` or ``daily/mood`` asks; ``UnknownAskingError`` if there is no such thing."""
    code, slash, link_id = name.partition("/")
    questionnaire = questionnaires.get(code)
    if questionnaire is None:
        known = ", ".join(sorted(questionnaires))
        raise UnknownAskingError(f"there is no questionnaire {code!r}; there are {known}")
    if slash:
        items = [item for item in questionnaire.items if item.link_id == link_id]
        if not items:
            known = ", ".join(item.link_id for item in questionnaire.items)
            raise UnknownAskingError(f"{code} has no item {link_id!r}; it has {known}")
        return Asking(items, items)
    all_items = questionnaire.items_for("sms") or questionnaire.items
    first = questionnaire.groups[0].items if questionnaire.groups else ()
    return Asking(all_items, [questionnaire.item(link_id) for link_id in first] or all_items)


def explain(text: str, language: str, asking: Asking, lexicon: Lexicon) -> Explanation:
    """How ``text`` is read while ``asking`` is open."""
    command = recognise(text, language)
    danger = screen(text, lexicon)
    is_stop = is_about_the_texts(command, danger, text)
    if command is not None and (is_stop or command.kind is not CommandKind.STOP):
        kind = None if command.plain_words else command.kind
        return Explanation(is_stop, danger, kind, None, None)
    if not asking.all_items:
        return Explanation(False, danger, None, None, None)
    reading = _read(text, language, asking, danger)
    # Beside danger nothing is asked again.
    unclear = reading.unclear.value if reading.unclear and not danger else None
    return Explanation(False, danger, None, reading.answers or None, unclear)


def _read(text: str, language: str, asking: Asking, danger: Finding | None) -> Reading:
    """Read as an answer to the first text of what is asked or, if it is none, to all of it."""
    read = read_beside_danger if danger else read_reply
    first = read(text, asking.first_text, language)
    if len(asking.first_text) == len(asking.all_items):
        return first
    whole = read(text, asking.all_items, language)
    if not first.answers or (first.unclear and whole.answers):
        return whole
    return replace(first, unclear=Unclear.PART)
