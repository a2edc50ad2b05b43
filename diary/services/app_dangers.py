"""Danger in what comes through the app: the same rules, alerts and ladder as for texts."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.domain.danger_turns import dangers_shown
from diary.domain.safety import Finding, screen
from diary.services import alerts
from diary.services.catalogue import Catalogue
from diary.services.entries import Submitted
from diary.services.hours import date_where
from diary.services.script import FORM
from diary.services.series import MOOD
from diary.store.people import Patient
from diary.store.responses import Observation

_DAILY = MOOD.partition("/")[0]
_RECENT = 7
_ANSWER = "answer-"
"""How the rules begin that look at values and not at words."""


def seen_in(entry: Submitted, catalogue: Catalogue) -> tuple[Finding, ...]:
    """The dangers that an entry shows by itself, in words and in answers."""
    found: tuple[Finding, ...] = ()
    if entry.words and (in_words := screen(entry.words, catalogue.lexicon)):
        found += (in_words,)
    if entry.mood is not None:
        found += dangers_shown(catalogue.questionnaires[_DAILY], {"mood": entry.mood})
    if entry.answered and (asked := catalogue.questionnaires.get(entry.answered.questionnaire)):
        found += dangers_shown(asked, entry.answered.answers)
    return found


def gravest(findings: Sequence[Finding]) -> Finding | None:
    return min(findings, key=lambda finding: finding.tier, default=None)


def raise_alerts(
    session: Session,
    catalogue: Catalogue,
    patient: Patient,
    seen: Sequence[tuple[Submitted, datetime, Sequence[Finding]]],
    now: datetime,
) -> tuple[str, Finding] | None:
    """Open the alerts of new entries, each with its effective time and what was seen in it.

    The gravest that somebody is paged for, with the name that its alerts are kept under. A low mood
    noted of the patient's own accord opens one alert a day, however often it is noted.
    """
    paged: list[tuple[str, Finding]] = []
    for entry, effective_at, by_itself in seen:
        for finding in _in_context(session, catalogue, patient, entry, effective_at, by_itself):
            about: UUID | str = entry.entry_id
            if entry.answered is None and finding.rule.startswith(_ANSWER):
                about = date_where(patient.timezone, effective_at).isoformat()
            page = f"{FORM}{patient.id}.{about}"
            alerts.open_alert(
                session,
                patient.organization_id,
                finding,
                key=f"{page}:{finding.rule}",
                now=now,
                patient_id=patient.id,
            )
            session.flush()
            if finding.tier in alerts.PAGED_TIERS:
                paged.append((page, finding))
    return min(paged, key=lambda one: one[1].tier, default=None)


def _in_context(
    session: Session,
    catalogue: Catalogue,
    patient: Patient,
    entry: Submitted,
    effective_at: datetime,
    by_itself: Sequence[Finding],
) -> Sequence[Finding]:
    """A mood at the end of its scale is graver after a fall."""
    if not (by_itself and entry.answered and entry.answered.questionnaire == _DAILY):
        return by_itself
    moods = session.scalars(
        select(Observation.value)
        .where(
            Observation.patient_id == patient.id,
            Observation.code == MOOD,
            Observation.effective_at < effective_at,
        )
        .order_by(Observation.effective_at.desc())
        .limit(_RECENT)
    ).all()
    return dangers_shown(catalogue.questionnaires[_DAILY], entry.answered.answers, moods[::-1])
