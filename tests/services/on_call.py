"""A clinic with people on call, whose pages, replies and alerts a test looks at."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import time
from uuid import UUID

from sqlalchemy import select

from diary.services import ladders
from diary.store.alerts import SafetyAlert
from diary.store.messaging import InboundMessage, OutboundMessage, Purpose
from diary.store.people import Organization, Practitioner
from tests.factories import make_phone, make_practitioner, receive_from
from tests.jobs.clinic import JobClinic

EVERY_DAY = tuple(range(7))
WORKING_DAYS = EVERY_DAY[:5]
CRISIS = "i want to kill myself"


@dataclass
class Ward:
    """``clinic`` has its clock, jobs and carrier; ``people`` are those on call, by name."""

    clinic: JobClinic
    phones: dict[str, str] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)

    def put_on_call(
        self,
        name: str,
        position: int,
        *,
        wait: int = 10,
        hours: tuple[time, time] = (time(0), time(0)),
        days: Sequence[int] = EVERY_DAY,
    ) -> None:
        phone = make_phone()
        with self.clinic.services.sessions.begin() as session:
            clinic = session.get_one(Organization, self.clinic.clinic_id)
            person = make_practitioner(session, clinic, display_name=name)
            ladders.add_rung(
                session,
                clinic,
                sign_in_name=person.sign_in_name,
                phone=phone,
                position=position,
                wait_minutes=wait,
                from_local=hours[0],
                until_local=hours[1],
                weekdays=days,
            )
        self.phones[name], self.people[name] = phone, person.id

    def page(self) -> None:
        """What the jobs do when the bell rings: whoever is due is paged, and the pages go out."""
        self.clinic.run("escalate_alerts")
        self.clinic.run("send_messages")

    def pass_by(self, minutes: int) -> None:
        """Time passes as the jobs see it: a minute at a time."""
        for _ in range(minutes):
            self.clinic.clock.pass_by(minutes=1)
            self.page()

    def paged(self) -> list[str]:
        """Who was paged so far, in order, as the carrier took it."""
        names = {phone: name for name, phone in self.phones.items()}
        pages = {str(page.id) for page in self.pages()}
        taken = self.clinic.carrier.taken
        return [names[sms.to] for sms in taken if str(sms.message_id) in pages]

    def pages(self) -> Sequence[OutboundMessage]:
        return self.clinic.texts(purpose=Purpose.PAGE)

    def reply(self, name: str, body: str) -> InboundMessage:
        """``name`` texts the clinic from the phone that is paged."""
        with self.clinic.services.sessions.begin() as session:
            clinic = session.get_one(Organization, self.clinic.clinic_id)
            message = receive_from(
                session, clinic, self.phones[name], body, now=self.clinic.clock()
            )
        assert message
        return message

    def replies_to(self, name: str) -> list[str]:
        texts = self.clinic.texts(purpose=Purpose.REPLY)
        return [text.body for text in texts if text.recipient == self.phones[name]]

    def alerts(self) -> Sequence[SafetyAlert]:
        with self.clinic.services.readers() as session:
            return session.scalars(select(SafetyAlert).order_by(SafetyAlert.number)).all()

    def alert(self) -> SafetyAlert:
        [only] = self.alerts()
        return only

    def link_token(self) -> str:
        """The token of the newest page's link."""
        found = re.search(r"/page/(\S+)$", self.pages()[-1].body)
        assert found
        return found[1]

    def practitioner(self, name: str) -> Practitioner:
        with self.clinic.services.readers() as session:
            return session.get_one(Practitioner, self.people[name])
