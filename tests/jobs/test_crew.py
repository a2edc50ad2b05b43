"""A crew: as many hands as there is work, and an alarm for what comes later."""

import threading
import time
from collections.abc import Callable

from jobs.crew import Call, Crew


def eventually(claim: Callable[[], bool], seconds: float = 8) -> bool:
    give_up_at = time.monotonic() + seconds
    while time.monotonic() < give_up_at and not claim():
        time.sleep(0.01)
    return claim()


def test_one_call_wakes_one_and_each_that_finds_work_calls_the_next():
    left, at_once, may_end = [3], [], threading.Event()
    lock = threading.Lock()

    def work(call: Call) -> None:
        with lock:
            if not left[0]:
                return
            left[0] -= 1
            at_once.append(threading.current_thread().name)
        call()
        may_end.wait(8)

    crew = Crew("senders", 8, work)
    crew.start()
    crew.call()
    assert eventually(lambda: len(at_once) == 3)
    assert len(set(at_once)) == 3
    may_end.set()
    crew.stop()


def test_one_who_is_held_up_holds_up_nobody_else():
    ran, hangs = [], threading.Event()

    def work(_: Call) -> None:
        ran.append(1)
        if len(ran) == 1:
            hangs.wait(8)

    crew = Crew("senders", 2, work)
    crew.start()
    crew.call()
    assert eventually(lambda: len(ran) == 1)
    crew.call()
    assert eventually(lambda: len(ran) == 2)
    hangs.set()
    crew.stop()


def test_a_call_while_all_are_busy_is_not_lost():
    ran, hangs = [], threading.Event()

    def work(_: Call) -> None:
        ran.append(1)
        hangs.wait(8)

    crew = Crew("one", 1, work)
    crew.start()
    crew.call()
    assert eventually(lambda: len(ran) == 1)
    crew.call()
    hangs.set()
    assert eventually(lambda: len(ran) == 2)
    crew.stop()


def test_an_alarm_rings_though_whoever_set_it_is_busy_by_then():
    ran, hangs = [], threading.Event()

    def work(call: Call) -> None:
        ran.append(1)
        if len(ran) == 1:
            call(0.05)
            hangs.wait(8)

    crew = Crew("senders", 2, work)
    crew.start()
    crew.call()
    assert eventually(lambda: len(ran) == 2)
    hangs.set()
    crew.stop()


def test_stopping_sends_everybody_home():
    crew = Crew("senders", 4, lambda _: None)
    crew.start()
    assert crew.are_alive()
    crew.stop()
    assert not crew.are_alive()
