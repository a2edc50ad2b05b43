"""From what a turn says to the text that goes out: one text, in the patient's language."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton, format_time

from diary.domain.clinic_wording import OwnWordings, say_own
from diary.domain.questionnaire import Item, ItemKind, Questionnaire
from diary.domain.thrift import thrifty
from diary.domain.turn import Asked, Link, Phrase, Question, Say, Value
from diary.services.catalogue import Catalogue

Worded = Phrase | Question
"""What can be said as it is. A link is said once it has an address: see ``with_addresses``."""


class Speaker(Protocol):
    """The clinic in whose name a text speaks."""

    @property
    def name(self) -> str: ...
    @property
    def contact_phone(self) -> str: ...
    @property
    def timezone(self) -> str: ...
    @property
    def own_wordings(self) -> OwnWordings | None: ...


def compose(
    says: Sequence[Worded],
    language: str,
    clinic: Speaker,
    catalogue: Catalogue,
    *,
    timezone: str | None = None,
) -> str:
    """The text that says all of ``says``, with times as they are in ``timezone``."""
    zone = timezone or clinic.timezone
    parts = [_word(say, language, clinic, catalogue, zone) for say in says]
    return thrifty(" ".join(part for part in parts if part))


def with_addresses(says: Sequence[Say], address_of: Callable[[Link], str]) -> list[Worded]:
    """``says`` with each link as the text that gives its address."""
    return [
        Phrase(say.key, {"link": address_of(say)}) if isinstance(say, Link) else say for say in says
    ]


def word_values(questionnaire: Questionnaire, values: Mapping[str, Value], language: str) -> str:
    """Values by the names of their items: ``mood 6, distress 3, sleep 7 h``."""
    return ", ".join(
        _word_value(item, values[item.link_id], language)
        for item in questionnaire.items
        if item.link_id in values
    )


def text_values(questionnaire: Questionnaire, values: Mapping[str, Value], language: str) -> str:
    """Values as the patient is told them, with choices by their letters in the text that asked.

    ``a 2, b 0`` is short, and says nothing to whoever looks over a shoulder.
    """
    letters = _letters(questionnaire, values)
    return ", ".join(
        letters.get(item.link_id) or _word_value(item, values[item.link_id], language)
        for item in questionnaire.items
        if item.link_id in values
    )


def word_time(value: object, language: str, timezone: str) -> object:
    """Dates and times as people read them: ``Fri, Dec 4``, ``9:00 AM``; anything else as it is."""
    locale = _LOCALES[language]
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(timezone)).time()
    if isinstance(value, time):
        # Babel sets narrow and fixed spaces, which would turn a text into two parts.
        written = format_time(value, "short", locale=locale)
        return written.replace("\u202f", " ").replace("\u00a0", " ").replace(".", "")
    if isinstance(value, date):
        return format_skeleton("MMMEd", value, locale=locale)
    return value


_LOCALES = {"en": "en_US", "es": "es_US"}


def _word(say: Worded, language: str, clinic: Speaker, catalogue: Catalogue, timezone: str) -> str:
    if isinstance(say, Question):
        return _word_question(say.asked, language, catalogue)
    params = {
        name: word_time(value, language, timezone)
        for name, value in _params(say, language, clinic, catalogue).items()
    }
    own = (clinic.own_wordings or {}).get(say.key, {}).get(language)
    if own and (said := say_own(own, catalogue.wording.shipped(say.key, language), params)):
        return said
    return catalogue.wording.say(say.key, language, params)


def _params(
    phrase: Phrase, language: str, clinic: Speaker, catalogue: Catalogue
) -> dict[str, object]:
    params = {"clinic": clinic.name, "contact_phone": clinic.contact_phone, **phrase.params}
    if code := params.pop("questionnaire", None):
        questionnaire = catalogue.questionnaires[str(code)]
        for name in ("values", "was"):
            if isinstance(given := params.get(name), Mapping):
                params[name] = text_values(questionnaire, given, language)
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
    texts = [item.text.get(language, item.text["en"]) for item in items]
    if len(texts) > 1:
        texts = [f"{letter}) {text}" for letter, text in zip(_ABC, texts, strict=False)]
    return f"{' '.join(texts)} {_options(items[0], language)}"


def _options(item: Item, language: str) -> str:
    labels = (f"{o.value} {o.label.get(language, o.label['en'])}" for o in item.options)
    return f"({', '.join(labels)})"


def _scale(item: Item, language: str) -> str:
    name = item.name.get(language, item.name["en"])
    return f"{name} {item.minimum:g}-{item.maximum:g}" + (f" {item.unit}" if item.unit else "")


def _letters(questionnaire: Questionnaire, values: Mapping[str, Value]) -> dict[str, str]:
    told = {}
    for group in questionnaire.groups:
        for letter, link_id in zip(_ABC, group.items, strict=False):
            value = values.get(link_id)
            is_choice = questionnaire.item(link_id).kind is ItemKind.CHOICE
            if is_choice and isinstance(value, int | float):
                told[link_id] = f"{letter} {value:g}" if len(group.items) > 1 else f"{value:g}"
    return told


def _word_value(item: Item, value: Value, language: str) -> str:
    if isinstance(value, tuple):
        labels = [
            option.label.get(language, option.label["en"])
            for option in item.options
            if option.value in value
        ]
        return ", ".join(labels)
    name = item.name.get(language, item.name["en"])
    if item.kind is ItemKind.CHOICE and name == item.text.get(language, item.text.get("en")):
        return f"{item.link_id}: {value:g}"
    return f"{name} {value:g}" + (f" {item.unit}" if item.unit else "")


_ABC = "abcdefghijklmnopqrstuvwxyz"
