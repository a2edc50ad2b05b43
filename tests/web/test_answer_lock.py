"""Before a page of questions, and between two visits to it."""

from flask import Flask

from diary.bootstrap import Services
from diary.services import answer_links
from tests.web.conftest import House
from tests.web.desk import Desk
from tests.web.test_answer import PHQ9, Handset, link, phone, stored

__all__ = ["link", "phone"]


def test_nothing_is_shown_before_the_end_of_the_number(
    app: Flask, services: Services, house: House, link: str
):
    stranger = Desk(app)
    closed = stranger.get(link)
    assert closed.status_code == 200
    for said in (house.clinic.name, house.clinic.contact_phone, "bothered", "phq9", "Marisol"):
        assert said not in closed.text
    assert 'href="tel:988"' in closed.text
    assert stranger.post(link, digits="12").status_code == 422
    assert "Please write four digits" in stranger.post(link, digits="12a4").text
    assert stranger.post(link, **PHQ9, **{"phq9/9": "0"}).text.count('name="digits"') == 1
    assert stored(services) == 0
    wrong = f"{(int(house.marisol.phone[-4:]) + 1) % 10_000:04}"
    for _ in range(answer_links.MOST_TRIES):
        assert "These are not the digits" in stranger.post(link, digits=wrong).text
    assert stranger.post(link, digits=house.marisol.phone[-4:]).status_code == 404
    assert Desk(app).get(link).status_code == 404
    for language, first in (("es-MX,en;q=0.5", "Aquí no hay"), ("de", "There is nothing")):
        closed = Desk(app).get(link, **{"Accept-Language": language}).text
        assert f"<h1>{first}" in closed


def test_a_part_is_saved_and_gone_on_with_later(phone: Handset, services: Services, link: str):
    phone.get(link)
    kept = phone.post(link, later="yes", **{"phq9/1": "1", "phq9/2": "0"})
    assert kept.status_code == 200
    assert "Your answers so far are saved" in kept.text
    assert stored(services) == 2
    assert phone.get(link).text.count('type="radio"') == 7 * 4
