"""Twilio's webhooks: texts that came in, and what became of texts that went out.

The one durable thing that each does is done before it answers. Answers to the inbound webhook are
never plain words: Twilio would text them to the patient.
"""

import re
from collections.abc import Sequence
from http import HTTPStatus
from uuid import UUID

import structlog
from flask import Response, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest, Forbidden

from diary.bootstrap import Services
from diary.gateways.twilio import signature_is_valid
from diary.gateways.twilio_errors import kind_of_code
from diary.services import delivery, inbox
from diary.services.inbox import InboundText, Recorded, ScreenedText
from diary.store.group_commit import GroupCommit
from diary.web.site import Site

LARGEST = 64 * 1024
"""Bytes. A text has at most 1600 characters; the rest of Twilio's form is short."""

_SID = re.compile(r"[A-Za-z0-9]{1,64}")
_ADDRESS = re.compile(r"[^\x00-\x1f\x7f]{1,64}")
_STATUS = re.compile(r"[a-z_-]{1,32}")

_log = structlog.get_logger("web")


def inbound(site: Site) -> ResponseReturnValue:
    """Store a text, screened, once; the conversation's turn comes after the commit."""
    form = _signed_form(site)
    text = InboundText(
        sid=_shaped(form, "MessageSid", _SID),
        sender=_shaped(form, "From", _ADDRESS),
        to=_shaped(form, "To", _ADDRESS),
        body=form.get("Body", ""),
        answered_by_carrier="OptOutType" in form,
        taken_as=form.get("OptOutType", ""),
    )
    screened = inbox.screen_text(site.services.catalogue, text)
    try:
        recorded = site.texts.store(screened)
    except IntegrityError:
        # The same text came twice at once and the other was first: then it is stored.
        recorded = site.texts.store(screened)
    if recorded is Recorded.NOBODYS:
        # An error, so that the operator sees in Twilio's console that a number is set up wrong.
        _log.error("no_clinic_has_this_number", sid=text.sid)
        return _twiml(HTTPStatus.NOT_FOUND)
    site.services.bell.ring()
    return _twiml(HTTPStatus.OK)


def keeper_of_texts(services: Services) -> GroupCommit[ScreenedText, Recorded]:
    """What stores the texts of requests that come at once, in one transaction."""

    def record(session: Session, texts: Sequence[ScreenedText]) -> Sequence[Recorded]:
        return inbox.record_texts(session, services.catalogue, texts, services.clock())

    def record_plain(
        connection: Connection, texts: Sequence[ScreenedText]
    ) -> Sequence[Recorded | None]:
        return inbox.record_plain(connection, texts, services.clock())

    return GroupCommit(services.sessions, record, record_plain)


def status(site: Site, message_id: UUID) -> ResponseReturnValue:
    """Take what became of one of our texts; one that we do not know is no error."""
    form = _signed_form(site)
    sid = _shaped(form, "MessageSid", _SID)
    reached = _shaped(form, "MessageStatus", _STATUS)
    code = form.get("ErrorCode", "")
    error_code = int(code) if code.isascii() and code.isdigit() and len(code) < _TOO_LONG else None
    try:
        _apply(site, message_id, sid, reached, error_code)
    except IntegrityError:
        _apply(site, message_id, sid, reached, error_code)
    return Response(status=HTTPStatus.NO_CONTENT)


_TOO_LONG = 9


def _signed_form(site: Site) -> dict[str, str]:
    """The form, if Twilio signed it for our public address and our account."""
    request.max_content_length = LARGEST
    settings = site.services.settings
    query = request.query_string.decode("latin-1")
    url = settings.public_base_url + request.path + (f"?{query}" if query else "")
    signature = request.headers.get("X-Twilio-Signature")
    if not signature_is_valid(url, request.form, signature, settings.auth_tokens()):
        _log.warning("bad_signature", route=request.endpoint)
        raise Forbidden
    form = request.form.to_dict()
    account = settings.twilio_account_sid
    if account and form.get("AccountSid") != account:
        _log.warning("foreign_account", route=request.endpoint)
        raise Forbidden
    return form


def _shaped(form: dict[str, str], field: str, shape: re.Pattern[str]) -> str:
    value = form.get(field, "")
    if not shape.fullmatch(value):
        raise BadRequest
    return value


def _apply(site: Site, message_id: UUID, sid: str, reached: str, error_code: int | None) -> None:
    services = site.services
    kind = None if error_code is None else kind_of_code(error_code)
    with services.sessions.begin() as session:
        delivery.apply_status(
            session,
            services.catalogue,
            message_id,
            sid,
            reached,
            error_code,
            services.clock(),
            kind,
        )


def _twiml(code: HTTPStatus) -> Response:
    return Response("<Response/>", code, mimetype="text/xml")
