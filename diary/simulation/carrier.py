"""A carrier in memory that behaves as Twilio does: phones, receipts, keywords, signed webhooks."""

import itertools
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask import Flask

from diary.bootstrap import Clock
from diary.gateways.twilio import compute_signature
from diary.services.inbox import CARRIER_KEYWORDS
from diary.services.ports import (
    Accepted,
    ReceivedSms,
    SendError,
    SendErrorKind,
    SentSms,
    SmsToSend,
)
from diary.simulation.events import Events
from diary.web.demo_stage import PhoneText

OPTED_OUT = 21610
HANDSET_UNREACHABLE = 30003

_OPT_OUT = {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}
_OPT_IN = {"START", "YES", "UNSTOP"}
_STOPPED = (
    "You have successfully been unsubscribed. You will not receive any more messages from this"
    " number. Reply START to resubscribe."
)
_STARTED = (
    "You have successfully been re-subscribed to messages from this number. Reply HELP for help."
    " Reply STOP to unsubscribe. Msg&Data Rates May Apply."
)
_HELP = "Reply STOP to unsubscribe. Msg&Data Rates May Apply."


class SimulatedCarrier:
    """An ``SmsGateway`` with phones at its other end.

    Texts from a phone go to the program's real webhooks, signed as Twilio signs them.
    """

    def __init__(self, clock: Clock, events: Events) -> None:
        self._clock = clock
        self._events = events
        self._numbers = itertools.count(1)
        self._webhooks: _Webhooks | None = None
        self._phones: dict[str, list[PhoneText]] = defaultdict(list)
        self._sent: dict[str, list[SentSms]] = defaultdict(list)
        self._opted_out: set[str] = set()
        self.unreachable: set[str] = set()
        """Phones that are off: texts to them are not delivered."""
        self.on_text: Callable[[str, str], None] = lambda _number, _body: None
        """Told of every text that reaches a phone: its number and what it says."""
        self.on_accepted: Callable[[SmsToSend], None] = lambda _message: None
        """Told of every text that the clinic handed over."""

    def connect(self, app: Flask, base_url: str, account_sid: str, auth_token: str) -> None:
        """Send webhooks to ``app``, as if it stood at ``base_url``."""
        self._webhooks = _Webhooks(app, base_url, account_sid, auth_token)

    def send(self, message: SmsToSend) -> Accepted:
        if message.to in self._opted_out:
            raise SendError(SendErrorKind.OPTED_OUT, OPTED_OUT)
        self.on_accepted(message)
        now = self._clock()
        sid = self._sid()
        self._sent[message.to].append(
            SentSms(sid, message.sender, message.to, message.body, "sent", None, now)
        )
        path = urlsplit(message.status_callback).path
        arrives = message.to not in self.unreachable
        status = "delivered" if arrives else "undelivered"
        self._report(path, sid, status, now + timedelta(seconds=5))
        if arrives:
            self._show(message.to, message.body, from_patient=False)
            self.on_text(message.to, message.body)
        return Accepted(sid, "queued", None)

    def find(self, to: str, since: datetime) -> Sequence[SentSms]:
        return [sent for sent in reversed(self._sent[to]) if sent.created_at >= since]

    def received(self, to: str, since: datetime) -> Sequence[ReceivedSms]:
        # Every webhook of this carrier arrives, so there is never anything to catch up with.
        return ()

    def text_from(self, number: str, to: str, body: str) -> None:
        """Somebody sends ``body`` from the phone ``number`` to the clinic's number ``to``."""
        self._show(number, body, from_patient=True)
        keyword = body.strip().upper()
        if keyword in CARRIER_KEYWORDS:
            self._answer_keyword(number, keyword)
        self._deliver(
            {"MessageSid": self._sid(), "From": number, "To": to, "Body": body, "NumMedia": "0"}
        )

    def phone(self, number: str) -> Sequence[PhoneText]:
        """What the phone shows, oldest first."""
        return tuple(self._phones[number])

    def _answer_keyword(self, number: str, keyword: str) -> None:
        if keyword in _OPT_OUT:
            reply = _STOPPED if number not in self._opted_out else ""
            self._opted_out.add(number)
        elif keyword in _OPT_IN:
            reply = _STARTED if number in self._opted_out else ""
            self._opted_out.discard(number)
        else:
            reply = _HELP
        if reply:
            self._show(number, reply, from_patient=False)

    def _deliver(self, form: dict[str, str]) -> None:
        """Bring a text to the clinic's webhook."""
        self._post("/twilio/inbound", form)

    def _report(self, path: str, sid: str, status: str, at: datetime) -> None:
        form = {"MessageSid": sid, "MessageStatus": status}
        if status == "undelivered":
            form["ErrorCode"] = str(HANDSET_UNREACHABLE)
        self._events.add(at, lambda: self._post(path, form), wakes=False)

    def _post(self, path: str, form: dict[str, str]) -> None:
        if self._webhooks is None:
            raise RuntimeError("the carrier is not connected to an app")
        self._webhooks.post(path, form)

    def _show(self, number: str, body: str, *, from_patient: bool) -> None:
        self._phones[number].append(PhoneText(body, self._clock(), from_patient))

    def _sid(self) -> str:
        return f"SM{next(self._numbers):032x}"


class _Webhooks:
    """The program's webhooks, called in process with everything but the network in between."""

    def __init__(self, app: Flask, base_url: str, account_sid: str, auth_token: str) -> None:
        self._client = app.test_client(use_cookies=False)
        self._base_url = base_url
        self._account_sid = account_sid
        self._token = auth_token

    def post(self, path: str, form: dict[str, str]) -> None:
        form = {"AccountSid": self._account_sid, **form}
        signature = compute_signature(self._base_url + path, form, self._token)
        answer = self._client.post(
            path, data=form, headers={"X-Twilio-Signature": signature}, base_url=self._base_url
        )
        if answer.status_code >= 400:
            raise RuntimeError(f"the webhook answered {answer.status_code}")
