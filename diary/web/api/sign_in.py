"""Signing in by a code that is texted, and exchanging tokens."""

from flask import request

from diary.services import audit, devices, renewal, sign_in_codes
from diary.services.device_tokens import Tokens
from diary.services.sign_in_codes import CODE_LASTS, TooManyRequestsError
from diary.web.api.operations import Reply
from diary.web.api.problems import ProblemError, field_at_fault
from diary.web.api.schemas import sign_in as schemas
from diary.web.site import Site


def ask_for_code(site: Site, body: schemas.CodeRequest) -> Reply:
    services = site.services
    now = services.clock()
    address = request.remote_addr or ""
    try:
        with services.sessions.begin() as session:
            request_id = sign_in_codes.ask_for_code(
                session, services.catalogue, body.phone, address, now
            )
    except TooManyRequestsError as refusal:
        seconds = max(1, round(refusal.retry_after.total_seconds()))
        raise ProblemError(
            429, "too_many_requests", headers={"Retry-After": str(seconds)}
        ) from None
    services.bell.ring()
    lasts = int(CODE_LASTS.total_seconds())
    return Reply(schemas.CodeSent(request_id=request_id, expires_in=lasts), 202)


def sign_in(site: Site, body: schemas.CodeTyped) -> Reply:
    services = site.services
    now = services.clock()
    with services.sessions.begin() as session:
        patient = sign_in_codes.redeem(session, body.request_id, body.code, now)
        if patient:
            made = devices.sign_in(session, patient, body.device, now)
            audit.record(
                session,
                "sign in to app",
                patient,
                now,
                practitioner_id=None,
                subject_id=made.device_id,
            )
    if patient is None:
        # Wrong, used, too old, tried too often, of an unknown number: all the same.
        raise ProblemError(422, "wrong_code", errors=[field_at_fault("code", "wrong")])
    return Reply(_say(made), 201)


def renew(site: Site, body: schemas.RefreshRequest) -> Reply:
    services = site.services
    token = body.refresh_token.get_secret_value()
    with services.sessions.begin() as session:
        made = renewal.renew(session, token, body.exchange_id, services.clock())
    if made is None:
        raise ProblemError(401, "not_signed_in")
    return Reply(_say(made))


def _say(made: Tokens) -> schemas.Tokens:
    return schemas.Tokens(
        device_id=made.device_id,
        access_token=made.access,
        access_expires_at=made.access_expires_at,
        refresh_token=made.refresh,
        refresh_expires_at=made.refresh_expires_at,
    )
