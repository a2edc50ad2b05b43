"""The settings: changed by an owner, within the law, written down, and in force at once."""

import re
from datetime import time, timedelta
from html import unescape
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from diary.bootstrap import Services
from diary.services import ladders
from diary.store.audit import AuditEvent
from diary.store.care import Prompt
from diary.store.oncall import OnCall
from diary.store.people import Organization, Patient, Practitioner, StaffRole
from tests import factories
from tests.factories import PASSWORD
from tests.web.conftest import Clock, House
from tests.web.desk import Desk, errors_in

CLINIC = {
    "clinic_name": "Pecos Clinic",
    "contact_phone": "432-555-0111",
    "zone": "America/Denver",
    "default_plan": "ptsd",
}
HOURS = {"opens": "11:00", "closes": "19:00", "prompts_a_day": "2", "spread_minutes": "0"}
SHIFT = {
    "phone": "432-555-0142",
    "wait_minutes": "5",
    "from_local": "18:00",
    "until_local": "08:00",
    "weekdays-0": "yes",
    "weekdays-4": "yes",
}
BEN = {"sign_in_name": "Ben@Clinic.example", "display_name": "Ben Ames", "role": "member"}

WRONG = [
    ("hours", HOURS, "opens", "07:59"),
    ("hours", HOURS, "closes", "21:01"),
    ("hours", HOURS, "closes", "11:00"),
    ("hours", HOURS, "opens", "early"),
    ("hours", HOURS, "prompts_a_day", "0"),
    ("hours", HOURS, "spread_minutes", "60"),
    ("clinic", CLINIC, "clinic_name", ""),
    ("clinic", CLINIC, "clinic_name", "Pecos \u202ecinilC"),
    ("clinic", CLINIC, "contact_phone", "call us"),
    ("clinic", CLINIC, "contact_phone", "432\0"),
    ("clinic", CLINIC, "zone", "Texas"),
    ("clinic", CLINIC, "default_plan", "none"),
    ("number", {}, "per_second", "0"),
    ("number", {}, "per_day", "many"),
    ("number", {}, "kind", "pigeon"),
    ("on-call/new", SHIFT, "phone", "911"),
    ("on-call/new", SHIFT, "wait_minutes", "241"),
    ("on-call/new", SHIFT, "from_local", "24:00"),
    ("on-call/new", SHIFT, "person", "nobody@clinic.example"),
    ("on-call/new", SHIFT, "person", "rosa@clinic.example\0"),
    ("team/new", BEN, "sign_in_name", "ben"),
    ("team/new", BEN, "display_name", ""),
    ("team/new", BEN, "display_name", "Ben\0"),
    ("team/new", BEN, "role", "king"),
]


def clinic_of(services: Services, house: House) -> Organization:
    with services.readers() as session:
        return session.get_one(Organization, house.clinic.id)


def last_act(services: Services) -> AuditEvent:
    with services.readers() as session:
        found = select(AuditEvent).where(AuditEvent.detail.is_not(None))
        return session.scalars(found.order_by(AuditEvent.id.desc())).first()


def ladder(services: Services, house: House) -> list[tuple[str, OnCall]]:
    with services.readers() as session:
        clinic = session.get_one(Organization, house.clinic.id)
        return [(name, rung) for rung, name in ladders.rungs(session, clinic)]


def post(desk: Desk, path: str, **form: str):
    desk.get("/settings")
    return desk.post(path, **form)


def invited(desk: Desk, **changes: str) -> str:
    """The path of the link that somebody is given."""
    page = post(desk, "/settings/team/new", **{**BEN, **changes})
    assert page.status_code == 200
    return re.search(r"https://diary.example.org(/join/[\w-]+)", page.text)[1]


def member_id(services: Services, name: str = "ben@clinic.example") -> UUID:
    with services.readers() as session:
        found = select(Practitioner.id).where(Practitioner.sign_in_name == name)
        return session.scalars(found).one()


