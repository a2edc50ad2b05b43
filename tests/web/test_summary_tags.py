"""The printed summary as a screen reader meets it, read by a tool that did not write it."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from tests.web.conftest import House
from tests.web.desk import Desk

SHOWS = {b"Tj", b"TJ", b"'", b'"', b"Do", b"f", b"f*", b"S", b"B", b"B*"}
"""The operators of a page that put something on paper."""


@pytest.fixture
def printed(desk: Desk, lived: House) -> PdfReader:
    return PdfReader(
        io.BytesIO(desk.get(f"/patients/{lived.marisol.id}/summary.pdf").data), strict=True
    )


def below(node: Any) -> Iterator[Any]:
    """The elements and the numbers of marked content under a node, in their order of reading."""
    children = node.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        found = child.get_object()
        yield found
        if not isinstance(found, int):
            yield from below(found)


def elements(printed: PdfReader) -> list[Any]:
    root = printed.trailer["/Root"]["/StructTreeRoot"]
    return [found for found in below(root) if not isinstance(found, int)]


def marked(printed: PdfReader) -> list[tuple[str, int | None]]:
    """Where each thing on the page stands: its innermost tag, and the number of its content."""
    [page] = printed.pages
    stack: list[tuple[str, int | None]] = []
    shown: list[tuple[str, int | None]] = []
    for operands, operator in ContentStream(page.get_contents(), printed).operations:
        if operator == b"BMC":
            stack.append((operands[0], None))
        elif operator == b"BDC":
            stack.append((operands[0], operands[1].get("/MCID")))
        elif operator == b"EMC":
            stack.pop()
        elif operator in SHOWS:
            assert stack, f"{operator!r} outside all tags"
            shown.append(stack[-1])
    return shown


def test_all_that_is_on_paper_is_read_once_or_is_decoration(printed: PdfReader):
    root = printed.trailer["/Root"]["/StructTreeRoot"]
    read = [int(found) for found in below(root) if isinstance(found, int)]
    shown = marked(printed)
    assert {number for tag, number in shown if tag != "/Artifact"} == set(read)
    assert len(read) == len(set(read))
    assert read == sorted(read), "it is read in another order than it stands"


def test_it_says_its_language_its_title_and_its_headings_in_order(printed: PdfReader):
    root = printed.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en", True)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert "Marisol Aranda" in printed.metadata.title
    headings = [(each["/S"], each["/T"]) for each in elements(printed) if each["/S"][:2] == "/H"]
    assert headings == [
        ("/H1", "Marisol Aranda"),
        ("/H2", "Timeline"),
        ("/H2", "Infusions"),
        ("/H2", "What matters to them"),
        ("/H2", "Other treatment"),
        ("/H2", "Notes"),
    ]


def test_its_charts_are_told_and_its_table_has_heads(printed: PdfReader):
    figures = [each for each in elements(printed) if each["/S"] == "/Figure"]
    assert figures
    for figure in figures:
        assert "Marisol Aranda" in figure["/Alt"]
    [table] = [each for each in elements(printed) if each["/S"] == "/Table"]
    heads = {}
    for cell in below(table):
        if isinstance(cell, int) or cell["/S"] not in ("/TH", "/TD"):
            continue
        said = {key: value for each in cell["/A"] for key, value in each.items()}
        if cell["/S"] == "/TH":
            assert said["/Scope"] == "/Column"
            heads[cell["/ID"]] = cell
        else:
            assert said["/Headers"], "a cell of no column"
            assert set(said["/Headers"]) <= set(heads)
    assert len(heads) == 4


def test_dates_on_paper_cannot_be_taken_for_others(printed: PdfReader):
    said = printed.pages[0].extract_text()
    assert re.search(r"\b\d{1,2} Nov 2026\b", said)
    assert not re.search(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b", said)
    assert not re.search(r"\b(?:Oct|Nov|Dec)\w* \d{1,2}, \d{4}\b", said)
