"""Danger in what comes through the app: the same rules, alerts and ladder as for texts."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.domain.danger_turns import dangers_shown
from diary.domain.safety import Finding, screen
from diary.services import alerts, app_turns, caseload
from diary.services.catalogue import Catalogue
from diary.services.entries import Shown
from diary.services.hours import date_where
from diary.services.script import FORM
from diary.services.series import MOOD
from diary.store.people import Patient
from diary.store.responses import Observation

_DAILY = MOOD.partition("/")[0]
_RECENT = 7
_ANSWER = "answer-"
"""How the rules begin that look at values and not at words."""


class Danger(NamedTuple):
    """What something from the app shows, and when. Its alerts are kept under ``name``.

    ``group`` stands before the name, also where that gives way to a day's date.
    """

    name: str
    shown: Shown
    at: datetime
    seen: Sequence[Finding]
    group: str = ""


class Raised(NamedTuple):
    """``gravest`` is what somebody is paged for, with the name that its alerts are kept under."""

    gravest: tuple[str, Finding] | None
    is_new: bool
    """Whether any of it was not known before."""


Look = Callable[[str], Finding | None]
"""Screens words."""


def remembering(catalogue: Catalogue) -> Look:
    """Screens the words of many entries: the same tags stand in most of them."""
    return cache(lambda words: screen(words, catalogue.lexicon))


def seen_in(shown: Shown, catalogue: Catalogue, look: Look | None = None) -> tuple[Finding, ...]:
    """The dangers that an entry shows by itself, in words and in answers.

    It needs no database and may take a while: look before a write begins.
    """
    look = look or remembering(catalogue)
    in_words = [look(words) for words in shown.words]
    gravest_said = gravest([finding for finding in in_words if finding])
    found: tuple[Finding, ...] = (gravest_said,) if gravest_said else ()
    if shown.mood is not None:
        found += dangers_shown(catalogue.questionnaires[_DAILY], {"mood": shown.mood})
    if shown.answers and (asked := catalogue.questionnaires.get(shown.questionnaire)):
        found += dangers_shown(asked, shown.answers)
    return found


def gravest(findings: Sequence[Finding]) -> Finding | None:
    return min(findings, key=lambda finding: finding.tier, default=None)


def raise_alerts(
    session: Session,
    catalogue: Catalogue,
    patient: Patient,
    dangers: Sequence[Danger],
    now: datetime,
) -> Raised:
    """Open the alerts of ``dangers``, once each.

    A low mood noted of the patient's own accord opens one alert a day, however often it is noted.
    """
    paged: list[tuple[str, Finding]] = []
    is_new = False
    for danger in dangers:
        for finding in _in_context(session, catalogue, patient, danger):
            about = danger.name
            if not danger.shown.questionnaire and finding.rule.startswith(_ANSWER):
                about = date_where(patient.timezone, danger.at).isoformat()
            page = f"{FORM}{patient.id}.{danger.group}{about}"
            alert = alerts.open_alert(
                session,
                patient.organization_id,
                finding,
                key=f"{page}:{finding.rule}",
                now=now,
                patient_id=patient.id,
            )
            is_new |= alert in session.new
            session.flush()
            if finding.tier in alerts.PAGED_TIERS:
                paged.append((page, finding))
    return Raised(min(paged, key=lambda one: one[1].tier, default=None), is_new)


def follow(
    session: Session,
    catalogue: Catalogue,
    patient: Patient,
    danger: tuple[str, Finding] | None,
    now: datetime,
    base_url: str,
    *,
    has_answers: bool = False,
) -> None:
    """The conversation's own turn after ``danger`` or answers; else the row of the caseload."""
    if danger or has_answers:
        app_turns.hear_app(session, catalogue, patient.id, danger, now, base_url)
    else:
        caseload.rewrite(session, catalogue, patient, now)


def _in_context(
    session: Session, catalogue: Catalogue, patient: Patient, danger: Danger
) -> Sequence[Finding]:
    """A mood at the end of its scale is graver after a fall."""
    by_itself, answers = danger.seen, danger.shown.answers
    if not (by_itself and answers and danger.shown.questionnaire == _DAILY):
        return by_itself
    moods = session.scalars(
        select(Observation.value)
        .where(
            Observation.patient_id == patient.id,
            Observation.code == MOOD,
            Observation.effective_at < danger.at,
        )
        .order_by(Observation.effective_at.desc())
        .limit(_RECENT)
    ).all()
    in_words = [finding for finding in by_itself if not finding.rule.startswith(_ANSWER)]
    return (*in_words, *dangers_shown(catalogue.questionnaires[_DAILY], answers, moods[::-1]))
