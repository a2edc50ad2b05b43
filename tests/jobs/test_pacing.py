"""Pace and turns: no number sends faster than it may, and no clinic waits for another's pile."""

from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest

from diary.domain.pacing import SenderKind
from diary.services.ports import SendErrorKind
from diary.store.lanes import Lane
from diary.store.messaging import OutboundStatus, Purpose
from diary.store.people import Organization
from tests.factories import UNPACED, make_clinic
from tests.jobs.clinic import JobClinic
from tests.pace import most_in_a_second
from tests.standins.carrier import refused

ACCEPTED, QUEUED = OutboundStatus.ACCEPTED, OutboundStatus.QUEUED


def add_clinic(clinic: JobClinic, **columns: object) -> UUID:
    with clinic.services.sessions.begin() as session:
        return make_clinic(session, **columns).id


def at_pace(clinic: JobClinic, **columns: object) -> UUID:
    return add_clinic(clinic, **{"segments_a_second": None, **columns})


def strangers(clinic: JobClinic, clinic_id: UUID, count: int, purpose: Purpose = Purpose.PROMPT,
              body: str = "x", worth: timedelta = timedelta(hours=6)) -> list[UUID]:  # fmt: skip
    """Texts that wait for nobody: each to a number without a patient."""
    return [
        clinic.queue(
            None,
            f"{purpose}:{body[:3]}:{clinic.clock()}:{number}",
            purpose,
            body=body,
            clinic_id=clinic_id,
            worth=worth,
        )
        for number in range(count)
    ]


def sent_by(clinic: JobClinic, clinic_id: UUID) -> list[tuple]:
    return [
        (text.submitted_at, text.segments)
        for text in clinic.texts(organization_id=clinic_id, status=ACCEPTED)
    ]


@pytest.mark.parametrize(
    ("columns", "pace"),
    [
        ({"sender": "+14325559100"}, 1),
        ({"sender": "+18885559100"}, 3),
        ({"sender": "78901"}, 100),
        ({"sender": "+14325559101", "sender_kind": SenderKind.TOLL_FREE}, 3),
        ({"sender": "+14325559102", "segments_a_second": 12}, 12),
    ],
)
def test_a_number_sends_what_its_kind_may_and_uses_all_of_it(
    clinic: JobClinic, columns: dict[str, object], pace: int
):
    clinic_id = at_pace(clinic, **columns)
    seconds = 3 if pace < 100 else 1
    strangers(clinic, clinic_id, pace * seconds * 2)
    began = clinic.clock()
    for _ in range(20 * seconds):
        clinic.run("send_messages")
        clinic.clock.pass_by(seconds=0.05)
    sent = sent_by(clinic, clinic_id)
    assert most_in_a_second(sent) <= pace
    assert len(sent) >= pace * seconds
    assert min(at for at, _ in sent) == began
    assert len(clinic.carrier.taken) == len({s.message_id for s in clinic.carrier.taken})


def test_segments_are_counted_and_not_texts(clinic: JobClinic):
    clinic_id = at_pace(clinic, sender="+18885559100")
    strangers(clinic, clinic_id, 12, body="long " * 60)  # two segments
    for _ in range(200):
        clinic.run("send_messages")
        clinic.clock.pass_by(seconds=0.05)
    sent = sent_by(clinic, clinic_id)
    assert len(sent) == 12
    assert sum(segments for _, segments in sent) == 24
    assert most_in_a_second(sent) <= 3 + 1, "a text that has begun may reach into the next second"


def test_safety_waits_for_no_prompt_and_prompts_make_room_for_it(clinic: JobClinic, ana: UUID):
    with clinic.services.sessions.begin() as session:
        session.get_one(Organization, clinic.clinic_id).segments_a_second = 1
    strangers(clinic, clinic.clinic_id, 30)
    for _ in range(3):
        clinic.run("send_messages")
        clinic.clock.pass_by(seconds=1)
    clinic.run("send_messages")
    safety = clinic.queue(ana, "safety", Purpose.SAFETY, body="call 988")
    page = clinic.queue(None, "page", Purpose.PAGE, body="alert 7")
    clinic.run("send_messages")
    assert clinic.status(page)[0] is ACCEPTED
    assert clinic.status(safety)[0] is QUEUED, "two of them keep to the pace as well"
    clinic.clock.pass_by(seconds=1)
    clinic.run("send_messages")
    assert clinic.status(safety)[0] is ACCEPTED
    for _ in range(40):
        clinic.clock.pass_by(seconds=1)
        clinic.run("send_messages")
    sent = sent_by(clinic, clinic.clinic_id)
    assert most_in_a_second([s for s in sent if s[0] > clinic.clock() - timedelta(seconds=39)]) == 1


