"""What the services ask of the outside world, as Protocols, and the values that cross over.

Each port has a real vendor in ``diary.gateways`` and an honest stand-in for demos and tests;
``diary.bootstrap`` chooses. Nothing here is called inside a database transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from diary.domain.clinic_wording import ShippedText


@dataclass(frozen=True, slots=True)
class SmsToSend:
    """One text, ready to go.

    ``message_id`` is our own id of it; ``status_callback`` is the address that carries that id, so
    a receipt finds its message even if the carrier's id was never learned. ``sender`` is a number
    in E.164 or the id of a messaging service, ``to`` is E.164. After ``validity_seconds``
    (1 to 36000) the carrier no longer delivers it.
    """

    message_id: UUID
    sender: str
    to: str
    body: str
    status_callback: str
    validity_seconds: int


@dataclass(frozen=True, slots=True)
class Accepted:
    """The carrier took the text: its id for it, its first status, and how many parts it counts.

    ``segments`` is None while the carrier has not counted them.
    """

    sid: str
    status: str
    segments: int | None


@dataclass(frozen=True, slots=True)
class SentSms:
    """A text from us, as the carrier lists it. ``sender`` is None until the carrier picked one."""

    sid: str
    sender: str | None
    to: str
    body: str
    status: str
    error_code: int | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ReceivedSms:
    """A text to us, as the carrier lists it. ``sender`` is E.164 in most cases, not in all."""

    sid: str
    sender: str
    to: str
    body: str
    media_count: int
    received_at: datetime


class SendErrorKind(StrEnum):
    """What to do about a text that was not accepted."""

    PERMANENT = "permanent"
    """This number cannot be texted: do not try again, a person must look at the number."""
    OPTED_OUT = "opted_out"
    """This number has opted out at the carrier: record it, and send nothing until it opts in."""
    REFUSED = "refused"
    """This text is at fault, not its number: do not try again, a person must look at the text."""
    TRANSIENT = "transient"
    """It was certainly not sent: try again, later and later."""
    CONFIGURATION = "configuration"
    """Nothing can be sent this way: stop the lane and tell the operator. It was not sent."""
    AMBIGUOUS = "ambiguous"
    """It may or may not have gone out: settle it from receipts or the carrier's list."""


class SendError(Exception):
    """A text or page was not accepted, or may not have been.

    ``code`` is the carrier's own code, where it gave one. Nothing else of the carrier's answer is
    kept: it may repeat the number or the text.
    """

    def __init__(self, kind: SendErrorKind, code: int | None = None) -> None:
        super().__init__(kind, code)
        self.kind = kind
        self.code = code

    def __str__(self) -> str:
        return self.kind if self.code is None else f"{self.kind} ({self.code})"


class SmsGateway(Protocol):
    """A carrier of texts."""

    def send(self, message: SmsToSend) -> Accepted:
        """Hand over one text, once, with no retry of its own; raises ``SendError``."""

    def find(self, to: str, since: datetime) -> Sequence[SentSms]:
        """Our texts to this number created at or after ``since``, newest first.

        The list may lag behind: that a text is not on it proves little in the first minutes.
        Raises ``SendError``, never of the kind ambiguous.
        """

    def received(self, to: str, since: datetime) -> Sequence[ReceivedSms]:
        """Texts to this number of ours received at or after ``since``, oldest first.

        Raises ``SendError``, never of the kind ambiguous.
        """


@dataclass(frozen=True, slots=True)
class Page:
    """A call for a member of staff: it names an alert by number and link, and never a patient."""

    page_id: UUID
    to: str
    subject: str
    body: str


class Pager(Protocol):
    """A way to reach staff at once, such as mail."""

    def page(self, page: Page) -> None:
        """Hand over one page; raises ``SendError``. One in doubt is sent again: twice is safe."""


@dataclass(frozen=True, slots=True)
class PushAddress:
    """Where one device takes notifications: its push service, its public key, and our secret."""

    endpoint: str
    p256dh: bytes
    auth: bytes


@dataclass(frozen=True, slots=True)
class PushNote:
    """That a check-in is ready: which, in whose language, and for how many seconds it is news.

    It says nothing else. The words are the app's own, and none of them is about anybody's health.
    """

    prompt_id: UUID
    language: str
    lasts_seconds: int


class PushErrorKind(StrEnum):
    """What to do about a notification that was not taken."""

    GONE = "gone"
    """The device takes none any more: forget where it took them."""
    REFUSED = "refused"
    """This one is not taken, and would not be the next time."""
    TRANSIENT = "transient"
    """Try again later."""


class PushError(Exception):
    """A push service did not take a notification."""

    def __init__(self, kind: PushErrorKind) -> None:
        super().__init__(kind)
        self.kind = kind


class PushGateway(Protocol):
    """A way to show notifications on patients' phones."""

    @property
    def public_key(self) -> str:
        """What browsers bind a subscription to: our key, base64url."""

    def push(self, address: PushAddress, note: PushNote) -> None:
        """Hand over one notification; raises ``PushError``. Shown twice, it replaces itself."""


class Wording(Protocol):
    """What patients are told, word for word, as clinicians have reviewed it."""

    def say(self, key: str, language: str, params: Mapping[str, object]) -> str:
        """The text ``key`` in a language (BCP 47), filled in; ``LookupError`` if there is none."""

    def shipped(self, key: str, language: str) -> ShippedText:
        """The text itself, with its placeholders; ``LookupError`` if there is none."""

    def all_shipped(self) -> Sequence[ShippedText]:
        """Every text, by key and language."""
