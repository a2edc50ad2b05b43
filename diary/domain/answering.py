"""Taking the answers to what is asked, in as few texts as it can be done."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from diary.domain.asking import ATTEMPTS, go_on, open_items, still_open
from diary.domain.correcting import correct
from diary.domain.courtesy import is_courtesy
from diary.domain.danger_turns import dangers_in_answers, with_findings
from diary.domain.item import Item, ItemKind
from diary.domain.noting import NO_WORDS, note_and_say
from diary.domain.replies import (
    CorrectedDay,
    Reading,
    has_number,
    read_correction,
    read_reply,
)
from diary.domain.safety import Finding
from diary.domain.turn import (
    Asked,
    Asking,
    Phrase,
    Question,
    Say,
    Script,
    State,
    Turn,
    Value,
)
from diary.domain.turn_effects import Effect, HandOver, KeepNote, RecordAnswers

_CLAUSE_END = re.compile(r"[,.;:!\n]|\b(?:and|but|y|e|pero)\b", re.IGNORECASE)


def answer(state: Asking, text: str, script: Script) -> Turn:
    """Take what ``text`` answers of the open question; ask for the rest, or anew."""
    items = open_items(state.questions[0], script)
    correction = read_correction(text, items, script.language)
    means_earlier = correction is not None and correction.day is not CorrectedDay.LAST
    if means_earlier and (turn := correct(state, text, script)):
        return turn
    reading = read_reply(text, items, script.language)
    if not reading.answers:
        return correct(state, text, script) or _not_read(state, text, reading.unclear, script)
    return _take(state, reading, None, script)


def answer_in_danger(state: Asking, text: str, finding: Finding, script: Script) -> Turn | None:
    """The turn if ``text``, which speaks of danger, answers the open question too."""
    reading = read_beside_danger(text, open_items(state.questions[0], script), script.language)
    return _take(state, reading, finding, script) if reading.answers else None


def read_beside_danger(text: str, items: Sequence[Item], language: str) -> Reading:
    """What a text that says something graver answers: the whole of it, or its first clause."""
    whole = read_reply(text, items, language)
    if whole.answers:
        return whole
    clause, *rest = _CLAUSE_END.split(text.strip(), maxsplit=1)
    if rest and has_number(rest[0], language):
        return whole  # "6 this morning, 1 now": the later one may be the answer
    first = read_reply(clause, items, language)
    return first if first.answers else whole


def not_words(state: Asking, script: Script) -> Turn:
    """A picture, or an empty text: kept, and the question is asked in words again."""
    turn = _not_read(state, NO_WORDS, None, script)
    says = tuple(
        Phrase("no_pictures")
        if isinstance(say, Phrase) and say.key in ("unclear", "noted")
        else say
        for say in turn.says
    )
    return replace(turn, says=says, read_as=Phrase("read/no_words"))


def _take(state: Asking, reading: Reading, danger: Finding | None, script: Script) -> Turn:
    asked, values = state.questions[0], reading.answers
    questions = still_open(state, script, values)
    is_part = bool(questions) and not set(asked.items).isdisjoint(questions[0].items)
    is_part = is_part and questions[0].questionnaire == asked.questionnaire
    recorded = RecordAnswers(state.prompt_id, asked.questionnaire, values)
    following: State
    effects: tuple[Effect, ...]
    says: tuple[Say, ...]
    if questions:
        following = replace(state, questions=questions, attempts=0, again_at=None)
        effects, says = (recorded,), (Question(questions[0]),)
    else:
        following, closing, says = go_on(state, script)
        effects = (recorded, *closing)
        if script.is_new and len(script.questionnaires[asked.questionnaire].groups) > 1:
            says = (Phrase("done"), *says)
    echo = _echo(state, values, script)
    is_late = script.today != state.asked_on and not questions
    wants_echo = script.is_new or script.confirms_answers
    if is_part or wants_echo or not reading.exact or is_late:
        says = (echo, *says)
    read_as = Phrase("read/part" if is_part else "read/answers", _understood(asked, values))
    turn = Turn(following, effects, says, read_as=read_as)
    questionnaire = script.questionnaires[asked.questionnaire]
    findings = dangers_in_answers(state.prompt_id, questionnaire, values, script)
    return with_findings(turn, findings, danger, script)


def _not_read(state: Asking, text: str, reason: str | None, script: Script) -> Turn:
    read_as = Phrase("read/unclear", {"reason": reason})
    if state.again_at or not state.is_out:
        # The question comes again by itself, or a safety text stands in its place.
        if is_courtesy(text):
            return Turn(state, read_as=Phrase("read/courtesy"))
        return note_and_say(state, text, "noted", script)
    note = KeepNote(text)
    attempts = min(state.attempts + 1, ATTEMPTS)
    following = replace(state, attempts=attempts)
    if state.attempts >= ATTEMPTS:
        return Turn(following, (note,), read_as=read_as)
    if attempts == ATTEMPTS:
        return Turn(following, (note, HandOver()), (Phrase("handed_over"),), read_as=read_as)
    says = (Phrase("unclear", {"reason": reason}), _remind(state.questions[0], script))
    return Turn(following, (note,), says, read_as=read_as)


def _remind(asked: Asked, script: Script) -> Say:
    """The question anew; of a long form, whose text stands on the screen, only how to reply."""
    items = open_items(asked, script)
    scales = {(item.minimum, item.maximum) for item in items}
    if any(item.kind is not ItemKind.CHOICE for item in items) or len(scales) > 1:
        return Question(asked)
    [(low, high)] = scales
    return Phrase("how_to_reply", {"count": len(items), "low": f"{low:g}", "high": f"{high:g}"})


def _echo(state: Asking, values: Mapping[str, Value], script: Script) -> Phrase:
    day = None if script.today == state.asked_on else state.asked_on
    return Phrase("echo", {**_understood(state.questions[0], values), "day": day})


def _understood(asked: Asked, values: Mapping[str, Value]) -> dict[str, object]:
    return {"questionnaire": asked.questionnaire, "values": values}
