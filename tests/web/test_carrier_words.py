"""Words that the carrier took for STOP or START, and answered, hold here too."""

from datetime import timedelta

from sqlalchemy import select

from diary.bootstrap import Services
from diary.domain.consent import ConsentAct, Texting
from diary.services.turns import take_next_text
from diary.store.alerts import SafetyAlert
from diary.store.messaging import InboundMessage
from diary.store.people import Consent, Patient
from tests import leaks
from tests.factories import PUBLIC_URL
from tests.web.conftest import Clock, House
from tests.web.desk import Twilio


def test_a_word_that_only_the_carrier_knows_stops_and_starts_the_texts(
    twilio: Twilio, services: Services, house: House
):
    def standing() -> Texting:
        with services.readers() as session:
            return session.get_one(Patient, house.marisol.id).texting

    texts = (
        ("nada", "START", Texting.ACTIVE),
        ("6 3 7", "HELP", Texting.ACTIVE),
        ("nevermore", "STOP", Texting.STOPPED),
        ("nevermore", "STOP", Texting.STOPPED),
        ("6 3 7", "", Texting.STOPPED),
        ("yes", "start", Texting.ACTIVE),
        ("0", "STOP", Texting.STOPPED),
    )
    for body, word, texting in texts:
        twilio.text(house.marisol.phone, house.clinic.sender, body, OptOutType=word)
        assert standing() is texting, (body, word)
    with services.readers() as session:
        acts = session.scalars(
            select(Consent.act)
            .where(Consent.patient_id == house.marisol.id)
            .order_by(Consent.recorded_at, Consent.id)
        ).all()
        waiting = session.scalars(
            select(InboundMessage.body)
            .where(
                InboundMessage.patient_id == house.marisol.id,
                InboundMessage.turn_taken_at.is_(None),
            )
            .order_by(InboundMessage.id)
        ).all()
    stopped = ConsentAct.STOPPED
    assert acts[-3:] == [stopped, ConsentAct.RESTARTED, stopped]
    assert waiting == ["nada", "6 3 7", "6 3 7"], "those are the conversation's"


def test_a_start_whose_turn_comes_after_a_later_stop_starts_nothing(
    twilio: Twilio, services: Services, house: House, clock: Clock
):
    number, sender = house.marisol.phone, house.clinic.sender
    for body, word in (("STOP", "STOP"), ("START", "START"), ("nevermore", "STOP")):
        twilio.text(number, sender, body, OptOutType=word)
        clock.move(timedelta(seconds=1))
    more = True
    while more:
        with services.sessions.begin() as session:
            more = take_next_text(
                session, services.catalogue, house.marisol.id, clock(), PUBLIC_URL
            )
    with services.readers() as session:
        assert session.get_one(Patient, house.marisol.id).texting is Texting.STOPPED


def test_danger_in_a_word_that_the_carrier_took_for_stop_is_answered(
    twilio: Twilio, services: Services, house: House
):
    leaks.watch_for("kill myself")
    body = "i want to kill myself tonight"
    twilio.text(house.marisol.phone, house.clinic.sender, body, OptOutType="STOP")
    with services.readers() as session:
        alert = session.scalars(select(SafetyAlert)).one()
        heard = session.get_one(InboundMessage, alert.inbound_id)
    assert heard.turn_taken_at is None, "its turn says where help is"
