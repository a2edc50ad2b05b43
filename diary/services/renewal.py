"""Exchanging a refresh token, and telling a lost answer from a copy in somebody else's hands.

A refresh token is good once, and one that comes back ends its device (RFC 9700, section 4.14.2).
Phones lose answers, though: the exchange is committed, the network goes, and the phone has nothing
but the old token. So a phone may give an exchange an id of its own, which it keeps until it has the
answer. Who shows the same token with the same id is answered again, with the same next token, until
that one is exchanged. Whoever has copied the token alone does not know the id.

Services that know no id allow whoever has the token a minute at most for the same (Amazon Cognito
60 s, Okta 30 s unless it is set), which a phone in a pocket outlasts.
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from diary.services import device_tokens
from diary.services.device_tokens import Tokens
from diary.services.devices import end
from diary.store.devices import Device, DeviceEnd, DeviceToken

LOST_FOR = timedelta(days=2)
"""How long an answer may have been lost."""


def renew(
    session: Session, refresh_token: str, exchange_id: UUID | None, now: datetime
) -> Tokens | None:
    """New tokens for a refresh token, which is exchanged by it. Commit even after ``None``.

    ``None`` for one that is unknown, too old or of a device that was ended; one that was exchanged
    before, but not by ``exchange_id``, ends its device.
    """
    token = device_tokens.find_refresh_token(session, refresh_token)
    if token is None:
        return None
    # The exchanges of a device come one after the other; what the last one did is read anew.
    device = session.get_one(Device, token.device_id, with_for_update=True, populate_existing=True)
    session.refresh(token)
    if device.ended_at or now >= token.expires_at:
        return None
    if token.used_at is None:
        token.used_at, token.exchange_id = now, exchange_id
        _settle_last_exchange(session, token)
    elif not _was_lost(token, exchange_id, now):
        end(device, DeviceEnd.REPLAY, now)
        return None
    device.seen_at = now
    return device_tokens.hand_out_next(session, device, token, refresh_token, now)


def _settle_last_exchange(session: Session, token: DeviceToken) -> None:
    """The token before ``token`` gives nothing any more: its answer has arrived."""
    session.execute(
        update(DeviceToken)
        .where(DeviceToken.id == token.given_for_id)
        .values(salt=None, exchange_id=None)
        .execution_options(synchronize_session=False)
    )


def _was_lost(token: DeviceToken, exchange_id: UUID | None, now: datetime) -> bool:
    if token.used_at is None or token.exchange_id is None or exchange_id is None:
        return False
    is_same = secrets.compare_digest(token.exchange_id.bytes, exchange_id.bytes)
    return is_same and now - token.used_at <= LOST_FOR
