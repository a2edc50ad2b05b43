"""Whether texts kept to a pace, judged by the instants that the database gave them."""

from collections.abc import Iterable
from datetime import datetime, timedelta


def most_in_a_second(sent: Iterable[tuple[datetime, int]]) -> int:
    """The most segments that began in any one second, of (instant, segments)."""
    instants = sorted(sent)
    most, first, total = 0, 0, 0
    for at, segments in instants:
        total += segments
        while instants[first][0] <= at - timedelta(seconds=1):
            total -= instants[first][1]
            first += 1
        most = max(most, total)
    return most
