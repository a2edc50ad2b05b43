"""What the demo's pages ask of the simulation that plays behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

MOVES = ("hour", "day", "event")
"""How far the demo's clock can be moved."""
LONGEST_MOVE = timedelta(days=1)
"""Upkeep runs every night, so the next event is never further off than that either."""


@dataclass(frozen=True, slots=True)
class PhoneText:
    """One text as a phone shows it."""

    body: str
    at: datetime
    from_patient: bool


class DemoStage(Protocol):
    """Simulated patients and their carrier, on a virtual clock."""

    def now(self) -> datetime:
        """The instant on the virtual clock."""

    def next_at(self) -> datetime | None:
        """When something happens next; ``None`` if nothing is to come."""

    def advance(self, by: str) -> None:
        """Move the clock by one of ``MOVES``; what falls due on the way happens."""

    def text_as(self, patient_id: UUID, body: str) -> None:
        """Text the clinic from the patient's phone, through the real webhook."""

    def autopilot(self, patient_id: UUID) -> bool:
        """Whether the simulated patient answers alone."""

    def set_autopilot(self, patient_id: UUID, on: bool) -> None:
        """Let the simulated patient answer alone, or keep still."""

    def story(self, patient_id: UUID) -> str:
        """Who the simulated patient is, in a few words."""

    def phone_texts(self, patient_id: UUID) -> Sequence[PhoneText]:
        """What the phone itself shows, oldest first, the carrier's own replies included."""

    def accounts(self) -> Sequence[tuple[str, str, str, str]]:
        """Sign-ins on offer: name, role, sign-in name, password."""
