"""From what a turn says to the text that goes out: one text, in the patient's language."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton, format_time

from diary.domain.questionnaire import Item, ItemKind, Questionnaire
from diary.domain.turn import Asked, Phrase, Question, Say, Value
from diary.services.catalogue import Catalogue
from diary.store.people import Organization


def compose(
    says: Sequence[Say],
    language: str,
    clinic: Organization,
    catalogue: Catalogue,
    *,
    timezone: str | None = None,
) -> str:
    """The text that says all of ``says``, with times as they are in ``timezone``."""
    zone = timezone or clinic.timezone
    parts = [_word(say, language, clinic, catalogue, zone) for say in says]
    return " ".join(part for part in parts if part)


def word_values(questionnaire: Questionnaire, values: Mapping[str, Value], language: str) -> str:
    """Values in few words: ``mood 6, distress 3, sleep 7 h``."""
    return ", ".join(
        _word_value(item, values[item.link_id], language)
        for item in questionnaire.items
        if item.link_id in values
    )


def word_time(value: object, language: str, timezone: str) -> object:
    """Dates and times as people read them: ``Fri, Dec 4``, ``9:00 AM``; anything else as it is."""
    locale = _LOCALES[language]
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(timezone)).time()
    if isinstance(value, time):
        # Babel sets a narrow space before AM, which would turn a text into two parts.
        return format_time(value, "short", locale=locale).replace("\u202f", " ")
    if isinstance(value, date):
        return format_skeleton("MMMEd", value, locale=locale)
    return value


_LOCALES = {"en": "en_US", "es": "es_US"}


def _word(
    say: Say, language: str, clinic: Organization, catalogue: Catalogue, timezone: str
) -> str:
    if isinstance(say, Question):
        return _word_question(say.asked, language, catalogue)
    params = {
        name: word_time(value, language, timezone)
        for name, value in _params(say, language, clinic, catalogue).items()
    }
    return catalogue.wording.say(say.key, language, params)


def _params(
    phrase: Phrase, language: str, clinic: Organization, catalogue: Catalogue
) -> dict[str, object]:
    params = {"clinic": clinic.name, "contact_phone": clinic.contact_phone, **phrase.params}
    if code := params.pop("questionnaire", None):
        questionnaire = catalogue.questionnaires[str(code)]
        for name in ("values", "was"):
            if isinstance(given := params.get(name), Mapping):
                params[name] = word_values(questionnaire, given, language)
    return params


def _word_question(asked: Asked, language: str, catalogue: Catalogue) -> str:
    questionnaire = catalogue.questionnaires[asked.questionnaire]
    for group in questionnaire.groups:
        if set(asked.items) == set(group.items):
            return group.ask.get(language, group.ask["en"])
    items = [questionnaire.item(link_id) for link_id in asked.items]
    if all(item.kind is ItemKind.RATING for item in items):
        names = ", ".join(_scale(item, language) for item in items)
        return catalogue.wording.say("ask_rest", language, {"names": names})
    return " ".join(item.text.get(language, item.text["en"]) for item in items)


def _scale(item: Item, language: str) -> str:
    name = item.name.get(language, item.name["en"])
    return f"{name} {item.minimum:g}-{item.maximum:g}" + (f" {item.unit}" if item.unit else "")


def _word_value(item: Item, value: Value, language: str) -> str:
    name = item.name.get(language, item.name["en"])
    if isinstance(value, tuple):
        labels = [
            option.label.get(language, option.label["en"])
            for option in item.options
            if option.value in value
        ]
        return ", ".join(labels)
    if item.kind is ItemKind.CHOICE and name == item.text.get(language, item.text["en"]):
        return f"{item.link_id}: {value:g}"
    return f"{name} {value:g}" + (f" {item.unit}" if item.unit else "")
