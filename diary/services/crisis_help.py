"""Which country's crisis lines a clinic's patients are shown."""

from phonenumbers import NumberParseException

from diary.domain.crisis_lines import CrisisHelp
from diary.services.catalogue import Catalogue
from diary.services.enrolment import region_of
from diary.store.people import Organization

HOME = "US"
"""The country whose numbers the program's safety texts name."""


def everywhere(catalogue: Catalogue) -> CrisisHelp:
    """The lines for somebody of whom nothing is known, such as a phone not signed in."""
    return catalogue.crisis_help[HOME]


def of_clinic(catalogue: Catalogue, clinic: Organization) -> CrisisHelp:
    """The lines of the country that the clinic's number belongs to, if there are any of it."""
    try:
        country = region_of(clinic.sender)
    except NumberParseException:
        country = None
    lines = catalogue.crisis_help.get(country) if country else None
    return lines or everywhere(catalogue)
