"""What a request for a code costs: it is to tell little of whose number it was."""

from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import event

from diary.bootstrap import Services
from diary.store.sealing import Keyring
from tests.api.phone import Phone
from tests.factories import make_phone
from tests.web.conftest import House


def test_an_unknown_number_costs_the_same_hashes_and_statements_but_for_the_code_and_its_text(
    app: Flask, services: Services, house: House, monkeypatch: pytest.MonkeyPatch
):
    work: Counter[str] = Counter()
    seal = Keyring.blind_index

    def count_hash(keyring: Keyring, text: str) -> bytes:
        work["hash"] += 1
        return seal(keyring, text)

    def count_statement(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        work[statement] += 1

    monkeypatch.setattr(Keyring, "blind_index", count_hash)
    event.listen(services.engine, "before_cursor_execute", count_statement)
    done = []
    for number in (house.marisol.phone, make_phone()):
        work.clear()
        assert Phone(app, services).ask(number).status_code == 202
        done.append(Counter(work))
    known, unknown = done
    assert unknown - known == Counter()
    assert known["hash"] == unknown["hash"] == 3
    more = sorted(" ".join(each.split()[:3]) for each in (known - unknown).elements())
    woken = ["NOTIFY diary_work"] if services.engine.dialect.name == "postgresql" else []
    assert more == ["INSERT INTO outbound_message", "INSERT INTO sign_in_code", *woken]
