"""A page as PDF: tagged (PDF/UA-1), with the charts of the screen, from data and never markup."""

import json
import re
from dataclasses import fields
from datetime import datetime
from functools import cache
from typing import Any

from diary.resources import static_folder, templates_folder
from diary.web.screens.summary import Summary

_TOKEN = re.compile(r"(--[\w-]+): ((?:[^;()]|\([^()]*\))+);")
_LIGHT = re.compile(r"light-dark\(([^,()]+),[^()]+\)")
_VARIABLE = re.compile(r"var\((--[\w-]+)\)")
_FONT = "Libertinus Serif"
"""Comes with the typesetter, so that a page looks the same on every machine."""


def summary_pdf(summary: Summary, now: datetime) -> bytes:
    """The one-page summary as a PDF that was made at ``now``."""
    import typst  # noqa: PLC0415  a second or so that only a print pays

    made: bytes = typst.compile(
        str(templates_folder() / "print" / "summary.typ"),
        root=str(templates_folder() / "print"),
        sys_inputs={"summary": json.dumps(summary, default=_plain, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        timestamp=now,
    )
    return made


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
