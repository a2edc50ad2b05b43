"""Who may call which address: one rule a route, and nothing of another clinic, ever."""

import re
import uuid
from dataclasses import dataclass
from datetime import time, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from diary.bootstrap import Services
from diary.services import devices, ladders
from diary.store.alerts import SafetyAlert
from diary.store.care import Prompt
from diary.store.people import Organization, Practitioner
from diary.web.access import SIGNED_IN, Access, UnruledRouteError, refuse_unruled, rules_of
from diary.web.app import create_app
from tests import factories
from tests.factories import NOW
from tests.web.conftest import House
from tests.web.desk import Desk
from tests.web.on_chart import written_on_chart
from tests.web.stage import StillStage

IDS = (
    "patient_id",
    "infusion_id",
    "alert_id",
    "text_id",
    "prompt_id",
    "treatment_id",
    "goal_id",
    "note_id",
    "call_id",
    "device_id",
    "rung_id",
    "member_id",
)


@dataclass(frozen=True)
class Route:
    """One method of one address, with a name for each id in it."""

    path: str
    method: str
    endpoint: str

    @property
    def id_names(self) -> list[str]:
        return re.findall(r"<uuid:(\w+)>", self.path)

    def at(self, **ids: object) -> str:
        filled = self.path
        for name in self.id_names:
            filled = filled.replace(f"<uuid:{name}>", str(ids.get(name, uuid.uuid4())))
        return filled


def routes_of(app: Flask) -> list[Route]:
    return [
        Route(rule.rule, method, rule.endpoint)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        if rule.endpoint != "static"
    ]


@pytest.fixture
def app(services: Services) -> Flask:
    return create_app(services, demo=StillStage())


def test_every_route_has_a_rule(app: Flask):
    rules = rules_of(app)
    assert {rule.endpoint for rule in app.url_map.iter_rules()} <= rules.keys()
    public = {endpoint for endpoint, access in rules.items() if access is Access.PUBLIC}
    assert public == {
        "static",
        "health.up",
        "health.ready",
        "health.metrics",
        "auth.sign_in",
        "auth.sign_out",
        "paged.show",
        "answer.show",
        "join.choose",
        *(f"app.{name}" for name in ("bare", "shell", "worker", "manifest", "help", "danger")),
    }
    carrier = {endpoint for endpoint, access in rules.items() if access is Access.CARRIER}
    assert carrier == {"twilio.inbound", "twilio.status"}
    door = {endpoint for endpoint, access in rules.items() if access is Access.DOOR}
    assert door == {
        "api.ask_for_code",
        "api.sign_in",
        "api.refresh_tokens",
        "api.document",
        "api.reference",
    }
    patient = {endpoint for endpoint, access in rules.items() if access is Access.PATIENT}
    assert {e for e in rules if e.startswith("api.")} == door | patient


def test_a_route_past_the_rules_stops_the_program_at_its_start(app: Flask):
    app.add_url_rule("/back-door", "back_door", lambda: "come in")
    with pytest.raises(UnruledRouteError, match="back_door"):
        refuse_unruled(app)


def test_whoever_is_not_signed_in_is_sent_to_the_door(app: Flask, house: House):
    browser = Desk(app)
    browser.get("/sign-in")
    for route in routes_of(app):
        if rules_of(app)[route.endpoint] not in SIGNED_IN:
            continue
        path = route.at(patient_id=house.marisol.id)
        answer = browser.get(path) if route.method == "GET" else browser.post(path)
        assert answer.status_code == 303, route
        assert answer.location.startswith("/sign-in"), route
        assert "Quintanilla" not in answer.text


