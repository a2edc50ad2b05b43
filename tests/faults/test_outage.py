"""Everything was down while many check-ins fell due."""

from collections import Counter

import pytest

from diary.store.people import Organization
from tests.factories import make_sid
from tests.faults import checks, plan
from tests.jobs.clinic import open_clinic

ZONES = ("America/Chicago", "America/Los_Angeles", "Pacific/Auckland")
OFTEN = ("take_turns", "release_prompts", "thin_backlog", "send_messages")


@pytest.mark.timeout(3600)
def test_promise_2_check_ins_due_after_an_outage_are_each_asked_once_or_given_up_with_a_reason(
    database_url: str, record_property: plan.Note
):
    """Half of them came due days ago, some patients opted out meanwhile; one short code for all."""
    clinic = open_clinic(database_url)
    half = plan.times(10, 2_600)
    with clinic.services.sessions.begin() as session:
        session.get_one(Organization, clinic.clinic_id).segments_a_second = 100
    for number in range(2 * half):
        if number == half:
            clinic.clock.pass_by(hours=36)
        clinic.add_patient(phone=f"+1806{6_000_000 + number}", timezone=ZONES[number % len(ZONES)])
    clinic.clock.pass_by(hours=14)
    stopped = {make_sid(): patient_id for patient_id in clinic.patients[::10]}
    for sid, patient_id in stopped.items():
        clinic.text_in(patient_id, "STOP", sid)

    for minutes in (0, 1, 1, *[120] * 12):
        clinic.clock.pass_by(minutes=minutes)
        while any(any(clinic.run(name).values()) for name in OFTEN):
            pass
    with clinic.services.readers() as session:
        taken = Counter(sms.message_id for sms in clinic.carrier.taken)
        ledger = checks.check(session, stopped, taken, clinic.clock())
    clinic.services.engine.dispose()
    assert min(ledger["settled"], ledger["missed"], ledger["skipped"]) > 0
    assert ledger["unknown"] == 0
    record_property("check-ins due after an outage", ledger.total())
