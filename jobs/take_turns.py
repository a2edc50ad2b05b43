"""Take the turns of texts that were stored, in the order in which each patient sent them."""

from uuid import UUID

from diary.bootstrap import Services
from diary.services import turns
from jobs.claims import each, until_empty

BATCH = 200


def take_turns(services: Services) -> dict[str, int]:
    """Take every waiting turn. One transaction a text; a text that fails is tried again, thrice."""

    def waiting() -> list[UUID]:
        if services.stopping.is_set():
            return []
        with services.readers() as session:
            return list(turns.patients_with_waiting_texts(session, BATCH))

    def take_all(patient_id: UUID) -> None:
        more = True
        while more and not services.stopping.is_set():
            try:
                with services.sessions.begin() as session:
                    more = turns.take_next_text(
                        session,
                        services.catalogue,
                        patient_id,
                        services.clock(),
                        services.settings.public_base_url,
                    )
            except Exception:
                with services.sessions.begin() as session:
                    turns.count_failure(session, services.catalogue, patient_id, services.clock())
                raise

    taken, failed = each(until_empty(waiting), take_all, job="take_turns")
    return {"patients": taken, "failed": failed}
