"""Several numbers written as one run ("6,3,7.5", "6-3-7", "637"), and the ways to part it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from diary.domain.questionnaire import Item
from diary.domain.reading_tokens import Number, amount


def partings(text: str, most: int) -> Iterator[tuple[Number, ...]]:
    """Every way to part a joined run into at most ``most`` numbers, or into one with its scale.

    A slash or dash parts. A point or comma parts or is a decimal point; where both stand, one of
    them is the decimal point throughout. Nothing is parted at a colon.
    """
    marks = {ch for ch in text if not ch.isdigit()}
    if ":" in marks or {"/", "-"} <= marks:
        return
    if "/" in marks or "-" in marks:
        yield from _parted_at("/" if "/" in marks else "-", text, most)
    elif marks == {".", ","}:
        for point, comma in ((".", ","), (",", ".")):
            if any(point in part for part in text.split(comma)):
                yield from _parted_at(comma, text, most)
    else:
        runs = re.split(r"[.,]", text)
        if len(runs) <= min(2 * most, _MOST_RUNS):
            yield from _with_points(runs, most)
        elif len(runs) <= most:
            yield tuple(Number(run, amount(run)) for run in runs)


_MOST_RUNS = 8  # beyond, only the reading without decimal points is tried, to bound the work


def _parted_at(mark: str, text: str, most: int) -> Iterator[tuple[Number, ...]]:
    parts = text.split(mark)
    if len(parts) > max(most, 2):
        return
    numbers = [number for number in map(_decimal, parts) if number is not None]
    if len(numbers) < len(parts):
        return
    if len(parts) <= most:
        yield tuple(numbers)
    if mark == "/" and len(parts) == 2:
        yield (replace(numbers[0], over=numbers[1].value),)


def _decimal(part: str) -> Number | None:
    plain = part.replace(",", ".")
    return Number(part, amount(plain)) if plain.count(".") <= 1 else None


def _with_points(runs: Sequence[str], most: int) -> Iterator[tuple[Number, ...]]:
    if not runs:
        yield ()
        return
    if most == 0:
        return
    first = Number(runs[0], amount(runs[0]))
    for rest in _with_points(runs[1:], most - 1):
        yield (first, *rest)
    if len(runs) > 1 and len(runs[1]) <= 2:
        joined = f"{runs[0]}.{runs[1]}"
        for rest in _with_points(runs[2:], most - 1):
            yield (Number(joined, amount(joined)), *rest)


def splits(digits: str, items: Sequence[Item]) -> list[tuple[float, ...]]:
    """The ways to split bare digits ("637", "1037") into one value for each item, two at most."""
    ways: list[tuple[float, ...]] = []
    _split(digits, items, (), ways)
    return ways


def _split(
    digits: str, items: Sequence[Item], way: tuple[float, ...], ways: list[tuple[float, ...]]
) -> None:
    left = len(items) - len(way)
    if len(ways) > 1 or not left <= len(digits) <= 2 * left:
        return
    if not left:
        ways.append(way)
        return
    for width in (1, 2):
        part = digits[:width]
        whole = len(part) == width and (width == 1 or part[0] != "0")
        if whole and items[len(way)].accepts(float(part)):
            _split(digits[width:], items, (*way, int(part)), ways)