def test_the_clinic_is_changed_and_the_change_is_written_down(
    desk: Desk, services: Services, house: House
):
    assert post(desk, "/settings/clinic", **CLINIC).status_code == 303
    clinic = clinic_of(services, house)
    assert (clinic.name, clinic.timezone, clinic.default_plan) == (
        "Pecos Clinic",
        "America/Denver",
        "ptsd",
    )
    act = last_act(services)
    assert (act.action, act.practitioner_id) == ("change clinic", house.rosa.id)
    assert "name: Llano Clinic -> Pecos Clinic" in act.detail
    assert "Llano Clinic -&gt; Pecos Clinic" in desk.get("/settings").text


def test_other_hours_hold_for_all_that_was_not_sent(desk: Desk, services: Services, house: House):
    with services.sessions.begin() as session:
        rosa = session.get_one(Practitioner, house.rosa.id)
        factories.give_infusion(session, rosa, session.get_one(Patient, house.marisol.id))
    assert post(desk, "/settings/hours", **HOURS).status_code == 303
    with services.readers() as session:
        prompts = session.scalars(
            select(Prompt).where(Prompt.check_in == "daily", Prompt.status == "requested")
        ).all()
    local = {prompt.due_at.hour for prompt in prompts}
    assert local == {17}  # 11:00 in Chicago, by standard time
    assert last_act(services).detail.startswith("quiet_until_local: 09:00 -> 11:00")


def test_what_cannot_be_is_named_beside_its_field_and_kept(
    desk: Desk, services: Services, house: House
):
    for path, form, field, typed in WRONG:
        sent = {**form, "person": house.rosa.sign_in_name, field: typed}
        answer = post(desk, f"/settings/{path}", **sent)
        assert (answer.status_code, set(errors_in(answer))) == (422, {field}), (path, typed)
        is_chosen = field in ("person", "role", "kind", "default_plan")
        assert is_chosen or f'value="{typed}"' in answer.text
    assert last_act(services) is None


def test_a_number_is_paced_as_its_carrier_granted(desk: Desk, services: Services, house: House):
    post(desk, "/settings/number", kind="short_code", per_second="30", per_day="9000")
    clinic = clinic_of(services, house)
    assert (clinic.sender_kind, clinic.segments_a_second, clinic.segments_a_day) == (
        "short_code",
        30,
        9000,
    )
    post(desk, "/settings/number", kind="", per_second="", per_day="")
    assert "1 segment a second" in desk.get("/settings").text


def test_the_ladder_is_built_reordered_and_never_emptied(
    desk: Desk, services: Services, house: House
):
    assert "an alert would page nobody" in desk.get("/settings").text
    post(desk, "/settings/on-call/new", person=house.rosa.sign_in_name, **SHIFT)
    with services.sessions.begin() as session:
        clinic = session.get_one(Organization, house.clinic.id)
        noor = factories.make_practitioner(session, clinic, display_name="Noor").sign_in_name
    same_number = post(desk, "/settings/on-call/new", person=noor, **SHIFT)
    assert set(errors_in(same_number)) == {"phone"}
    post(desk, "/settings/on-call/new", person=noor, **{**SHIFT, "phone": "432-555-0143"})
    assert [name for name, _ in ladder(services, house)] == ["Rosa Nolan", "Noor"]
    second = ladder(services, house)[1][1]
    post(desk, f"/settings/on-call/{second.id}/up")
    [(first, rung), (_, other)] = ladder(services, house)
    assert (first, rung.position, rung.weekdays, rung.from_local) == ("Noor", 1, [0, 4], time(18))
    no_days = {key: "" if key.startswith("weekdays") else value for key, value in SHIFT.items()}
    assert set(errors_in(post(desk, f"/settings/on-call/{rung.id}", **no_days))) == {"weekdays"}
    post(desk, f"/settings/on-call/{other.id}/remove")
    post(desk, f"/settings/on-call/{rung.id}/remove")
    assert "Put somebody else on call first" in desk.get("/settings").text
    assert [name for name, _ in ladder(services, house)] == ["Noor"]
    assert last_act(services).action == "take off call"


