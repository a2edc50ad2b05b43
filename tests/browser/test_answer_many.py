"""Twenty items on the page behind a link: with a thumb, half of them now and the rest by text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from diary.bootstrap import Services
from diary.services import turns
from diary.store.messaging import OutboundMessage
from diary.store.people import Patient
from diary.store.responses import Answer, Observation, QuestionnaireResponse
from diary.web.app import create_app
from tests import factories
from tests.browser.conftest import Visit
from tests.databases import TestRun
from tests.factories import NOW, PUBLIC_URL, catalogue
from tests.serving import serving

SOON = NOW + timedelta(minutes=6)
ITEMS = [item.link_id for item in catalogue().questionnaires["pcl5"].items]
TARGETS = """() =>
  [...document.querySelectorAll("form label.option, form input[inputmode], button")]
  .map(each => each.getBoundingClientRect())
  .filter(box => box.width).map(box => Math.min(box.width, box.height))"""


@dataclass
class Asked:
    """A patient whose PCL-5 is open on a page, at this address."""

    services: Services
    patient: Patient
    address: str

    def text(self, body: str) -> None:
        with self.services.sessions.begin() as session:
            mine = session.get_one(Patient, self.patient.id)
            factories.receive(session, mine, body, now=SOON)

    def kept(self) -> dict[str, float]:
        with self.services.readers() as session:
            rows = session.execute(
                select(Answer.link_id, Answer.value)
                .join(QuestionnaireResponse, QuestionnaireResponse.id == Answer.response_id)
                .where(QuestionnaireResponse.questionnaire == "pcl5")
            )
            return dict(rows.all())

    def score(self) -> float | None:
        with self.services.readers() as session:
            return session.scalar(select(Observation.value).where(Observation.code == "pcl5"))

    def sent(self) -> list[str]:
        with self.services.readers() as session:
            return list(
                session.scalars(
                    select(OutboundMessage.body)
                    .where(OutboundMessage.patient_id == self.patient.id)
                    .order_by(OutboundMessage.id)
                )
            )


@pytest.fixture
def asked(test_run: TestRun, tmp_path: Path) -> Iterator[Asked]:
    services = factories.make_services(test_run.sqlite(tmp_path), clock=lambda: SOON)
    with services.sessions.begin() as session:
        rosa = factories.make_practitioner(session, factories.make_clinic(session))
        patient = factories.make_patient(session, rosa, plan="ptsd")
    with services.sessions.begin() as session:
        assert turns.release_due(session, catalogue(), patient.id, SOON, PUBLIC_URL)
    with serving(create_app(services)) as origin:
        made = Asked(services, patient, "")
        [path] = [m[1] for body in made.sent() if (m := re.search(r"(/a/\S+)$", body))]
        made.address = origin + path
        yield made
    services.engine.dispose()


def test_twenty_items_fit_a_thumb_and_the_rest_may_be_texted(asked: Asked, visit: Visit):
    page = visit(viewport={"width": 390, "height": 844})
    page.goto(asked.address)
    page.get_by_label("Last four digits").fill(asked.patient.phone[-4:])
    page.get_by_role("button", name="Show my questions").click()
    for item in ITEMS:
        expect(scale(page, item)).to_have_count(5)
    for width in (320, 390):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width
        sizes = page.evaluate(TARGETS)
        assert len(sizes) >= 5 * len(ITEMS)
        assert min(sizes) >= 44
    for nth, item in enumerate(ITEMS[:10]):
        scale(page, item).nth(nth % 5).click()
    expect(page.get_by_role("status")).to_contain_text("Saved. ")
    page.reload()
    assert asked.kept() == {item: nth % 5 for nth, item in enumerate(ITEMS[:10])}
    for item in ITEMS[:10]:
        expect(scale(page, item)).to_have_count(0)
    asked.text("1 2 3 4 0")
    asked.text("1 2 3 4 0")
    assert asked.score() == 20 + 20


def scale(page: Page, item: str) -> Locator:
    """The options of an item of the PCL-5, as they are tapped."""
    return page.locator(f"label:has(input[name='pcl5/{item}'])")
