"""The enrolment form."""

from zoneinfo import ZoneInfo, available_timezones

from flask import render_template

from diary.domain.questionnaire import LANGUAGES
from diary.domain.turn import Phrase
from diary.services.consent import WORDING_VERSION
from diary.services.wording import compose
from diary.web import translation
from diary.web.screens.enrolment import Enrolment, Wording
from diary.web.screens.forms import Choice, Form
from diary.web.site import Visit

FIELDS = (
    "name",
    "phone",
    "language",
    "zone",
    "preferred_time",
    "plan",
    "consent",
    "consent_by",
    "consent_on",
)
_LANGUAGE_NAMES = {"en": "English", "es": "Español"}


def enrolment_form(visit: Visit, form: Form) -> Enrolment:
    language = translation.language()
    spoken = form.value("language") if form.value("language") in LANGUAGES else "en"
    return Enrolment(
        form=form,
        zones=tuple(sorted(zone for zone in available_timezones() if "/" in zone)),
        languages=tuple(Choice(code, _LANGUAGE_NAMES.get(code, code)) for code in LANGUAGES),
        plans=tuple(
            Choice(plan.code, plan.title.get(language, plan.title["en"]))
            for plan in visit.plans().values()
        ),
        wording=Wording(WORDING_VERSION, _wording(visit)),
        invitation=compose([Phrase("invitation")], spoken, visit.clinic, visit.catalogue),
    )


def first_values(visit: Visit) -> dict[str, str]:
    """What the form begins with: the clinic's own zone and plan, and whoever sits at the desk."""
    return {
        "zone": visit.clinic.timezone,
        "language": "en",
        "preferred_time": f"{visit.clinic.quiet_until_local:%H:%M}",
        "plan": visit.clinic.default_plan,
        "consent_on": f"{visit.now.astimezone(ZoneInfo(visit.clinic.timezone)):%Y-%m-%d}",
        "consent_by": visit.practitioner.display_name,
    }


def _wording(visit: Visit) -> dict[str, tuple[str, ...]]:
    """What is read out, in every language that patients are texted in."""
    return {
        code: tuple(
            " ".join(paragraph.split())
            for paragraph in render_template(f"consent/{code}.txt", clinic=visit.clinic.name).split(
                "\n\n"
            )
        )
        for code in LANGUAGES
    }
