"""Paging: an open alert climbs the clinic's ladder until somebody acknowledges it.

A page names the alert by number and link, and nothing else: no patient, no reason, no health
information.
"""

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from diary.domain.ladder import next_rung, wait_after
from diary.domain.turn import Phrase
from diary.services import alert_desk, outbox
from diary.services.catalogue import Catalogue
from diary.services.ladders import rung_of
from diary.services.wording import compose
from diary.store.alerts import AlertHandover, AlertStatus, SafetyAlert
from diary.store.base import UtcDateTime
from diary.store.ids import new_id
from diary.store.messaging import InboundMessage, OutboundMessage, OutboundStatus, Purpose
from diary.store.oncall import OnCall, PageSent
from diary.store.people import Organization, Practitioner
from diary.store.sealing import blind_index

LINK_IS_GOOD_FOR = timedelta(days=2)
PAGE_WORTH = timedelta(hours=2)
STAFF_LANGUAGE = "en"

_DID_NOT_ARRIVE = (OutboundStatus.FAILED, OutboundStatus.UNDELIVERED)
NOBODY_YET = timedelta(minutes=15)
"""Where nobody is on the ladder, it is looked at again after this."""
LONGER_THAN_ANY_WAIT = timedelta(days=1)
_NOW = bindparam("now", type_=UtcDateTime())
_NO_WAIT_AFTER = bindparam("no_wait_after", type_=UtcDateTime())

_YES = r"ok(?:ay)?|ack(?:nowledged?)?|mine|(?:got|on) it|yes|si|sí"
_ACKNOWLEDGES = re.compile(
    rf"(?:1|(?:{_YES})\W*(?P<named>\d{{1,9}})?|\W*(?P<bare>\d{{2,9}}))\W*", re.IGNORECASE
)


def alerts_to_page(session: Session, now: datetime, limit: int) -> Sequence[UUID]:
    """Open alerts whose next page is due, the longest waiting first.

    It is due at once, and not after the wait, where the last one certainly did not arrive.
    """
    return session.scalars(_to_page(), {**instants(now), "limit": limit}).all()


def is_due() -> ColumnElement[bool]:
    """Whether an alert's next page is due at ``instants``, as an expression of a query."""
    newer = aliased(PageSent)
    failed = (
        exists()
        .where(
            PageSent.alert_id == SafetyAlert.id,
            PageSent.message_id == OutboundMessage.id,
            OutboundMessage.status.in_(_DID_NOT_ARRIVE),
            ~exists().where(newer.alert_id == PageSent.alert_id, newer.id > PageSent.id),
        )
        .correlate(SafetyAlert)
    )
    # Whoever stands last is paged again after the wait and no sooner: nobody follows them.
    somebody_follows = exists().where(
        OnCall.organization_id == SafetyAlert.organization_id,
        OnCall.position > SafetyAlert.last_rung,
    )
    return and_(
        # Said apart, or SQLite looks through all alerts for whom nobody is to be paged any more.
        SafetyAlert.next_page_at.is_not(None),
        or_(
            SafetyAlert.next_page_at <= _NOW,
            # No wait is so long: a clock that was years ahead set it, and has been put right since.
            SafetyAlert.next_page_at > _NO_WAIT_AFTER,
            and_(SafetyAlert.next_page_at > _NOW, failed, somebody_follows),
        ),
    )


def instants(now: datetime) -> dict[str, datetime]:
    """What ``is_due`` asks a query for."""
    return {"now": now, "no_wait_after": now + LONGER_THAN_ANY_WAIT}


def page_next(
    session: Session, catalogue: Catalogue, alert_id: UUID, now: datetime, base_url: str
) -> bool:
    """Page whoever is next on the ladder; ``False`` if the alert needs no page (any more)."""
    alert = session.get_one(SafetyAlert, alert_id, with_for_update=True)
    due = session.scalars(_to_page_of(), {**instants(now), "alert": alert_id})
    if alert.status is not AlertStatus.OPEN or due.first() is None:
        return False
    clinic = session.get_one(Organization, alert.organization_id)
    people = {
        person.position: person
        for person in session.scalars(select(OnCall).where(OnCall.organization_id == clinic.id))
    }
    ladder = [rung_of(person) for person in people.values()]
    rung = next_rung(ladder, alert.last_rung, now, clinic.timezone)
    if rung is None:
        # The alert stays on top of every page, and whoever joins the ladder is paged.
        alert.next_page_at = now + NOBODY_YET
        return False
    token = secrets.token_urlsafe(24)
    page_id = new_id()
    params = {"number": alert.number, "link": f"{base_url}/page/{token}"}
    message = outbox.queue(
        session,
        clinic,
        key=f"page:{page_id}",
        purpose=Purpose.PAGE,
        recipient=people[rung.position].phone,
        body=compose([Phrase("page", params)], STAFF_LANGUAGE, clinic, catalogue),
        now=now,
        expires_at=now + PAGE_WORTH,
    )
    session.flush()
    session.add(
        PageSent(
            id=page_id,
            organization_id=clinic.id,
            alert_id=alert.id,
            practitioner_id=people[rung.position].practitioner_id,
            message_id=message.id,
            token_hash=_hash(token),
            paged_at=now,
        )
    )
    times = _times_paged(session, alert, people[rung.position])
    alert.last_rung, alert.next_page_at = rung.position, now + wait_after(rung, times)
    return True


