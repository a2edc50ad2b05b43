"""Courses of illness that more than one test tells."""

from datetime import timedelta

from sqlalchemy.orm import Session

from diary.store.people import Patient, Practitioner
from tests import factories
from tests.factories import NOW
from tests.web.test_outcomes import score


def two_gains_fade_and_a_third_holds(
    session: Session, practitioner: Practitioner, patient: Patient
) -> None:
    """Of whom a forecast can be made."""
    began = NOW - timedelta(days=150)
    story = []
    for start in (0, 60, 125):
        story += [(start - 1, 20), (start + 4, 6), (start + 11, 6), (start + 18, 8)]
        if start < 100:
            story += [(start + 25, 12), (start + 32, 18), (start + 39, 19)]
    score(session, patient, began, story)
    for start in (0, 60, 125):
        at = began + timedelta(days=start)
        factories.give_infusion(session, practitioner, patient, started_at=at, now=NOW)
