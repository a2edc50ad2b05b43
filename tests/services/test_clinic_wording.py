"""A clinic's own words reach its patients, and nobody else's, until they are set back."""

from collections.abc import Mapping

import pytest
from sqlalchemy import select

from diary.domain.clinic_wording import FaultKind, ShippedText, lock_of
from diary.services.clinic_wording import WordingRefusedError, Wordings
from diary.store.audit import AuditEvent
from diary.store.messaging import Purpose
from diary.store.people import Organization
from diary.web.wording.clinic_wording import say_when_sent
from tests.factories import CHICAGO, NOW, PUBLIC_URL, catalogue
from tests.jobs.clinic import JobClinic
from tests.services.conftest import Desk

OWN = "We rest until {{ until }}. Send RESUME when you are ready. {{ clinic }}"
SHIPPED = catalogue().wording.all_shipped()
OPEN = [shipped for shipped in SHIPPED if lock_of(shipped) is None]


def shipped(key: str, language: str = "en") -> ShippedText:
    return catalogue().wording.shipped(key, language)


def wordings(own: Mapping[str, Mapping[str, str]] | None = None) -> Wordings:
    clinic = Organization(
        name="Llano Clinic", contact_phone="432-555-0100", timezone=CHICAGO, own_wordings=own
    )
    return Wordings(clinic, catalogue(), PUBLIC_URL)


def replies(clinic: JobClinic) -> list[str]:
    return [text.body for text in clinic.texts(purpose=Purpose.REPLY)]


def test_patients_read_the_clinics_words_from_then_on(clinic: JobClinic):
    ana = clinic.add_patient()
    clinic.settle()
    with clinic.services.sessions.begin() as session:
        mine = session.scalars(select(Organization)).one()
        before = Wordings(mine, catalogue(), PUBLIC_URL)
        before.reword(session, shipped("paused"), OWN, NOW, None)
    clinic.text_in(ana, "PAUSE 3 days")
    clinic.settle()
    assert replies(clinic)[-1].startswith("We rest until ")
    assert replies(clinic)[-1].endswith("Send RESUME when you are ready. Llano Clinic")
    with clinic.services.sessions.begin() as session:
        mine = session.scalars(select(Organization)).one()
        Wordings(mine, catalogue(), PUBLIC_URL).reset(session, shipped("paused"), NOW, None)
        assert mine.own_wordings is None
    clinic.text_in(ana, "PAUSE 3 days")
    clinic.settle()
    assert replies(clinic)[-1].startswith("Paused. ")


def test_each_change_is_written_down_with_what_it_was_and_what_it_became(desk: Desk):
    texts = Wordings(desk.clinic, catalogue(), PUBLIC_URL)
    done, rosa = shipped("done"), desk.practitioner.id
    texts.reword(desk.session, done, "  That is\r\nall.  ", NOW, rosa)
    texts.reword(desk.session, done, "That is all.", NOW, rosa)
    texts.reword(desk.session, shipped("done", "es"), "Eso es todo.", NOW, rosa)
    texts.reword(desk.session, done, done.text, NOW, rosa)
    texts.reset(desk.session, done, NOW, rosa)
    desk.session.flush()
    events = desk.session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
    assert [(event.action, event.detail, event.practitioner_id) for event in events] == [
        ("change wording", "done (en): Thanks, that is all. -> That is all.", rosa),
        ("change wording", "done (es): Gracias, eso es todo. -> Eso es todo.", rosa),
        ("reset wording", "done (en): That is all. -> Thanks, that is all.", rosa),
    ]
    assert desk.clinic.own_wordings == {"done": {"es": "Eso es todo."}}


@pytest.mark.parametrize("text", OPEN, ids=lambda text: f"{text.key}-{text.language}")
def test_every_open_text_may_be_worded_as_it_is_and_says_when_it_is_sent(text: ShippedText):
    kept, sample = wordings().read(text, text.text)
    assert kept == text.text
    assert sample == wordings().as_shipped(text)
    assert say_when_sent(text.key) != text.key


def test_a_wording_is_as_long_as_three_segments_with_its_values():
    kept, sample = wordings().read(shipped("done"), "a" * 459)
    assert (len(kept), sample.size.segments) == (459, 3)
    for long in ("a" * 460, "ñandú ☂ " * 26, "By {{ clinic }} " * 60, "a" * 1001):
        with pytest.raises(WordingRefusedError) as refused:
            wordings().read(shipped("done"), long)
        assert refused.value.fault.kind is FaultKind.LONG


def test_a_stored_wording_that_no_longer_fits_goes_out_as_shipped():
    text = wordings({"link": {"en": "Come to {{ old }}: {{ link }}"}}).one("link", "en")
    assert not text.is_in_force
    assert text.sample.body.startswith("Answer on this page instead: https://")


def test_locked_texts_cannot_be_worded_anew(desk: Desk):
    texts = Wordings(desk.clinic, catalogue(), PUBLIC_URL)
    locked = [text for text in SHIPPED if lock_of(text)]
    keys = {text.key for text in locked}
    assert {"safety_crisis", "noted", "help", "stopped", "invitation", "welcome"} <= keys
    for text in locked:
        with pytest.raises(WordingRefusedError):
            texts.reword(desk.session, text, text.text, NOW, desk.practitioner.id)
    assert desk.clinic.own_wordings is None
