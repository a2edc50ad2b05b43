"""What staff can write on a chart, written."""

from sqlalchemy.orm import Session

from diary.services import calls, chart_notes, goals, other_treatment
from diary.services.other_treatment import read_treatment
from diary.store.people import Patient, Practitioner
from tests.factories import NOW, catalogue

TODAY = NOW.date()


def written_on_chart(
    session: Session, practitioner: Practitioner, patient: Patient
) -> dict[str, object]:
    """A treatment, a goal, a note and a call, by the names of their ids in addresses."""
    day = TODAY.isoformat()
    treatment = other_treatment.add(
        session,
        practitioner,
        patient,
        read_treatment(
            {
                "kind": "antidepressant",
                "treatment": "sertraline",
                "dose": "50 mg daily",
                "started_on": day,
            },
            TODAY,
        ),
        NOW,
    )
    goal = goals.set_goal(
        session, practitioner, patient, {"words": "sleep through", "set_on": day}, TODAY, NOW
    )
    note = chart_notes.write(
        session, practitioner, patient, {"text": "called them", "about_on": day}, TODAY, NOW
    )
    call = calls.note(
        session, catalogue(), practitioner, patient, {"outcome": "spoken", "again": "7"}, NOW
    )
    return {
        "treatment_id": treatment.id,
        "goal_id": goal.id,
        "note_id": note.id,
        "call_id": call.id,
    }
