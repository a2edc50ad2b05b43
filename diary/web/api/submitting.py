"""From what was sent to what the services store: one certain form of each entry, and its hash."""

import hashlib
from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from diary.domain.turn import Value
from diary.services.device_clocks import DeviceClock
from diary.services.entries import Answered, Outcome, Submitted, Verdict
from diary.services.sync import take_entries
from diary.store.diary import EntryKind
from diary.web.api.calls import Call
from diary.web.api.problems import FieldProblem, ProblemError, field_at_fault
from diary.web.api.saying import say_help
from diary.web.api.schemas.entries import (
    DeletionSubmission,
    DiarySubmission,
    Given,
    PlanSubmission,
    ResponseSubmission,
)
from diary.web.api.schemas.safety import Help

Submission = DiarySubmission | ResponseSubmission | PlanSubmission | DeletionSubmission

STATUSES = {
    Verdict.STORED: 201,
    Verdict.ALREADY_STORED: 200,
    Verdict.CONFLICT: 409,
    Verdict.REFUSED: 422,
}

_KINDS = {kind.value: kind for kind in EntryKind}


def submitted(entry: Submission) -> Submitted:
    """The entry as services take it."""
    # What was not sent is left out, so that a field of a later version changes no old hash.
    body = entry.model_dump_json(exclude_unset=True)
    common = (
        entry.id,
        entry.version,
        _KINDS[entry.kind],
        entry.made_at,
        body,
        hashlib.sha256(body.encode()).digest(),
    )
    match entry:
        case DiarySubmission():
            return Submitted(*common, mood=entry.mood, words=entry.note)
        case ResponseSubmission():
            answered = Answered(
                entry.check_in,
                entry.questionnaire,
                entry.questionnaire_version,
                _values(entry.answers),
                _values(entry.instead_of),
            )
            return Submitted(*common, answered=answered)
        case _:
            return Submitted(*common)


def store_one(call: Call, session: Session, entry: Submission) -> Outcome:
    """Store a single entry; a problem where it conflicts or is refused."""
    clock = DeviceClock.right()
    [outcome] = take_entries(
        session,
        call.catalogue,
        call.caller,
        [submitted(entry)],
        clock,
        call.now,
        call.base_url,
    )
    refuse(outcome)
    return outcome


def refuse(outcome: Outcome) -> None:
    """A problem for what was not stored."""
    if outcome.verdict is Verdict.CONFLICT:
        raise ProblemError(
            409, "conflict", "Another body is stored under this id and version: send a new version."
        )
    if outcome.verdict is Verdict.REFUSED:
        if outcome.errors.get("check_in") == "unknown":
            raise ProblemError(404, "not_found")
        raise ProblemError(422, "invalid", errors=errors_of(outcome))


def errors_of(outcome: Outcome, below: str = "") -> list[FieldProblem]:
    return [field_at_fault(name, code, below) for name, code in outcome.errors.items()]


def help_after(call: Call, outcomes: Sequence[Outcome]) -> Help | None:
    """Where help is, if there is danger in what was sent."""
    if any(outcome.danger_tier for outcome in outcomes):
        return say_help(call.catalogue, call.clinic, call.patient.language)
    return None


def _values(given: Mapping[str, Given]) -> dict[str, Value]:
    return {
        link_id: tuple(value) if isinstance(value, list) else value
        for link_id, value in given.items()
    }