def test_somebody_is_invited_and_chooses_their_password_once(
    app: Flask, desk: Desk, services: Services
):
    link = invited(desk)
    ben = Desk(app)
    assert "Ben Ames" in ben.get(link).text
    assert set(errors_in(ben.post(link, password="short"))) == {"password"}
    assert ben.post(link, password=PASSWORD).status_code == 303
    assert ben.get(link).status_code == 404
    assert ben.sign_in("ben@clinic.example").status_code == 303
    assert ben.get("/settings").status_code == 403
    again = post(desk, "/settings/team/new", **BEN)
    assert set(errors_in(again)) == {"sign_in_name"}
    assert last_act(services).action == "accept invitation"


def test_a_link_is_good_for_three_days_and_until_the_next(
    app: Flask, desk: Desk, services: Services, clock: Clock
):
    first = invited(desk)
    page = post(desk, f"/settings/team/{member_id(services)}/invite")
    second = re.search(r"(/join/[\w-]+)", page.text)[1]
    browser = Desk(app)
    assert browser.get(first).status_code == 404
    assert browser.get(second).status_code == 200
    clock.move(timedelta(days=3))
    assert browser.get(second).status_code == 404
    assert browser.post(second, password=PASSWORD).status_code == 404


def test_a_closed_account_is_shut_out_at_once_and_can_be_opened(
    app: Flask, desk: Desk, services: Services
):
    ben = Desk(app)
    link = invited(desk)
    ben.get(link)
    ben.post(link, password=PASSWORD)
    ben.sign_in("ben@clinic.example")
    assert ben.get("/patients").status_code == 200
    path = f"/settings/team/{member_id(services)}"
    post(desk, f"{path}/end")
    assert ben.get("/patients").status_code == 303
    assert ben.sign_in("ben@clinic.example").status_code == 422
    post(desk, f"{path}/open")
    assert ben.sign_in("ben@clinic.example").status_code == 303


def test_an_owner_cannot_lock_themselves_out(desk: Desk, services: Services, house: House):
    path = f"/settings/team/{house.rosa.id}"
    invited(desk, role="owner")  # who has no password yet cannot take over
    refused = post(desk, path, display_name="Rosa Nolan", role="member", language="")
    assert set(errors_in(refused)) == {"role"}
    post(desk, f"{path}/end")
    assert "your own account" in unescape(desk.get("/settings").text)
    with services.readers() as session:
        rosa = session.get_one(Practitioner, house.rosa.id)
    assert (rosa.role, rosa.ended_at) == (StaffRole.OWNER, None)
    assert post(desk, path, display_name="R. Nolan", role="owner", language="es").status_code == 303
    assert "Ajustes" in desk.get("/settings").text


def test_whoever_is_on_call_stays_until_they_are_off_it(app: Flask, desk: Desk, services: Services):
    link = invited(desk)
    post(desk, "/settings/on-call/new", person="ben@clinic.example", **SHIFT)
    post(desk, f"/settings/team/{member_id(services)}/end")
    assert "Take them off call first" in desk.get("/settings").text
    assert Desk(app).get(link).status_code == 200


def test_nobody_but_an_owner_sees_or_changes_settings(app: Flask, services: Services, house: House):
    with services.sessions.begin() as session:
        clinic = session.get_one(Organization, house.clinic.id)
        name = factories.make_practitioner(session, clinic, role=StaffRole.MEMBER).sign_in_name
    member = Desk(app)
    member.sign_in(name)
    assert "/settings" not in member.get("/").text
    for path in ("", "/hours", "/clinic", "/number", "/on-call/new", "/team/new"):
        assert member.get(f"/settings{path}").status_code == 403
    assert member.post("/settings/hours", **HOURS).status_code == 403
    assert clinic_of(services, house).prompts_a_day == 3
