"""Logs: one JSON object a line, ids and kinds only, never a name, a number or a text."""

import logging
import sys

import structlog

_QUIET = ("twilio", "urllib3", "apscheduler", "werkzeug", "alembic", "waitress.queue")


def configure_logs(level: str) -> None:
    """Send this program's events to standard error as JSON."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    for name in _QUIET:
        # These quote addresses and bodies when they are talkative.
        logging.getLogger(name).setLevel(logging.ERROR)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )
