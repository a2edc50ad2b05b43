"""Pages ride a lane of their own: no pile, no cap, no refusal and no hung call keeps one back."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from diary.bootstrap import Bell
from diary.services import pacing
from diary.store.messaging import OutboundStatus, Purpose
from diary.store.people import Organization
from jobs.runner import Runner
from jobs.timetable import JOBS
from tests.jobs.clinic import JobClinic
from tests.jobs.test_pacing import strangers
from tests.services.on_call import CRISIS, Ward
from tests.standins.carrier import ambiguous, misconfigured, transient


@pytest.fixture
def ward(clinic: JobClinic) -> Ward:
    made = Ward(clinic)
    made.put_on_call("Noor", 1)
    made.put_on_call("Rosa", 2)
    patient = clinic.add_patient()
    clinic.settle()
    clinic.carrier.taken.clear()
    with clinic.services.sessions.begin() as session:
        ours = session.get_one(Organization, clinic.clinic_id)
        ours.segments_a_second, ours.segments_a_day = 1, 20
    strangers(clinic, clinic.clinic_id, 300)
    clinic.text_in(patient, CRISIS)
    return made


def test_promise_5_a_pile_of_prompts_and_a_full_day_hold_up_no_page(ward: Ward):
    for _ in range(40):
        ward.page()
        ward.clinic.run("thin_backlog")
        ward.clinic.clock.pass_by(seconds=1)
    assert ward.paged() == ["Noor"]
    assert ward.clinic.carrier.taken[0].to == ward.phones["Noor"]
    ward.pass_by(11)
    assert ward.paged() == ["Noor", "Rosa"], "the next is paged on time as well"


@pytest.mark.parametrize("fault", [misconfigured, transient, ambiguous])
def test_promise_5_a_stopped_lane_stops_no_page(ward: Ward, fault):
    ward.clinic.carrier.faults.extend([fault() for _ in range(2)])
    ward.clinic.run("send_messages")
    ward.clinic.carrier.faults.clear()
    with ward.clinic.services.readers() as session:
        ours = session.get_one(Organization, ward.clinic.clinic_id)
        assert ours.sending_held_until > ward.clinic.clock()
    ward.page()
    assert ward.paged() == ["Noor"]


def test_promise_5_a_crew_that_hangs_in_its_calls_holds_up_no_page(ward: Ward):
    clinic = ward.clinic
    hangs, paged = threading.Event(), threading.Event()

    def hold_on(sms) -> None:
        if sms.to in ward.phones.values():
            paged.set()
        elif sms.body == "x":
            hangs.wait(20)

    clinic.carrier.before_send = hold_on
    with clinic.services.sessions.begin() as session:
        ours = session.get_one(Organization, clinic.clinic_id)
        ours.segments_a_second, ours.segments_a_day = 1000, None
    services = replace(
        clinic.services,
        bell=Bell(),
        settings=clinic.services.settings.model_copy(update={"senders": 2}),
    )
    runner = Runner(services, {name: JOBS[name] for name in ("send_messages", "send_urgent")})
    # Both of the crew hang before there is any page at all.
    clinic.run("take_turns")
    clinic.run("send_urgent")
    runner.start()
    for _ in range(200):
        if len(clinic.texts(status=OutboundStatus.SUBMITTING)) >= 2:
            break
        threading.Event().wait(0.05)
    clinic.run("escalate_alerts")
    services.bell.ring()
    assert paged.wait(20)
    hangs.set()
    runner.stop()


def test_promise_5_even_a_page_in_doubt_is_sent_again_and_an_unread_one_climbs(ward: Ward):
    ward.clinic.carrier.faults.append(ambiguous())
    ward.clinic.carrier.takes_before_failing = True
    ward.page()
    with ward.clinic.services.readers() as session:
        again_at = pacing.next_turn_at(session, ward.clinic.clock())
    assert timedelta(0) < again_at - ward.clinic.clock() <= timedelta(seconds=3)
    ward.clinic.clock.at = again_at
    ward.page()
    assert ward.paged() == ["Noor", "Noor"]
    ward.pass_by(11)
    assert ward.paged()[-1] == "Rosa"
    assert {page.status for page in ward.clinic.texts(purpose=Purpose.PAGE)} == {
        OutboundStatus.ACCEPTED
    }
    assert ward.clinic.clock() - ward.alert().opened_at < timedelta(minutes=12)
