"""The web application, put together: no globals, everything from ``Services``."""

from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache
from typing import Any

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask_wtf.csrf import CSRFProtect  # type: ignore[import-untyped]
from itsdangerous import URLSafeTimedSerializer
from jinja2 import StrictUndefined
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header
from werkzeug.middleware.proxy_fix import ProxyFix

from diary.bootstrap import Services
from diary.resources import static_folder, templates_folder
from diary.services import staff
from diary.web import translation, twilio_hooks
from diary.web.access import WITHOUT_COOKIES, Route, add_routes, refuse_unruled
from diary.web.api.routes import API_ROUTES
from diary.web.demo_stage import DemoStage
from diary.web.failures import answer_failures, record_failure
from diary.web.headers import harden
from diary.web.present.phone_app import PhoneFiles
from diary.web.rendering import equip
from diary.web.request_log import log_requests
from diary.web.routes import DEMO_ROUTES, ROUTES
from diary.web.site import Site

LARGEST_PAGE = 1024 * 1024
"""Bytes that a form may bring; the webhooks take less."""


def create_app(services: Services, *, demo: DemoStage | None = None) -> Flask:
    """A WSGI application that serves one database. ``demo`` adds the phones and the clock."""
    app = _Application(
        "diary.web", template_folder=str(templates_folder()), static_folder=str(static_folder())
    )
    site = Site(
        services, twilio_hooks.keeper_of_texts(services), PhoneFiles(services.catalogue), demo
    )
    app.config.from_mapping(_flask_settings(site))
    app.session_interface = _Sessions()
    log_requests(app)
    harden(app, site)
    _speak(app)
    answer_failures(app)
    routes = (*ROUTES, *API_ROUTES, *(DEMO_ROUTES if demo else ()))
    add_routes(app, site, routes)
    _protect_forms(app, routes)
    refuse_unruled(app)
    if proxies := services.settings.trusted_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies
        )
    return app


class _Sessions(SecureCookieSessionInterface):
    """Flask's own would look at its cookie and its signer also where no cookie comes or goes."""

    _signer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        self._signer = self._signer or super().get_signing_serializer(app)
        return self._signer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if "HTTP_COOKIE" not in request.environ:
            return self.session_class()
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if session.accessed or session.modified:
            super().save_session(app, session, response)


class _Application(Flask):
    def log_exception(self, exc_info: Any) -> None:
        # Flask's own record of a failure quotes its message and the address: ours does not.
        record_failure(exc_info[1])

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        # None of ours is a coroutine function, and to ask of each takes as long as to find a route.
        return func


def _flask_settings(site: Site) -> dict[str, object]:
    return {
        "SECRET_KEY": site.services.settings.secret_key.get_secret_value(),
        "SESSION_COOKIE_NAME": "__Host-form" if site.is_https else "form",
        "SESSION_COOKIE_SECURE": site.is_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "MAX_CONTENT_LENGTH": LARGEST_PAGE,
        "WTF_CSRF_TIME_LIMIT": int(staff.LONGEST / timedelta(seconds=1)),
        # Where a request comes from is read from Sec-Fetch-Site and Origin: see headers.
        "WTF_CSRF_SSL_STRICT": False,
    }


def _speak(app: Flask) -> None:
    """Templates fail on what they were not given, and speak the reader's language."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda message: translation.catalogue().gettext(message),
        translation.counted,
        newstyle=True,
    )
    equip(app.jinja_env)

    @app.before_request
    def choose_language() -> None:
        # What is remembered is small, whatever is sent: the first of many tags are wished for most.
        accepted = request.environ.get("HTTP_ACCEPT_LANGUAGE", "")
        translation.use(_language_for(accepted[:_LONGEST_REMEMBERED]))

    @app.teardown_request
    def fall_silent(_: BaseException | None) -> None:
        # The thread goes on to other work, which speaks to nobody in particular.
        translation.use(translation.SOURCE)


_LONGEST_REMEMBERED = 100


@lru_cache(maxsize=200)
def _language_for(accepted: str) -> str:
    """By the language alone: who asks for Mexican Spanish wants Spanish."""
    tags = parse_accept_header(accepted, LanguageAccept).values()
    wished = (tag.partition("-")[0].lower() for tag in tags)
    return next((each for each in wished if each in translation.languages()), translation.SOURCE)


def _protect_forms(app: Flask, routes: tuple[Route, ...]) -> None:
    tokens = CSRFProtect(app)
    for route in routes:
        if route.access in WITHOUT_COOKIES:
            tokens.exempt(app.view_functions[route.endpoint])
