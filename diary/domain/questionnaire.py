"""Questionnaires as data: items, answer options and how a total is banded.

A questionnaire is read from a TOML file (see ``diary/instruments/``), checked once, and never
changed: a new wording or a new rule is a new ``version``. The nouns are FHIR's: Questionnaire,
item with its ``link_id``, answer option.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

Localized = Mapping[str, str]
"""A text by BCP 47 language: ``{"en": ..., "es": ...}``."""

LANGUAGES = ("en", "es")


class QuestionnaireError(ValueError):
    """A questionnaire file says something that cannot be: the message names where."""


class ItemKind(StrEnum):
    CHOICE = "choice"
    """One of the options; its value is stored."""
    RATING = "rating"
    """A number from ``minimum`` to ``maximum`` in steps of ``step``."""
    SEVERAL = "several"
    """Any number of the options; an option with value 0, if there is one, means none of them."""


@dataclass(frozen=True, slots=True)
class AnswerOption:
    value: int
    label: Localized


@dataclass(frozen=True, slots=True)
class Item:
    """One question. ``name`` is its short label ("mood"), ``text`` the full question."""

    link_id: str
    kind: ItemKind
    text: Localized
    name: Localized
    options: tuple[AnswerOption, ...] = ()
    minimum: float = 0
    maximum: float = 0
    step: float = 1
    unit: str | None = None
    """UCUM unit of a rating that has one ("h" for hours slept)."""
    loinc: str | None = None
    high_is_good: bool = False
    channels: frozenset[str] = frozenset({"sms", "app"})

    def accepts(self, value: float) -> bool:
        """Whether ``value`` is on this item's scale."""
        if self.kind is ItemKind.RATING:
            steps = (value - self.minimum) / self.step
            return self.minimum <= value <= self.maximum and steps == int(steps)
        return any(option.value == value for option in self.options)


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
    bands: tuple[Band, ...] = ()
    recall: Localized = field(default_factory=dict)
    source: Mapping[str, str] = field(default_factory=dict)
    """``citation``, ``licence`` and ``permission`` (where it is stated)."""
    loinc: Mapping[str, str] = field(default_factory=dict)
    """``panel`` and ``total``, where known."""

    def item(self, link_id: str) -> Item:
        """The item with that link id; ``KeyError`` if there is none."""
        for item in self.items:
            if item.link_id == link_id:
                return item
        raise KeyError(link_id)


def parse_questionnaire(data: Mapping[str, Any]) -> Questionnaire:
    """A questionnaire from the tables of its TOML file; ``QuestionnaireError`` names what is wrong."""
    code = _text(data, "code", "the file")
    shared = tuple(_option(entry, code) for entry in data.get("options", ()))
    items = tuple(_item(entry, code, shared) for entry in data.get("items", ()))
    _refuse_repeats((item.link_id for item in items), f"{code}: link_id")
    if not items:
        raise QuestionnaireError(f"{code}: has no items")
    return Questionnaire(
        code=code,
        version=_text(data, "version", code),
        title=_localized(data, "title", code),
        items=items,
        groups=_groups(data.get("groups", ()), items, code),
        bands=tuple(_band(entry, code) for entry in data.get("bands", ())),
        recall=_localized(data, "recall", code) if "recall" in data else MappingProxyType({}),
        source=MappingProxyType(dict(data.get("source", {}))),
        loinc=MappingProxyType(dict(data.get("loinc", {}))),
    )


def _item(data: Mapping[str, Any], code: str, shared: tuple[AnswerOption, ...]) -> Item:
    where = f"{code}: item {data.get('link_id', '?')}"
    try:
        kind = ItemKind(data.get("kind", "choice"))
    except ValueError:
        raise QuestionnaireError(f"{where}: unknown kind {data['kind']!r}") from None
    own = tuple(_option(entry, where) for entry in data.get("options", ()))
    options = () if kind is ItemKind.RATING else own or shared
    if kind is not ItemKind.RATING and not options:
        raise QuestionnaireError(f"{where}: has no options")
    _refuse_repeats((option.value for option in options), f"{where}: option value")
    minimum, maximum, step = (float(data.get(k, d)) for k, d in _RATING_DEFAULTS.items())
    if kind is ItemKind.RATING and not (minimum < maximum and step > 0):
        raise QuestionnaireError(f"{where}: needs minimum < maximum and step > 0")
    return Item(
        link_id=_text(data, "link_id", where),
        kind=kind,
        text=_localized(data, "text", where),
        name=_localized(data, "name", where) if "name" in data else _localized(data, "text", where),
        options=options,
        minimum=minimum if kind is ItemKind.RATING else min(o.value for o in options),
        maximum=maximum if kind is ItemKind.RATING else max(o.value for o in options),
        step=step,
        unit=data.get("unit"),
        loinc=data.get("loinc"),
        high_is_good=bool(data.get("high_is_good", False)),
        channels=frozenset(data.get("channels", ("sms", "app"))),
    )


_RATING_DEFAULTS = {"minimum": 0, "maximum": 10, "step": 1}


def _groups(
    entries: Sequence[Mapping[str, Any]], items: tuple[Item, ...], code: str
) -> tuple[Group, ...]:
    known = [item.link_id for item in items]
    if not entries:
        return tuple(Group((item.link_id,), item.text) for item in items)
    groups = tuple(
        Group(tuple(entry["items"]), _localized(entry, "ask", f"{code}: group"))
        for entry in entries
    )
    asked = [link_id for group in groups for link_id in group.items]
    if unknown := [link_id for link_id in asked if link_id not in known]:
        raise QuestionnaireError(f"{code}: a group asks for unknown items {unknown}")
    _refuse_repeats(asked, f"{code}: item asked in two groups")
    return groups


def _option(data: Mapping[str, Any], where: str) -> AnswerOption:
    value = data.get("value")
    if not isinstance(value, int) or isinstance(value, bool):
        raise QuestionnaireError(
            f"{where}: an option's value must be a whole number, not {value!r}"
        )
    return AnswerOption(value, _localized(data, "label", f"{where}: option {value}"))


def _band(data: Mapping[str, Any], code: str) -> Band:
    where = f"{code}: band {data.get('code', '?')}"
    return Band(
        _text(data, "code", where),
        float(data["minimum"]),
        float(data["maximum"]),
        _localized(data, "label", where),
    )


def _text(data: Mapping[str, Any], key: str, where: str) -> str:
    value = data.get(key)
    if not isinstance(value, str) or not value.strip():
        raise QuestionnaireError(f"{where}: needs a text {key!r}")
    return value


def _localized(data: Mapping[str, Any], key: str, where: str) -> Localized:
    value = data.get(key)
    if isinstance(value, str):
        value = {"en": value}
    if not isinstance(value, Mapping) or "en" not in value:
        raise QuestionnaireError(f"{where}: needs {key!r} in English at least")
    if unknown := set(value) - set(LANGUAGES):
        raise QuestionnaireError(f"{where}: {key!r} has unknown languages {sorted(unknown)}")
    return MappingProxyType(dict(value))


def _refuse_repeats(values: Iterable[object], what: str) -> None:
    seen: set[object] = set()
    for value in values:
        if value in seen:
            raise QuestionnaireError(f"{what} {value!r} stands twice")
        seen.add(value)
