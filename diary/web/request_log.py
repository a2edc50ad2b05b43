"""One line a request: which route, how it ended, how long it took. No address, body or name."""

import time

import structlog
from flask import Flask, Response, g, request


def log_requests(app: Flask) -> None:
    """Have ``app`` tell of each request, as logs are configured by now."""
    # Bound once: to find out anew for every request how logs go takes as long as to route it.
    log = structlog.get_logger("web").bind()

    @app.before_request
    def start() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def tell(response: Response) -> Response:
        if request.endpoint != "static":
            began = g.get("began")
            log.info(
                "request",
                route=request.endpoint,
                method=request.method,
                status=response.status_code,
                milliseconds=round(1000 * (time.perf_counter() - began), 1) if began else None,
            )
        return response
