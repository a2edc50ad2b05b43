"""A patient, a clinic and a moment for tests of the conversation."""

from datetime import UTC, datetime, time, timedelta
from functools import cache

from diary.domain.consent import Texting
from diary.domain.lexicon import Lexicon
from diary.domain.open_hours import PatientHours
from diary.domain.safety import screen
from diary.domain.turn import (
    Asked,
    Asking,
    Phrase,
    PromptReleased,
    RecentResponse,
    Script,
    TextReceived,
    Turn,
)
from diary.domain.turn_effects import RaiseAlert
from diary.gateways.catalogue import load_questionnaires
from diary.gateways.lexicons import load_lexicon
from diary.resources import instruments_folder, lexicons_folder

NOW = datetime(2026, 3, 4, 16, 0, tzinfo=UTC)
"""A Wednesday, 10:00 in Chicago."""
HOURS = PatientHours("America/Chicago", time(10), time(9), time(20))
QUESTIONNAIRES = load_questionnaires(instruments_folder())


@cache
def lexicon() -> Lexicon:
    return load_lexicon(lexicons_folder())


def script(**changes) -> Script:
    values = {
        "now": NOW,
        "today": NOW.date(),
        "turn": 7,
        "language": "en",
        "texting": Texting.ACTIVE,
        "questionnaires": QUESTIONNAIRES,
        "hours": HOURS,
    }
    return Script(**{**values, **changes})


def text(body: str, **changes) -> TextReceived:
    return TextReceived(body, screen(body, lexicon()), **changes)


def prompt(*codes: str, prompt_id: str = "today", hours: float = 20) -> PromptReleased:
    return PromptReleased(prompt_id, codes or ("daily",), NOW + timedelta(hours=hours))


def asking(*items: str, code: str = "daily", **changes) -> Asking:
    asked = Asked(code, items or ("mood", "distress", "sleep_hours"))
    values = {
        "prompt_id": "today",
        "questions": (asked,),
        "closes_at": NOW + timedelta(hours=20),
        "asked_on": NOW.date(),
    }
    return Asking(**{**values, **changes})


def response(code: str = "daily", *, days_ago: int = 0, prompt_id: str = "", **values):
    return RecentResponse(
        prompt_id or f"{days_ago} days ago",
        code,
        NOW.date() - timedelta(days=days_ago),
        values or {"mood": 6, "distress": 3, "sleep_hours": 7},
        NOW + timedelta(hours=20) - timedelta(days=days_ago),
        tuple(values) or ("mood", "distress", "sleep_hours"),
    )


DAILY = Asked("daily", ("mood", "distress", "sleep_hours"))


def keys(turn: Turn) -> list[str]:
    """The wordings that a turn says."""
    return [say.key for say in turn.says if isinstance(say, Phrase)]


def rules(turn: Turn) -> list[str]:
    """The rules that a turn raises alerts by."""
    return [effect.finding.rule for effect in turn.effects if isinstance(effect, RaiseAlert)]