def _times_paged(session: Session, alert: SafetyAlert, person: OnCall) -> int:
    """Pages to the person about this alert since it last opened or was handed over; with this."""
    handed_at = session.scalar(
        select(func.max(AlertHandover.handed_at)).where(AlertHandover.alert_id == alert.id)
    )
    since = max(at for at in (alert.opened_at, alert.escalated_at, handed_at) if at)
    pages = session.scalars(
        select(PageSent.id).where(
            PageSent.alert_id == alert.id,
            PageSent.practitioner_id == person.practitioner_id,
            PageSent.paged_at >= since,
        )
    )
    return len(pages.all())


def paged_alert(
    session: Session, token: str, now: datetime
) -> tuple[SafetyAlert, Practitioner] | None:
    """The alert that a page's link is about, and who was paged; ``None`` for a link gone bad."""
    page = session.scalars(select(PageSent).where(PageSent.token_hash == _hash(token))).first()
    if page is None or now - page.paged_at > LINK_IS_GOOD_FOR:
        return None
    practitioner = session.get_one(Practitioner, page.practitioner_id)
    return session.get_one(SafetyAlert, page.alert_id), practitioner


def on_call_with(session: Session, clinic: Organization, phone: str) -> OnCall | None:
    """Who on the clinic's ladder has this number."""
    return session.scalars(
        select(OnCall).where(
            OnCall.organization_id == clinic.id,
            OnCall.phone_index == blind_index(session, phone),
        )
    ).first()


def take_reply(
    session: Session,
    catalogue: Catalogue,
    clinic: Organization,
    person: OnCall,
    message: InboundMessage,
    now: datetime,
) -> bool:
    """Acknowledge by text: ``OK`` for the alert paged last, ``OK 123`` or ``123`` for that one.

    ``False`` for any other text, and for an alert that this person was not paged about.
    """
    match = _ACKNOWLEDGES.fullmatch(message.body.strip())
    if match is None:
        return False
    number = match["named"] or match["bare"]
    alert = _meant(session, person, int(number) if number else None)
    if alert is None:
        return False
    practitioner = session.get_one(Practitioner, person.practitioner_id)
    alert_desk.take_by_page(session, catalogue, alert, practitioner, now)
    is_theirs = (
        alert.status is AlertStatus.ACKNOWLEDGED and alert.acknowledged_by_id == practitioner.id
    )
    key = "page_acknowledged" if is_theirs else "page_taken"
    phrase = Phrase(key, {"number": alert.number})
    outbox.queue(
        session,
        clinic,
        key=f"page-reply:{message.id}",
        purpose=Purpose.REPLY,
        recipient=person.phone,
        body=compose([phrase], STAFF_LANGUAGE, clinic, catalogue),
        now=now,
        expires_at=now + PAGE_WORTH,
    )
    return True


@cache
def _to_page() -> Select[UUID]:
    limit = bindparam("limit", type_=Integer(), literal_execute=True)
    return select(SafetyAlert.id).where(is_due()).order_by(SafetyAlert.next_page_at).limit(limit)


@cache
def _to_page_of() -> Select[UUID]:
    alert_id = bindparam("alert", type_=SafetyAlert.id.type)
    return select(SafetyAlert.id).where(SafetyAlert.id == alert_id, is_due())


def _meant(session: Session, person: OnCall, number: int | None) -> SafetyAlert | None:
    query = (
        select(SafetyAlert)
        .join(PageSent, PageSent.alert_id == SafetyAlert.id)
        .where(
            PageSent.organization_id == person.organization_id,
            PageSent.practitioner_id == person.practitioner_id,
        )
        .order_by(PageSent.paged_at.desc(), PageSent.id.desc())
    )
    if number is not None:
        query = query.where(SafetyAlert.number == number)
    return session.scalars(query.limit(1)).first()


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
