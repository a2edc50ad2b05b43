"""Group commit: what several threads want to store at once becomes one transaction.

A commit waits for the disk, and meanwhile others come. On SQLite, which lets one writer in at a
time, and not the one that has waited longest, they would pay for a wait each; here the next commit
is that of all who waited, and nobody is overtaken. Processes know nothing of one another.
"""

import itertools
import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar, cast

from sqlalchemy import Connection
from sqlalchemy.orm import Session, sessionmaker

from diary.store.database import OneThread

Item = TypeVar("Item")
Result = TypeVar("Result")


class GroupCommit(Generic[Item, Result]):
    """Stores items by ``write``; each caller has its result after the commit that holds it.

    The first thread to come leads: it writes what waits, its own item and the others', and hands
    the lead to one that came meanwhile. A thread that comes alone waits for nobody.
    """

    def __init__(
        self,
        sessions: sessionmaker[Session],
        write: Callable[[Session, Sequence[Item]], Sequence[Result]],
        write_plain: Callable[[Connection, Sequence[Item]], Sequence[Result | None]] | None = None,
    ) -> None:
        """``write`` gives a result for each item, in their order.

        It may be called again for an item, in a new transaction, and touches nothing but its
        session. ``write_plain`` is asked first, where there is one: it stores what takes a single
        statement, and gives ``None`` for what it leaves to ``write``. If it fails ``write`` has
        them all, though what failed may have been committed.
        """
        self._sessions = sessions
        self._plainly = OneThread(sessions.kw["bind"])
        self._write = write
        self._write_plain = write_plain
        self._mutex = threading.Lock()
        self._waiting: list[_Ticket[Item, Result]] = []
        self._is_led = False

    def store(self, item: Item) -> Result:
        """The result of ``item``, committed; or its error, and then nothing of it is stored.

        An error of one item is its own: the others of the group are stored without it. Where no
        transaction can begin, that is everybody's error.
        """
        ticket = _Ticket[Item, Result](item)
        with self._mutex:
            self._waiting.append(ticket)
            leads, self._is_led = not self._is_led, True
        if not leads:
            ticket.called.acquire()
        if not ticket.is_settled:
            self._lead()
        return ticket.outcome()

    def _lead(self) -> None:
        with self._mutex:
            group, self._waiting = self._waiting, []
        try:
            if self._write_plain:
                self._settle_plain(group, self._write_plain)
            self._settle_rest(group)
        finally:
            with self._mutex:
                following = self._waiting[0] if self._waiting else None
                self._is_led = following is not None
            for ticket in group:
                if not ticket.is_settled:
                    ticket.fail(RuntimeError("what writes gave not a result for each item"))
            if following:
                following.called.release()

    def _settle_rest(self, group: "_Group[Item, Result]") -> None:
        """Write in one transaction what is not settled; if that fails, each in its own."""
        rest = [ticket for ticket in group if not ticket.is_settled]
        batches = [rest] if rest else []
        while batches:
            batch = batches.pop(0)
            has_begun = False
            try:
                with self._sessions.begin() as session:
                    session.connection()
                    has_begun = True
                    results = self._write(session, [ticket.item for ticket in batch])
            except BaseException as error:  # noqa: BLE001 - it is raised where it belongs
                if not has_begun:
                    for ticket in itertools.chain(batch, *batches):
                        ticket.fail(error)
                    return
                if len(batch) > 1:
                    batches = [[ticket] for ticket in batch]
                else:
                    batch[0].fail(error)
            else:
                for ticket, result in zip(batch, results, strict=True):
                    ticket.succeed(result)

    def _settle_plain(
        self,
        group: "_Group[Item, Result]",
        write_plain: Callable[[Connection, Sequence[Item]], Sequence[Result | None]],
    ) -> None:
        has_begun = False
        try:
            with self._plainly.begin() as connection:
                has_begun = True
                results = write_plain(connection, [ticket.item for ticket in group])
        except BaseException as error:  # noqa: BLE001 - whatever it was, the other way may be open
            # Where the sessions have an engine of their own they may still reach the database.
            if not has_begun and not self._plainly.is_apart:
                for ticket in group:
                    ticket.fail(error)
        else:
            for ticket, result in zip(group, results, strict=True):
                if result is not None:
                    ticket.succeed(result)


class _Ticket(Generic[Item, Result]):
    __slots__ = ("_error", "_result", "called", "is_settled", "item")

    def __init__(self, item: Item) -> None:
        self.item = item
        self.called = threading.Lock()
        """Free when it is settled, or is to lead. An event takes five times as long to make."""
        self.called.acquire()
        self.is_settled = False
        self._result: Result | None = None
        self._error: BaseException | None = None

    def succeed(self, result: Result) -> None:
        self._result = result
        self._settle()

    def fail(self, error: BaseException) -> None:
        self._error = error
        self._settle()

    def _settle(self) -> None:
        self.is_settled = True
        self.called.release()

    def outcome(self) -> Result:
        if self._error is not None:
            raise self._error
        return cast("Result", self._result)


_Group = Sequence[_Ticket[Item, Result]]