def test_a_reply_goes_before_prompts_of_its_own_clinic_and_of_others(clinic: JobClinic):
    big = add_clinic(clinic, name="Big")
    strangers(clinic, big, 5)
    clinic.clock.pass_by(seconds=1)
    reply = strangers(clinic, clinic.clinic_id, 1, Purpose.REPLY, body="reply")
    clinic.run("send_messages")
    assert clinic.carrier.taken[0].message_id == reply[0]


def test_a_clinic_with_a_pile_makes_nobody_else_wait(clinic: JobClinic):
    big = at_pace(clinic, sender="78901")
    pile = strangers(clinic, big, 150)
    clinic.clock.pass_by(minutes=1)
    small = [at_pace(clinic, sender=f"+1432555{9200 + n}") for n in range(3)]
    texts = [strangers(clinic, clinic_id, 1)[0] for clinic_id in small]
    clinic.run("send_messages")
    first = [sent.message_id for sent in clinic.carrier.taken[: 2 * len(small)]]
    assert set(texts) <= set(first)
    assert set(pile) & {sent.message_id for sent in clinic.carrier.taken}


def test_numbers_take_turns_by_who_has_sent_least_lately(clinic: JobClinic):
    clinics = [at_pace(clinic, sender=f"+1432555{9300 + n}") for n in range(4)]
    for clinic_id in clinics:
        strangers(clinic, clinic_id, 6)
    for _ in range(6):
        before = len(clinic.carrier.taken)
        clinic.run("send_messages")
        senders = Counter(sent.sender for sent in clinic.carrier.taken[before:])
        assert set(senders.values()) == {1}
        assert len(senders) == len(clinics)
        clinic.clock.pass_by(seconds=1)


def test_a_patients_waiting_texts_do_not_hold_up_another_clinic(clinic: JobClinic, ana: UUID):
    clinic.carrier.faults.append(RuntimeError("as good as dead"))
    clinic.queue(ana, "on its way")
    clinic.run("send_messages")
    clinic.queue(ana, "waits for it")
    other = add_clinic(clinic, name="Other")
    with clinic.services.sessions.begin() as session:
        session.get_one(Lane, other).free_at = clinic.clock()
    [theirs] = strangers(clinic, other, 1)
    clinic.run("send_messages")
    assert clinic.status(theirs)[0] is ACCEPTED


def test_the_cap_of_the_day_holds_prompts_and_not_safety(clinic: JobClinic):
    capped = add_clinic(clinic, segments_a_day=10)
    strangers(clinic, capped, 15, worth=timedelta(hours=40))
    clinic.run("send_messages")
    assert len(sent_by(clinic, capped)) == 10
    safety = clinic.queue(None, "safety", Purpose.SAFETY, clinic_id=capped)
    clinic.run("send_messages")
    assert clinic.status(safety)[0] is ACCEPTED
    clinic.clock.pass_by(hours=23)
    clinic.run("send_messages")
    assert len(sent_by(clinic, capped)) == 11
    clinic.clock.pass_by(hours=2)
    clinic.run("send_messages")
    assert len(sent_by(clinic, capped)) == 16


def test_a_lane_written_by_a_clock_years_ahead_is_not_closed_for_years(clinic: JobClinic):
    with clinic.services.sessions.begin() as session:
        lane = session.get_one(Lane, clinic.clinic_id)
        lane.free_at = lane.urgent_free_at = clinic.clock() + timedelta(days=5 * 365)
        ours = session.get_one(Organization, clinic.clinic_id)
        ours.sending_held_until = clinic.clock() + timedelta(days=5 * 365)
    prompt = strangers(clinic, clinic.clinic_id, 1)[0]
    page = strangers(clinic, clinic.clinic_id, 1, Purpose.PAGE)[0]
    clinic.run("send_messages")
    assert [clinic.status(m)[0] for m in (prompt, page)] == [ACCEPTED, ACCEPTED]


@pytest.mark.parametrize(("code", "at_least"), [(20429, 5), (21611, 600), (63038, 3600)])
def test_how_long_a_lane_rests_depends_on_what_was_too_much(
    clinic: JobClinic, ana: UUID, code: int, at_least: int
):
    clinic.carrier.faults.append(refused(code, SendErrorKind.TRANSIENT))
    clinic.queue(ana, "one")
    clinic.run("send_messages")
    with clinic.services.readers() as session:
        held_until = session.get_one(Organization, clinic.clinic_id).sending_held_until
    rest = (held_until - clinic.clock()).total_seconds()
    assert at_least <= rest <= 1.5 * at_least


def test_lanes_that_fail_together_do_not_come_back_together(clinic: JobClinic):
    ids = [add_clinic(clinic, segments_a_second=UNPACED) for _ in range(5)]
    for clinic_id in ids:
        strangers(clinic, clinic_id, 1)
    clinic.carrier.faults.extend(refused(20429, SendErrorKind.TRANSIENT) for _ in ids)
    clinic.run("send_messages")
    with clinic.services.readers() as session:
        ends = {session.get_one(Organization, i).sending_held_until for i in ids}
    assert len(ends) == len(ids)
