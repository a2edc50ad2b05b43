"""Find out what became of texts that may or may not have gone out."""

import time
from datetime import timedelta
from uuid import UUID

from diary.bootstrap import Services
from diary.services import delivery
from diary.services.ports import SendError
from diary.store.messaging import OutboundMessage
from jobs.claims import each

BATCH = 100
PATIENCE_SECONDS = 60
"""A carrier that does not answer must not keep the next run waiting."""
LIST_MAY_FAIL_FOR = timedelta(hours=24)
"""A list that stays unreadable for longer teaches nothing: a person has to look."""


def settle_unknown(services: Services) -> dict[str, int]:
    """Doubt what a dead sender left behind, and look up what is in doubt."""
    with services.readers() as session:
        abandoned = delivery.abandoned(session, services.clock(), BATCH)

    def give_up(message_id: UUID) -> None:
        with services.sessions.begin() as session:
            delivery.give_up_claim(session, message_id, services.clock())

    _, failed_claims = each(abandoned, give_up, job="settle_unknown")
    with services.readers() as session:
        unknown = delivery.in_doubt(session, services.clock(), BATCH)
    give_up_at = time.monotonic() + PATIENCE_SECONDS

    def look_up(message_id: UUID) -> None:
        with services.readers() as session:
            message = session.get_one(OutboundMessage, message_id)
        since = (message.submitted_at or message.created_at) - delivery.CLOCKS_DISAGREE
        try:
            listed = services.gateway.find(message.recipient, since)
        except SendError:
            if services.clock() - since <= LIST_MAY_FAIL_FOR:
                raise
            listed = ()
        with services.sessions.begin() as session:
            delivery.settle_doubt(session, services.catalogue, message_id, listed, services.clock())

    in_time = (message_id for message_id in unknown if time.monotonic() < give_up_at)
    looked_up, failed = each(in_time, look_up, job="settle_unknown")
    return {
        "abandoned": len(abandoned) - failed_claims,
        "looked_up": looked_up,
        "failed": failed + failed_claims,
    }
