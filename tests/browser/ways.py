"""Every page of the staff, in every state it has, and the way to it from Today."""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urljoin

from playwright.sync_api import Page

from tests.browser import walks
from tests.browser.clinic import Clinic
from tests.browser.test_danger import CRY
from tests.browser.ways_to_forms import Way, join, on_chart, reading, setting

STRANGER = "+14325550199"
PATIENT = "+14325550101"


class Shown(NamedTuple):
    """A page: the endpoint that answers with it, and the way there.

    ``alters``: what was done on the way shows on other pages.
    """

    endpoint: str
    way: Way
    alters: bool = False


def _to(entry: str) -> Way:
    return lambda page: walks.to(page, entry)


def _chart(then: str = "") -> Way:
    def go(page: Page) -> None:
        walks.chart_of(page, "Alma Reyes")
        if then:
            walks.follow(page.get_by_role("link", name=then).first)

    return go


def _refused(page: Page) -> None:
    _chart("Record infusion")(page)
    walks.follow(page.get_by_role("button", name="Record as given"))


def _follow_up_refused(page: Page) -> None:
    _chart("Protocol and times")(page)
    page.get_by_label("Time of day they like").fill("23:00")
    walks.follow(page.get_by_role("button", name="Save"))


def _enrol(page: Page) -> None:
    walks.to(page, "Patients")
    walks.follow(page.get_by_role("link", name="Enrol a patient"))


def _enrol_refused(page: Page) -> None:
    _enrol(page)
    walks.follow(page.get_by_role("button", name="Enrol and invite"))


def _enrolled(page: Page) -> None:
    walks.enrol(page, "Vera Lindqvist", "432-555-0177")


def _alert(page: Page) -> None:
    walks.to(page, "Alerts")
    walks.follow(page.get_by_role("link", name="Alma Reyes").first)


def _alert_refused(page: Page) -> None:
    _alert(page)
    walks.follow(page.get_by_role("button", name="I take it"))
    walks.follow(page.get_by_role("button", name="Resolve the alert"))


def _in_spanish(entry: str) -> Way:
    def go(page: Page) -> None:
        walks.to(page, entry)
        walks.follow(page.get_by_role("button", name="español"))

    return go


def _compared(page: Page) -> None:
    walks.to(page, "Outcomes")
    for chosen in ("Every infusion", "Infusion number"):
        walks.follow(page.get_by_role("link", name=chosen))


def _treatment_refused(page: Page) -> None:
    _chart("Add other treatment")(page)
    walks.follow(page.get_by_role("button", name="Save"))


def _call_refused(page: Page) -> None:
    _chart("Note a call")(page)
    walks.follow(page.get_by_role("button", name="Save the call"))


def _import(page: Page) -> None:
    walks.to(page, "Patients")
    walks.follow(page.get_by_role("link", name="Import from a file"))


def _import_looked_at(page: Page) -> None:
    _import(page)
    lines = "name,phone,consent,consent_by,consent_on\nVera,432-555-0177,yes,Rosa,2026-05-14\n,1,,,"
    file = {"name": "patients.csv", "mimeType": "text/csv", "buffer": lines.encode()}
    page.get_by_label("CSV file").set_input_files(file)
    walks.follow(page.get_by_role("button", name="Look at it"))


def _phone(page: Page) -> None:
    walks.phone_of(page, "Alma Reyes")


def _phone_refused(page: Page) -> None:
    _phone(page)
    walks.follow(page.get_by_role("button", name="Send"))


def _nobody_found(page: Page) -> None:
    page.get_by_label("Find a patient").fill("nobody of this name")
    with page.expect_navigation():
        page.get_by_label("Find a patient").press("Enter")


def _nowhere(page: Page) -> None:
    page.goto(urljoin(page.url, "/nowhere"))


def _reference(page: Page) -> None:
    page.goto(urljoin(page.url, "/api/v1/"))
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")


def _sign_in(page: Page) -> None:
    walks.follow(page.get_by_role("button", name="Sign out"))


def _sign_in_refused(page: Page) -> None:
    _sign_in(page)
    walks.follow(page.get_by_role("button", name="Sign in", exact=True))


def _numbers(page: Page) -> None:
    _chart()(page)
    page.get_by_text("The same numbers as a table").click()


def _plan(page: Page) -> None:
    walks.to(page, "Protocols")
    walks.follow(page.get_by_role("link", name="PTSD track"))
    page.locator("summary").filter(has_text="monthly-checks").click()


def _plan_refused(page: Page) -> None:
    walks.to(page, "Protocols")
    walks.follow(page.get_by_role("link", name="Load a protocol"))
    page.get_by_label("Text of the protocol").fill('code = "own"')
    walks.follow(page.get_by_role("button", name="Check it"))


def _settings_refused(page: Page) -> None:
    walks.to(page, "Settings")
    walks.follow(page.get_by_role("link", name="Put somebody on call"))
    walks.follow(page.get_by_role("button", name="Save"))


def _wording(page: Page) -> None:
    walks.to(page, "Settings")
    walks.follow(page.get_by_role("link", name="Change Wording of texts"))
    page.locator("summary").first.click()


