"""What staff write on a chart, in words: other treatment, forecasts, scales."""

from datetime import date

from diary.domain.forecast import NoForecast
from diary.domain.item import Item
from diary.domain.questionnaire import ItemKind
from diary.store.chart import OtherTreatment, TreatmentKind
from diary.web.moments import short_day
from diary.web.translation import gettext as _
from diary.web.wording.speaker import Speaker


def say_treatment_kind(kind: TreatmentKind) -> str:
    return {
        TreatmentKind.ANTIDEPRESSANT: _("Antidepressant (SSRI or other)"),
        TreatmentKind.OTHER_MEDICINE: _("Another medicine"),
        TreatmentKind.CBT: _("Cognitive behavioural therapy (CBT)"),
        TreatmentKind.EMDR: _("EMDR"),
        TreatmentKind.EXPOSURE: _("Exposure therapy"),
        TreatmentKind.OTHER_THERAPY: _("Another therapy"),
    }[kind]


def say_treatment(treatment: OtherTreatment) -> str:
    """``sertraline, 50 mg daily``; a therapy without a name of its own by its kind."""
    name = treatment.name or say_treatment_kind(treatment.kind)
    return ", ".join(part for part in (name, treatment.dose) if part)


def say_started(treatment: OtherTreatment) -> str:
    what = say_treatment(treatment)
    if treatment.continues_id:
        return _("Dose changed: %(what)s", what=what)
    return _("Begun: %(what)s", what=what)


def say_ended(treatment: OtherTreatment) -> str:
    return _("Ended: %(what)s", what=treatment.name or say_treatment_kind(treatment.kind))


def say_scale(item: Item, language: str) -> str:
    """``0 to 10``, or each option with its number."""
    if item.kind is ItemKind.RATING:
        return _("%(low)s to %(high)s", low=f"{item.minimum:g}", high=f"{item.maximum:g}")
    return ", ".join(
        f"{option.value:g} = {option.label.get(language, option.label['en'])}"
        for option in item.options
    )


def say_date(day: date, speaker: Speaker) -> str:
    return short_day(day, speaker.language)


def say_range(low: date, high: date, speaker: Speaker) -> str:
    return _("%(low)s to %(high)s", low=say_date(low, speaker), high=say_date(high, speaker))


def say_no_forecast(reason: NoForecast) -> str:
    return {
        NoForecast.NO_INFUSION: _("no infusion yet"),
        NoForecast.NO_BASELINE: _("no score in the week before the infusions"),
        NoForecast.NO_READINGS: _("no score after them yet"),
        NoForecast.NO_RELIABLE_GAIN: _("no reliable gain that could be lost"),
        NoForecast.CHANGE_NOT_ESTABLISHED: _("no published mark on this scale"),
        NoForecast.ALREADY_RETURNED: _("half of the gain is lost already"),
        NoForecast.WATCH_OVER: _("more than 90 days since the last infusion"),
        NoForecast.NO_EARLIER_RETURN: _("no earlier gain of theirs was seen to fade"),
        NoForecast.RANGE_TOO_WIDE: _("the range would be too wide to be of use"),
    }[reason]
