"""What a clinician's pages cost at 1,000 and at 100,000 patients: ``python -m tests.bench pages``.

Both clinics lie in one database. Each round asks for a page of the small clinic, of the large one,
and renders the large one's page bare: the same template with the same values, with no request,
session, query, decryption or audit around it. Arms take turns; the median of the ratios counts.
A page is held against its bare rendering by the clock and by this process's own use of the
processor, which says the same on a machine that has other work (but not what PostgreSQL uses).
Only pages that show as many rows are compared: each line says how many.
Last comes the page of a patient who was asked daily for three years, and its bare rendering, which
is nearly all charts.
"""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple
from unittest.mock import patch
from uuid import UUID

from flask import Flask, render_template
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from diary.bootstrap import Services, settle_in
from diary.domain.attention import AttentionKind
from diary.logs import configure_logs
from diary.services import caseload
from diary.services.lists import MOST_CALLS
from diary.store.caseload import CaseloadRow
from diary.store.people import Organization, Patient
from diary.web.app import create_app
from diary.web.present.lists import PAGE
from tests.bench import _many
from tests.bench._places import database
from tests.factories import NOW, make_clinic, make_practitioner, make_services
from tests.web.desk import Desk

SMALL, LARGE = 1_000, 100_000
ROUNDS = 7
ASKED_A_ROUND = 3
PAGES = {
    "Today": "/",
    "Patients": "/patients",
    "filtered": "/patients?status=fading",
    "sorted by infusion": "/patients?order=infusion",
    "sorted by answers": "/patients?order=answers",
    "answers, filtered": "/patients?order=answers&status=fading",
    "infusion, filtered": "/patients?order=infusion&status=fading",
    "page 10": "/patients?page=10",
    "last page": "/patients?page={last}",
}
YEARS_ASKED = 3
PAGES_OF_A_PATIENT = 100
SEARCHES = ("Alma", "ro", "Kim Linkaro", "zz")


