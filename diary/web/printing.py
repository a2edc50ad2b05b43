"""A page as PDF: tagged (PDF/UA-1), with the charts of the screen, from data and never markup."""

import json
import re
from dataclasses import fields
from datetime import datetime
from functools import cache
from typing import Any
from unicodedata import normalize

from diary.resources import static_folder, templates_folder
from diary.web.screens.summary import Summary

_TOKEN = re.compile(r"(--[\w-]+): ((?:[^;()]|\([^()]*\))+);")
_LIGHT = re.compile(r"light-dark\(([^,()]+),[^()]+\)")
_VARIABLE = re.compile(r"var\((--[\w-]+)\)")
_FONT = "Libertinus Serif"
"""Comes with the typesetter, so that a page looks the same on every machine."""
_NO_TYPE = re.compile(
    r"[^\n -~\u00a0-\u02af\u0400-\u045f\u1e00-\u1eff\u2009\u2010-\u2026\u202f-\u2033"
    r"\u2039\u203a\u20ac\u2190-\u2193\u2212\u221a\u2248\u2260\u2264\u2265\ufffd]"
)
"""Beyond the alphabets that the font surely has, and the signs of our own."""


def summary_pdf(summary: Summary, now: datetime) -> bytes:
    """The one-page summary as a PDF that was made at ``now``."""
    described = json.dumps(summary, default=_plain, ensure_ascii=False)
    import typst  # noqa: PLC0415  a second or so that only a print pays

    try:
        return _typeset(described, now)
    except typst.TypstError:
        # A tagged page is refused for a single character that its font does not have.
        return _typeset(json.dumps(_in_type(json.loads(described)), ensure_ascii=False), now)


def _typeset(described: str, now: datetime) -> bytes:
    import typst  # noqa: PLC0415  likewise

    made: bytes = typst.compile(
        str(templates_folder() / "print" / "summary.typ"),
        root=str(templates_folder() / "print"),
        sys_inputs={"summary": described},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        timestamp=now.replace(microsecond=0),
    )
    return made


def _in_type(described: Any) -> Any:
    """What a page says, with a mark for each character that its font may not have."""
    match described:
        case str():
            return _NO_TYPE.sub("\ufffd", normalize("NFC", described))
        case list():
            return [_in_type(each) for each in described]
        case dict():
            return {name: _in_type(each) for name, each in described.items()}
    return described


def _plain(described: Any) -> dict[str, object]:
    # Not asdict, which copies every value: a sealed text refuses to be copied.
    return {field.name: getattr(described, field.name) for field in fields(described)}


def for_print(svg: str) -> str:
    """A chart with the style of the page's style sheet inside it, as it is on white paper."""
    opened = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return opened.replace(">", f"><style>{_style()}</style>", 1)


@cache
def _style() -> str:
    """The chart layer of the style sheet, its colours those of the light theme."""
    sheet = (static_folder() / "app.css").read_text(encoding="utf-8")
    tokens = {name: _light(value) for name, value in _TOKEN.findall(_layer(sheet, "tokens"))}
    rules = _VARIABLE.sub(lambda found: tokens.get(found[1], "#000"), _layer(sheet, "charts"))
    return f'text {{ font-family: "{_FONT}" }} {_light(rules)}'


def _light(value: str) -> str:
    return _LIGHT.sub(lambda found: found[1].strip(), value)


def _layer(sheet: str, name: str) -> str:
    start = sheet.index(f"@layer {name} {{") + len(f"@layer {name} {{")
    depth, end = 1, start
    while depth:
        depth += {"{": 1, "}": -1}.get(sheet[end], 0)
        end += 1
    return sheet[start : end - 1]
