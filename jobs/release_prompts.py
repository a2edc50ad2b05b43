"""Hand prompts that are due to the conversation, and end waits that are over."""

from uuid import UUID

from diary.bootstrap import Services
from diary.services import prompts, turns
from jobs.claims import each

BATCH = 200


def release_prompts(services: Services) -> dict[str, int]:
    """Release what is due now. One transaction a patient."""
    now = services.clock()
    with services.readers() as session:
        over = turns.waits_that_are_over(session, now, BATCH)
        due = prompts.patients_with_due_prompts(session, now, BATCH)

    def end_wait(wait: tuple[UUID, int]) -> None:
        with services.sessions.begin() as session:
            turns.end_wait(session, services.catalogue, *wait, now)

    def release(patient_id: UUID) -> None:
        with services.sessions.begin() as session:
            turns.release_due(session, services.catalogue, patient_id, now)

    ended, failed_waits = each(over, end_wait, job="release_prompts")
    released, failed = each(due, release, job="release_prompts")
    return {"waits": ended, "patients": released, "failed": failed + failed_waits}
