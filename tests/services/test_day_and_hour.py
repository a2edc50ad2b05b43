"""What changes for a patient holds for all that was not sent; a day has only so many texts."""

from datetime import time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from diary.domain.open_hours import own_minute
from diary.services import follow_up, laying_out
from diary.services.follow_up import FollowUp
from diary.services.hours import hours_of
from diary.store.care import Prompt, PromptStatus
from diary.store.messaging import Purpose
from diary.store.people import Organization, Patient, Practitioner
from tests.factories import CHICAGO, NOW, catalogue
from tests.jobs.clinic import JobClinic
from tests.services.own_plan import DAILY, follow, infuse

PREFERRED = {"code": "day", "days": [{"from": 1, "to": 9}], "questionnaires": ["daily"]}
AN_HOUR = timedelta(hours=1)


@pytest.fixture(name="ana")
def _ana(clinic: JobClinic) -> UUID:
    """Asked every day at ten; day 1 was asked and not answered."""
    ana = clinic.add_patient()
    clinic.settle()
    follow(clinic, ana, "1", PREFERRED)
    infuse(clinic, ana)
    clinic.clock.at = NOW + timedelta(days=1)
    clinic.settle()
    return ana


def day_prompts(clinic: JobClinic, ana: UUID) -> list[Prompt]:
    found = [prompt for prompt in clinic.prompts(ana) if prompt.check_in == "day"]
    return sorted(found, key=lambda prompt: prompt.occurrence)


def clocks(clinic: JobClinic, ana: UUID, zone: str = CHICAGO) -> list[str]:
    """When each day's prompt is due, by the clock of ``zone``."""
    local = [prompt.due_at.astimezone(ZoneInfo(zone)) for prompt in day_prompts(clinic, ana)]
    return [f"{due:%a %H:%M}" for due in local]


def sent_at(clinic: JobClinic, zone: str = CHICAGO) -> list[str]:
    texts = [text for text in clinic.texts(purpose=Purpose.PROMPT) if text.submitted_at]
    local = [text.submitted_at.astimezone(ZoneInfo(zone)) for text in texts if text.submitted_at]
    return [f"{at:%a %H:%M}" for at in local]


def live(clinic: JobClinic, hours: int) -> None:
    for _ in range(hours):
        clinic.clock.pass_by(hours=1)
        clinic.settle()


def change(clinic: JobClinic, ana: UUID, **values: object) -> None:
    with clinic.services.sessions.begin() as session:
        patient = session.get_one(Patient, ana)
        wanted = {
            "plan": follow_up.plans.plan_of(session, catalogue(), patient),
            "timezone": patient.timezone,
            "preferred_local": patient.preferred_local,
            **values,
        }
        follow_up.change(
            session,
            catalogue(),
            session.get_one(Practitioner, clinic.practitioner_id),
            patient,
            FollowUp(**wanted),  # type: ignore[arg-type]
            clinic.clock(),
        )


def test_another_time_of_day_holds_for_all_that_was_not_sent(clinic: JobClinic, ana: UUID):
    clinic.text_in(ana, "TIME 6pm")
    clinic.settle()
    assert clocks(clinic, ana) == [
        "Thu 10:00",
        *(f"{day} 18:00" for day in ("Fri", "Sat", "Sun", "Mon", "Tue", "Wed", "Thu", "Fri")),
    ]


def test_a_patient_who_travels_is_asked_by_the_clock_where_they_are(clinic: JobClinic, ana: UUID):
    change(clinic, ana, timezone="Asia/Tokyo")
    there = clocks(clinic, ana, "Asia/Tokyo")
    assert there[1:] == [
        f"{day} 10:00" for day in ("Fri", "Sat", "Sun", "Mon", "Tue", "Wed", "Thu", "Fri")
    ]
    live(clinic, 48)
    assert [at for at in sent_at(clinic, "Asia/Tokyo") if at.endswith("10:00")] == [
        "Fri 10:00",
        "Sat 10:00",
    ]


def test_promise_3_a_text_in_the_outbox_keeps_the_hours_of_the_new_zone(
    clinic: JobClinic, ana: UUID
):
    clinic.clock.pass_by(hours=24)
    clinic.run("release_prompts")  # 10:00 in Chicago, and 01:00 in Tokyo
    before = len(sent_at(clinic))
    change(clinic, ana, timezone="Asia/Tokyo")
    clinic.run("send_messages")
    assert len(sent_at(clinic)) == before
    live(clinic, 8)
    assert sent_at(clinic, "Asia/Tokyo")[-1] == "Sat 09:00"


def test_promise_3_a_pause_holds_for_what_is_in_the_outbox_and_for_what_is_to_come(
    clinic: JobClinic, ana: UUID
):
    clinic.clock.pass_by(hours=24)
    clinic.run("release_prompts")
    before = len(sent_at(clinic))
    clinic.text_in(ana, "PAUSE 2 days")
    live(clinic, 47)
    assert len(sent_at(clinic)) == before
    live(clinic, 2)
    assert len(sent_at(clinic)) == before + 1


