"""Finding a patient by a beginning of any part of the name, without opening every name."""

from uuid import UUID

import pytest

from diary.services import people_search
from diary.services.people_search import find_by_name, marks_of
from tests.factories import make_clinic, make_patient
from tests.services.conftest import Desk

NAMES = ("María José Ñuñez", "Mariam O'Neil-Ortega", "Li Wu", "Zoë Quist", "李明")


@pytest.fixture(name="named")
def _named(desk: Desk) -> dict[UUID, str]:
    patients = [make_patient(desk.session, desk.practitioner, name=name) for name in NAMES]
    return {patient.id: patient.name for patient in patients}


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("m", {NAMES[0], NAMES[1]}),
        ("maria", {NAMES[0], NAMES[1]}),
        ("MARÍAM", {NAMES[1]}),
        ("jose mar", {NAMES[0]}),
        ("nunez", {NAMES[0]}),
        ("ortega neil", {NAMES[1]}),
        ("Li", {NAMES[2]}),
        ("李", {NAMES[4]}),
        ("aria", set()),
        ("mariax", set()),
    ],
)
def test_a_part_that_begins_so_is_found(
    desk: Desk, named: dict[UUID, str], search: str, found: set[str]
):
    assert {named[each] for each in find_by_name(desk.session, desk.clinic.id, search)} == found


def test_only_names_whose_marks_fit_are_opened(
    desk: Desk, named: dict[UUID, str], monkeypatch: pytest.MonkeyPatch
):
    opened: list[str] = []
    monkeypatch.setattr(people_search, "refuse_moved", lambda _, name, __: opened.append(name))
    assert len(find_by_name(desk.session, desk.clinic.id, "quist")) == 1
    assert 1 <= len(opened) < len(named)


@pytest.mark.parametrize(("most", "read_first"), [(2, 3), (500, 2), (1, 1)])
def test_among_many_alike_as_many_are_found_as_may_be(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, most: int, read_first: int
):
    monkeypatch.setattr(people_search, "MOST_MATCHES", most)
    monkeypatch.setattr(people_search, "_READ_FIRST", read_first)
    some = people_search._LET_THROUGH.limit(read_first)
    monkeypatch.setattr(people_search, "_FIRST_LET_THROUGH", some)
    wanted = {make_patient(desk.session, desk.practitioner, name=f"Ana {n}").id for n in range(5)}
    for name in ("Lana", "Bo Ann", "Ino"):
        # Whom the marks let through by chance.
        other = make_patient(desk.session, desk.practitioner, name=name)
        other.name_marks = marks_of(desk.session, desk.clinic.id, "ana")
    desk.session.flush()
    found = find_by_name(desk.session, desk.clinic.id, "ana")
    assert len(found) == len(set(found)) == min(most, len(wanted))
    assert set(found) <= wanted


def test_the_same_name_has_other_marks_in_another_clinic(desk: Desk):
    other = make_clinic(desk.session)
    name = "María José"
    assert marks_of(desk.session, desk.clinic.id, name) != marks_of(desk.session, other.id, name)


def test_marks_fit_what_databases_hold(desk: Desk):
    long = " ".join(f"{letter}bcd" for letter in "abcdefghijklmnopqrstuvwxyz")
    assert 0 < marks_of(desk.session, desk.clinic.id, long) < 2**63
    assert marks_of(desk.session, desk.clinic.id, "--") == 0
