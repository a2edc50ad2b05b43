"""Send what the outbox holds: claim and commit, call the carrier, settle and commit."""

import os
import socket
from collections.abc import Iterator

from diary.bootstrap import Services
from diary.services import delivery, outbox
from diary.services.outbox import Claimed
from diary.services.ports import SendError
from diary.store.messaging import OutboundMessage, OutboundStatus
from jobs.claims import each

BATCH = 500


def send_messages(services: Services) -> dict[str, int]:
    """Send every text that is due, the most urgent first."""
    sent, failed = each(
        _claims(services), lambda claimed: _send(services, claimed), job="send_messages"
    )
    return {"texts": sent, "failed": failed}


def _claims(services: Services) -> Iterator[Claimed]:
    owner = f"{socket.gethostname()}:{os.getpid()}"
    for _ in range(BATCH):
        with services.sessions.begin() as session:
            claimed = outbox.claim_next(
                session, owner, services.clock(), services.settings.public_base_url
            )
        if claimed is None:
            return
        if not isinstance(claimed, OutboundStatus):
            yield claimed


def _send(services: Services, claimed: Claimed) -> None:
    try:
        accepted = services.gateway.send(claimed.sms)
    except SendError as error:
        with services.sessions.begin() as session:
            now = services.clock()
            outbox.settle_refused(session, claimed.message_id, error, now)
            message = session.get_one(OutboundMessage, claimed.message_id)
            delivery.learn_from_error(session, services.catalogue, message, error.code, now)
    else:
        with services.sessions.begin() as session:
            outbox.settle_accepted(session, claimed.message_id, accepted, services.clock())
