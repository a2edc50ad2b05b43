"""A carrier in memory: it takes texts, or does what a test has put in line, and keeps a list."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from diary.services.ports import (
    Accepted,
    ReceivedSms,
    SendError,
    SendErrorKind,
    SentSms,
    SmsToSend,
)


@dataclass
class MemoryCarrier:
    """An ``SmsGateway``. ``faults``: what the next calls to send raise, ``None`` for nothing."""

    clock: Callable[[], datetime]
    faults: deque[SendError | Exception | None] = field(default_factory=deque)
    takes_before_failing: bool = False
    """Whether a text that is answered with a fault was taken all the same."""
    attempts: list[SmsToSend] = field(default_factory=list)
    taken: list[SmsToSend] = field(default_factory=list)
    listed: list[SentSms] = field(default_factory=list)
    inbox: list[ReceivedSms] = field(default_factory=list)
    list_fails: bool = False
    before_send: Callable[[SmsToSend], None] = lambda _: None

    def send(self, message: SmsToSend) -> Accepted:
        self.before_send(message)
        self.attempts.append(message)
        fault = self.faults.popleft() if self.faults else None
        if fault is not None and not self.takes_before_failing:
            raise fault
        sid = f"SM{len(self.listed):032x}"
        self.taken.append(message)
        self.listed.append(
            SentSms(sid, message.sender, message.to, message.body, "queued", None, self.clock())
        )
        if fault is not None:
            raise fault
        return Accepted(sid, "queued", 1)

    def find(self, to: str, since: datetime) -> Sequence[SentSms]:
        if self.list_fails:
            raise SendError(SendErrorKind.TRANSIENT)
        return [s for s in reversed(self.listed) if s.to == to and s.created_at >= since]

    def received(self, to: str, since: datetime) -> Sequence[ReceivedSms]:
        if self.list_fails:
            raise SendError(SendErrorKind.TRANSIENT)
        return [r for r in self.inbox if r.to == to and r.received_at >= since]


def ambiguous() -> SendError:
    return SendError(SendErrorKind.AMBIGUOUS)


def transient(code: int | None = 20429) -> SendError:
    return SendError(SendErrorKind.TRANSIENT, code)


def misconfigured() -> SendError:
    return SendError(SendErrorKind.CONFIGURATION, 20003)


def refused(code: int, kind: SendErrorKind = SendErrorKind.PERMANENT) -> SendError:
    return SendError(kind, code)
