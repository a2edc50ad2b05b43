"""The real application on both databases, and a phone that has signed in."""

import pytest
from flask import Flask

from diary.bootstrap import Services
from tests.api.phone import Phone
from tests.web.conftest import House, app, clock, desk, house, lived, services

__all__ = ["app", "clock", "desk", "house", "lived", "services"]


@pytest.fixture
def phone(app: Flask, services: Services, house: House) -> Phone:
    """Marisol's phone, signed in."""
    return Phone(app, services).sign_in(house.marisol)
