"""The link in a page to staff: it opens one alert's number and takes it, and shows nothing else.

Whoever holds the link was paged: its token is the key, good for one alert and a short while.
Opening it changes nothing, because phones open links by themselves to show a preview.
"""

from zoneinfo import ZoneInfo

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from diary.services import alert_desk, paging
from diary.store.people import Organization
from diary.web import translation
from diary.web.moments import moment
from diary.web.present.frame import frame_before_sign_in
from diary.web.screens.alerts import AlertState, PagedAlert
from diary.web.site import Site


def one(site: Site, token: str) -> ResponseReturnValue:
    if request.method == "POST":
        _take(site, token)
        return redirect(url_for("paged.show", token=token), 303)
    page = _paged(site, token)
    return render_template("pages/paged.html", page=page, frame=frame_before_sign_in())


def _take(site: Site, token: str) -> None:
    services = site.services
    now = services.clock()
    with services.sessions.begin() as session:
        found = paging.paged_alert(session, token, now)
        if found is None:
            raise NotFound
        alert, practitioner = found
        alert_desk.take_by_page(session, services.catalogue, alert, practitioner, now)


def _paged(site: Site, token: str) -> PagedAlert:
    now = site.services.clock()
    with site.services.readers() as session:
        found = paging.paged_alert(session, token, now)
        if found is None:
            raise NotFound
        alert, _practitioner = found
        clinic = session.get_one(Organization, alert.organization_id)
    zone = ZoneInfo(clinic.timezone)
    return PagedAlert(
        number=alert.number,
        clinic=clinic.name,
        state=AlertState(alert.status.value),
        moment=moment(alert.opened_at, now, zone, translation.language()),
        alert_id=alert.id,
        token=token,
    )
