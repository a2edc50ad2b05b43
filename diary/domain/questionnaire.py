"""Questionnaires as data: items, what is asked in one text, how the answers are scored.

A questionnaire is read from a TOML file (see ``diary/instruments/``), checked once, and never
changed: a new wording or a new rule is a new ``version``. The nouns are FHIR's: Questionnaire,
item with its ``link_id``, answer option.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from diary.domain.item import AnswerOption, Condition, Item, ItemKind, read_item, read_option
from diary.domain.judgement import Judgement, read_judgement
from diary.domain.scoring_rules import (
    Change,
    Cutoff,
    Scoring,
    read_change,
    read_cutoff,
    read_scoring,
)
from diary.domain.tables import LANGUAGES, Localized, Problem, Table, repeated

__all__ = [
    "LANGUAGES",
    "AnswerOption",
    "Band",
    "Condition",
    "Group",
    "Item",
    "ItemKind",
    "Localized",
    "Questionnaire",
    "QuestionnaireError",
    "parse_questionnaire",
    "read_questionnaire",
]


class QuestionnaireError(ValueError):
    """A questionnaire file says something that cannot be: the message names where, and what."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Band:
    """Totals from ``minimum`` to ``maximum``, both included, read as ``label``."""

    code: str
    minimum: float
    maximum: float
    label: Localized


@dataclass(frozen=True, slots=True)
class Group:
    """Items asked in one text. ``ask`` is that text; without it the items are asked one a text."""

    items: tuple[str, ...]
    ask: Localized


@dataclass(frozen=True, slots=True)
class Questionnaire:
    code: str
    version: str
    title: Localized
    items: tuple[Item, ...]
    groups: tuple[Group, ...]
    """In the order of asking. Items of the app alone stand in none."""
    bands: tuple[Band, ...] = ()
    """Severity bands from the least up; none where none are validated."""
    recall: Localized = field(default_factory=dict)
    """The window that the questions ask about: "the last 2 weeks"."""
    source: Mapping[str, str] = field(default_factory=dict)
    """``citation``, ``licence`` and ``permission`` (where it is stated)."""
    loinc: Mapping[str, str] = field(default_factory=dict)
    """``panel`` and ``total``, where known."""
    stem: Localized = field(default_factory=dict)
    """The words before the items of a form, where it has any."""
    text_withheld: str | None = None
    """Why the questions' text is not shipped: such a questionnaire is scored but never asked."""
    cutoffs: tuple[Cutoff, ...] = ()
    scoring: Scoring | None = None
    """None: no total; each answer is a reading of its own."""
    judgements: tuple[Judgement, ...] = ()
    change: Change | None = None

    @property
    def is_askable(self) -> bool:
        """Whether there is a text to ask with."""
        return self.text_withheld is None

    def item(self, link_id: str) -> Item:
        """The item with that link id; ``KeyError`` if there is none."""
        for item in self.items:
            if item.link_id == link_id:
                return item
        raise KeyError(link_id)

    def is_asked(self, link_id: str, answers: Mapping[str, float | None]) -> bool:
        """Whether the form still asks this item, given the answers so far.

        False only where they rule it out: no trauma, so no questions about it. An item whose
        condition is not decided yet is asked.
        """
        condition = self.item(link_id).asked_if
        return condition is None or any(
            self.is_asked(other, answers)
            and ((answer := answers.get(other)) is None or answer >= condition.at_least)
            for other in condition.any_of
        )

    def items_for(self, channel: str) -> tuple[Item, ...]:
        """The items asked by "sms" or in the "app"."""
        return tuple(item for item in self.items if channel in item.channels)


def parse_questionnaire(data: Mapping[str, Any]) -> Questionnaire:
    """A questionnaire from the tables of its TOML file; ``QuestionnaireError`` has each mistake."""
    questionnaire, problems = read_questionnaire(data)
    if problems:
        raise QuestionnaireError(problems)
    return questionnaire


