"""Find out what became of texts that may or may not have gone out."""

from uuid import UUID

from diary.bootstrap import Services
from diary.services import delivery
from diary.store.messaging import OutboundMessage
from jobs.claims import each

BATCH = 100


def settle_unknown(services: Services) -> dict[str, int]:
    """Doubt what a dead sender left behind, and look up what is in doubt."""
    now = services.clock()
    with services.readers() as session:
        abandoned = delivery.abandoned(session, now, BATCH)

    def doubt(message_id: UUID) -> None:
        with services.sessions.begin() as session:
            delivery.doubt(session, message_id, now)

    _, failed_doubts = each(abandoned, doubt, job="settle_unknown")
    with services.readers() as session:
        unknown = delivery.in_doubt(session, now, BATCH)

    def look_up(message: OutboundMessage) -> None:
        since = (message.submitted_at or message.created_at) - delivery.CLOCKS_DISAGREE
        listed = services.gateway.find(message.recipient, since)
        with services.sessions.begin() as session:
            delivery.settle_doubt(session, services.catalogue, message.id, listed, now)

    looked_up, failed = each(unknown, look_up, job="settle_unknown")
    return {
        "abandoned": len(abandoned),
        "looked_up": looked_up,
        "failed": failed + failed_doubts,
    }
