"""A CSV file: looked at line by line, stored once, and harmless the second time."""

import io
import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import func, select

from diary.bootstrap import Services
from diary.store.care import Infusion
from diary.store.messaging import OutboundMessage, Purpose
from diary.store.people import Patient
from tests import factories
from tests.factories import NOW
from tests.web.conftest import House
from tests.web.desk import Desk, errors_in

PATIENTS = """name,phone,language,consent,consent_by,consent_on
Vera Lindqvist,432-555-0177,es,yes,Rosa Nolan,2026-11-17
"Ortega, Frank",432-555-0178,,yes,Rosa Nolan,2026-11-17
,432-555-0179,fr,no,Rosa Nolan,17.11.2026
Vera Again,+1 432 555 0177,,yes,Rosa Nolan,2026-11-17
"""


def look(desk: Desk, text: str | bytes, name: str = "file.csv"):
    desk.get("/patients/import")
    data = text.encode() if isinstance(text, str) else text
    return desk.post("/patients/import", file=(io.BytesIO(data), name))


def confirm(desk: Desk, looked, **more: str):
    """As a browser sends it, which ends lines in its own way."""
    data = unescape(re.search(r'name="data" value="([^"]*)"', looked.text)[1])
    data = re.sub("\r?\n", "\r\n", data)
    return desk.post("/patients/import", confirmed="yes", data=data, **more)


def lines(page) -> list[tuple[str, str]]:
    """Each line's number and what happens to it."""
    rows = re.findall(r'<tr class="fate-(\w+)"><td class="r">(\d+)</td>', page.text)
    return [(number, fate) for fate, number in rows]


def wrong(page) -> set[str]:
    return set(re.findall(r"<li><code>(\w+)</code>", page.text))


def count(services: Services, model: type) -> int:
    with services.readers() as session:
        return session.scalar(select(func.count()).select_from(model))


def test_a_file_is_looked_at_and_nothing_is_stored(desk: Desk, services: Services):
    before = count(services, Patient)
    page = look(desk, PATIENTS)
    assert lines(page) == [("2", "new"), ("3", "new"), ("4", "wrong"), ("5", "wrong")]
    assert wrong(page) == {"name", "language", "consent", "consent_on", "phone"}
    assert "17.11.2026" in page.text
    assert "An earlier line of this file has the same." in page.text
    assert "2 invitations go out by text." in page.text
    assert count(services, Patient) == before


def test_what_was_looked_at_is_stored_once_it_is_confirmed(
    desk: Desk, services: Services, house: House
):
    before = count(services, Patient)
    page = look(desk, PATIENTS)
    refused = confirm(desk, page)
    assert set(errors_in(refused)) == {"agreed"}
    assert count(services, Patient) == before
    done = confirm(desk, refused, agreed="yes")
    assert lines(done) == [("2", "done"), ("3", "done"), ("4", "wrong"), ("5", "wrong")]
    with services.readers() as session:
        names = {
            patient.name: patient
            for patient in session.scalars(
                select(Patient).where(Patient.organization_id == house.clinic.id)
            )
        }
        invited = session.scalars(
            select(OutboundMessage.patient_id).where(OutboundMessage.purpose == Purpose.INVITATION)
        ).all()
    assert names["Vera Lindqvist"].language == "es"
    assert {names["Vera Lindqvist"].id, names["Ortega, Frank"].id} <= set(invited)


def test_the_same_file_again_does_nothing(desk: Desk, services: Services):
    confirm(desk, look(desk, PATIENTS), agreed="yes")
    before = count(services, Patient), count(services, OutboundMessage)
    again = look(desk, PATIENTS)
    assert lines(again)[:2] == [("2", "known"), ("3", "known")]
    confirm(desk, again, agreed="yes")
    assert (count(services, Patient), count(services, OutboundMessage)) == before


def infusions_of(house: House, *rest: str) -> str:
    columns = "phone;date;start;end;dose_mg;weight_kg;route;note"
    rows = [f"{house.marisol.phone};{line}" for line in rest]
    return "\r\n".join(["\ufeff" + columns, *rows])


