"""A clinic in a few numbers.

Counting costs what the clinic is large. A small one is counted whenever a page is read; a large one
by a job every few minutes, and pages say when that was.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, case, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from diary.services.costs import Costs, check_in_costs
from diary.services.glance import Glance
from diary.services.hours import date_where, midnight_where
from diary.store.care import Infusion, InfusionStatus
from diary.store.caseload import CaseloadRow, CaseloadTally
from diary.store.people import Organization, Patient

COUNTED_WHEN_READ = 2_000
"""Patients up to which a clinic is counted as its pages are read: some milliseconds."""
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ClinicFigures:
    """``standing`` counts patients by the word of their caseload row, ``texting`` by consent.

    ``asked`` and ``answered`` are check-ins of the last weeks over all patients; ``costs`` are of
    the daily check-ins of seven days. Infusions are planned on the clinic's own day, ``today``, and
    in the seven days from now on, ``soon``. ``counted_at`` is empty if they were counted just now.
    """

    standing: Mapping[str, int]
    texting: Mapping[str, int]
    asked: int
    answered: int
    costs: Costs
    planned_today: int
    planned_soon: int
    counted_at: datetime | None = None

    @property
    def followed(self) -> int:
        return sum(self.standing.values())


def figures_of(
    session: Session, clinic: Organization, glance: Glance, now: datetime
) -> ClinicFigures:
    """The numbers as last counted, if the clinic is a large one; else as they are."""
    kept = glance.figures
    if kept is None:
        return _count(session, clinic, now)
    costs = Costs(**kept["costs"])
    return ClinicFigures(**{**kept, "costs": costs}, counted_at=glance.counted_at)


def standing_of(session: Session, organization_id: UUID, glance: Glance) -> Mapping[str, int]:
    """How many patients stand how, as last counted or as it is."""
    if glance.figures is None:
        return {word: count for word, count, _, _ in _standing(session, organization_id)}
    standing: Mapping[str, int] = glance.figures["standing"]
    return standing


def large_clinics(session: Session) -> Sequence[UUID]:
    """Clinics that are not counted when their pages are read."""
    return session.scalars(
        select(CaseloadRow.organization_id)
        .group_by(CaseloadRow.organization_id)
        .having(func.count() > COUNTED_WHEN_READ)
    ).all()


def keep_figures(session: Session, organization_id: UUID, now: datetime) -> None:
    """Count a large clinic anew for its pages. Two at once are harmless: the later one counts."""
    figures = asdict(_count(session, session.get_one(Organization, organization_id), now))
    del figures["counted_at"]
    again = (
        update(CaseloadTally)
        .where(CaseloadTally.organization_id == organization_id)
        .values(figures=figures, counted_at=now)
        .returning(CaseloadTally.id)
    )
    if session.scalars(again).first():
        return
    first = CaseloadTally(organization_id=organization_id, figures=figures, counted_at=now)
    try:
        with session.begin_nested():
            session.add(first)
    except IntegrityError:
        # Another process has counted it for the first time just now.
        session.execute(again)


def _count(session: Session, clinic: Organization, now: datetime) -> ClinicFigures:
    standing = _standing(session, clinic.id)
    texting = session.execute(
        select(Patient.texting, func.count())
        .where(Patient.organization_id == clinic.id)
        .group_by(Patient.texting)
    )
    planned_today, planned_soon = _planned(session, clinic, now)
    return ClinicFigures(
        standing={attention: count for attention, count, _, _ in standing},
        texting={state.value: count for state, count in texting},
        asked=sum(asked for _, _, asked, _ in standing),
        answered=sum(answered for _, _, _, answered in standing),
        costs=check_in_costs(session, clinic.id, now - _WEEK, now),
        planned_today=planned_today,
        planned_soon=planned_soon,
    )


def _standing(session: Session, organization_id: UUID) -> Sequence[tuple[str, int, int, int]]:
    """Each word of the caseload with how many have it, were asked and answered."""
    rows = session.execute(
        select(
            CaseloadRow.attention,
            func.count(),
            func.sum(CaseloadRow.asked),
            func.sum(CaseloadRow.answered),
        )
        .where(CaseloadRow.organization_id == organization_id)
        .group_by(CaseloadRow.attention)
    )
    return [(word, count, int(asked), int(answered)) for word, count, asked, answered in rows]


def _planned(session: Session, clinic: Organization, now: datetime) -> tuple[int, int]:
    """Infusions that are planned for the clinic's own day, and for seven days from ``now`` on."""
    zone = clinic.timezone
    today = date_where(zone, now)
    spans = (
        (midnight_where(zone, today), midnight_where(zone, today + _DAY)),
        (now, now + _WEEK),
    )
    counts = [
        func.count(case((and_(Infusion.started_at >= since, Infusion.started_at < until), 1)))
        for since, until in spans
    ]
    found = session.execute(
        select(*counts).where(
            Infusion.organization_id == clinic.id,
            Infusion.status == InfusionStatus.PLANNED,
            Infusion.started_at >= min(since for since, _ in spans),
            Infusion.started_at < max(until for _, until in spans),
        )
    ).one()
    return found[0], found[1]
