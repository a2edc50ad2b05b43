"""Group commit: who comes while another commits is committed together, and told the truth."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

import pytest
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from diary.store.database import create_engine_for, writing_sessions
from diary.store.group_commit import GroupCommit
from tests.schema import TEST_KEYRING

SECONDS = 20


class Shelf:
    """A table of unique words, what was asked of it, and a first writer who can be held up."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE shelf (word VARCHAR(20) UNIQUE)"))
        self.asked: list[list[str]] = []
        self.told: list[Future[str]] = []
        self.group = GroupCommit(writing_sessions(engine), self._write)
        self._is_held, self._may_go = threading.Event(), threading.Event()

    def words(self) -> set[str]:
        with self.engine.connect() as connection:
            return set(connection.scalars(text("SELECT word FROM shelf")))

    def store_at_once(
        self, *words: str, meanwhile: Callable[[], None] = lambda: None
    ) -> list[Future[str]]:
        """Store a first word, and while it is being written all of ``words``, which wait for it."""
        with ThreadPoolExecutor(len(words) + 1) as threads:
            first = threads.submit(self.group.store, "first")
            assert self._is_held.wait(SECONDS)
            for number, word in enumerate(words, start=1):
                self.told.append(threads.submit(self.group.store, word))
                while len(self.group._waiting) < number:
                    assert not self.told[-1].done()
            meanwhile()
            self._may_go.set()
        assert first.result() == "FIRST"
        return self.told

    def _write(self, session: Session, words: Sequence[str]) -> Sequence[str]:
        self.asked.append(list(words))
        for word in words:
            session.execute(text("INSERT INTO shelf VALUES (:word)"), {"word": word})
        if list(words) == ["first"]:
            self._is_held.set()
            assert self._may_go.wait(SECONDS)
        return [word.upper() for word in words]


@pytest.fixture
def shelf(engine: Engine) -> Shelf:
    return Shelf(engine)


def test_who_comes_while_another_commits_is_committed_together(shelf: Shelf):
    commits = []
    event.listen(shelf.engine, "commit", lambda _: commits.append(len(shelf.asked)))
    told = shelf.store_at_once("a", "b", "c", "d")
    assert [future.result() for future in told] == ["A", "B", "C", "D"], "each has its own result"
    assert shelf.asked == [["first"], ["a", "b", "c", "d"]]
    assert len(commits) == 2
    assert shelf.words() == {"first", "a", "b", "c", "d"}


def test_nobody_is_told_before_the_commit_and_the_lead_is_handed_on_after(shelf: Shelf):
    told_early: list[bool] = []

    def look(_: object) -> None:
        told_early.append(bool(wait(shelf.told, timeout=0.2, return_when=FIRST_COMPLETED).done))

    event.listen(shelf.engine, "commit", look)
    shelf.store_at_once("a", "b")
    assert told_early == [False, False]
    assert shelf.group.store("c") == "C", "nobody leads, so whoever comes does"
    assert shelf.words() == {"first", "a", "b", "c"}


def test_what_cannot_be_stored_keeps_nobody_else_from_being_stored(shelf: Shelf):
    one, again, other = shelf.store_at_once("a", "a", "b")
    assert one.result() == "A"
    assert isinstance(again.exception(), IntegrityError)
    assert other.result() == "B"
    assert shelf.words() == {"first", "a", "b"}
    assert shelf.group.store("c") == "C"


def test_after_a_commit_that_failed_each_has_a_transaction_of_its_own(shelf: Shelf):
    failing = iter([False, True, False, True, False])

    def fail(_: object) -> None:
        if next(failing):
            raise OperationalError("COMMIT", None, OSError("disk full"))

    event.listen(shelf.engine, "commit", fail)
    one, other, third = shelf.store_at_once("a", "b", "c")
    assert one.result() == "A"
    assert isinstance(other.exception(), OperationalError)
    assert third.result() == "C"
    event.remove(shelf.engine, "commit", fail)
    assert shelf.words() == {"first", "a", "c"}, "what is stored is what was said to be"


