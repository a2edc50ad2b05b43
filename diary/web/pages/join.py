"""The link by which a new member of staff chooses a password.

Opening it changes nothing, because phones and mail open links by themselves to show a preview.
"""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from diary.services import staff, team
from diary.store.people import Organization
from diary.web.auth import hashing
from diary.web.present.frame import frame_before_sign_in
from diary.web.screens.forms import Form
from diary.web.screens.settings import Join
from diary.web.site import Site
from diary.web.translation import gettext as _
from diary.web.wording.fields import form_again


def choose(site: Site, token: str) -> ResponseReturnValue:
    services = site.services
    now = services.clock()
    with services.readers() as session:
        member = team.invited(session, token, now)
        if member is None:
            raise NotFound
        clinic = session.get_one(Organization, member.organization_id)
    form, status = Form(), 200
    if request.method == "POST":
        password = request.form.get("password", "")
        if len(password) >= staff.SHORTEST_PASSWORD:
            with hashing(site):
                hashed = staff.hash_password(password)
            with services.sessions.begin() as session:
                if not team.accept(session, token, hashed, now):
                    raise NotFound
            flash(_("Your password is set. Sign in with it."), "success")
            return redirect(url_for("auth.sign_in"), 303)
        code = "password_short" if password else "required"
        form, status = form_again({}, {"password": code}), 422
    page = Join(
        clinic.name,
        member.display_name,
        member.sign_in_name,
        token,
        form,
        staff.SHORTEST_PASSWORD,
    )
    shown = render_template("pages/join.html", page=page, frame=frame_before_sign_in())
    return shown, status
