"""Why an alert was opened: what was answered, where an answer opened it."""

from collections.abc import Mapping, Sequence

from diary.services.followed_up import ItemAnswer, behind, item_of
from diary.store.alerts import SafetyAlert
from diary.web.wording.alerts import say_why
from diary.web.wording.items import say_item_answer
from diary.web.wording.speaker import Speaker


def say_alert(
    alert: SafetyAlert,
    items: Mapping[tuple[str, str], Sequence[ItemAnswer]],
    speaker: Speaker,
) -> str:
    """``PHQ-9 item 9: 2, more than half the days``; else what the rule says of itself."""
    item = item_of(alert.rule, speaker.catalogue.questionnaires)
    answer = behind(alert, items.get(item, ())) if item else None
    if answer is None:
        return say_why(alert.rule, alert.kind, speaker.catalogue)
    return say_item_answer(answer, speaker)
