"""What every process of the fault tests needs, made ready once by the server that forks them."""

from sqlalchemy.orm import configure_mappers

from tests.factories import catalogue
from tests.faults import driver

__all__ = ["driver"]

catalogue()
configure_mappers()