def test_other_clinic_hours_hold_for_all_that_was_not_sent(clinic: JobClinic, ana: UUID):
    with clinic.services.sessions.begin() as session:
        session.get_one(Organization, clinic.clinic_id).quiet_until_local = time(11)
        session.flush()
        laying_out.lay_out(session, catalogue(), session.get_one(Patient, ana), clinic.clock())
    assert {at[-5:] for at in clocks(clinic, ana)[1:]} == {"11:00"}


def set_cap(clinic: JobClinic, most: int) -> None:
    with clinic.services.sessions.begin() as session:
        session.get_one(Organization, clinic.clinic_id).prompts_a_day = most


HOURLY = [{**DAILY, "code": f"after-{h}", "after": f"PT{h}H"} for h in (3, 4, 5)]


def by_code(clinic: JobClinic, ana: UUID) -> dict[str, Prompt]:
    return {prompt.check_in: prompt for prompt in clinic.prompts(ana)}


@pytest.fixture(name="bea")
def _bea(clinic: JobClinic) -> UUID:
    """Enrolled two days ago, so nothing else was asked today."""
    clinic.clock.at = NOW - timedelta(days=2)
    bea = clinic.add_patient()
    clinic.settle()
    clinic.clock.at = NOW - AN_HOUR
    return bea


def test_beyond_the_days_texts_a_prompt_moves_to_the_next_open_day(clinic: JobClinic, bea: UUID):
    set_cap(clinic, 2)
    follow(clinic, bea, "1", *({**c, "window": "P1D"} for c in HOURLY))
    infuse(clinic, bea, hours_ago=1)
    clinic.clock.at = NOW
    live(clinic, 9)
    last = by_code(clinic, bea)["after-5"]
    assert last.status is PromptStatus.REQUESTED
    assert last.postponed_until == NOW + timedelta(hours=23)  # nine in the morning
    live(clinic, 14)
    assert by_code(clinic, bea)["after-5"].status is PromptStatus.RELEASED
    assert sent_at(clinic)[-1] == "Thu 09:00"


def test_beyond_the_days_texts_what_cannot_wait_is_skipped_with_the_reason(
    clinic: JobClinic, bea: UUID
):
    set_cap(clinic, 2)
    follow(clinic, bea, "1", *({**c, "window": "PT3H"} for c in HOURLY))
    infuse(clinic, bea, hours_ago=1)
    clinic.clock.at = NOW
    live(clinic, 9)
    last = by_code(clinic, bea)["after-5"]
    assert (last.status, last.reason) == (PromptStatus.SKIPPED, "daily_cap")
    assert [by_code(clinic, bea)[c].released_at is not None for c in ("after-3", "after-4")] == [
        True,
        True,
    ]


def test_a_text_that_asks_several_things_counts_once(clinic: JobClinic, bea: UUID):
    set_cap(clinic, 1)
    together = [{**DAILY, "code": code, "after": "PT3H"} for code in ("a", "b")]
    follow(clinic, bea, "1", *together)
    infuse(clinic, bea, hours_ago=1)
    clinic.clock.at = NOW
    live(clinic, 5)
    assert {p.status for code, p in by_code(clinic, bea).items() if code in "ab"} == {
        PromptStatus.RELEASED
    }


def test_what_the_patient_put_off_comes_although_the_day_had_its_texts(
    clinic: JobClinic, bea: UUID
):
    set_cap(clinic, 1)
    follow(clinic, bea, "1", DAILY)
    infuse(clinic, bea, hours_ago=1)
    clinic.clock.at = NOW
    live(clinic, 4)
    clinic.text_in(bea, "later")
    clinic.settle()
    before = len(sent_at(clinic))
    live(clinic, 2)
    assert len(sent_at(clinic)) == before + 1


def test_every_patient_of_a_clinic_has_their_own_minute(clinic: JobClinic):
    with clinic.services.sessions.begin() as session:
        session.get_one(Organization, clinic.clinic_id).spread_minutes = 14
    patients = [clinic.add_patient() for _ in range(6)]
    for patient_id in patients:
        follow(clinic, patient_id, "1", PREFERRED)
        infuse(clinic, patient_id)
        minutes = own_minute(patient_id, 14)
        assert {at[-5:] for at in clocks(clinic, patient_id)} == {f"10:{minutes:02}"}
        with clinic.services.readers() as session:
            organization = session.get_one(Organization, clinic.clinic_id)
            patient = session.get_one(Patient, patient_id)
            assert hours_of(patient, organization).minutes_later == minutes


def test_after_the_night_prompts_are_spread_as_well(clinic: JobClinic):
    """An outage in the evening must not make every phone ring at nine."""
    with clinic.services.sessions.begin() as session:
        session.get_one(Organization, clinic.clinic_id).spread_minutes = 14
    ana = clinic.add_patient()
    clinic.settle()
    follow(clinic, ana, "1", {**DAILY, "window": "P2D"})
    infuse(clinic, ana)
    clinic.clock.at = NOW + timedelta(hours=12)
    clinic.run("release_prompts")
    [waiting] = [p for p in clinic.prompts(ana) if p.check_in == "day"]
    assert waiting.postponed_until == NOW + timedelta(hours=23, minutes=own_minute(ana, 14))
