"""No carrier at all: texts stay in the outbox, and say so."""

from collections.abc import Sequence
from datetime import datetime

from diary.services.ports import (
    Accepted,
    ReceivedSms,
    SendError,
    SendErrorKind,
    SentSms,
    SmsToSend,
)


class NoCarrier:
    """An ``SmsGateway`` that takes nothing, for trying the program out without an account."""

    def send(self, message: SmsToSend) -> Accepted:
        raise SendError(SendErrorKind.CONFIGURATION)

    def find(self, to: str, since: datetime) -> Sequence[SentSms]:
        return ()

    def received(self, to: str, since: datetime) -> Sequence[ReceivedSms]:
        return ()
