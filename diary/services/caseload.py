"""The clinician's list: one row a patient, rewritten with everything that changes the patient."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, or_, select
from sqlalchemy.orm import Session

from diary.domain.attention import (
    Attention,
    AttentionKind,
    OpenAlert,
    assess_attention,
    danger_of,
)
from diary.domain.calls import AfterCalls, after_calls
from diary.domain.change_rules import rules_for_score
from diary.domain.consent import Texting
from diary.domain.series import Reading, score_baseline
from diary.domain.silence import PromptFate, Silence
from diary.domain.trends import Change, ReliableChange, change_from
from diary.services import calls_on_record, outcomes
from diary.services.catalogue import Catalogue
from diary.services.series import MOOD, Record, read_record, series_of
from diary.store.alerts import SafetyAlert
from diary.store.care import Prompt, PromptStatus
from diary.store.caseload import CaseloadRow
from diary.store.people import Patient

SPARK = timedelta(days=56)
NOBODY = len(AttentionKind) - 1
"""The rank of a patient whom nobody has to call."""
_REASONS = {kind.value for kind in AttentionKind} - {AttentionKind.DANGER, AttentionKind.NONE}


def rewrite(session: Session, catalogue: Catalogue, patient: Patient, now: datetime) -> None:
    """Bring the patient's row up to date. Call it in the transaction that changed the record."""
    record = read_record(session, catalogue, patient, now)
    attention = assess_attention(series_of(record, patient, catalogue), now)
    after = after_calls(attention, calls_on_record.lasting(session, patient.id, now), now)
    changes = _changes(record, catalogue)
    kept = session.scalars(select(CaseloadRow).where(CaseloadRow.patient_id == patient.id)).first()
    judged = outcomes.fingerprint(record, catalogue)
    if kept is None or kept.summary.get("judged") != judged:
        outcomes.rewrite(session, catalogue, patient, record)
    row = kept or CaseloadRow(organization_id=patient.organization_id, patient_id=patient.id)
    row.rank = attention.kind.rank
    row.attention = _word(attention, patient, changes)
    row.order_in_rank = -attention.weight
    _rest(row, after)
    row.summary = {
        **_summary(record, attention, changes, now),
        **_calls(attention, after),
        "judged": judged,
    }
    row.asked, row.answered = row.summary["asked"], row.summary["answered"]
    row.answered_share = row.answered / row.asked if row.asked else None
    row.last_infusion_at = record.given[-1].started_at if record.given else None
    row.next_prompt_at = _next_prompt_at(session, patient)
    row.changed_at = now
    session.add(row)


def show_danger(session: Session, patient_id: UUID, alert: SafetyAlert) -> None:
    """Let the patient's row name a new alert at once, in the transaction that opens it.

    All else in the row stays as it was until the turn of what was said rewrites it: that may be
    long after, if the jobs stand still or the turn fails.
    """
    row = session.scalars(_ROW_TO_CHANGE, {"patient_id": patient_id}).first()
    danger = danger_of(OpenAlert(alert.kind, alert.opened_at, False), alert.opened_at)
    if row is None or row.summary["reason"]["key"] == danger.key:
        return  # the one that has waited longer is named
    before = [row.attention, *row.summary["also"]]
    row.summary = {
        **_without_rest(row.summary),
        "reason": {"key": danger.key, **_plain(danger.params)},
        "also": [kind for kind in before if kind in _REASONS],
        "weight": danger.weight,
    }
    row.rank, row.attention = danger.kind.rank, danger.kind.value
    row.order_in_rank = -danger.weight
    row.call_rank, row.call_order, row.called_at = row.rank, row.order_in_rank, None


_ROW_TO_CHANGE = (
    select(CaseloadRow).where(CaseloadRow.patient_id == bindparam("patient_id")).with_for_update()
)


def minute_of(at: datetime) -> int:
    """Minutes since the epoch: how a summary has what is only drawn."""
    return int(at.timestamp()) // 60


def forget(session: Session, patient: Patient) -> None:
    """Drop the patient's row, so that the next ``rewrite`` takes nothing from it."""
    session.execute(delete(CaseloadRow).where(CaseloadRow.patient_id == patient.id))


def outdated(session: Session, now: datetime) -> Sequence[UUID]:
    """Patients whose row is a day old: silence grows and visits come near without any event."""
    is_old = CaseloadRow.changed_at < now - timedelta(hours=20)
    return session.scalars(
        select(CaseloadRow.patient_id).where(or_(is_old, CaseloadRow.rests_until <= now))
    ).all()


def rested(session: Session, now: datetime) -> Sequence[UUID]:
    """Patients of whose calls one counts no longer: whom it was about may be to call again."""
    return session.scalars(
        select(CaseloadRow.patient_id).where(CaseloadRow.rests_until <= now)
    ).all()


