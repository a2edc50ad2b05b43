"""Why an alert was opened: what was answered, where an answer opened it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from diary.services.followed_up import ItemAnswer, behind, item_of
from diary.store.alerts import SafetyAlert
from diary.web.wording.alerts import say_subject, say_why
from diary.web.wording.items import say_answer, say_item, say_item_answer
from diary.web.wording.speaker import Speaker


def say_alert(
    alert: SafetyAlert,
    items: Mapping[tuple[str, str], Sequence[ItemAnswer]],
    speaker: Speaker,
) -> str:
    """``PHQ-9 item 9: 2, more than half the days``; else what the rule says of itself."""
    answer = found_on_chart(alert, items, speaker).get(alert.id)
    if answer is None:
        return say_why(alert.rule, alert.kind, speaker.catalogue)
    return say_item_answer(answer, speaker)


def say_found(
    alert: SafetyAlert | None, answers: Mapping[UUID, ItemAnswer], speaker: Speaker
) -> str:
    """The same away from a chart, where a reader may not have the questionnaire in mind.

    ``Thoughts of death or self-harm (PHQ-9 item 9): 2, more than half the days``. ``answers``:
    by alert, those that opened one. Of no alert nothing is said.
    """
    if alert is None:
        return ""
    answer = answers.get(alert.id)
    if answer is None:
        return say_why(alert.rule, alert.kind, speaker.catalogue)
    subject = say_subject(alert.rule)
    if not subject:
        return say_item_answer(answer, speaker)
    item = say_item(answer.questionnaire, answer.link_id, speaker)
    return f"{subject} ({item}): {say_answer(answer, speaker)}"


def found_on_chart(
    alert: SafetyAlert | None,
    items: Mapping[tuple[str, str], Sequence[ItemAnswer]],
    speaker: Speaker,
) -> Mapping[UUID, ItemAnswer]:
    """By alert the answer that opened it, among ``items`` that a chart has read anyway."""
    item = item_of(alert.rule, speaker.catalogue.questionnaires) if alert else None
    answer = behind(alert, items.get(item, ())) if alert and item else None
    return {alert.id: answer} if alert and answer else {}