def test_where_no_transaction_begins_everybody_is_told_at_once(shelf: Shelf):
    begun = []

    def refuse(_: object) -> None:
        begun.append(1)
        raise OperationalError("BEGIN", None, OSError("database is locked"))

    rest = shelf.store_at_once(
        "a", "b", "c", meanwhile=lambda: event.listen(shelf.engine, "begin", refuse)
    )
    assert all(isinstance(future.exception(), OperationalError) for future in rest)
    assert begun == [1], "they do not wait for the lock one after the other"
    assert shelf.asked == [["first"]]
    event.remove(shelf.engine, "begin", refuse)
    assert shelf.group.store("a") == "A"


def write_plain(connection: Connection, words: Sequence[str]) -> Sequence[str | None]:
    """Words without a capital, shouted and with a mark of how they came."""
    plain = [word for word in words if word.islower()]
    for word in plain:
        connection.execute(text("INSERT INTO shelf VALUES (:word)"), {"word": word})
    return [f"{word.upper()}!" if word in plain else None for word in words]


def test_what_is_plain_is_written_by_itself_and_the_rest_after_it(shelf: Shelf):
    group = GroupCommit(writing_sessions(shelf.engine), shelf._write, write_plain)
    assert group.store("plain") == "PLAIN!"
    assert group.store("Else") == "ELSE"
    assert shelf.asked == [["Else"]]
    assert shelf.words() == {"plain", "Else"}


def test_what_is_plain_is_told_before_the_rest_of_its_group_is_written(shelf: Shelf):
    told: dict[str, Future[str]] = {}
    is_held, may_go = threading.Event(), threading.Event()

    def write(_: Session, words: Sequence[str]) -> Sequence[str]:
        if words == ["First"]:
            is_held.set()
            assert may_go.wait(SECONDS)
        else:
            assert told["plain"].result(SECONDS) == "PLAIN!"
        return words

    group = GroupCommit(writing_sessions(shelf.engine), write, write_plain)
    with ThreadPoolExecutor(3) as threads:
        first = threads.submit(group.store, "First")
        assert is_held.wait(SECONDS)
        for word in ("Rest", "plain"):  # the one that leads them has to see to both
            told[word] = threads.submit(group.store, word)
            while len(group._waiting) < len(told):
                assert not first.done()
        may_go.set()
        assert [first.result(), told["Rest"].result()] == ["First", "Rest"]


def test_where_the_plain_way_fails_everything_goes_the_other(shelf: Shelf):
    group = GroupCommit(writing_sessions(shelf.engine), shelf._write, write_plain)
    assert group.store("one") == "ONE!"
    with pytest.raises(IntegrityError):
        group.store("one")
    if shelf.engine.dialect.name == "postgresql":
        with shelf.engine.connect() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        assert group.store("two") == "TWO", "its connection was cut, which nobody was to notice"
    assert group.store("three") == "THREE!"
    assert shelf.words() >= {"one", "three"}


def test_where_only_the_plain_way_has_no_connection_everything_goes_the_other(shelf: Shelf):
    def refuse(*_: object) -> None:
        raise OSError("too many connections")

    group = GroupCommit(writing_sessions(shelf.engine), shelf._write, write_plain)
    if group._plainly.engine is shelf.engine:
        pytest.skip("one engine serves both ways")
    event.listen(group._plainly.engine, "do_connect", refuse)
    assert group.store("one") == "ONE"
    event.remove(group._plainly.engine, "do_connect", refuse)
    assert group.store("two") == "TWO!"


def test_two_processes_that_store_in_groups_take_turns(engine: Engine):
    shelf = Shelf(engine)
    url = engine.url.render_as_string(hide_password=False)
    another = create_engine_for(url, TEST_KEYRING)
    groups = [shelf.group, GroupCommit(sessionmaker(another), shelf._write)]
    words = {f"{number}" for number in range(60)}
    shelf._may_go.set()
    with ThreadPoolExecutor(8) as threads:
        told = list(threads.map(lambda word: groups[int(word) % 2].store(word), words))
    assert set(told) == words
    assert shelf.words() == words
    another.dispose()
