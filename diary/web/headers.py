"""What every response says to the browser, and which requests a browser must not bring."""

from flask import Flask, Response, request
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
_ALWAYS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_A_YEAR = "max-age=31536000"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def harden(app: Flask, site: Site) -> None:
    """Say the headers on every response, and refuse what another site sends through a browser."""

    @app.before_request
    def refuse_foreign() -> None:
        if request.method not in _SAFE and not is_for_carrier(app) and _is_foreign(site):
            raise Forbidden

    @app.after_request
    def say(response: Response) -> Response:
        response.headers.update(_ALWAYS)
        if site.is_https:
            response.headers["Strict-Transport-Security"] = _A_YEAR
        if request.endpoint != "static" and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response


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
