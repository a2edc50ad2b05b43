"""Who may call which address: one rule a route, and no route without one."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any

from flask import Flask, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Forbidden

from diary.web import auth, translation
from diary.web.api import calls
from diary.web.site import Site

EXTENSION = "diary-rules"


class Access(StrEnum):
    PUBLIC = "public"
    """Anybody. The view gets the ``Site``."""
    STAFF = "staff"
    """Whoever is signed in. The view gets a ``Visit``."""
    OWNER = "owner"
    """Whoever is signed in and may change the clinic itself. The view gets a ``Visit``."""
    CARRIER = "carrier"
    """The carrier, by its signature, which the view checks. No cookies, no pages."""
    PATIENT = "patient"
    """A patient's device, by its access token. No cookies. The view gets a ``Call``."""
    DOOR = "door"
    """Any device: to sign in, and to read what the API is. No cookies. It gets the ``Site``."""


SIGNED_IN = (Access.STAFF, Access.OWNER)
WITHOUT_COOKIES = (Access.CARRIER, Access.PATIENT, Access.DOOR)
"""No browser is made to send such a request by another site's form: no token is asked for."""


@dataclass(frozen=True, slots=True)
class Route:
    path: str
    endpoint: str
    access: Access
    view: Callable[..., ResponseReturnValue]
    methods: tuple[str, ...] = ("GET",)


class UnruledRouteError(RuntimeError):
    """A route has no rule: the program does not start."""


def add_routes(app: Flask, site: Site, routes: Iterable[Route]) -> None:
    """Serve ``routes``, each behind its rule."""
    rules: dict[str, Access] = app.extensions.setdefault(EXTENSION, {"static": Access.PUBLIC})
    for route in routes:
        rules[route.endpoint] = route.access
        app.add_url_rule(
            route.path, route.endpoint, _guarded(site, route), methods=list(route.methods)
        )


def refuse_unruled(app: Flask) -> None:
    """``UnruledRouteError`` names every route that somebody added past the rules."""
    rules = rules_of(app)
    unruled = {rule.endpoint for rule in app.url_map.iter_rules()} - rules.keys()
    if unruled:
        raise UnruledRouteError(f"no rule says who may call {', '.join(sorted(unruled))}")


def rules_of(app: Flask) -> Mapping[str, Access]:
    """The rule of every endpoint."""
    rules: Mapping[str, Access] = app.extensions[EXTENSION]
    return rules


def is_for_carrier(app: Flask) -> bool:
    """Whether the present request asks for an address of the carrier's."""
    return rules_of(app).get(request.endpoint or "") is Access.CARRIER


def _guarded(site: Site, route: Route) -> Callable[..., ResponseReturnValue]:
    @wraps(route.view)
    def view(**arguments: Any) -> ResponseReturnValue:
        if route.access is Access.PATIENT:
            with calls.enter(site, request) as call:
                return route.view(call, **arguments)
        if route.access not in SIGNED_IN:
            return route.view(site, **arguments)
        visit = auth.enter(site, request)
        if visit is None:
            return _to_sign_in()
        if visit.practitioner.language in translation.languages():
            translation.use(visit.practitioner.language)
        if route.access is Access.OWNER and not visit.is_owner:
            raise Forbidden
        return route.view(visit, **arguments)

    return view


def _to_sign_in() -> Response:
    # Only a page can be gone back to; what a form would have done is not done by itself.
    wanted = request.path if request.method in {"GET", "HEAD"} and request.path != "/" else None
    return redirect(url_for("auth.sign_in", next=wanted), 303)  # type: ignore[return-value]
