"""Exchanging a refresh token, and telling a lost answer from a copy in somebody else's hands.

A refresh token is good once (RFC 9700, section 4.14.2). Phones lose answers, though: the exchange
is committed, the network goes, and the phone can only show the old token again. So an exchanged
token is answered again, with the same next token, as long as nothing handed out for it was used:
whoever has used it has got it, and the old one that comes back after that is a copy. A copy that
comes first is found out by the same rule, when the phone comes back.

Services that do not look at use allow a minute at most for the same (Amazon Cognito 60 s, Okta 30 s
unless it is set), which a phone that lies in a pocket until the next day's check-in outlasts.
"""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from diary.services import device_tokens
from diary.services.device_tokens import Tokens
from diary.services.devices import end
from diary.store.devices import Device, DeviceEnd, DeviceToken, TokenKind

LOST_FOR = timedelta(days=2)
"""How long an answer that was never used may have been lost."""
AT_ONCE = timedelta(seconds=30)
"""For how long a device may ask twice at once, one part of it already using what the other got."""


def renew(session: Session, refresh_token: str, now: datetime) -> Tokens | None:
    """New tokens for a refresh token, which is exchanged by it. Commit even after ``None``.

    ``None`` for one that is unknown, too old or of a device that was ended; a copy of one that was
    exchanged before ends its device.
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
        token.used_at = now
        _settle_last_exchange(session, token)
    elif not _may_have_been_lost(session, token, now):
        end(device, DeviceEnd.REPLAY, now)
        return None
    device.seen_at = now
    return device_tokens.hand_out_next(session, device, token, refresh_token, now)


def _settle_last_exchange(session: Session, token: DeviceToken) -> None:
    """The token before ``token`` gives nothing any more: its answer has arrived."""
    session.execute(
        update(DeviceToken)
        .where(DeviceToken.id == token.given_for_id)
        .values(salt=None)
        .execution_options(synchronize_session=False)
    )


def _may_have_been_lost(session: Session, token: DeviceToken, now: datetime) -> bool:
    if token.used_at is None or token.salt is None:
        return False
    since = now - token.used_at
    return since <= AT_ONCE or (since <= LOST_FOR and not _has_arrived(session, token))


def _has_arrived(session: Session, token: DeviceToken) -> bool:
    """Whether a call was made with an access token that was handed out for ``token``."""
    used = select(DeviceToken.id).where(
        DeviceToken.device_id == token.device_id,
        DeviceToken.kind == TokenKind.ACCESS,
        DeviceToken.given_for_id == token.id,
        DeviceToken.used_at.is_not(None),
    )
    return session.scalars(used.limit(1)).first() is not None