def read_questionnaire(data: Mapping[str, Any]) -> tuple[Questionnaire, tuple[Problem, ...]]:
    """The questionnaire and every mistake in its file; with any mistake it is not to be used."""
    problems: list[Problem] = []
    table = Table(data, "the file", problems)
    code = table.text("code")
    table.place = code or table.place
    text_withheld = table.optional_text("text_withheld")
    shared = tuple(read_option(entry) for entry in table.tables("options", "shared option"))
    items = tuple(
        read_item(entry, shared, with_text=text_withheld is None)
        for entry in table.tables("items", "item")
    )
    known = tuple(item.link_id for item in items)
    _refuse_wrong_items(table, items, known)
    scoring = table.table("scoring", "scoring")
    change = table.table("change", "change")
    questionnaire = Questionnaire(
        code=code,
        version=table.text("version"),
        title=table.localized("title"),
        items=items,
        groups=_groups(table, items) if text_withheld is None else (),
        bands=_bands(table),
        recall=table.localized("recall", required=False),
        source=table.text_by_key("source"),
        loinc=table.text_by_key("loinc"),
        stem=table.localized("stem", required=False),
        text_withheld=text_withheld,
        cutoffs=tuple(read_cutoff(entry) for entry in table.tables("cutoffs", "cut-off")),
        scoring=None if scoring is None else read_scoring(scoring, known),
        judgements=tuple(
            read_judgement(entry, known) for entry in table.tables("judgements", "judgement")
        ),
        change=None if change is None else read_change(change),
    )
    _refuse_wrong_scoring(table, questionnaire)
    table.refuse_unread()
    return questionnaire, tuple(problems)


def _refuse_wrong_items(table: Table, items: Sequence[Item], known: Sequence[str]) -> None:
    if not items:
        table.note("has no items")
    for link_id in repeated(known):
        table.note(f"the link_id {link_id!r} stands twice")
    for position, item in enumerate(items):
        for link_id in item.asked_if.any_of if item.asked_if else ():
            if link_id not in known[:position]:
                table.note(
                    f"item {item.link_id!r} is asked if {link_id!r}, which does not come before it"
                )


def _refuse_wrong_scoring(table: Table, questionnaire: Questionnaire) -> None:
    judged = {
        link_id
        for judgement in questionnaire.judgements
        for level in judgement.levels
        for requirement in level.all_of
        for link_id in requirement.items
    }
    scored = judged.union(questionnaire.scoring.items if questionnaire.scoring else ())
    for item in questionnaire.items:
        if item.kind is ItemKind.SEVERAL and item.link_id in scored:
            table.note(f"item {item.link_id!r} has several answers and cannot be scored")
    if questionnaire.scoring is None:
        for key in ("bands", "cutoffs", "change", "judgements"):
            if getattr(questionnaire, key):
                table.note(f"has {key!r} but no [scoring]")
    for code in repeated(judgement.code for judgement in questionnaire.judgements):
        table.note(f"the judgement {code!r} stands twice")


def _groups(table: Table, items: Sequence[Item]) -> tuple[Group, ...]:
    by_sms = [item for item in items if "sms" in item.channels]
    if "groups" not in table:
        return tuple(Group((item.link_id,), item.text) for item in by_sms)
    groups = tuple(
        Group(entry.texts("items"), entry.localized("ask"))
        for entry in table.tables("groups", "group")
    )
    asked = [link_id for group in groups for link_id in group.items]
    known = {item.link_id for item in items}
    for link_id in asked:
        if link_id not in known:
            table.note(f"a group asks for the unknown item {link_id!r}")
    for link_id in repeated(asked):
        table.note(f"item {link_id!r} is asked in two groups")
    for item in by_sms:
        if item.link_id not in asked:
            table.note(f"item {item.link_id!r} is asked by sms but stands in no group")
    for item in items:
        if "sms" not in item.channels and item.link_id in asked:
            table.note(f"item {item.link_id!r} stands in a group but is not asked by sms")
    return groups


def _bands(table: Table) -> tuple[Band, ...]:
    bands = tuple(
        Band(
            entry.text("code"),
            entry.number("minimum"),
            entry.number("maximum"),
            entry.localized("label"),
        )
        for entry in table.tables("bands", "band")
    )
    for code in repeated(band.code for band in bands):
        table.note(f"the band {code!r} stands twice")
    for band in bands:
        if band.minimum > band.maximum:
            table.note(f"the band {band.code!r} ends before it begins")
    for lower, upper in pairwise(bands):
        if upper.minimum <= lower.maximum:
            table.note(f"the bands {lower.code!r} and {upper.code!r} overlap or are out of order")
    return bands
