"""What commands begin and end with: services that are closed after use, and a plain failure."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.bootstrap import Services, build
from diary.settings import Settings
from diary.store.people import Organization


@contextmanager
def opened() -> Iterator[Services]:
    """The services by the environment's settings, for as long as the block lasts."""
    services = build(Settings())
    try:
        yield services
    finally:
        services.engine.dispose()


def clinic_with(session: Session, sender: str, option: str = "--sender") -> Organization:
    """The clinic that texts from ``sender``; the command fails if there is none."""
    clinic = session.scalars(select(Organization).where(Organization.sender == sender)).first()
    if clinic is None:
        fail(f"{option} {sender}: no clinic texts from this number")
    return clinic


def fail(message: str) -> NoReturn:
    """Say on standard error why the command cannot be done, and exit with 2."""
    print(message, file=sys.stderr)
    raise typer.Exit(2)
