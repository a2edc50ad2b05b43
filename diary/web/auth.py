"""Signing in and out: an opaque token in a cookie, its hash in the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

from flask import Request, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wrappers import Response

from diary.services import staff
from diary.web.present.frame import frame_before_sign_in
from diary.web.screens.forms import Form
from diary.web.screens.sign_in import DemoAccount, SignIn
from diary.web.site import Site, Visit
from diary.web.translation import gettext as _

LONGEST_WAIT = 10.0
"""Seconds in line for a password check before the answer is 503."""


def enter(site: Site, incoming: Request) -> Visit | None:
    """Who is asking, if they are signed in."""
    token = incoming.cookies.get(cookie_name(site))
    if not token:
        return None
    services = site.services
    now = services.clock()
    with services.readers() as reading:
        found = staff.signed_in(reading, token, now)
    if found is None:
        return None
    if found.is_unseen:
        # Once a minute: "seen" is written apart, so that a page that reads never waits to write.
        with services.sessions.begin() as writing:
            staff.note_seen(writing, token, now)
    return Visit(site, found.practitioner, found.clinic, token, now)


def sign_in(site: Site) -> ResponseReturnValue:
    following = local_path(request.values.get("next", ""))
    if request.method != "POST":
        return _page(site, Form(), following)
    name = request.form.get("email", "").strip()
    errors = {}
    if not name:
        errors["email"] = _("Enter the email address that you sign in with.")
    if not request.form.get("password"):
        errors["password"] = _("Enter your password.")
    token = None if errors else _check(site, name, request.form["password"])
    if token is None:
        errors = errors or {"": _("Email or password is wrong, or there were too many attempts.")}
        return _page(site, Form({"email": name}, errors), following), 422
    session.clear()  # what a page before signing in was given counts no more
    response = redirect(following or url_for("today.show"), 303)
    response.set_cookie(
        cookie_name(site),
        token,
        max_age=staff.LONGEST,
        secure=site.is_https,
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return response


def sign_out(site: Site) -> ResponseReturnValue:
    if token := request.cookies.get(cookie_name(site)):
        with site.services.sessions.begin() as writing:
            staff.sign_out(writing, token)
    session.clear()
    response = redirect(url_for("auth.sign_in"), 303)
    _forget(site, response)
    return response


def cookie_name(site: Site) -> str:
    """With https the name itself binds the cookie to this host and to secure connections."""
    return "__Host-diary" if site.is_https else "diary"


def local_path(text: str) -> str:
    """``text`` if it is a path on this site, else nothing: a redirect never leads elsewhere."""
    plain = unquote(unquote(text))
    is_path = plain.startswith("/") and not plain.startswith(("//", "/\\"))
    if not is_path or "\\" in plain or not plain.isprintable() or not text.startswith("/"):
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return "" if parts.scheme or parts.netloc else text


@contextmanager
def hashing(site: Site) -> Iterator[None]:
    """A turn to hash a password; 503 if the line is too long."""
    if not site.hashes.acquire(timeout=LONGEST_WAIT):
        raise ServiceUnavailable
    try:
        yield
    finally:
        site.hashes.release()


def _check(site: Site, name: str, password: str) -> str | None:
    services = site.services
    now = services.clock()
    # Only read here: while a password is hashed, a text that comes in can be stored.
    with hashing(site), services.readers() as reading:
        check = staff.check_password(reading, name, password, now)
    with services.sessions.begin() as writing:
        return staff.sign_in(writing, check, now)


def _forget(site: Site, response: Response) -> None:
    response.delete_cookie(
        cookie_name(site), secure=site.is_https, httponly=True, samesite="Lax", path="/"
    )


def _page(site: Site, form: Form, following: str) -> str:
    accounts = site.demo.accounts() if site.demo else ()
    page = SignIn(form, following, tuple(DemoAccount(*account) for account in accounts))
    return render_template("pages/sign_in.html", page=page, frame=frame_before_sign_in())
