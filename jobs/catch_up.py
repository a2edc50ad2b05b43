"""Sweep the carrier's list for texts whose webhook never arrived."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlalchemy import select, update

from diary.bootstrap import Services
from diary.services import inbox
from diary.services.inbox import InboundText, Recorded
from diary.services.ports import ReceivedSms
from diary.store.messaging import InboundMessage
from diary.store.people import Organization
from jobs.claims import each

LOOK_BACK = timedelta(hours=26)
"""Before the last sweep, so that an outage is covered however long it was."""
CARRIER_KEEPS = timedelta(days=60)
CHUNK = 500
"""Texts of the list looked up at once."""
WEBHOOK_TAKES = timedelta(minutes=2)


def catch_up(services: Services) -> dict[str, int]:
    """Store every text since the last sweep that the carrier has and the clinic has not."""
    now = services.clock()
    with services.readers() as session:
        swept_until = {
            number: swept_at or now
            for number, swept_at in session.execute(
                select(Organization.sender, Organization.swept_at)
            )
        }
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
        screened = inbox.screen_text(services.catalogue, text)
        with services.sessions.begin() as session:
            recorded = inbox.record_text(session, services.catalogue, screened, services.clock())
        found += recorded is Recorded.STORED

    def sweep(number: str) -> None:
        since = max(swept_until[number] - LOOK_BACK, now - CARRIER_KEEPS)
        received = services.gateway.received(number, since)
        # What came just now has a webhook on its way, which knows more than the list.
        listed.extend(text for text in received if text.received_at <= now - WEBHOOK_TAKES)

    swept, unswept = each(swept_until, sweep, job="catch_up")
    _, failed = each(_not_stored(services, listed), store, job="catch_up")
    if not failed and not unswept:
        with services.sessions.begin() as session:
            session.execute(update(Organization).values(swept_at=now))
    return {"numbers": swept, "found": found, "failed": failed + unswept}


def _not_stored(services: Services, listed: Sequence[ReceivedSms]) -> Iterator[ReceivedSms]:
    """Nearly all is stored long since: a sweep writes only what is missing, however long it is."""
    for first in range(0, len(listed), CHUNK):
        chunk = listed[first : first + CHUNK]
        sids = [received.sid for received in chunk]
        with services.readers() as session:
            stored = set(
                session.scalars(
                    select(InboundMessage.provider_sid).where(InboundMessage.provider_sid.in_(sids))
                )
            )
        yield from (received for received in chunk if received.sid not in stored)
