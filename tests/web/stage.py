"""A stage on which nothing moves by itself: what the demo's pages need of one."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from diary.web.demo_stage import PhoneText
from tests.factories import NOW, PASSWORD


class StillStage:
    """A ``DemoStage`` that keeps what it is told."""

    def __init__(self) -> None:
        self.at = NOW
        self.said: list[tuple[UUID, str]] = []
        self.alone: set[UUID] = set()

    def now(self) -> datetime:
        return self.at

    def next_at(self) -> datetime | None:
        return self.at + timedelta(hours=3)

    def advance(self, by: str) -> None:
        self.at += {"hour": timedelta(hours=1), "day": timedelta(days=1)}.get(
            by, timedelta(minutes=5)
        )

    def text_as(self, patient_id: UUID, body: str) -> None:
        self.said.append((patient_id, body))

    def autopilot(self, patient_id: UUID) -> bool:
        return patient_id in self.alone

    def set_autopilot(self, patient_id: UUID, on: bool) -> None:
        (self.alone.add if on else self.alone.discard)(patient_id)

    def story(self, patient_id: UUID) -> str:
        return "gain fades"

    def phone_texts(self, patient_id: UUID) -> Sequence[PhoneText]:
        mine = [
            PhoneText(body, self.at, from_patient=True)
            for who, body in self.said
            if who == patient_id
        ]
        return [PhoneText("Reply 1 to join.", NOW - timedelta(days=1), from_patient=False), *mine]

    def accounts(self) -> Sequence[tuple[str, str, str, str]]:
        return (("Rosa Nolan", "nurse", "rosa@clinic.example", PASSWORD),)
