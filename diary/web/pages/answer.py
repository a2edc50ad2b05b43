"""Answering in the browser instead: the page behind the address that LINK is answered with.

Whoever holds the link answers as the patient: its token is the key to one check-in for its window.
Opening it changes nothing, because phones open links by themselves to show a preview.
"""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from diary.services import answer_forms
from diary.services.answer_forms import OpenForm, Sent
from diary.web.present.answer import answer_page, thanks
from diary.web.site import Site


def one(site: Site, token: str) -> ResponseReturnValue:
    """The questions that are open, or what became of the answers."""
    found = _fill_in(site, token) if request.method == "POST" else _open(site, token)
    match found:
        case Sent():
            status = 200 if found.is_recorded else 404
            return render_template("answer/thanks.html", page=thanks(found)), status
        case OpenForm():
            page = answer_page(found, site.services.catalogue, token)
            return render_template("answer/form.html", page=page), 422 if found.errors else 200
        case None:
            return render_template("answer/closed.html"), 404


def _open(site: Site, token: str) -> OpenForm | None:
    services = site.services
    with services.readers() as session:
        return answer_forms.open_form(session, services.catalogue, token, services.clock())


def _fill_in(site: Site, token: str) -> Sent | OpenForm | None:
    services = site.services
    typed = {
        name: values for name, values in request.form.to_dict(flat=False).items() if "/" in name
    }
    with services.sessions.begin() as session:
        found = answer_forms.fill_in(
            session,
            services.catalogue,
            token,
            typed,
            services.clock(),
            services.settings.public_base_url,
        )
    services.bell.ring()
    return found
