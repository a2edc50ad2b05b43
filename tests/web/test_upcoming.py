"""What is still to be sent, changed by staff; a text read anew; a forecast judged."""

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select

from diary.bootstrap import Services
from diary.services import turns
from diary.store.audit import AuditEvent
from diary.store.care import Prompt, PromptStatus
from diary.store.chart import ForecastReview
from diary.store.messaging import InboundMessage, OutboundMessage, Purpose
from diary.store.people import Patient, Practitioner
from diary.store.responses import Answer, Observation
from tests import factories
from tests.factories import NOW, PUBLIC_URL
from tests.web.conftest import House
from tests.web.desk import Desk, errors_in
from tests.web.stories import two_gains_fade_and_a_third_holds
from tests.web.test_outcomes import score


@pytest.fixture
def treated(services: Services, house: House) -> House:
    """Marisol had an infusion two hours ago, so check-ins are to come."""
    with services.sessions.begin() as session:
        rosa = session.get_one(Practitioner, house.rosa.id)
        marisol = session.get_one(Patient, house.marisol.id)
        factories.give_infusion(session, rosa, marisol)
    return house


def requested(services: Services, house: House) -> list[Prompt]:
    with services.readers() as session:
        return list(
            session.scalars(
                select(Prompt)
                .where(
                    Prompt.patient_id == house.marisol.id,
                    Prompt.status == PromptStatus.REQUESTED,
                    Prompt.due_at > NOW,
                )
                .order_by(Prompt.due_at)
            )
        )


def asked(services: Services, house: House) -> list[OutboundMessage]:
    with services.sessions.begin() as session:
        turns.release_due(
            session, services.catalogue, house.marisol.id, services.clock(), PUBLIC_URL
        )
    with services.readers() as session:
        return list(
            session.scalars(
                select(OutboundMessage).where(
                    OutboundMessage.patient_id == house.marisol.id,
                    OutboundMessage.purpose == Purpose.PROMPT,
                )
            )
        )


def test_a_skipped_check_in_is_never_asked(desk: Desk, services: Services, treated: House):
    first = requested(services, treated)[0]
    desk.get(f"/patients/{treated.marisol.id}")
    assert desk.post(f"/prompts/{first.id}/skip").status_code == 303
    with services.readers() as session:
        assert session.get_one(Prompt, first.id).reason == "by_staff"
    with services.sessions.begin() as session:
        rosa = session.get_one(Practitioner, treated.rosa.id)
        marisol = session.get_one(Patient, treated.marisol.id)
        factories.plan_infusion(session, rosa, marisol)
    assert first.id not in [prompt.id for prompt in requested(services, treated)]
    desk.post(f"/prompts/{first.id}/skip")
    assert "sent or withdrawn in the meantime" in desk.get(f"/patients/{treated.marisol.id}").text


def test_send_now_asks_at_once(desk: Desk, services: Services, treated: House):
    before = len(asked(services, treated))
    later = requested(services, treated)[-1]
    desk.get(f"/patients/{treated.marisol.id}")
    desk.post(f"/prompts/{later.id}/send")
    assert len(asked(services, treated)) == before + 1
    with services.readers() as session:
        assert session.get_one(Prompt, later.id).status is PromptStatus.RELEASED


def test_a_check_in_is_moved_on_a_form_that_keeps_what_was_typed(
    desk: Desk, services: Services, treated: House
):
    later = requested(services, treated)[-1]
    path = f"/prompts/{later.id}/move"
    assert f'value="{later.due_at.date()}"' in desk.get(path).text
    refused = desk.post(path, day="2026-11-20", time="21:30")
    assert (refused.status_code, set(errors_in(refused))) == (422, {"time"})
    assert 'value="21:30"' in refused.text
    with services.readers() as session:
        assert session.get_one(Prompt, later.id).due_at == later.due_at
    assert desk.post(path, day="2026-11-20", time="15:45").status_code == 303
    with services.readers() as session:
        moved = session.get_one(Prompt, later.id)
        last = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert moved.due_at == NOW.replace(day=20, hour=21, minute=45)
    assert (last.action, last.subject_id) == ("move prompt", later.id)
    assert "moved by staff" in desk.get(f"/patients/{treated.marisol.id}").text


def test_what_is_gone_cannot_be_moved(desk: Desk, services: Services, treated: House):
    first = requested(services, treated)[0]
    path = f"/prompts/{first.id}/move"
    desk.get(path)
    desk.post(f"/prompts/{first.id}/skip")
    assert desk.get(path).status_code == 303
    refused = desk.post(path, day="2026-11-20", time="15:45")
    assert refused.status_code == 422
    assert "It cannot be moved" in refused.text


def test_promise_3_send_now_does_not_reach_who_is_paused(
    desk: Desk, services: Services, treated: House
):
    path = f"/patients/{treated.marisol.id}"
    before = len(asked(services, treated))
    desk.get(f"{path}/pause")
    assert desk.post(f"{path}/pause", until="2026-12-01").status_code == 303
    page = desk.get(path).text
    assert "paused until Tuesday 1 December" in page
    assert "Rosa Nolan paused the texts until" in page
    assert "They paused" not in page
    prompt = requested(services, treated)[0]
    desk.post(f"/prompts/{prompt.id}/send")
    assert "Not sent" in desk.get(path).text
    assert len(asked(services, treated)) == before
    desk.get(f"{path}/pause")
    desk.post(f"{path}/pause", until="")
    assert "paused until" not in desk.get(path).text


