"""The form of a patient's open questions, in the patient's language."""

from collections.abc import Iterator, Mapping

from diary.domain.forms import field_name
from diary.domain.item import Item, ItemKind
from diary.domain.questionnaire import LANGUAGES, Questionnaire
from diary.domain.turn import Asked
from diary.services.answer_forms import OpenForm, Saved, Sent
from diary.services.answer_locks import Locked
from diary.services.catalogue import Catalogue
from diary.web.screens.answer import (
    AnswerField,
    AnswerLock,
    AnswerPage,
    AnswerSection,
    SavedPart,
    Thanks,
)
from diary.web.screens.forms import Choice

MOST_BUTTONS = 11
"""A rating of at most so many steps is tapped, as in the phone app; a longer one is written."""


def answer_page(form: OpenForm, catalogue: Catalogue, token: str) -> AnswerPage:
    sections = [
        section
        for code, link_ids in _by_questionnaire(form.questions).items()
        for section in _sections(form, catalogue.questionnaires[code], link_ids)
    ]
    return AnswerPage(
        token=token,
        language=_spoken(form.language),
        clinic=form.clinic.name,
        phone=form.clinic.contact_phone,
        sections=tuple(sections),
        error=form.errors.get("", ""),
        safety=form.safety or "",
    )


def answer_lock(locked: Locked, token: str) -> AnswerLock:
    return AnswerLock(token, _spoken(locked.language), locked.error or "")


def saved(part: Saved) -> SavedPart:
    return SavedPart(
        _spoken(part.language),
        part.clinic.contact_phone,
        part.is_all,
        part.is_whole,
        part.left_open,
        part.safety or "",
    )


def thanks(sent: Sent) -> Thanks:
    clinic = sent.clinic
    language = _spoken(sent.language)
    return Thanks(
        language,
        clinic.name,
        clinic.contact_phone,
        sent.is_recorded,
        sent.is_whole,
        sent.safety or "",
    )


def _by_questionnaire(questions: tuple[Asked, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for asked in questions:
        found.setdefault(asked.questionnaire, []).extend(asked.items)
    return found


def _sections(
    form: OpenForm, questionnaire: Questionnaire, link_ids: list[str]
) -> Iterator[AnswerSection]:
    """One section; two where a gate stands before the questions that the stem introduces."""
    items = [questionnaire.item(link_id) for link_id in link_ids]
    stem, language = _said(questionnaire.stem, form.language)
    fields = tuple(_field(form, questionnaire, item) for item in items)
    has_gate = not items[0].asked_if and len(items) > 1 and all(i.asked_if for i in items[1:])
    if stem and has_gate:
        yield AnswerSection("", language, fields[:1])
        fields = fields[1:]
    yield AnswerSection(stem, language, fields)


def _field(form: OpenForm, questionnaire: Questionnaire, item: Item) -> AnswerField:
    name = field_name(questionnaire.code, item.link_id)
    label, language = _said(item.text, form.language)
    is_rating = item.kind is ItemKind.RATING
    is_scale = is_rating and len(item.steps) <= MOST_BUTTONS
    return AnswerField(
        name=name,
        label=label,
        language=language,
        choices=(
            tuple(Choice(f"{step:g}", f"{step:g}") for step in item.steps)
            if is_scale
            else tuple(
                Choice(str(option.value), _said(option.label, form.language)[0])
                for option in item.options
            )
        ),
        takes_several=item.kind is ItemKind.SEVERAL,
        is_scale=is_scale,
        has_halves=item.step % 1 != 0,
        low=f"{item.minimum:g}" if is_rating else "",
        high=f"{item.maximum:g}" if is_rating else "",
        low_means=_said(item.minimum_label, language)[0],
        high_means=_said(item.maximum_label, language)[0],
        unit=item.unit or "",
        only_if=_only_if(form, questionnaire, item),
        typed=tuple(form.typed.get(name, ())),
        error=form.errors.get(name, ""),
    )


def _only_if(form: OpenForm, questionnaire: Questionnaire, item: Item) -> str:
    if item.asked_if is None:
        return ""
    least = item.asked_if.at_least
    first = questionnaire.item(item.asked_if.any_of[0])
    named = [_said(o.label, form.language)[0] for o in first.options if o.value >= least]
    return ", ".join(named) or f"{least:g}+"


def _said(words: Mapping[str, str], language: str) -> tuple[str, str]:
    """``words`` in ``language`` or else in English, and which of the two it was."""
    if language in words:
        return words[language], language
    return words.get("en", ""), "en"


def _spoken(language: str) -> str:
    return language if language in LANGUAGES else "en"
