"""SVG markup, one element at a time: text is escaped, numbers are short, nothing carries a style.

Looks come from classes alone, so that a page may forbid inline styles and a chart follows the
theme, the print sheet and the reader's own contrast settings.
"""

import re

from markupsafe import Markup, escape

Attribute = str | float | None

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(name: str, *children: str | Markup, **attributes: Attribute) -> Markup:
    """``<name ...>children</name>``; a plain ``str`` child is escaped, ``None`` drops an attribute.

    ``class_`` is written ``class``, ``text_anchor`` is written ``text-anchor``; names with capitals
    (``viewBox``) stay as they are.
    """
    opening = "".join(_attribute(key, value) for key, value in attributes.items())
    inner = "".join(text(child) for child in children)
    return Markup(f"<{name}{opening}>{inner}</{name}>" if inner else f"<{name}{opening}/>")  # noqa: S704


def text(value: str | Markup) -> str:
    """``value`` as XML character data: escaped, and without characters that XML cannot carry."""
    if isinstance(value, Markup):
        return value
    return str(escape(_NOT_XML.sub("\ufffd", value)))


def number(value: float) -> str:
    """A coordinate to a tenth of a pixel, written as briefly as it can be."""
    written = f"{value:.1f}".removesuffix(".0")
    return "0" if written == "-0" else written


def path(points: list[tuple[float, float]]) -> str:
    """The ``d`` of an open line through the points; one point is a dot under a round line cap."""
    if len(points) == 1:
        (x, y) = points[0]
        return f"M{number(x)} {number(y)}h0"
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)


def dots(points: list[tuple[float, float]]) -> str:
    """The ``d`` of many dots in one element: lines of no length under a round line cap."""
    return "".join(f"M{number(x)} {number(y)}h0" for x, y in points)


def _attribute(key: str, value: Attribute) -> str:
    if value is None:
        return ""
    written = number(value) if isinstance(value, int | float) else text(value)
    return f' {key.rstrip("_").replace("_", "-")}="{written}"'
