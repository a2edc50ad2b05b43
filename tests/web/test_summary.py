"""The printed summary: one tagged page with its charts, and nothing of another clinic."""

import re
from dataclasses import fields
from datetime import timedelta
from html import escape

import pytest
from sqlalchemy import select

from diary.bootstrap import Services
from diary.services import chart_notes, goals
from diary.store.audit import AuditEvent
from diary.store.people import Patient, Practitioner
from diary.web.printing import for_print, summary_pdf
from diary.web.screens.summary import Line, Summary
from tests import factories
from tests.factories import NOW
from tests.web.conftest import Clock, House
from tests.web.desk import Desk
from tests.web.on_chart import TODAY, written_on_chart
from tests.web.test_outcomes import score

HOSTILE = '#panic("typeset") $x$ *b* @ref `raw` <label> \\ // "quoted" [content]'


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def test_the_summary_is_one_tagged_page_with_its_charts(desk: Desk, lived: House):
    answer = desk.get(f"/patients/{lived.marisol.id}/summary.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert pages(answer.data) == 1
    for mark in (b"/Marked true", b"/StructTreeRoot", b"pdfuaid:part", b"/Alt"):
        assert mark in answer.data, mark
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_long_history_still_fits_on_one_page(desk: Desk, services: Services, house: House):
    with services.sessions.begin() as session:
        rosa = session.get_one(Practitioner, house.rosa.id)
        marisol = session.get_one(Patient, house.marisol.id)
        began = NOW - timedelta(days=400)
        score(session, marisol, began, [(day - 1, 8 + day % 11) for day in range(0, 399, 7)])
        for day in range(0, 390, 13):
            at = began + timedelta(days=day)
            factories.give_infusion(session, rosa, marisol, started_at=at, now=NOW)
        day = TODAY.isoformat()
        for number in range(12):
            long = f"{number} {HOSTILE} " + "words and more words " * 9
            form = {"words": long[:190], "set_on": day}
            goals.set_goal(session, rosa, marisol, form, TODAY, NOW)
            note = {"text": long * 4, "about_on": day}
            chart_notes.write(session, rosa, marisol, note, TODAY, NOW)
            written_on_chart(session, rosa, marisol)
    answer = desk.get(f"/patients/{house.marisol.id}/summary.pdf")
    assert answer.status_code == 200
    assert pages(answer.data) == 1


def test_somebody_without_anything_has_a_summary_too(desk: Desk, services: Services, house: House):
    answer = desk.get(f"/patients/{house.marisol.id}/summary.pdf")
    assert pages(answer.data) == 1
    with services.readers() as session:
        read = session.scalars(select(AuditEvent).where(AuditEvent.action == "print summary"))
        assert [row.patient_id for row in read] == [house.marisol.id]


def test_a_summary_is_printed_at_any_moment(desk: Desk, clock: Clock, house: House):
    clock.move(timedelta(microseconds=123_456))
    assert pages(desk.get(f"/patients/{house.marisol.id}/summary.pdf").data) == 1


@pytest.mark.parametrize(
    "words",
    [
        "run 5 km \U0001f3c3",
        "\u4e2d\u6587",
        "e\u0302\u0301",
        "\x0b\x1f\ufffe",
        "\u0378 \u2028 \x85",
    ],
)
def test_what_the_font_does_not_have_is_printed_as_a_mark(
    desk: Desk, services: Services, lived: House, words: str
):
    day = TODAY.isoformat()
    with services.sessions.begin() as session:
        rosa = session.get_one(Practitioner, lived.rosa.id)
        marisol = session.get_one(Patient, lived.marisol.id)
        goals.set_goal(session, rosa, marisol, {"words": words, "set_on": day}, TODAY, NOW)
        note = {"text": words, "about_on": day}
        chart_notes.write(session, rosa, marisol, note, TODAY, NOW)
    answer = desk.get(f"/patients/{lived.marisol.id}/summary.pdf")
    assert answer.status_code == 200
    assert pages(answer.data) == 1


def test_no_character_keeps_a_summary_from_being_printed():
    every = "".join(chr(point) for point in range(0x10000) if not 0xD800 <= point < 0xE000)
    drawn = f'<svg xmlns="http://www.w3.org/2000/svg"><text>{escape(every)}</text></svg>'
    texts = dict.fromkeys((field.name for field in fields(Summary)), "-")
    headings = ("timeline", "infusions", "overlay", "goals", "treatments", "notes", "none")
    summary = Summary(
        **texts
        | {"language": "en", "paper": "a4", "timeline": drawn, "overlay": ""}
        | {"facts": (), "columns": ("",) * 4, "infusions": (), "goals": (Line(every),)}
        | {"treatments": (), "notes": (), "words": dict.fromkeys(headings, "-")}
    )
    assert summary_pdf(summary, NOW).startswith(b"%PDF-")


def test_a_chart_brings_its_style_along_in_the_colours_of_paper():
    drawn = for_print('<svg class="chart timeline" viewBox="0 0 1 1"><path/></svg>')
    assert drawn.startswith('<svg xmlns="http://www.w3.org/2000/svg" class="chart timeline"')
    assert ".line {" in drawn
    assert "stroke: #0f5f66" in drawn
    assert "var(" not in drawn
    assert "light-dark(" not in drawn
