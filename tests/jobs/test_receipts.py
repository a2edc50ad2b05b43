"""What refusals and receipts say, in whatever order they come."""

from uuid import UUID

import pytest

from diary.domain.consent import ConsentAct, Texting
from diary.services import delivery
from diary.services.ports import SendErrorKind
from diary.store.messaging import OutboundStatus
from diary.store.people import Consent, Organization
from tests.factories import catalogue
from tests.jobs.clinic import JobClinic
from tests.standins.carrier import ambiguous, refused

SKIPPED, QUEUED, FAILED = OutboundStatus.SKIPPED, OutboundStatus.QUEUED, OutboundStatus.FAILED
UNKNOWN, ACCEPTED = OutboundStatus.UNKNOWN, OutboundStatus.ACCEPTED


def receipt(
    clinic: JobClinic, message_id: UUID, status: str, code: int | None = None, sid: str = "SM1"
) -> bool:
    with clinic.services.sessions.begin() as session:
        return delivery.apply_status(
            session, catalogue(), message_id, sid, status, code, clinic.clock()
        )


def test_a_receipt_settles_a_doubt(clinic: JobClinic, ana: UUID):
    clinic.carrier.faults.append(ambiguous())
    message_id = clinic.queue(ana, "one")
    clinic.run("send_messages")
    assert receipt(clinic, message_id, "delivered", sid="SM77")
    assert clinic.status(message_id) == (OutboundStatus.DELIVERED, None)
    assert clinic.text(message_id).provider_sid == "SM77"


def test_a_receipt_may_come_before_the_answer_to_the_request(clinic: JobClinic, ana: UUID):
    message_id = clinic.queue(ana, "one")
    clinic.carrier.before_send = lambda _: receipt(clinic, message_id, "sent") and None
    clinic.run("send_messages")
    assert clinic.status(message_id) == (OutboundStatus.SENT, None)


@pytest.mark.parametrize(
    ("code", "kind", "texting"),
    [
        (21610, SendErrorKind.OPTED_OUT, Texting.STOPPED),
        (21614, SendErrorKind.PERMANENT, Texting.UNREACHABLE),
        (21211, SendErrorKind.PERMANENT, Texting.UNREACHABLE),
        (21612, SendErrorKind.PERMANENT, Texting.ACTIVE),
        (21617, SendErrorKind.REFUSED, Texting.ACTIVE),
    ],
)
def test_a_refusal_says_what_it_says_about_the_patient(
    clinic: JobClinic, ana: UUID, code: int, kind: SendErrorKind, texting: Texting
):
    clinic.carrier.faults.append(refused(code, kind))
    message_id = clinic.queue(ana, "one")
    clinic.run("send_messages")
    clinic.clock.pass_by(hours=1)
    clinic.run("send_messages")
    assert len(clinic.carrier.attempts) == 1
    assert clinic.status(message_id) == (FAILED, str(kind))
    assert clinic.text(message_id).error_code == code
    assert clinic.patient(ana).texting is texting


@pytest.mark.parametrize("status", ["failed", "undelivered"])
def test_an_opt_out_may_come_with_a_receipt(clinic: JobClinic, ana: UUID, status: str):
    message_id = clinic.queue(ana, "one")
    clinic.run("send_messages")
    receipt(clinic, message_id, status, 21610)
    assert clinic.patient(ana).texting is Texting.STOPPED
    with clinic.services.readers() as session:
        acts = [act for (act,) in session.query(Consent.act).filter_by(patient_id=ana)]
    assert acts.count(ConsentAct.FOUND_STOPPED) == 1


def test_a_late_receipt_does_not_undo_a_start_that_came_after(clinic: JobClinic, ana: UUID):
    message_id = clinic.queue(ana, "one")
    clinic.run("send_messages")
    clinic.clock.pass_by(minutes=1)
    for word in ("STOP", "START"):
        clinic.text_in(ana, word)
        clinic.run("take_turns")
        clinic.clock.pass_by(minutes=1)
    receipt(clinic, message_id, "failed", 21610)
    assert clinic.patient(ana).texting is Texting.ACTIVE


