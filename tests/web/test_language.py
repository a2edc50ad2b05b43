"""The pages speak the language that each member of staff chose."""

import pytest
from flask import Flask

from diary.bootstrap import Services
from diary.store.people import Practitioner
from diary.web import translation
from diary.web.wording.speaker import number, percent, signed, tenths
from tests import factories
from tests.web.conftest import House
from tests.web.desk import Desk


def test_whoever_chooses_spanish_keeps_it_and_nobody_else_gets_it(
    app: Flask, desk: Desk, services: Services, house: House
):
    assert ">Patients<" in desk.get("/patients").text
    answer = desk.post("/language", language="es", next="/patients")
    assert answer.location == "/patients"
    page = desk.get("/patients").text
    assert '<html lang="es">' in page
    assert ">Pacientes<" in page
    assert ">Patients<" not in page
    with services.sessions.begin() as session:
        mine = session.get_one(Practitioner, house.rosa.id)
        factories.make_practitioner(
            session, house.clinic, sign_in_name="ines@clinic.example", display_name="Ines"
        )
        assert mine.language == "es"
    colleague = Desk(app)
    colleague.sign_in("ines@clinic.example")
    assert ">Patients<" in colleague.get("/patients").text
    again = Desk(app)
    again.sign_in(house.rosa.sign_in_name)
    assert ">Pacientes<" in again.get("/patients").text


def test_without_a_choice_the_browsers_wish_counts(desk: Desk):
    assert ">Pacientes<" in desk.get("/patients", **{"Accept-Language": "es-MX,en;q=0.5"}).text
    assert ">Patients<" in desk.get("/patients", **{"Accept-Language": "de,en;q=0.5"}).text
    long = "es-MX," + "x" * 10_000
    assert ">Pacientes<" in desk.get("/patients", **{"Accept-Language": long}).text


@pytest.mark.parametrize("language", ["de", "", "../es"])
def test_a_language_that_is_not_there_cannot_be_chosen(desk: Desk, language: str):
    desk.get("/")
    assert desk.post("/language", language=language).status_code == 400


def test_every_page_of_a_patient_is_there_in_spanish(desk: Desk, lived: House):
    desk.get("/")
    desk.post("/language", language="es")
    base = f"/patients/{lived.marisol.id}"
    for path, words in (
        (base, "Línea de tiempo"),
        (f"{base}/treatments/new", "Otro tratamiento"),
        (f"{base}/infusions/new", "Registrar una infusión"),
        ("/outcomes", "Resultados"),
        ("/patients/import", "Importar de un archivo"),
    ):
        assert words in desk.get(path).text, path
    assert desk.get(f"{base}/summary.pdf").data.startswith(b"%PDF-")


def test_numbers_are_written_as_the_language_writes_them():
    translation.use("en")
    assert (number(7.5), number(-6), signed(2), signed(0)) == ("7.5", "\u22126", "+2", "0")
    assert (percent(0.844), tenths(4)) == ("84%", "4.0")
    translation.use("es")
    try:
        assert (number(7.5), signed(-1.5), tenths(4.25)) == ("7,5", "\u22121,5", "4,2")
        assert percent(0.5) == "50\u00a0%"
    finally:
        translation.use("en")
