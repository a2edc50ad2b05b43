"""Everything about the patient, for the patient: what others wrote about them too."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from diary.bootstrap import Services
from diary.services import calls, chart_notes, goals, other_treatment
from diary.services.other_treatment import read_treatment
from diary.store.alerts import SafetyAlert
from diary.store.chart import ChartNote
from diary.store.people import Organization, Patient, Practitioner
from tests.api.phone import Phone, new_entry
from tests.factories import NOW, give_infusion, make_practitioner, receive
from tests.web.conftest import Clock, House
from tests.web.desk import Desk

TODAY = NOW.date().isoformat()


def test_what_patient_and_clinic_wrote_is_all_in_the_export(
    app: Flask, services: Services, house: House, phone: Phone, clock: Clock
):
    with services.sessions.begin() as session:
        rosa = session.get_one(Practitioner, house.rosa.id)
        for patient, mark in ((house.marisol, "hers"), (house.other_patient, "another's")):
            own = session.get_one(Patient, patient.id)
            values = {"kind": "antidepressant", "treatment": f"drug {mark}", "dose": "50 mg"}
            treatment = read_treatment({**values, "started_on": TODAY}, NOW.date())
            other_treatment.add(session, rosa, own, treatment, NOW)
            goal = goals.set_goal(
                session, rosa, own, {"words": f"goal {mark}", "set_on": TODAY}, NOW.date(), NOW
            )
            goals.rate(session, rosa, own, goal, {"value": "7", "rated_on": TODAY}, NOW.date(), NOW)
            note = {"about_on": TODAY, "text": f"note {mark}"}
            chart_notes.write(session, rosa, own, note, NOW.date(), NOW)
            call = {"outcome": "spoken", "again": "3", "text": f"call {mark}"}
            calls.note(session, services.catalogue, rosa, own, call, NOW)
        give_infusion(session, rosa, session.get_one(Patient, house.marisol.id), dose_mg=42)
    phone.sync([new_entry(NOW, note="entry hers")], NOW)
    clock.move(timedelta(minutes=1))
    other = Phone(app, services).sign_in(house.marisol)
    phone.delete(f"/devices/{other.tokens['device_id']}")

    found = phone.get("/export").json
    assert [each["name"] for each in found["treatments"]] == ["drug hers"]
    assert [(g["words"], g["ratings"][0]["value"]) for g in found["goals"]] == [("goal hers", 7)]
    assert [each["text"] for each in found["chart_notes"]] == ["note hers"]
    assert [(c["outcome"], c["text"]) for c in found["calls"]] == [("spoken", "call hers")]
    assert [each["dose_mg"] for each in found["infusions"]] == [42]
    assert [each["diary"]["note"] for each in found["entries"]] == ["entry hers"]
    assert [each["ended_at"] is None for each in found["devices"]] == [False, True]
    assert {"set goal", "enter in app"} <= {each["action"] for each in found["accesses"]}
    assert {each["by_staff"] for each in found["accesses"]} == {True, False}
    assert "another's" not in phone.get("/export").text


def test_what_needs_a_look_before_it_is_given_is_not_in_the_export(
    services: Services, house: House, phone: Phone, desk: Desk
):
    chart = f"/patients/{house.marisol.id}"
    assert "the patient has it in their own copy" in desk.get(f"{chart}/notes/new").text
    for text in ("stands on the chart", "of somebody else"):
        desk.post(f"{chart}/notes/new", about_on=TODAY, text=text)
    with services.sessions.begin() as session:
        clinic = session.get_one(Organization, house.clinic.id)
        make_practitioner(session, clinic, sign_in_name="bea@clinic.example")
        receive(session, session.get_one(Patient, house.marisol.id), "i want to kill myself")
        alert_id = session.scalars(select(SafetyAlert.id)).one()
        wrong = next(n for n in session.scalars(select(ChartNote)) if "somebody" in n.text)
    assert desk.post(f"/notes/{wrong.id}/remove").status_code == 303
    desk.get(f"/alerts/{alert_id}")
    for act, form in (
        ("acknowledge", {}),
        ("hand-over", {"person": "bea@clinic.example", "note": "her sister told me in confidence"}),
        ("resolve", {"outcome": "spoke_safe", "reason": "her sister was with her"}),
    ):
        assert desk.post(f"/alerts/{alert_id}/{act}", **form).status_code == 303

    found = phone.get("/export")
    assert [each["text"] for each in found.json["chart_notes"]] == ["stands on the chart"]
    assert [(a["status"], a["outcome"]) for a in found.json["alerts"]] == [
        ("resolved", "spoke_safe")
    ]
    assert "sister" not in found.text
