"""What every response says to the browser, and which requests a browser must not bring."""

from collections.abc import Iterable, Sequence
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, request
from werkzeug.exceptions import Forbidden

from diary.web.access import is_for_carrier
from diary.web.site import Site

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_ALWAYS = (
    ("Content-Security-Policy", CONTENT_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)
_OVER_TLS = ("Strict-Transport-Security", "max-age=31536000")
_NOT_KEPT = ("Cache-Control", "no-store")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def harden(app: Flask, site: Site) -> None:
    """Say the headers on every response, and refuse what another site sends through a browser."""

    @app.before_request
    def refuse_foreign() -> None:
        if request.method not in _SAFE and not is_for_carrier(app) and _is_foreign(site):
            raise Forbidden

    always = (*_ALWAYS, _OVER_TLS) if site.is_https else _ALWAYS
    app.wsgi_app = _Saying(app.wsgi_app, always)  # type: ignore[method-assign]


class _Saying:
    """The application with headers added where they are a list: one by one takes Flask longer."""

    def __init__(self, app: WSGIApplication, always: Sequence[tuple[str, str]]) -> None:
        self._app = app
        self._always = always

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *failure: Any) -> Any:
            said = [*headers, *self._always]
            if not any(name.lower() == "cache-control" for name, _ in headers):
                said.append(_NOT_KEPT)
            return start_response(status, said, *failure)

        return self._app(environ, start)


def _is_foreign(site: Site) -> bool:
    """Browsers say where a request comes from; what says nothing is left to the form's token."""
    fetched_by = request.headers.get("Sec-Fetch-Site")
    if fetched_by is not None:
        return fetched_by not in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    ours = {f"{request.scheme}://{request.host}", _origin(site.services.settings.public_base_url)}
    return origin is not None and origin not in ours


def _origin(address: str) -> str:
    scheme, _, rest = address.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}"
