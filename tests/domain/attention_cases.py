"""Patients that tests of attention and silence are about."""

from diary.domain.attention import (
    Measured,
    PatientSeries,
)
from diary.domain.durability import SeriesKind
from diary.domain.silence import AskedPrompt, Contact, PromptFate
from tests.domain.series_rules import INFUSED_AT, MOOD, PHQ9, day, series

NOW = day(30)


def phq9(values):
    return Measured("phq9", tuple(series(values)), PHQ9)


def mood(values):
    return Measured("mood", tuple(series(values)), MOOD, SeriesKind.DAILY)


def prompts(*fates, until=30):
    """One prompt a day, the last of them on day ``until``."""
    first = until - len(fates) + 1
    return tuple(AskedPrompt(day(first + n), PromptFate(fate)) for n, fate in enumerate(fates))


WELL = phq9({-1: 20, 7: 6, 14: 6, 21: 7, 28: 6})
WORSE = phq9({-1: 12, 7: 12, 28: 18})
FADING = phq9({-1: 20, 7: 6, 14: 8, 21: 16, 28: 17})
UNANSWERED = Contact(prompts("answered", "not_answered", "not_answered"))


def patient(*measured, **changes):
    given = {"infusions": (INFUSED_AT,), "contact": Contact(prompts("answered"))}
    return PatientSeries(measured=measured, **(given | changes))
