"""What the conversation does when somebody may be in danger.

The alert was opened when the text was stored, before any turn was taken; here the patient is
answered. Sequence and wording: see the crisis section of the clinic's safety protocol data.
"""

from dataclasses import replace
from datetime import timedelta

from diary.domain.questionnaire import AnswerOption, Item, ItemKind
from diary.domain.replies import read_reply
from diary.domain.safety import Finding, Kind, Tier
from diary.domain.turn import (
    Asking,
    CheckingSafety,
    EscalateAlert,
    Phrase,
    Question,
    Say,
    Script,
    Turn,
    Urgency,
)

SAFETY_ANSWER_WITHIN = timedelta(minutes=15)

SAFE, NOT_SURE, NOT_SAFE = 1, 2, 3
_ARE_YOU_SAFE = Item(
    link_id="safe",
    kind=ItemKind.CHOICE,
    text={"en": "Are you safe right now?", "es": "¿Estás a salvo en este momento?"},
    name={"en": "safe", "es": "a salvo"},
    options=(
        AnswerOption(SAFE, {"en": "safe", "es": "a salvo"}),
        AnswerOption(NOT_SURE, {"en": "not sure", "es": "no sé"}),
        AnswerOption(NOT_SAFE, {"en": "not safe", "es": "en peligro"}),
    ),
    minimum=SAFE,
    maximum=NOT_SAFE,
)


def say_safety(turn: Turn, finding: Finding, script: Script) -> Turn:
    """``turn`` with the safety text said first, and the patient asked whether they are safe.

    The text goes out once in 30 minutes however often danger is written; the alert always opens.
    """
    if finding.tier is Tier.C:
        says = () if script.safety_was_said else (Phrase("safety_concern"),)
        return replace(turn, says=says + turn.says, urgency=Urgency.SAFETY)
    if Kind.MEDICAL in finding.kinds | {finding.kind}:
        says = () if script.safety_was_said else (Phrase("safety_medical"),)
        return replace(turn, says=says, urgency=Urgency.SAFETY)
    resume = turn.state.resume if isinstance(turn.state, CheckingSafety) else turn.state
    return replace(
        turn,
        state=CheckingSafety(resume, script.now + SAFETY_ANSWER_WITHIN),
        says=() if script.safety_was_said else (Phrase("safety_crisis"),),
        urgency=Urgency.SAFETY,
    )


def answer_safety_question(state: CheckingSafety, text: str, script: Script) -> Turn | None:
    """The turn if ``text`` answers "are you safe?", else ``None``."""
    answered = read_reply(text, [_ARE_YOU_SAFE], script.language).answers.get("safe")
    if answered is None:
        return None
    read_as = Phrase("read/safety", {"answer": answered})
    if answered == SAFE:
        says: tuple[Say, ...] = (Phrase("safety_safe"),)
        if isinstance(state.resume, Asking):
            says = (*says, Question(state.resume.questions[0]))
        return Turn(state.resume, (), says, Urgency.SAFETY, read_as)
    says = (Phrase("safety_not_safe"),)
    return Turn(state.resume, (EscalateAlert(),), says, Urgency.SAFETY, read_as)
