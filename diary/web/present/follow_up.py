"""The form for what a patient follows."""

from collections import Counter
from collections.abc import Mapping
from zoneinfo import available_timezones

from diary.domain.plan import Plan
from diary.store.people import Patient
from diary.web import translation
from diary.web.screens.follow_up import FollowUpForm
from diary.web.screens.forms import Choice, Form
from diary.web.translation import gettext as _

FIELDS = ("plan", "zone", "preferred_time")


def follow_up_form(patient: Patient, offered: Mapping[str, Plan], form: Form) -> FollowUpForm:
    several = Counter(plan.code for plan in offered.values())
    return FollowUpForm(
        patient_id=patient.id,
        patient_name=patient.name,
        form=form,
        zones=tuple(sorted(zone for zone in available_timezones() if "/" in zone)),
        plans=tuple(
            Choice(reference, _say_plan(plan, several[plan.code] > 1))
            for reference, plan in offered.items()
        ),
    )


def first_values(patient: Patient) -> dict[str, str]:
    """What the form begins with: all as it is."""
    return {
        "plan": patient.plan,
        "zone": patient.timezone,
        "preferred_time": f"{patient.preferred_local:%H:%M}",
    }


def _say_plan(plan: Plan, has_versions: bool) -> str:
    title = plan.title.get(translation.language(), plan.title["en"])
    if not has_versions:
        return title
    return _("%(title)s, version %(version)s", title=title, version=plan.version)
