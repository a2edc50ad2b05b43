"""The sign of life of a process that runs jobs, and whether its clock can be believed."""

from collections.abc import Callable
from datetime import timedelta

import structlog

from diary.bootstrap import Services
from diary.gateways.heartbeat import ping
from diary.services import heartbeat
from diary.store.database import clock_of
from diary.store.ids import new_id

_log = structlog.get_logger("jobs")
CLOCKS_DIFFER = timedelta(seconds=60)
"""A clock this far from the database's is wrong, or the database's is: no work by either."""


class Pulse:
    """``beat`` is called by the scheduler; ``is_well`` says whether the process is as it should."""

    def __init__(self, services: Services, is_well: Callable[[], bool]) -> None:
        self._services = services
        self._is_well = is_well
        self._process_id = new_id()
        self._started_at = services.clock()
        self.clock_is_right = True

    def beat(self) -> None:
        """Check the clock, leave a sign of life, and tell the address outside. Never raises."""
        try:
            self.check_clock()
            if not (self._is_well() and self.clock_is_right):
                return
            with self._services.sessions.begin() as session:
                heartbeat.beat(session, self._process_id, self._started_at, self._services.clock())
        except Exception as error:  # noqa: BLE001 - the database is away: the next beat tells
            _log.warning("no_heartbeat", error=type(error).__name__)
            return
        url = self._services.settings.heartbeat_url
        if url and not ping(url):
            _log.warning("heartbeat_unheard")

    def beat_first(self) -> None:
        """What has to be known before any work is done. Never raises."""
        try:
            self.check_clock()
        except Exception as error:  # noqa: BLE001 - without the database there is no work either
            _log.warning("clock_unchecked", error=type(error).__name__)

    def check_clock(self) -> None:
        """Compare the clock with the database's, where that is another machine's perhaps."""
        if not self._services.checks_clock:
            return
        with self._services.readers() as session:
            theirs = clock_of(session)
        self.clock_is_right = abs(self._services.clock() - theirs) <= CLOCKS_DIFFER
        if not self.clock_is_right:
            _log.error("clock_wrong")

    def end(self) -> None:
        """The process ends as it should."""
        try:
            with self._services.sessions.begin() as session:
                heartbeat.say_goodbye(session, self._process_id)
        except Exception as error:  # noqa: BLE001 - it is missed for a day
            _log.warning("no_goodbye", error=type(error).__name__)