@pytest.mark.parametrize("until", ["2026-11-18", "2027-03-01", "soon"])
def test_a_pause_ends_on_a_day_to_come(desk: Desk, treated: House, until: str):
    path = f"/patients/{treated.marisol.id}/pause"
    desk.get(path)
    assert set(errors_in(desk.post(path, until=until))) == {"until"}


@pytest.fixture
def misread(services: Services, lived: House) -> InboundMessage:
    """Yesterday's daily check-in was read as mood 5, distress 3, sleep 7."""
    with services.readers() as session:
        return session.scalars(
            select(InboundMessage)
            .where(
                InboundMessage.patient_id == lived.marisol.id,
                InboundMessage.prompt_id.is_not(None),
            )
            .order_by(InboundMessage.received_at.desc())
        ).first()


def test_a_text_read_anew_keeps_what_it_was_read_as(
    desk: Desk, services: Services, house: House, misread: InboundMessage
):
    path = f"/texts/{misread.id}/reading"
    page = desk.get(path)
    assert 'value="5"' in page.text
    assert misread.body in page.text
    form = {"daily-mood": "4", "daily-distress": "3", "daily-sleep_hours": ""}
    assert desk.post(path, **form).status_code == 303
    with services.readers() as session:
        answers = session.scalars(select(Answer).where(Answer.inbound_id == misread.id)).all()
        moods = {each.value: each for each in answers if each.link_id == "mood"}
        assert moods[5.0].superseded_at == NOW
        assert (moods[4].superseded_at, moods[4].corrected_by_id) == (None, house.rosa.id)
        mine = select(Observation).where(Observation.response_id == moods[4].response_id)
        observed = {each.code: each.value for each in session.scalars(mine)}
        assert (observed["daily/mood"], "daily/sleep_hours" in observed) == (4, False)
        last = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert (last.action, last.subject_id) == ("correct reading", misread.id)


def test_a_correction_off_the_scale_is_refused(desk: Desk, misread: InboundMessage):
    path = f"/texts/{misread.id}/reading"
    desk.get(path)
    for value in ("11", "x", "nan", "-1"):
        answer = desk.post(path, **{"daily-mood": value})
        assert answer.status_code == 422
        assert 'id="daily-mood-error"' in answer.text


def test_danger_that_a_person_reads_opens_an_alert(desk: Desk, misread: InboundMessage):
    path = f"/texts/{misread.id}/reading"
    desk.get(path)
    desk.post(path, **{"daily-mood": "0", "daily-distress": "3", "daily-sleep_hours": "7"})
    assert "Mood is at the low end of its scale" in desk.get("/alerts").text


@pytest.fixture
def foreseeable(services: Services, house: House) -> House:
    """Two gains were seen to fade, and a third holds now."""
    with services.sessions.begin() as session:
        rosa = session.get_one(Practitioner, house.rosa.id)
        marisol = session.get_one(Patient, house.marisol.id)
        two_gains_fade_and_a_third_holds(session, rosa, marisol)
    return house


def test_a_forecast_is_accepted_or_replaced_with_a_reason(
    desk: Desk, services: Services, foreseeable: House
):
    base = f"/patients/{foreseeable.marisol.id}"
    page = unescape(re.sub(r"<[^>]+>", " ", desk.get(base).text))
    assert "2 earlier gains seen to fade" in " ".join(page.split())
    path = f"{base}/forecast"
    desk.get(path)
    refused = desk.post(path, verdict="edited", low_on="2026-12-20", high_on="2026-12-01")
    assert set(errors_in(refused)) == {"high_on", "reason"}
    desk.post(
        path,
        verdict="edited",
        low_on="2026-12-20",
        high_on="2026-12-30",
        reason="New job starts then.",
    )
    said = " ".join(unescape(re.sub(r"<[^>]+>", " ", desk.get(base).text)).split())
    assert "Rosa Nolan put 20 Dec 2026 to 30 Dec 2026 in place of" in said
    assert "New job starts then." in said
    (acceptance,) = re.findall(r'value="(accepted [^"]+)"', desk.get(path).text)
    unseen = desk.post(path, verdict="accepted 2026-01-01 2026-01-02")
    assert "The forecast has changed since this page was opened." in errors_in(unseen)["verdict"]
    desk.post(path, verdict=acceptance)
    assert "Rosa Nolan accepted" in desk.get(base).text
    with services.readers() as session:
        edited, accepted = session.scalars(select(ForecastReview).order_by(ForecastReview.id)).all()
    assert (edited.verdict, edited.reason) == ("edited", "New job starts then.")
    assert (accepted.verdict, accepted.reason) == ("accepted", "")
    assert acceptance == f"accepted {accepted.low_on} {accepted.high_on}"
    assert (accepted.low_on, accepted.high_on) == (accepted.given_low_on, accepted.given_high_on)


def test_where_nothing_can_be_said_the_page_says_why(desk: Desk, services: Services, house: House):
    base = f"/patients/{house.marisol.id}"
    assert desk.get(f"{base}/forecast").status_code == 404
    with services.sessions.begin() as session:
        rosa = session.get_one(Practitioner, house.rosa.id)
        marisol = session.get_one(Patient, house.marisol.id)
        score(session, marisol, NOW - timedelta(days=20), [(-1, 20), (5, 8), (12, 9)])
        at = NOW - timedelta(days=20)
        factories.give_infusion(session, rosa, marisol, started_at=at, now=NOW)
    assert "no earlier gain of theirs was seen to fade" in desk.get(base).text
