"""What stands around every page."""

import hashlib
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from diary.services import alert_desk, followed_up
from diary.services.glance import Glance
from diary.store.alerts import AlertStatus, SafetyAlert
from diary.web import translation
from diary.web.moments import day_in_full
from diary.web.present.why import say_found
from diary.web.screens.frame import DemoClock, Frame, OpenAlerts, Staff
from diary.web.site import Visit
from diary.web.translation import gettext as _
from diary.web.wording.speaker import Speaker


def speaker_for(visit: Visit, timezone: str | None = None) -> Speaker:
    """Speaks to the visitor; of the clinic's wall clock, or that of ``timezone``."""
    home = ZoneInfo(visit.clinic.timezone)
    zone = ZoneInfo(timezone) if timezone else home
    return Speaker(visit.catalogue, visit.now, zone, translation.language(), home)


def frame_for(session: Session, visit: Visit, glance: Glance, here: str, search: str = "") -> Frame:
    """The frame of a page of somebody signed in; ``here`` is the entry that is lit."""
    return Frame(
        clinic=visit.clinic.name,
        staff=Staff(visit.practitioner.display_name, is_owner=visit.is_owner),
        language=translation.language(),
        here=here,
        calls=glance.calls,
        texts=glance.texts,
        alerts=open_alerts(session, visit, glance.unresolved),
        standing=mark_of(glance),
        clock=_clock(visit),
        search=search,
        as_of=speaker_for(visit).exact(visit.now),
        languages=translation.languages_by_name(),
    )


def frame_before_sign_in() -> Frame:
    return Frame(clinic="", language=translation.language())


def open_alerts(
    session: Session, visit: Visit, unresolved: Sequence[SafetyAlert]
) -> OpenAlerts | None:
    """The bar: how many alerts nobody holds, and about the gravest of them.

    Of several as grave, what is handed over to the visitor comes first, then the oldest.
    """
    waiting = [alert for alert in unresolved if alert.status is AlertStatus.OPEN]
    if not waiting:
        return None
    handed = alert_desk.handed_to(session, waiting, visit.practitioner.id)
    first = min(waiting, key=lambda alert: (alert.tier, alert not in handed, alert.opened_at))
    speaker = speaker_for(visit)
    answers = followed_up.behind_each(session, visit.catalogue, [first])
    when = speaker.moment(first.opened_at).text
    sentence = f"{say_found(first, answers, speaker)} ({when})."
    if first in handed:
        sentence = " ".join((_("It is handed over to you:"), sentence))
    return OpenAlerts(len(waiting), sentence, first.id)


def mark_of(glance: Glance) -> str:
    """A short word for how things stand, which is another when they stand otherwise."""
    alerts = [
        (alert.number, alert.status, alert.acknowledged_by_id, alert.last_rung)
        for alert in glance.unresolved
    ]
    stand = repr((glance.calls, glance.texts, alerts))
    return hashlib.blake2s(stand.encode(), digest_size=8).hexdigest()


def _clock(visit: Visit) -> DemoClock | None:
    stage = visit.site.demo
    if stage is None:
        return None
    next_at = stage.next_at()
    local = stage.now().astimezone(ZoneInfo(visit.clinic.timezone))
    return DemoClock(
        date=day_in_full(local.date(), translation.language(), with_year=True),
        time=f"{local:%H:%M}",
        next_event=speaker_for(visit).moment(next_at).text if next_at else "",
    )
