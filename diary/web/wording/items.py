"""Single items of questionnaires in words: which one, and what was answered."""

from diary.services.followed_up import ItemAnswer
from diary.web.translation import gettext as _
from diary.web.wording.speaker import Speaker, number


def say_item(code: str, link_id: str, speaker: Speaker) -> str:
    """``PHQ-9 item 9``; an item without a number by its name."""
    title = speaker.named(code)
    if link_id.isdigit():
        return _("%(questionnaire)s item %(item)s", questionnaire=title, item=link_id)
    return f"{title}, {speaker.named(f'{code}/{link_id}')}"


def say_answer(answer: ItemAnswer, speaker: Speaker) -> str:
    """``2, more than half the days``."""
    if answer.value is None:
        return _("not answered")
    item = speaker.catalogue.questionnaires[answer.questionnaire].item(answer.link_id)
    words = [
        option.label.get(speaker.language, option.label["en"])
        for option in item.options
        if option.value == answer.value
    ]
    return ", ".join((number(answer.value), *words))


def say_item_answer(answer: ItemAnswer, speaker: Speaker) -> str:
    """``PHQ-9 item 9: 2, more than half the days``."""
    named = say_item(answer.questionnaire, answer.link_id, speaker)
    return f"{named}: {say_answer(answer, speaker)}"
