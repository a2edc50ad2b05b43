"""Sweep the carrier's list for texts whose webhook never arrived."""

from datetime import timedelta

from sqlalchemy import select

from diary.bootstrap import Services
from diary.services import inbox
from diary.services.inbox import InboundText
from diary.services.ports import ReceivedSms
from diary.store.people import Organization
from jobs.claims import each

LOOK_BACK = timedelta(hours=26)


def catch_up(services: Services) -> dict[str, int]:
    """Store every text of the last day that the carrier has and the clinic has not."""
    since = services.clock() - LOOK_BACK
    with services.readers() as session:
        numbers = session.scalars(select(Organization.sender)).all()
    listed: list[ReceivedSms] = []
    found = 0

    def store(received: ReceivedSms) -> None:
        nonlocal found
        text = InboundText(
            received.sid,
            received.sender,
            received.to,
            received.body,
            received_at=received.received_at,
        )
        with services.sessions.begin() as session:
            if inbox.record_text(session, services.catalogue, text, services.clock()):
                found += 1

    swept, unswept = each(
        numbers,
        lambda number: listed.extend(services.gateway.received(number, since)),
        job="catch_up",
    )
    _, failed = each(listed, store, job="catch_up")
    return {"numbers": swept, "found": found, "failed": failed + unswept}