def test_a_form_from_elsewhere_is_refused_on_every_route(app: Flask, house: House, desk: Desk):
    for route in routes_of(app):
        access = rules_of(app)[route.endpoint]
        if route.method == "GET" or access is Access.CARRIER:
            continue
        path = route.at(patient_id=house.marisol.id)
        bare = desk.client.open(path, method=route.method, base_url=factories.PUBLIC_URL, data={})
        # A device's requests have no cookie that a form from elsewhere could ride on.
        refusals = {Access.PATIENT: 401, Access.DOOR: 415}
        assert bare.status_code == refusals.get(access, 400), f"without its token: {route}"
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
            foreign = desk.client.open(
                path,
                method=route.method,
                base_url=factories.PUBLIC_URL,
                data={"csrf_token": "x"},
                headers=headers,
            )
            assert foreign.status_code == 403, f"{headers}: {route}"


def test_promise_7_another_clinics_ids_are_as_unknown_as_ids_that_never_were(
    app: Flask, services: Services, house: House, desk: Desk
):
    theirs = _everything_of(services, house)
    desk.get("/")
    tried = 0
    for route in routes_of(app):
        if rules_of(app)[route.endpoint] not in SIGNED_IN or not route.id_names:
            continue
        answers = [_call(desk, route, ids) for ids in (theirs, {})]
        seen = {(a.status_code, a.data, tuple(sorted(a.headers.items()))) for a in answers}
        assert [a.status_code for a in answers] == [404, 404], route
        assert len(seen) == 1, f"the two differ: {route}"
        tried += 1
    assert tried >= 15


def test_promise_7_a_planned_infusion_of_another_patient_is_not_there(
    services: Services, house: House, desk: Desk
):
    theirs = _everything_of(services, house)["infusion_id"]
    path = f"/patients/{house.marisol.id}/infusions/new"
    assert desk.get(f"{path}?planned={theirs}").status_code == 404
    assert desk.get(f"{path}?planned={uuid.uuid4()}").status_code == 404
    assert desk.get(f"{path}?planned=nonsense").status_code == 200


def test_promise_7_lists_hold_nobody_of_another_clinic(
    services: Services, house: House, desk: Desk
):
    _everything_of(services, house)
    for path in ("/", "/patients", "/alerts", "/texts", "/alerts/bar", "/phones"):
        page = desk.get(path)
        assert page.status_code == 200
        assert "Okonkwo" not in page.text
        assert "Brazos" not in page.text
    assert "Okonkwo" not in desk.post("/patients", q="Okonkwo").text.replace(
        'value="Okonkwo"', ""
    ).replace("“Okonkwo”", "")


def _everything_of(services: Services, house: House) -> dict[str, object]:
    """An id of each kind, of the other clinic."""
    with services.sessions.begin() as session:
        omar, ada = (
            session.merge(row, load=False) for row in (house.other_staff, house.other_patient)
        )
        infusion = factories.plan_infusion(session, omar, ada, started_at=NOW + timedelta(days=3))
        text = factories.receive_from(session, house.other_clinic, ada.phone, "i want to die")
        assert text
        session.flush()
        device = devices.sign_in(session, ada, "Ada's phone", NOW).device_id
        alert = session.query(SafetyAlert).filter_by(inbound_id=text.id).one()
        return {
            "patient_id": ada.id,
            "infusion_id": infusion.id,
            "alert_id": alert.id,
            "device_id": device,
            "member_id": omar.id,
            "rung_id": _on_call(session, omar),
            "text_id": text.id,
            "prompt_id": session.query(Prompt).filter_by(patient_id=ada.id).first().id,
            **written_on_chart(session, omar, ada),
        }


def _on_call(session: Session, person: Practitioner) -> uuid.UUID:
    """Their place on the ladder of their clinic."""
    rung = ladders.add_rung(
        session,
        session.get_one(Organization, person.organization_id),
        sign_in_name=person.sign_in_name,
        phone="+14325550188",
        position=1,
        wait_minutes=10,
        from_local=time(0),
        until_local=time(0),
        weekdays=range(7),
    )
    return rung.id


def _call(desk: Desk, route: Route, ids: dict[str, object]) -> TestResponse:
    path = route.at(**ids)
    return desk.get(path) if route.method == "GET" else desk.post(path)
