"""Several requests of one patient at the same moment: each entry is stored once, by one of them."""

import threading
from collections import Counter

from flask import Flask
from sqlalchemy import select

from diary.bootstrap import Services
from diary.store.alerts import SafetyAlert
from diary.store.diary import DiaryEntry
from tests.api.phone import Phone, new_entry
from tests.factories import NOW
from tests.web.conftest import House


def test_the_same_batch_sent_four_times_at_once_is_stored_once(
    app: Flask, services: Services, house: House
):
    phones = [Phone(app, services).sign_in(house.marisol) for _ in range(3)]
    phones.append(Phone(app, services))
    phones[-1].tokens = phones[0].tokens
    batch = [new_entry(NOW, mood=5, note="i want to die" if n == 7 else "") for n in range(20)]
    verdicts: Counter[str] = Counter()
    begin = threading.Barrier(len(phones))

    def hand_over(phone: Phone) -> None:
        begin.wait()
        for each in phone.sync(batch, NOW)["verdicts"]:
            verdicts[each["verdict"]] += 1

    threads = [threading.Thread(target=hand_over, args=(phone,)) for phone in phones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert verdicts == {"stored": 20, "already_stored": 60}
    with services.readers() as session:
        rows = session.scalars(select(DiaryEntry)).all()
        assert len(session.scalars(select(SafetyAlert)).all()) == 1
    assert sorted(row.number for row in rows) == list(range(1, 21))
