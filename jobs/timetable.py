"""Every job and how often it runs. The database is the real timetable; this is the clock's hand.

Each job does what is due and nothing twice, so a missed tick is made up by the next one and a
second copy of the process finds nothing left to do.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from jobs.catch_up import catch_up
from jobs.count_clinics import count_clinics
from jobs.end_rests import end_rests
from jobs.escalate_alerts import escalate_alerts
from jobs.release_prompts import release_prompts
from jobs.send_messages import send_messages, send_urgent
from jobs.send_pushes import send_pushes
from jobs.settle_unknown import settle_unknown
from jobs.take_turns import take_turns
from jobs.thin_backlog import thin_backlog
from jobs.upkeep import upkeep


@dataclass(frozen=True, slots=True)
class Job:
    run: Callable[..., dict[str, int]]
    """Takes the services and, of a job for a crew, a ``Call`` and a ``Desk``; returns counts."""
    every: timedelta
    on_bell: bool = False
    """Also at once when something was committed that it waits for."""
    by_crew: bool = False
    """Several threads do it side by side over one desk, as many as the settings say senders."""


JOBS: Mapping[str, Job] = {
    "take_turns": Job(take_turns, timedelta(seconds=5), on_bell=True),
    "release_prompts": Job(release_prompts, timedelta(seconds=15)),
    "escalate_alerts": Job(escalate_alerts, timedelta(seconds=5), on_bell=True),
    "send_messages": Job(send_messages, timedelta(seconds=5), on_bell=True, by_crew=True),
    "send_urgent": Job(send_urgent, timedelta(seconds=5), on_bell=True),
    "send_pushes": Job(send_pushes, timedelta(seconds=5), on_bell=True),
    "thin_backlog": Job(thin_backlog, timedelta(seconds=20)),
    "settle_unknown": Job(settle_unknown, timedelta(seconds=30)),
    "catch_up": Job(catch_up, timedelta(minutes=10)),
    "count_clinics": Job(count_clinics, timedelta(minutes=5)),
    "end_rests": Job(end_rests, timedelta(minutes=1)),
    "upkeep": Job(upkeep, timedelta(hours=6)),
}