def test_infusions_are_recorded_by_the_patients_number(
    desk: Desk, services: Services, house: House
):
    text = infusions_of(
        house,
        "2026-11-10;10:00;10:40;40;80;intravenous;first",
        "2026-11-13;10:00;10:40;40,5;80;intramuscular;",
        "2026-11-13;10:30;11:10;40;80;intravenous;too near",
        "2026-11-16;10:00;09:00;4000;80;by drone;",
    )
    text += f"\r\n{house.other_patient.phone};2026-11-10;10:00;10:40;40;80;intravenous;"
    page = look(desk, text)
    assert [fate for _, fate in lines(page)] == ["new", "new", "wrong", "wrong", "wrong"]
    assert {"start", "end", "route", "phone"} <= wrong(page)
    assert "No patient of this clinic has this number." in page.text
    assert "Okonkwo" not in page.text
    assert [fate for _, fate in lines(confirm(desk, page))][:2] == ["done", "done"]
    with services.readers() as session:
        stored = session.scalars(select(Infusion).order_by(Infusion.started_at)).all()
    assert [(each.dose_mg, each.note) for each in stored] == [(40, "first"), (40.5, "")]
    again = look(desk, text)
    assert [fate for _, fate in lines(again)][:2] == ["known", "known"]
    confirm(desk, again)
    assert count(services, Infusion) == 2


def test_an_infusion_that_was_planned_for_that_day_is_the_one_that_was_given(
    desk: Desk, services: Services, house: House
):
    with services.sessions.begin() as session:
        rosa, marisol = (session.merge(row, load=False) for row in (house.rosa, house.marisol))
        for days in (1, 3):
            at = NOW - timedelta(days=days)
            before = at - timedelta(days=2)
            factories.plan_infusion(session, rosa, marisol, started_at=at, now=before)
    text = infusions_of(
        house,
        "2026-11-17;13:30;14:10;40;80;intravenous;late",
        "2026-11-17;23:40;23:55;40;80;intravenous;that evening",
        "2026-11-16;10:00;10:40;40;80;intravenous;unplanned",
    )
    page = look(desk, text)
    assert [fate for _, fate in lines(page)] == ["new", "new", "new"]
    assert page.text.count("Takes the place of the plan for 10:00.") == 1
    assert confirm(desk, page).text.count("Takes the place of the plan for 10:00.") == 1
    with services.readers() as session:
        stored = session.scalars(select(Infusion).order_by(Infusion.started_at)).all()
    assert [(each.status.value, each.note) for each in stored] == [
        ("planned", ""),
        ("given", "unplanned"),
        ("given", "late"),
        ("given", "that evening"),
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Choose a CSV file."),
        (b"name,phone\nVera,1", "Columns are missing."),
        (PATIENTS.splitlines()[0].encode(), "no lines beneath"),
        (b"\xff\xfe\x00", "not in UTF-8"),
        (b"a" * 200_001, "larger than 200 kB"),
        ((PATIENTS.splitlines()[0] + "\n" + "x,y,,,,\n" * 501).encode(), "more than 500 lines"),
        (b'"' + b"x" * 140_000, "not a CSV file"),
        ((PATIENTS + '"Ana,1\nBo,2\n').encode(), "a quotation mark that is not closed"),
        (PATIENTS.replace("language", "name").encode(), "names a column twice"),
        (b"\xef\xbb\xbf", "Columns are missing."),
        (b"\n,\n", "Columns are missing."),
    ],
)
def test_what_is_no_such_file_is_refused_beside_its_field(desk: Desk, data: bytes, said: str):
    page = look(desk, data)
    assert page.status_code == 422
    assert said in errors_in(page)["file"]


def test_a_line_with_more_cells_than_columns_is_wrong_and_shows_what_would_be_lost(
    desk: Desk, house: House
):
    columns, *_ = infusions_of(house).replace(";", ",").splitlines()
    good = f"{house.marisol.phone},2026-11-10,10:00,10:40,40,80,intravenous"
    page = look(desk, f"{columns}\n{good},fine, slept after\n{good},,,\n{good},a,,\n")
    assert lines(page) == [("2", "wrong"), ("3", "wrong"), ("4", "wrong")]
    assert "<code>note</code> <q>fine,slept after</q>" in page.text
    assert page.text.count("The line has more cells than the first line has columns.") == 1


def test_lines_are_counted_as_a_spreadsheet_counts_them(desk: Desk, house: House):
    rows = ['2026-11-10;10:00;10:40;40;80;intravenous;"two\r\nlines"']
    rows.append("2026-11-13;10:00;10:40;40;80;intravenous;")
    assert lines(look(desk, infusions_of(house, *rows))) == [("2", "new"), ("3", "new")]


def test_a_file_of_the_largest_size_can_be_confirmed(desk: Desk):
    text = (PATIENTS + (" " * 499 + "\n") * 400)[:200_000]
    assert len(text.encode()) == 200_000
    page = look(desk, text)
    assert set(errors_in(confirm(desk, page))) == {"agreed"}


def test_a_file_cannot_put_anything_into_the_page(desk: Desk):
    text = PATIENTS.replace("Vera Lindqvist", '"<script>alert(1)</script>"')
    page = look(desk, text)
    assert "<script>alert" not in page.text
    assert lines(page)[0] == ("2", "new")
