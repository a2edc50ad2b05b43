"""What matters to a patient beside the scores, in their words, and how near they are to it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.services import audit
from diary.services.chart_fields import read_day, read_words
from diary.services.fields import InvalidFieldsError
from diary.store.chart import Goal, GoalRating
from diary.store.people import Patient, Practitioner

LONGEST_GOAL = 200
RATED_EVERY = timedelta(days=30)
HIGHEST = 10


@dataclass(frozen=True, slots=True)
class RatedGoal:
    """A goal with the ratings that stand, the oldest first."""

    goal: Goal
    ratings: Sequence[GoalRating]

    def is_due(self, today: date) -> bool:
        """Whether it is a month since it was rated, or it never was."""
        if self.goal.closed_on is not None:
            return False
        return not self.ratings or today - self.ratings[-1].rated_on >= RATED_EVERY


def set_goal(
    session: Session,
    practitioner: Practitioner,
    patient: Patient,
    form: Mapping[str, str],
    today: date,
    now: datetime,
) -> Goal:
    """Write down a goal; ``InvalidFieldsError`` without words."""
    words, set_on, _ = _read(form, today, None)
    goal = Goal(
        organization_id=patient.organization_id,
        patient_id=patient.id,
        words=words,
        set_on=set_on,
        recorded_by_id=practitioner.id,
        recorded_at=now,
    )
    session.add(goal)
    session.flush()
    _note(session, "set goal", practitioner, patient, goal, now)
    return goal


def change_goal(
    session: Session,
    practitioner: Practitioner,
    patient: Patient,
    goal: Goal,
    form: Mapping[str, str],
    today: date,
    now: datetime,
) -> None:
    """Put its words right, or close it on a day."""
    goal.words, goal.set_on, goal.closed_on = _read(form, today, goal)
    _note(session, "change goal", practitioner, patient, goal, now)


def rate(
    session: Session,
    practitioner: Practitioner,
    patient: Patient,
    goal: Goal,
    form: Mapping[str, str],
    today: date,
    now: datetime,
) -> GoalRating:
    """How near it is on a day, 0 to 10; another rating of that day is kept as history."""
    errors: dict[str, str] = {}
    text = form.get("value", "").strip()
    # isdecimal alone would let digits of other scripts and long strings through.
    value = int(text) if text.isascii() and text.isdecimal() and len(text) <= 2 else None
    if value is None or value > HIGHEST:
        errors["value"] = "rating" if text else "required"
    rated_on = read_day(form, "rated_on", errors, latest=today)
    if rated_on and rated_on < goal.set_on:
        errors["rated_on"] = "before_start"
    if errors or value is None or rated_on is None:
        raise InvalidFieldsError(errors)
    for old in session.scalars(
        select(GoalRating).where(
            GoalRating.goal_id == goal.id,
            GoalRating.rated_on == rated_on,
            GoalRating.superseded_at.is_(None),
        )
    ):
        old.superseded_at = now
    rating = GoalRating(
        organization_id=goal.organization_id,
        goal_id=goal.id,
        rated_on=rated_on,
        value=value,
        recorded_by_id=practitioner.id,
        recorded_at=now,
    )
    session.add(rating)
    _note(session, "rate goal", practitioner, patient, goal, now)
    return rating


def of_patient(session: Session, patient_id: UUID) -> list[RatedGoal]:
    """Those that stand, then the closed ones."""
    # An outer join gives nothing for a goal without ratings, which its type does not say.
    rows: Iterable[tuple[Goal, GoalRating | None]] = session.execute(
        select(Goal, GoalRating)
        .outerjoin(GoalRating, (GoalRating.goal_id == Goal.id) & GoalRating.superseded_at.is_(None))
        .where(Goal.patient_id == patient_id)
        .order_by(Goal.set_on, Goal.id, GoalRating.rated_on, GoalRating.id)
    )
    found = [
        RatedGoal(goal, [rating for _, rating in rated if rating])
        for goal, rated in groupby(rows, key=lambda row: row[0])
    ]
    return sorted(found, key=lambda each: each.goal.closed_on is not None)


def _read(form: Mapping[str, str], today: date, goal: Goal | None) -> tuple[str, date, date | None]:
    errors: dict[str, str] = {}
    words = read_words(form, "words", errors, longest=LONGEST_GOAL)
    set_on = read_day(form, "set_on", errors, latest=today)
    closed_on = None
    if goal is not None:
        closed_on = read_day(form, "closed_on", errors, latest=today, required=False)
    if set_on and closed_on and closed_on < set_on:
        errors["closed_on"] = "ends_before_start"
    if errors or set_on is None:
        raise InvalidFieldsError(errors)
    return words, set_on, closed_on


def _note(
    session: Session,
    action: str,
    practitioner: Practitioner,
    patient: Patient,
    goal: Goal,
    now: datetime,
) -> None:
    audit.record(session, action, patient, now, practitioner_id=practitioner.id, subject_id=goal.id)
