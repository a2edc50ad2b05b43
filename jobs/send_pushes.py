"""Send the notifications that are due: claim and commit, call the push services, settle."""

from uuid import UUID

import structlog

from diary.bootstrap import Services
from diary.services import push
from diary.services.ports import PushError, PushErrorKind
from diary.services.push import ClaimedNotice
from jobs.claims import each, until_empty

BATCH = 100
_log = structlog.get_logger("jobs")


def send_pushes(services: Services) -> dict[str, int]:
    """Send every notification that is due. What no phone takes is texted at once."""

    def due() -> list[UUID]:
        with services.readers() as session:
            return list(push.due(session, services.clock(), BATCH))

    def send(notice_id: UUID) -> None:
        with services.sessions.begin() as session:
            claimed = push.claim(session, notice_id, services.clock())
        if claimed:
            took, gone = _hand_over(services, claimed)
            with services.sessions.begin() as session:
                push.settle(session, claimed, took, gone, services.clock())

    sent, failed = each(until_empty(due), send, job="send_pushes")
    return {"notices": sent, "failed": failed}


def _hand_over(services: Services, claimed: ClaimedNotice) -> tuple[int, list[UUID]]:
    """How many push services took it, and the subscriptions that are no more."""
    if services.push is None:
        # The operator took the key away: what was bound to it takes nothing any more.
        return 0, [subscription_id for subscription_id, _ in claimed.addresses]
    took, gone = 0, []
    for subscription_id, address in claimed.addresses:
        try:
            services.push.push(address, claimed.note)
            took += 1
        except PushError as error:
            if error.kind is PushErrorKind.GONE:
                gone.append(subscription_id)
            elif error.kind is PushErrorKind.REFUSED:
                _log.error("push_refused", clinic=str(claimed.organization_id))
    return took, gone
