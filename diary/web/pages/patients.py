"""The patient list, and the page of one patient."""

from uuid import UUID

from flask import Response, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from diary.services.glance import Glance
from diary.web.pages.show import read_and_show
from diary.web.present.lists import patient_list
from diary.web.present.patient import patient_page
from diary.web.present.summary import summary_of
from diary.web.printing import summary_pdf
from diary.web.screens.caseload import PatientList
from diary.web.site import Visit

_LONGEST_SEARCH = 120
_LAST_PAGE = 100_000


def index(visit: Visit) -> ResponseReturnValue:
    """A search comes by POST, because a name does not belong in an address."""
    asked = request.form if request.method == "POST" else request.args
    search = request.form.get("q", "").strip()[:_LONGEST_SEARCH]
    number = asked.get("page", 1, type=int)
    visit.note_list_read("read patient list")

    def read(session: Session, glance: Glance) -> PatientList:
        return patient_list(
            session,
            visit,
            glance,
            search=search,
            status=asked.get("status", ""),
            order=asked.get("order", ""),
            page=min(max(number, 1), _LAST_PAGE),
        )

    return read_and_show(visit, "patients.html", read, "patients", search)


def summary(visit: Visit, patient_id: UUID) -> ResponseReturnValue:
    """The page that is printed or handed on. Its name says nothing of whom it is about."""
    with visit.reading() as session:
        patient = visit.patient(session, patient_id)
    visit.note_read("print summary", patient)
    with visit.reading() as session:
        made = summary_of(visit, patient_page(session, visit, patient))
    return Response(
        summary_pdf(made, visit.now),
        mimetype="application/pdf",
        headers={"Content-Disposition": 'inline; filename="summary.pdf"'},
    )


def one(visit: Visit, patient_id: UUID) -> ResponseReturnValue:
    """``shown`` in the address says what part of the time the timeline shows."""
    with visit.reading() as session:
        patient = visit.patient(session, patient_id)
    visit.note_read("read patient", patient)
    shown = request.args.get("shown", "")
    return read_and_show(
        visit,
        "patient.html",
        lambda session, _: patient_page(session, visit, patient, shown),
        "patients",
    )