def _without_rest(summary: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in summary.items() if key != "to_call"}
    if call := kept.get("call"):
        kept["call"] = {**call, "back_at": None}
    return kept


def _rest(row: CaseloadRow, after: AfterCalls) -> None:
    left = after.to_call
    row.call_rank = left.kind.rank if left else NOBODY
    row.call_order = -left.weight if left else 0.0
    row.called_at = after.call.at if after.call and after.back_at else None
    row.rests_until = after.changes_at


def _calls(attention: Attention, after: AfterCalls) -> dict[str, Any]:
    """The call that colleagues should know of, and what is still to call for if that is another."""
    said: dict[str, Any] = {}
    if call := after.call:
        said["call"] = {
            "outcome": call.outcome.value,
            "at": call.at.isoformat(),
            "by": str(call.by) if call.by else None,
            "back_at": after.back_at.isoformat() if after.back_at else None,
        }
    left = after.to_call
    if left and (left.key, left.params) != (attention.key, attention.params):
        others = (attention.kind, *attention.also)
        said["to_call"] = {
            "reason": {"key": left.key, **_plain(left.params)},
            "attention": left.kind.value,
            "also": [kind.value for kind in others if kind is not left.kind],
        }
    return said


def _word(
    attention: Attention, patient: Patient, changes: dict[str, tuple[Reading, Change | None]]
) -> str:
    """How the patient stands, in one word: a reason to call, else the state of things."""
    if attention.kind is not AttentionKind.NONE:
        return attention.kind.value
    if patient.texting in (Texting.INVITED, Texting.STOPPED, Texting.UNREACHABLE):
        return {
            Texting.INVITED: "invited",
            Texting.STOPPED: "opted_out",
            Texting.UNREACHABLE: "not_delivered",
        }[patient.texting]
    if attention.silence is Silence.PAUSED:
        return "paused"
    if attention.silence is Silence.NOT_ANSWERED:
        return "unanswered"
    measured = [change for _, change in changes.values() if change]
    if any(change.reliable is ReliableChange.IMPROVED for change in measured):
        return "better"
    return "steady" if measured else "new"


def _changes(record: Record, catalogue: Catalogue) -> dict[str, tuple[Reading, Change | None]]:
    """The latest score of each questionnaire, and how far it is from the baseline."""
    found: dict[str, tuple[Reading, Change | None]] = {}
    first = record.given[0].started_at if record.given else None
    for code, scores in record.readings.items():
        if code not in catalogue.questionnaires:
            continue
        baseline = score_baseline(scores, first) if first else None
        change = None
        if baseline and first and scores[-1].at > first:
            rules = rules_for_score(catalogue.questionnaires[code])
            change = change_from(baseline.value, scores[-1], rules)
        found[code] = (scores[-1], change)
    return found


def _next_prompt_at(session: Session, patient: Patient) -> datetime | None:
    if patient.texting is not Texting.ACTIVE:
        return None
    return session.scalars(
        select(Prompt.due_at)
        .where(Prompt.patient_id == patient.id, Prompt.status == PromptStatus.REQUESTED)
        .order_by(Prompt.due_at)
        .limit(1)
    ).first()


def _summary(
    record: Record,
    attention: Attention,
    changes: dict[str, tuple[Reading, Change | None]],
    now: datetime,
) -> dict[str, Any]:
    drawn_since = now - SPARK
    moods = [mood for mood in record.readings.get(MOOD, ()) if mood.at > drawn_since]
    settled = [asked for asked in record.asked if asked.fate is not PromptFate.OPEN]
    return {
        "reason": {"key": attention.key, **_plain(attention.params)},
        "also": [kind.value for kind in attention.also],
        "weight": attention.weight,
        "scores": [
            {
                "instrument": code,
                "value": score.value,
                "at": score.at.isoformat(),
                "change": change.points if change else None,
                "reliable": change.reliable.value if change else None,
            }
            for code, (score, change) in changes.items()
        ],
        "mood": [mood.value for mood in moods],
        "mood_at": [minute_of(mood.at) for mood in moods],
        "missed": [
            minute_of(asked.sent_at)
            for asked in settled
            if asked.fate is not PromptFate.ANSWERED and asked.sent_at > drawn_since
        ],
        "infusions": [
            minute_of(infusion.started_at)
            for infusion in record.given
            if infusion.started_at > drawn_since
        ],
        "given": len(record.given),
        "asked": len(settled),
        "answered": sum(asked.fate is PromptFate.ANSWERED for asked in settled),
        "next_visit_at": record.planned[0].started_at.isoformat() if record.planned else None,
    }


def _plain(params: Any) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in params.items()
    }
