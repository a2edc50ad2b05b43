"""Twilio: texts out, the lists of what went out and came in, and the signature of its webhooks."""

import base64
import hmac
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from urllib.parse import urldefrag, urlparse

from twilio.base.exceptions import TwilioException
from twilio.request_validator import RequestValidator, add_port, remove_port
from twilio.rest import Client
from twilio.rest.api.v2010.account.message import MessageInstance

from diary.gateways.twilio_wire import TwilioWire
from diary.services.ports import (
    Accepted,
    ReceivedSms,
    SendError,
    SendErrorKind,
    SentSms,
    SmsToSend,
)

TWILIO_API = "https://api.twilio.com"
_PAGE_SIZE = 100


class TwilioGateway:
    """An ``SmsGateway`` over one Twilio account. Threads may share it."""

    def __init__(
        self,
        account_sid: str,
        auth_token: str,
        *,
        api_key_sid: str | None = None,
        base_url: str = TWILIO_API,
        connect_seconds: float = 5.0,
        read_seconds: float = 10.0,
        connections: int = 16,
    ) -> None:
        """With ``api_key_sid``, ``auth_token`` is the secret of that key.

        ``read_seconds`` bounds the wait for an answer to begin, and then its whole body.
        ``connections`` is how many threads send at once over connections that stay open.
        ``ValueError`` if the credentials or the address cannot be used.
        """
        for credential in (account_sid, auth_token, api_key_sid or account_sid):
            # Given a blank one, the client would look for another in the environment.
            if not credential.strip() or not credential.isascii():
                raise ValueError("a Twilio credential is blank or not ASCII")
        self._wire = TwilioWire(base_url, connect_seconds, read_seconds, connections)
        username = api_key_sid or account_sid
        client = Client(username, auth_token, account_sid, http_client=self._wire)
        self._messages = client.api.v2010.account.messages

    def send(self, message: SmsToSend) -> Accepted:
        service = message.sender.startswith("MG")
        try:
            taken = self._messages.create(
                to=message.to,
                body=message.body,
                status_callback=message.status_callback,
                validity_period=message.validity_seconds,
                **{"messaging_service_sid" if service else "from_": message.sender},
            )
        except (ValueError, TypeError, AttributeError, RecursionError):
            # A success that cannot be read: the text may well be on its way.
            raise SendError(SendErrorKind.AMBIGUOUS) from None
        if not taken.sid:
            raise SendError(SendErrorKind.AMBIGUOUS)
        return Accepted(taken.sid, str(taken.status), _count(taken.num_segments) or None)

    def find(self, to: str, since: datetime) -> Sequence[SentSms]:
        return [
            SentSms(
                sid=listed.sid or "",
                sender=listed.from_,
                to=to,
                body=listed.body or "",
                status=str(listed.status),
                error_code=listed.error_code,
                created_at=created_at,
            )
            for created_at, listed in self._listed(to, since)
            if str(listed.direction).startswith("outbound")
        ]

    def received(self, to: str, since: datetime) -> Sequence[ReceivedSms]:
        newest_first = [
            ReceivedSms(
                sid=listed.sid or "",
                sender=listed.from_ or "",
                to=to,
                body=listed.body or "",
                media_count=_count(listed.num_media),
                received_at=created_at,
            )
            for created_at, listed in self._listed(to, since)
            if listed.direction == "inbound"
        ]
        return newest_first[::-1]

    def close(self) -> None:
        """Let go of the open connections."""
        self._wire.close()

    def _listed(self, to: str, since: datetime) -> list[tuple[datetime, MessageInstance]]:
        try:
            return sorted(self._pages(to, since), key=lambda entry: entry[0], reverse=True)
        except SendError as error:
            if error.kind is SendErrorKind.AMBIGUOUS:
                raise SendError(SendErrorKind.TRANSIENT, error.code) from None
            raise
        except (
            TwilioException,
            ValueError,
            TypeError,
            AttributeError,
            LookupError,
            RecursionError,
        ):
            raise SendError(SendErrorKind.TRANSIENT) from None

    def _pages(self, to: str, since: datetime) -> Iterator[tuple[datetime, MessageInstance]]:
        # Twilio filters by the date of sending, which a text still queued has not got: so the list
        # is read from its newest end, until a whole page is too old.
        page = self._messages.page(to=to, page_size=_PAGE_SIZE)
        while page is not None:
            recent = [
                (listed.date_created, listed) for listed in page if listed.date_created >= since
            ]
            yield from recent
            page = page.next_page() if recent else None


def compute_signature(url: str, form: Mapping[str, str], auth_token: str) -> str:
    """The ``X-Twilio-Signature`` of a form posted to ``url``, as Twilio computes it."""
    return str(RequestValidator(auth_token).compute_signature(url, form))


def signature_is_valid(
    url: str, form: Mapping[str, str], signature: str | None, auth_tokens: Sequence[str]
) -> bool:
    """Whether Twilio, holding one of ``auth_tokens``, posted ``form`` to ``url``. Never raises.

    ``url`` is the public address that Twilio was given, with its query. Two tokens are in use while
    one is rotated; blank ones prove nothing. An empty form is refused, because a body that was not
    read as a form would pass with it, and so is a form with a name twice, because the signature
    says neither how often nor in which order. Twilio's own validator takes fifteen times as long; a
    test holds this to it. The signature runs names and values together and
    has no time: the caller asks for every field it needs, and takes each message id once.
    """
    plain = _plain(form)
    if not signature or not plain:
        return False
    try:
        given = signature.encode()
        fields = "".join([name + value for name, value in sorted(plain.items())])
        signed = [(address + fields).encode() for address in _as_signed(url)]
        keys = [token.encode() for token in auth_tokens if token.strip()]
    except ValueError:
        return False  # an address, a text or a token that cannot be what Twilio signed
    return any(
        hmac.compare_digest(base64.b64encode(hmac.digest(key, text, "sha1")), given)
        for key in keys
        for text in signed
    )


@lru_cache
def _as_signed(url: str) -> tuple[str, str]:
    """Twilio may have signed the address without its port or with it."""
    address = urlparse(urldefrag(url).url)
    return remove_port(address), add_port(address)


def _plain(form: object) -> Mapping[str, str] | None:
    """The form as names and values; None where a name comes twice, or anything is not text."""
    if not isinstance(form, Mapping):
        return None
    lists = getattr(form, "lists", None)
    each = lists() if lists else ((name, (value,)) for name, value in form.items())
    plain = {}
    for name, values in each:
        if len(values) != 1 or not isinstance(name, str) or not isinstance(values[0], str):
            return None
        plain[name] = values[0]
    return plain


def _count(number: object) -> int:
    digits = str(number)
    return int(digits) if digits.isdecimal() else 0