def _wording_looked_at(page: Page) -> None:
    _wording(page)
    walks.follow(page.get_by_role("link", name="Change A reminder, before the questions (EN)"))
    page.get_by_label("Text", exact=True).fill("There is still time, says {{ clinic }}.")
    walks.follow(page.get_by_role("button", name="Look at it"))


def _wording_refused(page: Page) -> None:
    _wording_looked_at(page)
    page.get_by_label("Text", exact=True).fill("{% if %}")
    walks.follow(page.get_by_role("button", name="Save"))


PAGES: Mapping[str, Shown] = {
    "today": Shown("today.show", _to("Today")),
    "today in danger": Shown("today.show", _to("Today")),
    "patients": Shown("patients.index", _to("Patients")),
    "patients, none found": Shown("patients.index", _nobody_found),
    "enrol": Shown("patients.enrol", _enrol),
    "enrol, refused": Shown("patients.enrol", _enrol_refused),
    "patient": Shown("patients.show", _numbers),
    "patient in danger": Shown("patients.show", _chart()),
    "patient, new": Shown("patients.show", _enrolled, alters=True),
    "treatment": Shown("treatments.add", _chart("Add other treatment")),
    "treatment, refused": Shown("treatments.add", _treatment_refused),
    "goal": Shown("goals.add", _chart("Add a goal")),
    "note": Shown("notes.write", _chart("Write a note")),
    "call": Shown("calls.note", _chart("Note a call")),
    "call, refused": Shown("calls.note", _call_refused),
    "pause": Shown("upcoming.pause", _chart("Pause")),
    "import": Shown("patients.csv", _import),
    "import, looked at": Shown("patients.csv", _import_looked_at),
    "record": Shown("infusions.record", _chart("Record infusion")),
    "record, refused": Shown("infusions.record", _refused),
    "plan": Shown("infusions.plan", _chart("Plan infusion")),
    "follow-up": Shown("patients.follow_up", _chart("Protocol and times")),
    "follow-up, refused": Shown("patients.follow_up", _follow_up_refused),
    "correct": Shown("infusions.edit", _chart("Correct")),
    "cancel": Shown("infusions.cancel", _chart("Cancel")),
    "alerts": Shown("alerts.index", _to("Alerts")),
    "alerts, open": Shown("alerts.index", _to("Alerts")),
    "alert": Shown("alerts.show", _alert),
    "alert, refused": Shown("alerts.resolve", _alert_refused),
    "outcomes": Shown("outcomes.index", _to("Outcomes")),
    "outcomes, compared": Shown("outcomes.index", _compared),
    "protocols": Shown("plans.index", _to("Protocols")),
    "protocol": Shown("plans.show", _plan),
    "protocol, refused": Shown("plans.load", _plan_refused),
    "settings": Shown("settings.index", _to("Settings")),
    "settings, refused": Shown("oncall.add", _settings_refused),
    "wording": Shown("wording.index", _wording),
    "wording, looked at": Shown("wording.edit", _wording_looked_at),
    "wording, refused": Shown("wording.edit", _wording_refused),
    "move a text": Shown("upcoming.move", _chart("Move")),
    "today, in Spanish": Shown("today.show", _in_spanish("Today"), alters=True),
    "patients, in Spanish": Shown("patients.index", _in_spanish("Patients"), alters=True),
    "outcomes, in Spanish": Shown("outcomes.index", _in_spanish("Outcomes"), alters=True),
    "texts": Shown("texts.unknown", _to("To be read")),
    "texts, waiting": Shown("texts.unknown", _to("To be read")),
    "phones": Shown("demo.phones", _to("Phones")),
    "phone": Shown("demo.phone", _phone),
    "phone, refused": Shown("demo.answer", _phone_refused),
    "the API": Shown("api.reference", _reference),
    "nowhere": Shown("", _nowhere),
    "sign in": Shown("auth.sign_in", _sign_in, alters=True),
    "sign in, refused": Shown("auth.sign_in", _sign_in_refused, alters=True),
    "treatment, corrected": Shown(
        "treatments.edit", on_chart("Other treatment", "End or correct"), alters=True
    ),
    "dose": Shown("treatments.dose", on_chart("Other treatment", "Dose"), alters=True),
    "goal, corrected": Shown("goals.edit", on_chart("What matters to them", "Change"), alters=True),
    "goal, rated": Shown("goals.rate", on_chart("What matters to them", "Rate"), alters=True),
    "reading": Shown("texts.reread", reading),
    "clinic": Shown("settings.about", setting("Change Clinic")),
    "hours": Shown("settings.hours", setting("Change When the clinic texts")),
    "number": Shown("settings.number", setting("Change Number")),
    "rung": Shown("oncall.edit", setting("Change", "On call for alerts")),
    "invitation": Shown("team.invite", setting("Invite to the team")),
    "member": Shown("team.edit", setting("Change", "Team")),
    "join": Shown("join.choose", join, alters=True),
}

IN_DANGER = (
    "today in danger",
    "patient in danger",
    "alerts, open",
    "texts, waiting",
    "alert",
    "alert, refused",
)
"""On one walk, in this order: an alert that is taken is in danger no more."""


def endanger(clinic: Clinic) -> None:
    """A patient and a stranger write of danger; the stranger asks something else, too."""
    clinic.text_from(PATIENT, CRY)
    clinic.text_from(STRANGER, "i want to kill myself")
    clinic.text_from(STRANGER, "is this the right number?")
