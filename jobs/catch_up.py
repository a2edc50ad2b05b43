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
    now = services.clock()
    with services.readers() as session:
        numbers = session.scalars(select(Organization.sender)).all()
    found = 0

    def sweep(number: str) -> None:
        for received in services.gateway.received(number, now - LOOK_BACK):
            store(received)

    def store(received: ReceivedSms) -> None:
        nonlocal found
        text = InboundText(received.sid, received.sender, received.to, received.body)
        with services.sessions.begin() as session:
            if inbox.record_text(session, services.catalogue, text, now):
                found += 1

    swept, failed = each(numbers, sweep, job="catch_up")
    if found:
        services.bell.ring()
    return {"numbers": swept, "found": found, "failed": failed}
