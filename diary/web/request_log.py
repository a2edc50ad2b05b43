"""One line a request: which route, how it ended, how long it took. No address, body or name."""

import time

import structlog
from flask import Flask, Response, g, request

_log = structlog.get_logger("web")


def log_requests(app: Flask) -> None:
    @app.before_request
    def start() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def tell(response: Response) -> Response:
        if request.endpoint != "static":
            began = g.get("began")
            _log.info(
                "request",
                route=request.endpoint,
                method=request.method,
                status=response.status_code,
                milliseconds=round(1000 * (time.perf_counter() - began), 1) if began else None,
            )
        return response
