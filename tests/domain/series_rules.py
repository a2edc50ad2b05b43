"""Rules and short ways to write a series, shared by the tests of the statistics."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from random import Random

from diary.domain.series import Reading
from diary.domain.trends import ChangeRules

PHQ9 = ChangeRules(reliable_change=6, remission_below=5, end_state=10)
GAD7 = ChangeRules(reliable_change=4, end_state=8)
PCL5 = ChangeRules(
    reliable_change=15, end_state=28, end_state_includes_cut=True, noticeable_change=10
)
MOOD = ChangeRules(reliable_change=2, high_is_good=True, best_possible=10)

INFUSED_AT = datetime(2026, 3, 2, 15, tzinfo=UTC)


def day(number: float) -> datetime:
    """The instant ``number`` days after the infusion of the tests."""
    return INFUSED_AT + timedelta(days=number)


def series(values: Mapping[float, float]) -> list[Reading]:
    """Readings by day since the infusion."""
    return [Reading(day(number), value) for number, value in values.items()]


def seeded(number: int) -> Random:
    """The same draws every time."""
    return Random(number)  # noqa: S311  simulated patients are no secret