@dataclass(frozen=True)
class House:
    """One clinic and a browser that is signed in there."""

    desk: Desk
    patients: int
    clinic_id: UUID

    def ask(self, path: str) -> TestResponse:
        return _shown(self.desk.get(path.format(last=self.patients // PAGE)))

    def search(self, words: str) -> TestResponse:
        return _shown(self.desk.post("/patients", q=words))


def _shown(answer: TestResponse) -> TestResponse:
    assert answer.status_code == 200
    return answer


def main(kinds: list[str]) -> None:
    for kind in kinds or ["sqlite", "postgresql"]:
        with database(kind) as url:
            _measure(kind, url)


def _measure(kind: str, url: str) -> None:
    services = make_services(url)
    app = create_app(services)
    began = time.perf_counter()
    houses = []
    for size in (SMALL, LARGE):
        name = f"staff{size}@clinic.example"
        with services.sessions.begin() as session:
            clinic: Organization = make_clinic(session)
            make_practitioner(session, clinic, sign_in_name=name)
        _many.fill(services, clinic, size, NOW, first=size)
        _fill_the_lists(services, clinic.id)
        houses.append(House(Desk(app), size, clinic.id))
        houses[-1].desk.sign_in(name)
    settle_in()
    if kind == "postgresql":
        with services.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as session_:
            session_.exec_driver_sql("VACUUM ANALYZE")
    print(f"{kind}: {SMALL:,} and {LARGE:,} patients, laid in {time.perf_counter() - began:.0f} s")
    print(
        f"  {'':<20}{'rows':>9}{'small':>8}{'large':>8}{'ratio':>7}{'bare':>8}{'page / bare':>13}"
        f"{'by CPU':>8}"
    )
    small, large = houses
    for name, path in PAGES.items():
        _compare(name, lambda house, path=path: house.ask(path), small, large, app)
    for words in SEARCHES:
        _compare(
            f"search {words}", lambda house, words=words: house.search(words), small, large, app
        )
    _measure_chart(services, app, small)
    services.engine.dispose()


def _fill_the_lists(services: Services, clinic_id: UUID) -> None:
    """Let Today, and a page of those who are fading, be full in a clinic of any size."""
    fading = CaseloadRow.attention == AttentionKind.FADING.value
    ours = CaseloadRow.organization_id == clinic_id
    with services.sessions.begin() as session:
        count = session.scalar(select(func.count()).where(ours, fading)) or 0
        others = select(CaseloadRow).where(ours, ~fading).limit(max(0, MOST_CALLS - count))
        like = session.scalars(select(CaseloadRow).where(ours, fading).limit(1)).one()
        for row in session.scalars(others):
            row.rank, row.attention, row.summary = like.rank, like.attention, like.summary
            row.call_rank, row.call_order = like.call_rank, like.call_order


def _measure_chart(services: Services, app: Flask, house: House) -> None:
    with services.sessions.begin() as session:
        patient = session.scalars(
            select(Patient)
            .where(Patient.organization_id == house.clinic_id)
            .order_by(Patient.id)
            .limit(1)
        ).one()
        _many.answer_daily(session, patient, YEARS_ASKED * 365, NOW)
        caseload.rewrite(session, services.catalogue, patient, NOW)
        path = f"/patients/{patient.id}"
    bare = _bare(lambda: house.ask(path), app)
    took: dict[str, list[float]] = {"page": [], "bare": []}
    for _ in range(PAGES_OF_A_PATIENT):
        for arm, act in (("page", lambda: house.ask(path)), ("bare", bare)):
            began = time.perf_counter()
            act()
            took[arm].append(1000 * (time.perf_counter() - began))
    print(f"  a patient asked daily for {YEARS_ASKED} years{'median':>14}{'p99':>8}")
    for arm, each in took.items():
        p99 = statistics.quantiles(each, n=100)[-1]
        print(f"    {arm:<28}{statistics.median(each):>14.1f}{p99:>8.1f}")


def _compare(
    name: str, ask: Callable[[House], TestResponse], small: House, large: House, app: Flask
) -> None:
    rows = [ask(house).text.count(" data-row>") for house in (small, large)]
    arms = (lambda: ask(small), lambda: ask(large), _bare(lambda: ask(large), app))
    for arm in arms:
        arm()
    rounds = [[_timed(arm) for arm in arms] for _ in range(ROUNDS)]
    a, b, c = (
        1000 * statistics.median(took.elapsed for took in arm) for arm in zip(*rounds, strict=True)
    )
    growth = statistics.median(big.elapsed / little.elapsed for little, big, _ in rounds)
    around = statistics.median(big.elapsed / bare.elapsed for _, big, bare in rounds)
    by_cpu = statistics.median(big.worked / bare.worked for _, big, bare in rounds)
    shown = f"{rows[0]} / {rows[1]}" if rows[0] != rows[1] else str(rows[0])
    print(
        f"  {name:<20}{shown:>9}{a:>8.1f}{b:>8.1f}{growth:>7.2f}{c:>8.1f}{around:>13.2f}"
        f"{by_cpu:>8.2f}"
    )


class _Took(NamedTuple):
    """Seconds by the clock, and of this process's own work."""

    elapsed: float
    worked: float


def _timed(arm: Callable[[], object]) -> _Took:
    """The quickest of a few: what else the machine does is no part of the page."""
    took = []
    for _ in range(ASKED_A_ROUND):
        began, worked = time.perf_counter(), time.process_time()
        arm()
        took.append(_Took(time.perf_counter() - began, time.process_time() - worked))
    return _Took(min(each.elapsed for each in took), min(each.worked for each in took))


def _bare(ask: Callable[[], object], app: Flask) -> Callable[[], None]:
    """Renders what ``ask`` has rendered, with the values that it was given."""
    given: list[tuple[str, dict[str, Any]]] = []

    def note(template: str, **values: Any) -> str:
        given.append((template, values))
        return render_template(template, **values)

    with patch("diary.web.pages.show.render_template", note):
        ask()
    template, values = given[0]

    def render() -> None:
        with app.test_request_context("/patients", base_url="https://diary.example.org"):
            render_template(template, **values)

    return render


if __name__ == "__main__":
    configure_logs("WARNING")
    main(sys.argv[1:])
