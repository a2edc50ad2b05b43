"""How an instant is read."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from diary.web.moments import moment

CHICAGO = ZoneInfo("America/Chicago")
NOW = datetime(2026, 11, 22, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "text", "spanish"),
    [
        (timedelta(seconds=30), "14:11", "14:11"),
        (timedelta(minutes=8), "8 minutes ago", "hace 8 minutos"),
        (timedelta(minutes=59, seconds=59), "59 minutes ago", "hace 59 minutos"),
        (timedelta(hours=1), "1 hour ago", "hace 1 hora"),
        (timedelta(hours=3, minutes=59), "3 hours ago", "hace 3 horas"),
        (timedelta(hours=13), "01:12", "01:12"),
        (timedelta(minutes=-20), "in 20 minutes", "dentro de 20 minutos"),
        (timedelta(days=1), "Sat 14:12", "sáb 14:12"),
        (timedelta(days=-3), "Wed 14:12", "mié 14:12"),
        (timedelta(days=30), "23 Oct 15:12", "23 oct 15:12"),
        (timedelta(days=330), "27 Dec 2025", "27 dic 2025"),
    ],
)
def test_near_instants_are_distances_and_far_ones_dates(before: timedelta, text: str, spanish: str):
    assert moment(NOW - before, NOW, CHICAGO).text == text
    assert moment(NOW - before, NOW, CHICAGO, "es").text == spanish


def test_the_exact_time_names_the_zone():
    exact = moment(NOW, NOW, CHICAGO).exact
    assert exact == "Sunday 22 November 2026, 14:12 Central Standard Time"


def test_a_distance_over_a_clock_change_is_elapsed_time():
    before = datetime(2026, 11, 1, 6, 30, tzinfo=UTC).astimezone(CHICAGO)
    after = datetime(2026, 11, 1, 9, 30, tzinfo=UTC).astimezone(CHICAGO)
    assert moment(before, after, CHICAGO).text == "3 hours ago"
