"""The very texts of a plan, in each language, with what they cost."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from diary.domain.asking import questions_of
from diary.domain.plan import Channel, CheckIn, Plan
from diary.domain.questionnaire import LANGUAGES
from diary.domain.segments import SmsSize, sms_size
from diary.domain.turn import Link, Phrase, Question, Say
from diary.services import answer_links
from diary.services.catalogue import Catalogue
from diary.services.wording import Speaker, compose, with_addresses


class TextKind(StrEnum):
    FIRST = "first"
    NEXT = "next"
    """Sent once the one before it was answered."""
    REMINDER = "reminder"
    """Sent once, after a silence; asks what is open, here all of the first text."""


@dataclass(frozen=True, slots=True)
class SaidText:
    """One text in every language."""

    kind: TextKind
    body: Mapping[str, str]
    size: Mapping[str, SmsSize]


@dataclass(frozen=True, slots=True)
class CheckInTexts:
    """What ``check_ins`` say, which all ask the same in the same way."""

    check_ins: tuple[str, ...]
    texts: tuple[SaidText, ...]


def texts_of(
    plan: Plan, clinic: Speaker, catalogue: Catalogue, base_url: str
) -> Sequence[CheckInTexts]:
    """The texts of ``plan`` to a patient who answers each, as ``clinic`` would send them."""
    alike: dict[tuple[tuple[str, ...], Channel, bool], list[CheckIn]] = defaultdict(list)
    for check_in in plan.check_ins:
        has_reminder = check_in.remind_after is not None
        alike[check_in.questionnaires, check_in.channel, has_reminder].append(check_in)
    return [
        CheckInTexts(
            tuple(check_in.code for check_in in check_ins),
            tuple(
                _say(kind, says, clinic, catalogue, base_url)
                for kind, says in _says(check_ins[0], catalogue)
            ),
        )
        for check_ins in alike.values()
    ]


def _says(check_in: CheckIn, catalogue: Catalogue) -> list[tuple[TextKind, tuple[Say, ...]]]:
    questions = [
        Question(asked)
        for code in check_in.questionnaires
        if code in catalogue.questionnaires
        for asked in questions_of(catalogue.questionnaires[code])
    ]
    if check_in.channel is Channel.LINK:
        page: tuple[Say, ...] = (_link("check_in_link"),)
        said = [(TextKind.FIRST, page)]
    elif not questions:
        return []
    else:
        page = (questions[0],)
        suffix = (_link("check_in_or_link"),) if check_in.channel is Channel.EITHER else ()
        said = [(TextKind.FIRST, (*page, *suffix))]
        said += [(TextKind.NEXT, (question,)) for question in questions[1:]]
    if check_in.remind_after:
        said.append((TextKind.REMINDER, (Phrase("reminder"), *page)))
    return said


def _link(key: str) -> Link:
    return Link("", datetime.max.replace(tzinfo=UTC), key)


def _say(
    kind: TextKind, says: Sequence[Say], clinic: Speaker, catalogue: Catalogue, base_url: str
) -> SaidText:
    worded = with_addresses(says, lambda _: answer_links.example(base_url))
    body = {language: compose(worded, language, clinic, catalogue) for language in LANGUAGES}
    return SaidText(kind, body, {language: sms_size(text) for language, text in body.items()})
