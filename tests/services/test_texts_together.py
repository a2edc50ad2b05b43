"""Texts that are recorded together: what follows from each is what would follow from it alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from diary.bootstrap import Services
from diary.services import inbox
from diary.services.inbox import InboundText, Recorded
from diary.store.alerts import SafetyAlert
from diary.store.messaging import InboundMessage, OutboundMessage
from diary.store.people import OptOutReplies, Organization, Patient
from tests import factories
from tests.factories import NOW, catalogue, make_phone, make_sid


@dataclass(frozen=True)
class Two:
    """Two clinics with a patient each, who share a number: a phone may be in both."""

    services: Services
    here: Organization
    there: Organization
    patient: Patient
    patient_there: Patient

    def record(self, *texts: InboundText) -> list[Recorded]:
        screened = [inbox.screen_text(catalogue(), text) for text in texts]
        with self.services.sessions.begin() as session:
            return list(inbox.record_texts(session, catalogue(), screened, NOW))

    def stored(self, text: InboundText) -> InboundMessage | None:
        with self.services.readers() as session:
            return session.scalars(
                select(InboundMessage).where(InboundMessage.provider_sid == text.sid)
            ).one_or_none()

    def text(self, body: str, *, sender: str | None = None, to: str | None = None) -> InboundText:
        return InboundText(make_sid(), sender or self.patient.phone, to or self.here.sender, body)


@pytest.fixture
def two(database_url: str) -> Iterator[Two]:
    services = factories.make_services(database_url)
    with services.sessions.begin() as session:
        phone = make_phone()
        here = factories.make_clinic(session)
        there = factories.make_clinic(session, opt_out_replies=OptOutReplies.OURS)
        patient, patient_there = (
            factories.make_patient(session, factories.make_practitioner(session, clinic),
                                   phone=phone)
            for clinic in (here, there)
        )  # fmt: skip
    yield Two(services, here, there, patient, patient_there)
    services.engine.dispose()


def test_promise_1_each_of_many_texts_is_stored_once_for_whom_it_is(two: Two):
    plain, elsewhere = two.text("6 3 7"), two.text("7", to=two.there.sender)
    stranger = two.text("hello", sender=make_phone())
    nobodys = two.text("hello", to="+18065559999")
    assert two.record(plain) == [Recorded.STORED]
    outcomes = two.record(plain, elsewhere, stranger, elsewhere, nobodys)
    assert outcomes == [
        Recorded.ALREADY_STORED,
        Recorded.STORED,
        Recorded.STORED,
        Recorded.ALREADY_STORED,
        Recorded.NOBODYS,
    ]
    kept, there, unknown = (two.stored(text) for text in (plain, elsewhere, stranger))
    assert kept
    assert (kept.patient_id, kept.organization_id) == (two.patient.id, two.here.id)
    assert (kept.body, kept.sender) == ("6 3 7", two.patient.phone)
    assert (kept.turn_taken_at, kept.needs_person, kept.turn_failures) == (None, False, 0)
    assert (kept.received_at, kept.segments, kept.danger_tier) == (NOW, 1, None)
    assert there
    assert (there.patient_id, there.organization_id) == (two.patient_there.id, two.there.id)
    assert unknown
    assert (unknown.patient_id, unknown.turn_taken_at, unknown.needs_person) == (None, NOW, True)
    assert two.stored(nobodys) is None


def test_promise_1_what_is_plain_is_stored_as_any_text_and_nothing_else_is(two: Two):
    plain, keyword = two.text("6 3 7"), two.text("STOP")
    danger = two.text("i want to die tonight")
    late = InboundText(make_sid(), two.patient.phone, two.here.sender, "7", received_at=NOW)
    stranger, nobodys = two.text("7", sender=make_phone()), two.text("7", to="+18065559999")
    texts = [danger, plain, stranger, plain, late, keyword, nobodys]
    screened = [inbox.screen_text(catalogue(), text) for text in texts]
    for expected in ([None, Recorded.STORED, None, None, None, Recorded.STORED, None], [None] * 7):
        with two.services.engine.begin() as connection:
            assert inbox.record_plain(connection, screened, NOW) == expected
    assert [two.stored(text) for text in (danger, stranger, late, nobodys)] == [None] * 4
    kept, stop = two.stored(plain), two.stored(keyword)
    assert kept
    assert stop
    assert (kept.patient_id, kept.organization_id) == (two.patient.id, two.here.id)
    assert (kept.sender, kept.body, kept.received_at) == (two.patient.phone, "6 3 7", NOW)
    assert (kept.turn_taken_at, kept.needs_person, kept.turn_failures) == (None, False, 0)
    assert (kept.answered_by_carrier, stop.answered_by_carrier) == (False, True)


def test_promise_4_danger_among_other_texts_has_its_alert_in_the_same_transaction(two: Two):
    texts = [two.text("6 3 7"), two.text("i want to die tonight"), two.text("8 2 6")]
    lost = two.text("i will end my life", sender=make_phone())
    screened = [inbox.screen_text(catalogue(), text) for text in (*texts, lost)]
    with two.services.sessions() as session:
        inbox.record_texts(session, catalogue(), screened, NOW)
        session.rollback()
    with two.services.readers() as session:
        assert not session.scalar(select(func.count()).select_from(SafetyAlert))
    two.record(*texts, lost)
    with two.services.readers() as session:
        alerts = session.scalars(select(SafetyAlert).order_by(SafetyAlert.number)).all()
        answered = session.scalars(
            select(OutboundMessage.key).where(OutboundMessage.key.startswith("safety:"))
        ).all()
    danger, stranger = two.stored(texts[1]), two.stored(lost)
    assert danger
    assert stranger
    assert [alert.inbound_id for alert in alerts] == [danger.id, stranger.id]
    assert [alert.number for alert in alerts] == [1, 2]
    assert danger.danger_tier == alerts[0].tier
    assert answered == [f"safety:{stranger.id}"], "no conversation answers a stranger"


@pytest.mark.parametrize(
    ("body", "clinic", "said", "is_answered"),
    [
        ("STOP", "here", False, True),
        (" stop ", "here", False, True),
        ("STOP", "there", False, False),
        ("ALTO", "there", True, True),
        ("ALTO", "here", False, False),
        ("6 3 7", "here", False, False),
    ],
)
def test_whether_the_carrier_answered_depends_on_the_word_and_the_clinic(
    two: Two, body: str, clinic: str, said: bool, is_answered: bool
):
    to = getattr(two, clinic).sender
    text = InboundText(make_sid(), two.patient.phone, to, body, answered_by_carrier=said)
    two.record(text)
    kept = two.stored(text)
    assert kept
    assert kept.answered_by_carrier is is_answered


def test_a_text_that_is_fetched_late_keeps_its_time_and_one_overtaken_waits_for_a_person(two: Two):
    hour = timedelta(hours=1)
    late = [
        InboundText(make_sid(), two.patient.phone, two.here.sender, body, received_at=NOW - hour)
        for body in ("START", "STOP")
    ]
    assert two.record(two.text("6 3 7"), *late) == [Recorded.STORED] * 3
    start, stop = (two.stored(text) for text in late)
    assert start
    assert (start.received_at, start.turn_taken_at, start.needs_person) == (NOW - hour, NOW, True)
    assert stop
    assert (stop.received_at, stop.turn_taken_at, stop.needs_person) == (NOW - hour, None, False)
