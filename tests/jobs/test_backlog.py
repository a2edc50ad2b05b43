"""A pile that would go stale: the part that has no hope is given up early, and the clinic knows."""

from datetime import timedelta

from structlog.testing import capture_logs

from diary.services.glance import glance_at
from diary.services.sending_notices import SendingTrouble, sending_notices
from diary.store.messaging import OutboundStatus, Purpose
from diary.store.people import Organization
from tests.faults import plan
from tests.jobs.clinic import JobClinic
from tests.jobs.test_pacing import at_pace, strangers
from tests.standins.carrier import misconfigured, transient

QUEUED, SKIPPED, ACCEPTED = OutboundStatus.QUEUED, OutboundStatus.SKIPPED, OutboundStatus.ACCEPTED


def told(clinic: JobClinic, clinic_id) -> list[tuple]:
    with clinic.services.readers() as session:
        ours = session.get_one(Organization, clinic_id)
        notices = sending_notices(ours, glance_at(session, clinic_id), clinic.clock())
    return [(notice.trouble, notice.code, notice.count) for notice in notices]


def test_what_cannot_go_out_in_time_is_skipped_at_once_and_all_the_rest_is_in_time(
    clinic: JobClinic,
):
    slow = at_pace(clinic, sender="+14325559400")
    pile = strangers(clinic, slow, 50, worth=timedelta(seconds=30))
    with capture_logs() as logged:
        assert clinic.run("thin_backlog") == {"texts": 20, "failed": 0}
    assert "backlog_skipped" in {line["event"] for line in logged}
    assert [clinic.status(m) for m in pile[30:]] == [(SKIPPED, "backlog")] * 20
    assert told(clinic, slow) == [(SendingTrouble.BACKLOG, None, 20)]
    assert told(clinic, clinic.clinic_id) == []
    for _ in range(40):
        clinic.run("send_messages")
        assert clinic.run("thin_backlog") == {"texts": 0, "failed": 0}
        clinic.clock.pass_by(seconds=1)
    assert [clinic.status(m)[0] for m in pile[:30]] == [ACCEPTED] * 30


def test_replies_are_before_prompts_in_the_pile_as_they_are_at_their_turn(clinic: JobClinic):
    slow = at_pace(clinic, sender="+14325559400")
    prompts = strangers(clinic, slow, 30, worth=timedelta(seconds=30))
    clinic.clock.pass_by(seconds=1)
    replies = strangers(clinic, slow, 10, Purpose.REPLY, body="reply", worth=timedelta(hours=1))
    clinic.run("thin_backlog")
    assert {clinic.status(m)[0] for m in replies} == {QUEUED}
    assert [clinic.status(m)[0] for m in prompts].count(SKIPPED) == 11


def test_safety_and_pages_are_no_part_of_any_pile(clinic: JobClinic):
    slow = at_pace(clinic, sender="+14325559400")
    urgent = strangers(clinic, slow, 20, Purpose.PAGE, worth=timedelta(seconds=5))
    urgent += strangers(clinic, slow, 20, Purpose.SAFETY, worth=timedelta(seconds=5))
    assert clinic.run("thin_backlog") == {"texts": 0, "failed": 0}
    assert {clinic.status(m)[0] for m in urgent} == {QUEUED}


def test_a_full_day_gives_up_only_what_cannot_wait_for_room(clinic: JobClinic):
    capped = at_pace(clinic, sender="78903", segments_a_day=10)
    today = strangers(clinic, capped, 15, worth=timedelta(hours=3))
    long_lived = strangers(clinic, capped, 5, body="long", worth=timedelta(hours=30))
    clinic.run("send_messages")
    clinic.clock.pass_by(seconds=1)
    clinic.run("send_messages")
    clinic.run("thin_backlog")
    assert [clinic.status(m)[0] for m in today].count(SKIPPED) == 5
    assert [clinic.status(m)[0] for m in long_lived] == [QUEUED] * 5
    assert [trouble for trouble, *_ in told(clinic, capped)] == [
        SendingTrouble.FULL,
        SendingTrouble.BACKLOG,
    ]


def test_the_clinic_is_told_of_a_refusal_until_it_is_set_right(clinic: JobClinic, ana):
    clinic.queue(ana, "one")
    clinic.carrier.faults.append(misconfigured())
    clinic.run("send_messages")
    assert told(clinic, clinic.clinic_id) == [(SendingTrouble.REFUSED, 20003, 0)]
    clinic.clock.pass_by(minutes=3)
    clinic.run("send_messages")
    assert told(clinic, clinic.clinic_id) == []


def test_the_clinic_is_told_when_the_carrier_goes_on_failing(clinic: JobClinic, ana):
    clinic.queue(ana, "one")
    clinic.carrier.faults.extend(transient() for _ in range(3))
    for _ in range(3):
        assert told(clinic, clinic.clinic_id) == []
        clinic.run("send_messages")
        clinic.clock.pass_by(minutes=3)
    assert told(clinic, clinic.clinic_id) == [(SendingTrouble.FAILING, None, 0)]


def test_36_000_prompts_due_after_an_outage_are_each_sent_or_skipped_with_a_reason(
    clinic: JobClinic, record_property: plan.Note
):
    """A tenth of them in the suite: at three a second, 20 minutes are worth 3,600 segments."""
    tenths = plan.times(1, 10)
    toll_free = at_pace(clinic, sender="+18885559400")
    strangers(clinic, toll_free, 3_700 * tenths, worth=tenths * timedelta(minutes=20))
    assert clinic.run("thin_backlog") == {"texts": 100 * tenths, "failed": 0}
    skipped = clinic.texts(organization_id=toll_free, status=SKIPPED)
    assert {text.reason for text in skipped} == {"backlog"}
    assert len(clinic.texts(organization_id=toll_free, status=QUEUED)) == 3_600 * tenths
    record_property("texts due at once after an outage", 3_700 * tenths)
