"""From what was sent to what the services store: one certain form of each entry, and its hash."""

import hashlib
from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from diary.domain.turn import Value
from diary.services import app_dangers
from diary.services.device_clocks import DeviceClock
from diary.services.entries import Answered, Outcome, Refused, Shown, Submitted, Verdict
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


def submitted(entry: Submission, sent_hash: bytes | None = None) -> Submitted:
    """The entry as services take it; ``sent_hash`` where its JSON was told apart from others."""
    # What was not sent is left out, so that a field of a later version changes no old hash.
    body = entry.model_dump_json(exclude_unset=True)
    common = (
        entry.id,
        entry.version,
        _KINDS[entry.kind],
        entry.made_at,
        body,
        hashlib.sha256(body.encode()).digest(),
        sent_hash,
    )
    match entry:
        case DiarySubmission():
            words = tuple(said for said in (entry.note, *entry.tags) if said)
            return Submitted(*common, Shown(words, entry.mood))
        case ResponseSubmission():
            answered = Answered(
                entry.check_in,
                entry.questionnaire,
                entry.questionnaire_version,
                _values(entry.answers),
                _values(entry.instead_of),
            )
            shown = Shown(questionnaire=entry.questionnaire, answers=answered.answers)
            return Submitted(*common, shown, answered)
        case _:
            # A plan shows nothing: see ``Shown``.
            return Submitted(*common)


def looked_through(call: Call, entry: Submission) -> Submitted:
    """A single entry with the dangers that it shows: do this before a write begins."""
    whole = submitted(entry)
    return whole._replace(seen=app_dangers.seen_in(whole.shown, call.catalogue))


def store_one(call: Call, session: Session, entry: Submitted) -> Outcome:
    """Store a single entry. Where it is not kept, commit what it shows before saying so."""
    clock = DeviceClock.right()
    [outcome] = take_entries(
        session, call.catalogue, call.caller, [entry], clock, call.now, call.base_url
    )
    return outcome


def refusal(call: Call, outcome: Outcome) -> ProblemError:
    """The problem of what was not kept."""
    found = help_after(call, [outcome])
    if outcome.verdict is Verdict.CONFLICT:
        return ProblemError(
            409,
            "conflict",
            "Another body is stored under this id and version: send a new version.",
            help_at=found,
        )
    if "kind" in outcome.errors:
        # The address says the kind here, and no field of the body.
        return ProblemError(409, "conflict", errors_of(outcome)[0].detail, help_at=found)
    if outcome.errors.get("check_in") == "unknown":
        return ProblemError(404, "not_found", help_at=found)
    return ProblemError(422, "invalid", errors=errors_of(outcome), help_at=found)


def errors_of(outcome: Outcome, below: str = "") -> list[FieldProblem]:
    return [field_at_fault(name, code, below) for name, code in outcome.errors.items()]


def help_after(
    call: Call, outcomes: Sequence[Outcome], unfit: Sequence[Refused] = ()
) -> Help | None:
    """Where help is, if there is danger in what was sent, be it kept or not."""
    if any(outcome.danger_tier for outcome in outcomes) or any(each.seen for each in unfit):
        return say_help(call.catalogue, call.clinic, call.patient.language)
    return None


def _values(given: Mapping[str, Given]) -> dict[str, Value]:
    return {
        link_id: tuple(value) if isinstance(value, list) else value
        for link_id, value in given.items()
    }
