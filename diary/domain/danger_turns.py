"""What the conversation does when somebody may be in danger.

The alert was opened when the text was stored, before any turn was taken; here the patient is
answered. The sequence follows the published practice of crisis lines: thank them, say that nobody
watches the line all the time, 911 and 988, "are you safe?", and call a person when the answer is
no, not sure, or silence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from diary.domain.asking import say_open
from diary.domain.questionnaire import Questionnaire
from diary.domain.safe_answer import Safe
from diary.domain.safety import Finding, Kind, Tier, assess
from diary.domain.turn import (
    Asking,
    CheckingSafety,
    Idle,
    Phrase,
    Question,
    Say,
    Script,
    Turn,
    Urgency,
    Value,
    calm,
)
from diary.domain.turn_effects import EscalateAlert, RaiseAlert

SAFETY_ANSWER_WITHIN = timedelta(minutes=15)
SAFETY_ANSWER_COUNTS_FOR = timedelta(hours=4)
"""After somebody was called, a late "1" or "3" is still about safety and never a rating."""


def with_findings(
    turn: Turn, in_answers: Sequence[Finding], in_text: Finding | None, script: Script
) -> Turn:
    """``turn`` with an alert for each danger in the answers, and the gravest one answered.

    The alert of what stands in the text itself is open since the text was stored.
    """
    turn = replace(turn, effects=turn.effects + tuple(RaiseAlert(f) for f in in_answers))
    findings = [*([in_text] if in_text else []), *in_answers]
    return say_safety(turn, min(findings, key=_gravity), script) if findings else turn


def safety_text(tier: Tier, kind: Kind) -> Phrase:
    """The text that answers a danger."""
    if tier is Tier.C:
        return Phrase("safety_follow_up" if kind is Kind.MEDICAL else "safety_concern")
    return Phrase("safety_medical" if kind is Kind.MEDICAL else "safety_crisis")


def say_safety(turn: Turn, finding: Finding, script: Script) -> Turn:
    """``turn`` with the safety text said first, and the patient asked whether they are safe.

    Each safety text goes out once in 30 minutes however often danger is written.
    """
    text = safety_text(finding.tier, finding.kind)
    if finding.tier is Tier.C:
        gentle = () if script.safety_said else (text,)
        return replace(turn, says=gentle + turn.says, urgency=Urgency.SAFETY)
    was_said = text.key in script.safety_said
    says: tuple[Say, ...] = () if was_said else (text,)
    is_medical = finding.kind is Kind.MEDICAL
    if is_medical and not finding.kinds & {Kind.CRISIS, Kind.VIOLENCE}:
        return replace(turn, state=_in_its_place(turn), says=says, urgency=Urgency.SAFETY)
    if (is_medical and says) or (was_said and not isinstance(turn.state, CheckingSafety)):
        # Danger anew after "I am safe": the numbers were given, the question is asked again.
        says = (*says, Phrase("safety_question"))
    return replace(turn, state=_check(turn, script), says=says, urgency=Urgency.SAFETY)


def take_safety_answer(state: CheckingSafety, answer: Safe, script: Script) -> Turn:
    """The patient said whether they are safe."""
    read_as = Phrase("read/safety", {"answer": int(answer)})
    if answer is not Safe.SAFE:
        return Turn(
            called(state, script),
            (EscalateAlert(),),
            (Phrase("safety_not_safe"),),
            Urgency.SAFETY,
            read_as,
        )
    says: tuple[Say, ...] = (Phrase("safety_safe"),)
    resume = state.resume
    if isinstance(resume, Asking):
        resume, asked = say_open(resume)
        says = (*says, *asked)
    return Turn(resume, (), says, Urgency.SAFETY, read_as)


def called(state: CheckingSafety, script: Script) -> CheckingSafety:
    """``state`` after a person was called; what the patient answers now still counts."""
    return replace(state, answer_by=script.now + SAFETY_ANSWER_COUNTS_FOR, escalated=True)


def dangers_in_answers(
    prompt_id: str, questionnaire: Questionnaire, values: Mapping[str, Value], script: Script
) -> tuple[Finding, ...]:
    """What answers to a prompt show without a word, in the light of the moods of the last days.

    An answer that they take the place of is none of those.
    """
    moods = [
        mood
        for response in sorted(script.recent, key=lambda response: response.asked_on)
        if response.questionnaire == "daily"
        and response.prompt_id != prompt_id
        and isinstance(mood := response.values.get("mood"), float | int)
    ]
    return dangers_shown(questionnaire, values, moods)


def dangers_shown(
    questionnaire: Questionnaire, values: Mapping[str, Value], earlier_moods: Sequence[float] = ()
) -> tuple[Finding, ...]:
    """What answers show without a word, the questionnaire's own ``follow_up`` values included.

    ``earlier_moods`` are the ratings before, the newest last.
    """
    numbers = {i: value for i, value in values.items() if not isinstance(value, tuple)}
    found = assess(questionnaire.code, numbers, earlier_moods)
    if any(finding.tier is not Tier.C for finding in found):
        return found
    followed = tuple(
        _follow_up(questionnaire.code, item.link_id)
        for item in questionnaire.items
        if item.link_id in values and item.follow_up & _chosen(values[item.link_id])
    )
    return found + followed


def _follow_up(code: str, link_id: str) -> Finding:
    return Finding(
        Tier.C,
        f"answer-{code}-{link_id}",
        Kind.MEDICAL,
        f"{code}, item {link_id}: an answer that a clinician looks at.",
        frozenset({Kind.MEDICAL}),
    )


def _chosen(value: Value) -> set[float]:
    return set(value) if isinstance(value, tuple) else {value}


def _check(turn: Turn, script: Script) -> CheckingSafety:
    if isinstance(turn.state, CheckingSafety):
        return turn.state
    return CheckingSafety(_in_its_place(turn), script.now + SAFETY_ANSWER_WITHIN)


def _in_its_place(turn: Turn) -> Idle | Asking:
    """Where the conversation stands when a safety text takes the place of the turn's question."""
    state = calm(turn.state)
    unsaid = any(isinstance(say, Question) for say in turn.says)
    return replace(state, is_out=False) if isinstance(state, Asking) and unsaid else state


_GRAVEST_FIRST = tuple(Tier)


def _gravity(finding: Finding) -> int:
    return _GRAVEST_FIRST.index(finding.tier)
