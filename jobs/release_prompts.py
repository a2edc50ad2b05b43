"""Hand prompts and reminders that are due to the conversation, and end waits that are over."""

from uuid import UUID

from diary.bootstrap import Services
from diary.services import due, prompts, reminders, turns
from jobs.claims import each, until_empty

BATCH = 200


def release_prompts(services: Services) -> dict[str, int]:
    """Release what is due now. One transaction a patient; what fails is put off a little."""
    base_url = services.settings.public_base_url

    def end_wait(wait: tuple[UUID, int]) -> None:
        try:
            with services.sessions.begin() as session:
                turns.end_wait(session, services.catalogue, *wait, services.clock())
        except Exception:
            with services.sessions.begin() as session:
                due.put_off_wait(session, wait[0], services.clock())
            raise

    def release(patient_id: UUID) -> None:
        try:
            with services.sessions.begin() as session:
                turns.release_due(
                    session, services.catalogue, patient_id, services.clock(), base_url
                )
        except Exception:
            with services.sessions.begin() as session:
                prompts.put_off(session, patient_id, services.clock())
            raise

    def remind(prompt_id: UUID) -> None:
        try:
            with services.sessions.begin() as session:
                reminders.remind(session, services.catalogue, prompt_id, services.clock(), base_url)
        except Exception:
            with services.sessions.begin() as session:
                reminders.put_off(session, prompt_id, services.clock())
            raise

    def waits_that_are_over() -> list[tuple[UUID, int]]:
        with services.readers() as session:
            return list(turns.waits_that_are_over(session, services.clock(), BATCH))

    def patients_with_due_prompts() -> list[UUID]:
        with services.readers() as session:
            return list(prompts.patients_with_due_prompts(session, services.clock(), BATCH))

    def prompts_to_remind_of() -> list[UUID]:
        with services.readers() as session:
            return list(reminders.due(session, services.clock(), BATCH))

    ended, failed_waits = each(until_empty(waits_that_are_over), end_wait, job="release_prompts")
    released, failed = each(until_empty(patients_with_due_prompts), release, job="release_prompts")
    reminded, failed_reminders = each(
        until_empty(prompts_to_remind_of), remind, job="release_prompts"
    )
    return {
        "waits": ended,
        "patients": released,
        "reminders": reminded,
        "failed": failed + failed_waits + failed_reminders,
    }
