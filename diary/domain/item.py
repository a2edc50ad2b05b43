"""One question of a questionnaire: its scale, its wording, when it is asked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from diary.domain.tables import Localized, Table, repeated


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
class Condition:
    """Holds when any of the items was answered with ``at_least`` or more (FHIR: enableWhen)."""

    any_of: tuple[str, ...]
    at_least: float


@dataclass(frozen=True, slots=True)
class Item:
    """One question. ``name`` is its short label ("mood"), ``text`` the full question."""

    link_id: str
    kind: ItemKind
    text: Localized
    """Empty where the text may not be shipped: see ``Questionnaire.text_withheld``."""
    name: Localized
    options: tuple[AnswerOption, ...] = ()
    minimum: float = 0
    maximum: float = 0
    step: float = 1
    unit: str | None = None
    """UCUM unit of a rating that has one ("h" for hours slept)."""
    minimum_label: Localized = field(default_factory=dict)
    """What the low end of a rating means ("worst"); empty where the numbers say it themselves."""
    maximum_label: Localized = field(default_factory=dict)
    loinc: str | None = None
    high_is_good: bool = False
    channels: frozenset[str] = frozenset({"sms", "app"})
    asked_if: Condition | None = None
    """None: always asked."""
    follow_up: frozenset[int] = frozenset()
    """Answers that a clinician looks at whatever the total: item 9 of the PHQ-9, blood in urine."""

    @property
    def steps(self) -> tuple[float, ...]:
        """Every value of a rating, from its low end to its high one."""
        count = round((self.maximum - self.minimum) / self.step)
        return tuple(self.minimum + self.step * nth for nth in range(count + 1))

    def accepts(self, value: float) -> bool:
        """Whether ``value`` is on this item's scale."""
        if self.kind is ItemKind.RATING:
            if not self.minimum <= value <= self.maximum:
                return False
            steps = (value - self.minimum) / self.step
            return abs(steps - round(steps)) < _ROUNDING
        return any(option.value == value for option in self.options)


CHANNELS = ("sms", "app")

_ROUNDING = 1e-9
"""Steps such as 0.1 have no exact binary form."""


def read_option(table: Table) -> AnswerOption:
    return AnswerOption(table.whole("value"), table.localized("label"))


def read_item(table: Table, shared: Sequence[AnswerOption], *, with_text: bool) -> Item:
    """An item; ``shared`` are the options of the file that an item without its own has."""
    link_id = table.text("link_id")
    if link_id:
        table.place = f"{table.place} ({link_id!r})"
    kind = _kind(table)
    own = tuple(read_option(entry) for entry in table.tables("options", "option"))
    rated = kind is ItemKind.RATING
    options = own if rated else own or tuple(shared)
    _refuse_wrong_options(table, kind, options)
    minimum, maximum = _rating_range(table) if rated else _option_range(options)
    text = table.localized("text", required=with_text)
    name = table.localized("name", required="text" not in table)
    if text and not with_text:
        table.note("has a text although the file says that it is withheld")
    return Item(
        link_id=link_id,
        kind=kind,
        text=text,
        name=name or text,
        options=options,
        minimum=minimum,
        maximum=maximum,
        step=_step(table, minimum, maximum) if rated else 1,
        unit=table.optional_text("unit"),
        minimum_label=table.localized("minimum_label", required=False),
        maximum_label=table.localized("maximum_label", required=False),
        loinc=table.optional_text("loinc"),
        high_is_good=table.truth("high_is_good"),
        channels=_channels(table),
        asked_if=_condition(table),
        follow_up=_follow_up(table, kind, options, minimum, maximum),
    )


def _kind(table: Table) -> ItemKind:
    if "kind" not in table:
        return ItemKind.CHOICE
    named = table.text("kind")
    try:
        return ItemKind(named)
    except ValueError:
        if named:
            table.note(f"unknown kind {named!r}: use one of {', '.join(ItemKind)}")
        return ItemKind.CHOICE


def _refuse_wrong_options(table: Table, kind: ItemKind, options: Sequence[AnswerOption]) -> None:
    if kind is ItemKind.RATING:
        if options:
            table.note("a rating has a minimum and a maximum, not options")
        return
    if not options:
        table.note("has no options")
    for value in repeated(option.value for option in options):
        table.note(f"the option value {value} stands twice")


def _option_range(options: Sequence[AnswerOption]) -> tuple[float, float]:
    values = [option.value for option in options] or [0]
    return min(values), max(values)


def _rating_range(table: Table) -> tuple[float, float]:
    minimum, maximum = table.number("minimum", 0), table.number("maximum", 10)
    if minimum >= maximum:
        table.note(f"the minimum {minimum:g} must lie below the maximum {maximum:g}")
    return minimum, maximum


def _step(table: Table, minimum: float, maximum: float) -> float:
    step = table.number("step", 1)
    if step <= 0:
        table.note(f"the step {step:g} must be more than 0")
        return 1
    if maximum > minimum:
        steps = (maximum - minimum) / step
        if abs(steps - round(steps)) > _ROUNDING:
            table.note(f"steps of {step:g} from {minimum:g} do not reach {maximum:g}")
    return step


def _channels(table: Table) -> frozenset[str]:
    channels = table.texts("channels", CHANNELS)
    for channel in channels:
        if channel not in CHANNELS:
            table.note(f"unknown channel {channel!r}: use {' or '.join(CHANNELS)}")
    if not channels:
        table.note("is asked in no channel")
    return frozenset(channels)


def _condition(table: Table) -> Condition | None:
    inner = table.table("asked_if", "asked_if")
    if inner is None:
        return None
    condition = Condition(inner.texts("any_of"), inner.number("at_least"))
    if not condition.any_of:
        inner.note("needs a list 'any_of' of link ids")
    inner.refuse_unread()
    return condition


def _follow_up(
    table: Table,
    kind: ItemKind,
    options: Sequence[AnswerOption],
    minimum: float,
    maximum: float,
) -> frozenset[int]:
    values = table.wholes("follow_up")
    for value in values:
        on_scale = (
            minimum <= value <= maximum
            if kind is ItemKind.RATING
            else any(option.value == value for option in options)
        )
        if not on_scale:
            table.note(f"'follow_up' names {value}, which is not on the scale")
    return frozenset(values)
