"""A database that is cut off or full: what was acknowledged stays, the rest goes on after."""

from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, OperationalError

from tests.faults import plan
from tests.faults.world import World, eventually, open_world


@pytest.fixture
def on_postgresql(test_run, tmp_path: Path):
    with test_run.postgresql() as url, open_world(url, tmp_path) as world:
        yield world


@pytest.fixture
def on_sqlite(test_run, tmp_path: Path):
    with open_world(test_run.sqlite(tmp_path), tmp_path) as world:
        yield world


def cut_all_connections(world: World) -> None:
    with world.services.engine.connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_promise_1_workers_whose_connections_are_cut_go_on_and_lose_nothing(
    on_postgresql: World, record_property: plan.Note
):
    world, chance = on_postgresql, plan.chance()
    workers = [world.start() for _ in range(2)]
    cuts = plan.times(3, 50)
    for _ in range(cuts):
        world.clock.stay_by_day()
        for patient_id in world.people(2):
            world.text_in(patient_id, "hello")
        world.clock.pass_by(minutes=6)
        cut_all_connections(world)
    # A text whose settlement was cut off is a doubt only when its lease is over: time goes on.
    assert eventually(lambda: world.clock.pass_by(seconds=1) or world.is_done(), 40)
    for worker in workers:
        assert worker.is_alive()
        worker.terminate()
        worker.join(20)
    world.recover()
    world.report_everything(chance)
    world.check()
    record_property("every connection to PostgreSQL cut", cuts)


def test_promise_1_with_a_full_disk_nothing_is_acknowledged_that_is_not_stored(
    on_sqlite: World, record_property: plan.Note
):
    world = on_sqlite
    patients = world.people(4)
    world.clock.pass_by(minutes=6)
    room = [0]

    def limit(connection: object, *_: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]  # type: ignore[attr-defined]
        connection.execute(f"PRAGMA max_page_count = {pages + room[0]}")  # type: ignore[attr-defined]

    event.listen(world.services.engine, "checkout", limit)
    refused = 0
    for number in range(plan.times(60, 2000)):
        try:
            world.text_in(patients[number % 4], "hello " * 60)
        except OperationalError:
            refused += 1
        if number % 10 == 0:
            for job in ("take_turns", "release_prompts", "send_messages"):
                try:
                    world.run(job)
                except DBAPIError:
                    refused += 1
    assert refused
    room[0] = 1_000_000
    world.recover()
    world.report_everything(plan.chance())
    world.check()
    record_property("a write onto a full disk", refused)
