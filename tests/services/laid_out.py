"""An infusion as staff record it, and the prompts that it laid out."""

from datetime import datetime, timedelta

from sqlalchemy import select

from diary.services.infusion_forms import GivenValues
from diary.store.care import Infusion, Prompt, PromptStatus, Route
from tests.services.conftest import Desk

REQUESTED, CANCELLED = PromptStatus.REQUESTED, PromptStatus.CANCELLED


def values_at(started_at: datetime) -> GivenValues:
    return GivenValues(
        started_at, started_at + timedelta(minutes=40), 40, 80, Route.INTRAVENOUS, ""
    )


def asked(
    desk: Desk, infusion: Infusion, status: PromptStatus = REQUESTED
) -> dict[tuple[str, int], datetime]:
    """Due time by check-in and day, of the prompts that count from this infusion."""
    desk.session.flush()
    found = desk.session.scalars(
        select(Prompt).where(Prompt.anchor_id == infusion.id, Prompt.status == status)
    )
    return {(prompt.check_in, prompt.occurrence): prompt.due_at for prompt in found}
