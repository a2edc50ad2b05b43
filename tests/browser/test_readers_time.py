"""Times on a chart are the patient's; on hover they are told where the reader is, too."""

import pytest
from playwright.sync_api import expect

from tests.browser import walks
from tests.browser.clinic import Clinic
from tests.browser.conftest import Visit


@pytest.mark.parametrize(
    ("zone", "language", "said"),
    [
        (
            "Asia/Tokyo",
            "English",
            [
                "Friday 15 May 2026, 10:00 Central Daylight Time",
                "Saturday 16 May 2026, 00:00 Japan Standard Time",
            ],
        ),
        (
            "America/Los_Angeles",
            "español",
            [
                "viernes 15 de mayo de 2026, 10:00 hora de verano central",
                "viernes 15 de mayo de 2026, 08:00 hora de verano del Pacífico",
            ],
        ),
        ("America/Chicago", "English", ["Friday 15 May 2026, 10:00 Central Daylight Time"]),
    ],
)
def test_a_reader_elsewhere_is_told_their_own_time_too(
    visit: Visit, clinic: Clinic, zone: str, language: str, said: list[str]
):
    page = visit(timezone_id=zone)
    walks.enter(page, clinic)
    walks.chart_of(page, "Alma Reyes")
    if language != "English":
        walks.follow(page.get_by_role("button", name=language))
    time = page.locator(".upcoming time").first
    expect(time).to_have_attribute("title", said[0])
    for _ in range(2):
        time.hover()
        expect(time).to_have_attribute("title", "\n".join(said))
        page.mouse.move(0, 0)
