"""Everything about the patient, in one document."""

from diary.services.goals import RatedGoal
from diary.services.own_record import read_own_record
from diary.web.api.calls import Call
from diary.web.api.operations import Reply
from diary.web.api.record import say_message
from diary.web.api.saying import say_check_in, say_device, say_entry, say_infusions, say_me
from diary.web.api.schemas import export as schemas
from diary.web.api.schemas.record import Reading


def show(call: Call) -> Reply:
    with call.reading("export record") as session:
        found = read_own_record(session, call.patient, call.now)
    patient = call.patient
    return Reply(
        schemas.Export(
            made_at=call.now,
            name=patient.name,
            phone=patient.phone,
            enrolled_at=patient.enrolled_at,
            plan=patient.plan,
            me=say_me(patient, call.clinic, found.consents, call.now),
            infusions=[
                schemas.WholeInfusion(
                    **said.model_dump(),
                    dose_mg=row.dose_mg,
                    weight_kg=row.weight_kg,
                    route=row.route,
                    note=row.note,
                )
                for said, row in zip(say_infusions(found.infusions), found.infusions, strict=True)
            ],
            treatments=[
                schemas.Treatment(
                    kind=row.kind,
                    name=row.name,
                    dose=row.dose,
                    started_on=row.started_on,
                    ended_on=row.ended_on,
                )
                for row in found.treatments
            ],
            goals=[_say_goal(each) for each in found.goals],
            chart_notes=[
                schemas.ChartNote(about_on=row.about_on, written_at=row.written_at, text=row.text)
                for row in found.chart_notes
            ],
            calls=[
                schemas.Call(called_at=row.called_at, outcome=row.outcome, text=row.text)
                for row in found.calls
            ],
            check_ins=[say_check_in(each) for each in found.check_ins],
            earlier_answers=[
                schemas.OldAnswer(
                    check_in=check_in,
                    questionnaire=code,
                    link_id=answer.link_id,
                    value=answer.value,
                    recorded_at=answer.recorded_at,
                    superseded_at=answer.superseded_at or answer.recorded_at,
                )
                for answer, check_in, code in found.earlier
            ],
            observations={
                code: [Reading(at=each.effective_at, value=each.value) for each in several]
                for code, several in found.observations.items()
            },
            entries=[say_entry(row) for row in found.entries],
            notes=[schemas.Note(written_at=n.written_at, text=n.text) for n in found.notes],
            messages=[say_message(each) for each in found.messages],
            alerts=[
                schemas.Alert(
                    opened_at=alert.opened_at,
                    kind=alert.kind,
                    status=alert.status,
                    acknowledged_at=alert.acknowledged_at,
                    resolved_at=alert.resolved_at,
                    outcome=alert.outcome,
                )
                for alert in found.alerts
            ],
            devices=[
                schemas.KnownDevice(
                    **say_device(each, call.device).model_dump(), ended_at=each.ended_at
                )
                for each in found.devices
            ],
            accesses=[
                schemas.Access(
                    at=event.recorded_at,
                    action=event.action,
                    by_staff=event.practitioner_id is not None,
                )
                for event in found.accesses
            ],
        )
    )


def _say_goal(found: RatedGoal) -> schemas.Goal:
    return schemas.Goal(
        words=found.goal.words,
        set_on=found.goal.set_on,
        closed_on=found.goal.closed_on,
        ratings=[
            schemas.GoalRating(rated_on=each.rated_on, value=each.value) for each in found.ratings
        ],
    )
