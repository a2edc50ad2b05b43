"""Bare numbers in the order in which the items were asked: "6 3 7", "6,3,7.5", "637"."""

from collections.abc import Sequence

from diary.domain.questionnaire import Item
from diary.domain.reading_runs import partings, splits
from diary.domain.reading_tokens import Number, Unclear

Filled = tuple[tuple[float, ...], bool]
"""One value an item, and whether each was written out by itself."""


def value_for(number: Number, item: Item) -> float | Unclear:
    """``number`` as a value of ``item``, or why it is none."""
    if number.value is None:
        return _joined_value(number, item)
    if number.text.isdigit() and number.text.startswith("0") and len(number.text) > 2:
        return Unclear.AMBIGUOUS
    if number.over is not None and number.over != item.maximum:
        return Unclear.OTHER_SCALE
    value = number.value / 60 if number.unit == "min" else number.value
    if not item.accepts(value):
        return Unclear.OFF_SCALE
    return int(value) if value == int(value) else value


def _joined_value(number: Number, item: Item) -> float | Unclear:
    if ":" in number.text:
        return Unclear.OTHER_NUMBER
    single = [parts[0] for parts in partings(number.text, 1) if len(parts) == 1]
    if not single:
        return Unclear.RANGE if "-" in number.text else Unclear.AMBIGUOUS
    values = {value_for(part, item) for part in single}
    return values.pop() if len(values) == 1 else Unclear.AMBIGUOUS


def fill_in_order(
    numbers: Sequence[Number], items: Sequence[Item], *, alone: bool
) -> Filled | Unclear:
    """One number for each of ``items``, if the numbers can be parted in exactly one way.

    ``alone`` is whether nothing unknown stands in the text: only then is "637" three answers.
    """
    if len(items) == 1:
        if len(numbers) > 1:
            return Unclear.TOO_MANY
        value = value_for(numbers[0], items[0])
        return value if isinstance(value, Unclear) else ((value,), True)
    if len(numbers) > len(items):
        return Unclear.TOO_MANY
    if len(numbers) == 1:
        return _fill_from_run(numbers[0], items, alone=alone)
    solutions = _fillings(numbers, items)
    if len(solutions) == 1 and _dialled(solutions[0]) not in _EMERGENCY:
        return solutions[0], True
    if solutions:
        return Unclear.AMBIGUOUS
    return _why_not(numbers, items)


def _why_not(numbers: Sequence[Number], items: Sequence[Item]) -> Unclear:
    if len(numbers) < len(items):
        return Unclear.AMBIGUOUS
    found = (value_for(number, item) for number, item in zip(numbers, items, strict=True))
    return next((value for value in found if isinstance(value, Unclear)), Unclear.AMBIGUOUS)


def _fillings(numbers: Sequence[Number], items: Sequence[Item]) -> list[tuple[float, ...]]:
    """At most two ways to give every item one of the numbers, joined ones parted."""
    ways: list[tuple[float, ...]] = [()]
    for number in numbers:
        longer: set[tuple[float, ...]] = set()
        for way in ways:
            for parts in _parts_in_list(number, len(items) - len(way)):
                values = _values(parts, items[len(way) : len(way) + len(parts)])
                if values is not None:
                    longer.add(way + values)
        ways = sorted(longer)[:64]
    return [way for way in ways if len(way) == len(items)][:2]


def _parts_in_list(number: Number, most: int) -> list[tuple[Number, ...]]:
    if number.value is not None:
        return [(number,)]
    # Beside other numbers, "3-4" is a range and "3/4" a fraction; neither is two answers.
    parted = partings(number.text, most)
    if "-" in number.text or "/" in number.text:
        return [parts for parts in parted if len(parts) == 1]
    return list(parted)


def _values(parts: Sequence[Number], items: Sequence[Item]) -> tuple[float, ...] | None:
    if len(parts) > len(items):
        return None
    values: list[float] = []
    for part, item in zip(parts, items, strict=False):
        value = value_for(part, item)
        if isinstance(value, Unclear):
            return None
        values.append(value)
    return tuple(values)


def _fill_from_run(number: Number, items: Sequence[Item], *, alone: bool) -> Filled | Unclear:
    """A single run for all items: joined by one mark ("6-3-7"), or by nothing ("637")."""
    if number.over is not None or number.unit or not number.text:
        return Unclear.AMBIGUOUS
    if number.value is not None:
        split = alone and number.text.isdigit() and number.text not in _EMERGENCY
        return _fill_from_digits(number.text, items) if split else Unclear.OTHER_NUMBER
    if number.text.count(":") or (len(items) == 2 and _may_be_one_answer(number.text, items)):
        return Unclear.AMBIGUOUS
    found = {
        values
        for parts in partings(number.text, len(items))
        if len(parts) == len(items) and (values := _values(parts, items)) is not None
    }
    if len(found) == 1 and not {_dialled(way) for way in found} & _EMERGENCY:
        return found.pop(), True
    if found:
        return Unclear.AMBIGUOUS
    runs = [run for run in _runs(number.text) if run]
    if len(runs) == len(items):
        return Unclear.OFF_SCALE
    return Unclear.TOO_MANY if len(runs) > len(items) else Unclear.AMBIGUOUS


def _runs(text: str) -> list[str]:
    return "".join(ch if ch.isdigit() else " " for ch in text).split()


def _may_be_one_answer(text: str, items: Sequence[Item]) -> bool:
    """Two joined numbers for two items may be a fraction, a range or a decimal for the first."""
    first, second = (float(run[:12]) for run in _runs(text)[:2])
    if "/" in text:
        return any(second == item.maximum for item in items)
    if "-" in text:
        return first < second
    return "." in text or any(item.step != int(item.step) for item in items)


def _dialled(way: Sequence[float]) -> str:
    return "".join(f"{value:g}" for value in way)


# Whoever texts the number of the emergency line, or of a joke, does not rate a mood with it.
_EMERGENCY = frozenset({"911", "988", "420"})


def _fill_from_digits(text: str, items: Sequence[Item]) -> Filled | Unclear:
    if len(text) < len(items):
        return Unclear.AMBIGUOUS
    if len(text) > 2 * len(items):
        return Unclear.OFF_SCALE
    if text[0] != "0" and any(item.accepts(float(text)) for item in items):
        return Unclear.AMBIGUOUS  # "10" for two items may be the first one's ten
    ways = splits(text, items)
    if len(ways) == 1:
        # "102" for three items could be "10" and "2" with one left out; that earns an echo.
        return ways[0], len(text) == len(items) and "10" not in text
    return Unclear.AMBIGUOUS if ways else Unclear.OFF_SCALE
