"""Texts that wait for a person."""

from sqlalchemy.orm import Session

from diary.services import strangers
from diary.web.present.frame import speaker_for
from diary.web.present.patient import say_phone
from diary.web.screens.texts import UnknownText, UnknownTexts
from diary.web.site import Visit


def waiting_texts(session: Session, visit: Visit) -> UnknownTexts:
    listed = strangers.waiting_texts(session, visit.clinic.id)
    shown = listed[: strangers.NEWEST]
    alert_ids = strangers.alerts_of(session, [message.id for message, _patient in shown])
    speaker = speaker_for(visit)
    return UnknownTexts(
        texts=tuple(
            UnknownText(
                text_id=message.id,
                phone_shown=patient.name if patient else say_phone(message.sender),
                phone=message.sender,
                body=message.body,
                moment=speaker.moment(message.received_at),
                danger=message.danger_tier is not None,
                alert_id=alert_ids.get(message.id),
                patient_id=patient.id if patient else None,
            )
            for message, patient in shown
        ),
        is_cut=len(listed) > strangers.NEWEST,
    )
