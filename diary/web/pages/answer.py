"""Answering in the browser instead: the page behind the address that LINK is answered with.

Whoever holds the link and knows the end of the number that it was sent to answers as the patient:
its token is the key to one check-in for its window. Until then the page tells nothing. Opening it
changes nothing, because phones open links by themselves to show a preview.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from diary.domain.questionnaire import LANGUAGES
from diary.services import answer_forms, answer_locks
from diary.services.answer_forms import OpenForm, Sent, Typed
from diary.services.answer_locks import Locked
from diary.services.catalogue import Catalogue
from diary.web import translation
from diary.web.present.answer import answer_lock, answer_page, saved, thanks
from diary.web.site import Site

_Taken = TypeVar("_Taken")

_UNLOCKED = "unlocked"
"""The pages that this browser has shown the digits for, in its signed cookie."""
_MOST_UNLOCKED = 8


def one(site: Site, token: str) -> ResponseReturnValue:
    """The question before the page, the questions that are open, or what became of the answers."""
    if request.method == "POST" and "digits" in request.form:
        return _unlock(site, token)
    if _name(token) not in session.get(_UNLOCKED, ()):
        return _locked(site, token)
    if "tapped" in request.form:
        return _save(site, token)
    found = _fill_in(site, token) if request.method == "POST" else _open(site, token)
    match found:
        case Sent():
            status = 200 if found.is_recorded else 404
            return render_template("answer/thanks.html", page=thanks(found)), status
        case OpenForm():
            page = answer_page(found, site.services.catalogue, token)
            return render_template("answer/form.html", page=page), 422 if found.errors else 200
        case None:
            return _closed()


def _locked(site: Site, token: str) -> ResponseReturnValue:
    with site.services.readers() as reading:
        found = answer_locks.lock_of(reading, token, site.services.clock())
    return _closed() if found is None else _lock_page(found, token, 200)


def _unlock(site: Site, token: str) -> ResponseReturnValue:
    digits = request.form["digits"].strip()
    with site.services.sessions.begin() as writing:
        found = answer_locks.unlock(writing, token, digits, site.services.clock())
    if isinstance(found, Locked):
        return _lock_page(found, token, 422)
    if not found:
        return _closed()
    kept = [name for name in session.get(_UNLOCKED, ()) if name != _name(token)]
    session[_UNLOCKED] = [*kept, _name(token)][-_MOST_UNLOCKED:]
    return redirect(url_for("answer.show", token=token), 303)


def _lock_page(locked: Locked, token: str, status: int) -> ResponseReturnValue:
    return render_template("answer/lock.html", page=answer_lock(locked, token)), status


def _closed() -> ResponseReturnValue:
    languages = sorted(LANGUAGES, key=lambda each: each != translation.language())
    return render_template("answer/closed.html", languages=languages), 404


def _name(token: str) -> str:
    """What a page is called in the cookie, which its browser can read: not by its key."""
    return hashlib.sha256(token.encode()).hexdigest()[:16]


def _open(site: Site, token: str) -> OpenForm | None:
    services = site.services
    with services.readers() as reading:
        return answer_forms.open_form(reading, services.catalogue, token, services.clock())


def _fill_in(site: Site, token: str) -> Sent | OpenForm | None:
    return _take(
        site, token, answer_forms.keep_part if "later" in request.form else answer_forms.fill_in
    )


def _save(site: Site, token: str) -> ResponseReturnValue:
    """For the page's own script: what became of the answers so far, to show on the page."""
    found = _take(site, token, answer_forms.save_tapped)
    if found is None:
        return _closed()
    return render_template("answer/saved.html", page=saved(found)), 200 if found.is_all else 422


def _take(
    site: Site,
    token: str,
    take: Callable[[Session, Catalogue, str, Typed, datetime, str], _Taken],
) -> _Taken:
    services = site.services
    typed = {
        name: values for name, values in request.form.to_dict(flat=False).items() if "/" in name
    }
    with services.sessions.begin() as writing:
        taken = take(
            writing,
            services.catalogue,
            token,
            typed,
            services.clock(),
            services.settings.public_base_url,
        )
    services.bell.ring()
    return taken
