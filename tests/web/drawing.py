"""Reading a drawing back: what is in it, and where."""

import re
from itertools import combinations
from typing import NamedTuple
from xml.etree import ElementTree as ET

from diary.web.charts.metrics import ASCENT, DESCENT, width_of

SVG = "{http://www.w3.org/2000/svg}"

_NAMED = '<svg xmlns="http://www.w3.org/2000/svg" '
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")
_PATH_STEP = re.compile(r"([MLHVhvlz])([^MLHVhvlz]*)")


def parse(markup: str) -> ET.Element:
    root = ET.fromstring(str(markup).replace("<svg ", _NAMED, 1))  # noqa: S314  our own markup
    assert root.tag == f"{SVG}svg"
    return root


def classed(root: ET.Element, name: str) -> list[ET.Element]:
    return [each for each in root.iter() if name in each.get("class", "").split()]


def texts(root: ET.Element) -> list[str]:
    return [each.text or "" for each in root.iter(f"{SVG}text")]


def coordinates(root: ET.Element) -> list[tuple[float, float]]:
    """Every absolute place that the drawing names, as (x, y)."""
    found: list[tuple[float, float]] = []
    for each in root.iter():
        given = {key: float(value) for key, value in each.attrib.items() if key in _PLACES}
        if each.tag in (f"{SVG}rect", f"{SVG}text"):
            x, y = given["x"], given["y"]
            found += [(x, y), (x + given.get("width", 0), y + given.get("height", 0))]
        if each.tag == f"{SVG}circle":
            found.append((given["cx"], given["cy"]))
        found += _path(each.get("d", ""))
    return found


_PLACES = {"x", "y", "cx", "cy", "width", "height"}


def _path(d: str) -> list[tuple[float, float]]:
    x = y = 0.0
    found = []
    for step, rest in _PATH_STEP.findall(d):
        numbers = [float(number) for number in _NUMBER.findall(rest)]
        match step:
            case "M" | "L":
                x, y = numbers
            case "H":
                x = numbers[0]
            case "V":
                y = numbers[0]
            case "h":
                x += numbers[0]
            case "v":
                y += numbers[0]
            case "l":
                x, y = x + numbers[0], y + numbers[1]
        found.append((x, y))
    return found


class Written(NamedTuple):
    """Words with the box that they fill, as wide as the widest font has them."""

    words: str
    left: float
    top: float
    right: float
    bottom: float


_SIZES = {"newest": 13.0, "number": 11.0}
_HEAVY = {"panel-title", "newest", "number", "course", "curve", "own"}


def written(root: ET.Element) -> list[Written]:
    found = []
    for each in root.iter(f"{SVG}text"):
        kinds = each.get("class", "").split()
        size = next((_SIZES[kind] for kind in kinds if kind in _SIZES), 12.0)
        words = each.text or ""
        width = width_of(words, size, heavy=bool(_HEAVY & set(kinds)))
        before = {"start": 0.0, "middle": 0.5, "end": 1.0}[each.get("text-anchor", "start")]
        left, y = float(each.attrib["x"]) - before * width, float(each.attrib["y"])
        found.append(Written(words, left, y - ASCENT * size, left + width, y + DESCENT * size))
    return found


def overlapping(root: ET.Element) -> list[tuple[str, str]]:
    """Words that lie on others; a tenth of a pixel is how coordinates are rounded."""
    return [
        (one.words, other.words)
        for one, other in combinations(written(root), 2)
        if min(one.right, other.right) - max(one.left, other.left) > _ROUNDED
        and min(one.bottom, other.bottom) - max(one.top, other.top) > _ROUNDED
    ]


_ROUNDED = 0.11


def outside(root: ET.Element) -> list[object]:
    """Places, and words with their whole width, that lie outside the frame."""
    _, _, width, height = (float(each) for each in root.attrib["viewBox"].split())
    places = [(x, y) for x, y in coordinates(root) if not (0 <= x <= width and 0 <= y <= height)]
    words = [
        each
        for each in written(root)
        if each.left < -_ROUNDED or each.right > width + _ROUNDED or each.bottom > height + _ROUNDED
    ]
    return [*places, *words]


def line_count(root: ET.Element, name: str) -> int:
    return sum(each.attrib["d"].count("M") for each in classed(root, name))
