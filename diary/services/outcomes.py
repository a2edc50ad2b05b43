"""What became of every course and infusion: kept a patient at a time, read a clinic at a time."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from diary.domain.change_rules import rules_for_score
from diary.domain.cohort import mean_dose, shared
from diary.domain.course_result import CourseEvent, CourseResult, TreatedCourse, judge
from diary.domain.durability import durability
from diary.domain.episodes import Episode, courses, each_infusion
from diary.domain.series import Reading
from diary.domain.survival import Spell
from diary.services.catalogue import Catalogue
from diary.services.series import Record
from diary.store.outcomes import Followed, OutcomeRow
from diary.store.people import Patient

_RULES = "2"
"""Another number whenever the same record is to be judged otherwise."""

_EPISODES: dict[Followed, Callable[[Sequence[datetime]], tuple[Episode, ...]]] = {
    Followed.COURSE: courses,
    Followed.INFUSION: each_infusion,
}


def fingerprint(record: Record, catalogue: Catalogue) -> str:
    """Changes with everything that the results are made from: most texts change nothing of it."""
    made_from = [
        _RULES,
        *(
            (i.started_at.isoformat(), i.dose_mg, i.weight_kg, str(i.route), i.plan)
            for i in record.given
        ),
        *(
            (code, catalogue.questionnaires[code].version, r.at.isoformat(), r.value)
            for code, readings in sorted(_scores(record, catalogue).items())
            for r in readings
        ),
    ]
    return sha256(repr(made_from).encode()).hexdigest()[:16]


def rewrite(session: Session, catalogue: Catalogue, patient: Patient, record: Record) -> None:
    """Judge every course and infusion of one patient anew."""
    session.execute(delete(OutcomeRow).where(OutcomeRow.patient_id == patient.id))
    session.add_all(
        _row(patient, code, followed, result)
        for code, readings in _scores(record, catalogue).items()
        for followed in Followed
        for result in _results(patient, record, catalogue, code, tuple(readings), followed)
    )


def read_results(
    session: Session,
    organization_id: UUID,
    questionnaire: str,
    followed: Followed,
    *,
    first_only: bool = False,
) -> list[CourseResult]:
    """A clinic's results on one questionnaire; ``first_only``: of each patient the first."""
    wanted = [
        OutcomeRow.organization_id == organization_id,
        OutcomeRow.questionnaire == questionnaire,
        OutcomeRow.followed == followed,
    ]
    if first_only:
        wanted.append(OutcomeRow.number == 1)
    columns = (
        OutcomeRow.patient_id,
        OutcomeRow.number,
        OutcomeRow.last_at,
        OutcomeRow.outcome,
        OutcomeRow.days,
        OutcomeRow.event,
        OutcomeRow.sustained_days,
        OutcomeRow.sustained_event,
        OutcomeRow.unscored,
        OutcomeRow.response,
        OutcomeRow.remission,
        OutcomeRow.worse,
        OutcomeRow.higher,
        OutcomeRow.route,
        OutcomeRow.dose_mg_per_kg,
        OutcomeRow.plan,
    )
    return [
        CourseResult(
            str(patient_id),
            number,
            last_at,
            outcome,
            _spell(days, event),
            _spell(sustained_days, sustained_event),
            *rest,
        )
        for (
            patient_id,
            number,
            last_at,
            outcome,
            days,
            event,
            sustained_days,
            sustained_event,
            *rest,
        ) in session.execute(select(*columns).where(*wanted))
    ]


def questionnaires_with_results(session: Session, organization_id: UUID) -> set[str]:
    """The questionnaires by which a clinic has anything to show."""
    return set(
        session.scalars(
            select(OutcomeRow.questionnaire)
            .where(OutcomeRow.organization_id == organization_id)
            .distinct()
        )
    )


def _scores(record: Record, catalogue: Catalogue) -> dict[str, Sequence[Reading]]:
    """The series by which change can be judged at all."""
    return {
        code: readings
        for code, readings in record.readings.items()
        if code in catalogue.questionnaires and catalogue.questionnaires[code].change is not None
    }


def _results(
    patient: Patient,
    record: Record,
    catalogue: Catalogue,
    code: str,
    readings: tuple[Reading, ...],
    followed: Followed,
) -> Iterator[CourseResult]:
    rules = rules_for_score(catalogue.questionnaires[code])
    # Two infusions at one instant are one to the statistics.
    given = list({infusion.started_at: infusion for infusion in record.given}.values())
    for number, episode in enumerate(_EPISODES[followed]([i.started_at for i in given]), 1):
        # Watched by this questionnaire alone: a daily answer does not show that its gain held.
        found = durability(readings, episode, rules)
        infusions = given[episode.first_number - 1 : episode.last_number]
        yield judge(
            TreatedCourse(
                found,
                readings,
                str(patient.id),
                number,
                shared(i.route and i.route.value for i in infusions),
                mean_dose(
                    i.dose_mg / i.weight_kg if i.dose_mg and i.weight_kg else None
                    for i in infusions
                ),
                shared(_code(i.plan) for i in infusions),
            ),
            rules,
        )


def _code(plan: str | None) -> str | None:
    """The code alone: another version of a plan is mostly another wording."""
    return plan and plan.partition("/")[0]


def _row(patient: Patient, code: str, followed: Followed, result: CourseResult) -> OutcomeRow:
    spell, sustained = result.spell, result.sustained
    return OutcomeRow(
        organization_id=patient.organization_id,
        patient_id=patient.id,
        questionnaire=code,
        followed=followed,
        number=result.number,
        last_at=result.last_at,
        outcome=result.outcome,
        days=spell and spell.days,
        event=spell and spell.event,
        sustained_days=sustained and sustained.days,
        sustained_event=sustained and sustained.event,
        unscored=result.unscored,
        response=result.response,
        remission=result.remission,
        worse=result.worse,
        higher=result.higher,
        route=result.route,
        dose_mg_per_kg=result.dose_mg_per_kg,
        plan=result.plan,
    )


def _spell(days: float | None, event: CourseEvent | None) -> Spell | None:
    return None if days is None else Spell(days, event)
