"""Page the next person on the ladder for every alert that nobody has acknowledged."""

from uuid import UUID

from diary.bootstrap import Services
from diary.services import paging
from jobs.claims import each

BATCH = 200


def escalate_alerts(services: Services) -> dict[str, int]:
    """Send every page that is due. One transaction an alert."""
    now = services.clock()
    with services.readers() as session:
        due = paging.alerts_to_page(session, now, BATCH)
    base_url = services.settings.public_base_url

    def page(alert_id: UUID) -> None:
        with services.sessions.begin() as session:
            paging.page_next(session, services.catalogue, alert_id, now, base_url)

    paged, failed = each(due, page, job="escalate_alerts")
    return {"alerts": paged, "failed": failed}