def test_a_number_is_unknown_when_two_texts_in_a_row_say_so(clinic: JobClinic, ana: UUID):
    first, second = (clinic.queue(ana, key) for key in ("one", "two"))
    clinic.run("send_messages")
    receipt(clinic, first, "undelivered", 30005, "SM1")
    assert clinic.patient(ana).texting is Texting.ACTIVE
    receipt(clinic, second, "undelivered", 30005, "SM2")
    assert clinic.patient(ana).texting is Texting.UNREACHABLE


@pytest.mark.parametrize(
    ("order", "final"),
    [
        (["queued", "sending", "sent", "delivered"], OutboundStatus.DELIVERED),
        (["delivered", "sent", "queued"], OutboundStatus.DELIVERED),
        (["sent", "undelivered", "sent"], OutboundStatus.UNDELIVERED),
        (["undelivered", "delivered"], OutboundStatus.DELIVERED),
        (["delivered", "undelivered"], OutboundStatus.DELIVERED),
        (["failed", "sent"], OutboundStatus.FAILED),
        (["read"], OutboundStatus.DELIVERED),
        (["canceled"], OutboundStatus.FAILED),
        (["partially_delivered"], ACCEPTED),
        (["sent", "sent", "sent"], OutboundStatus.SENT),
    ],
)
def test_receipts_twice_and_in_any_order_end_the_same(
    clinic: JobClinic, ana: UUID, order: list[str], final: OutboundStatus
):
    message_id = clinic.queue(ana, "one")
    clinic.run("send_messages")
    for status in order:
        code = 30003 if status in {"undelivered", "failed"} else None
        receipt(clinic, message_id, status, code)
        assert not receipt(clinic, message_id, status, code), "a repeat is nothing new"
    message = clinic.text(message_id)
    assert message.status is final
    if final is OutboundStatus.DELIVERED:
        assert message.error_code is None
    assert clinic.patient(ana).texting is Texting.ACTIVE


def test_a_receipt_for_no_text_of_ours_is_nothing(clinic: JobClinic):
    assert not receipt(clinic, UUID(int=7), "delivered")


@pytest.mark.parametrize(
    ("code", "kind", "at_least", "told"),
    [
        (30034, SendErrorKind.CONFIGURATION, 60, 30034),
        (30002, SendErrorKind.CONFIGURATION, 60, 30002),
        (30022, SendErrorKind.TRANSIENT, 5, None),
        (30001, SendErrorKind.TRANSIENT, 600, None),
        (30023, SendErrorKind.TRANSIENT, 3600, None),
        (30003, SendErrorKind.TRANSIENT, 0, None),
        (30005, SendErrorKind.PERMANENT, 0, None),
        (30007, SendErrorKind.REFUSED, 0, None),
    ],
)
def test_a_receipt_about_the_number_and_not_the_text_lets_its_lane_rest(
    clinic: JobClinic,
    ana: UUID,
    code: int,
    kind: SendErrorKind,
    at_least: int,
    told: int | None,
):
    message_id = clinic.queue(ana, "one")
    clinic.run("send_messages")
    for sid in ("SM1", "SM2"):
        with clinic.services.sessions.begin() as session:
            delivery.apply_status(
                session, catalogue(), message_id, sid, "undelivered", code, clinic.clock(), kind
            )
    with clinic.services.readers() as session:
        ours = session.get_one(Organization, clinic.clinic_id)
    assert ours.sending_refused_code == told
    assert ours.sending_failures == (1 if at_least else 0), "a lane at rest rests no longer for it"
    if at_least:
        clinic.run("send_messages")
        rest = (ours.sending_held_until - clinic.clock()).total_seconds()
        assert at_least <= rest <= 1.5 * at_least


def test_a_number_that_is_found_wrong_by_receipts_is_right_again_when_one_is_delivered(
    clinic: JobClinic, ana: UUID
):
    def refused_code() -> int | None:
        with clinic.services.readers() as session:
            return session.get_one(Organization, clinic.clinic_id).sending_refused_code

    first, second = (clinic.queue(ana, key) for key in ("one", "two"))
    clinic.run("send_messages")
    with clinic.services.sessions.begin() as session:
        delivery.apply_status(
            session, catalogue(), first, "SM1", "undelivered", 30034, clinic.clock(),
            SendErrorKind.CONFIGURATION,
        )  # fmt: skip
    clinic.clock.pass_by(minutes=10)
    clinic.run("send_messages")
    assert refused_code() == 30034, "taken is not delivered"
    receipt(clinic, second, "delivered", sid="SM2")
    assert refused_code() is None
