"""How numbers, days and questionnaires are spoken of to one reader."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.numbers import format_decimal, format_percent

from diary.services.catalogue import Catalogue
from diary.web.moments import brief_day, day_in_full, exact, moment, short_day
from diary.web.screens.frame import Moment
from diary.web.translation import language


@dataclass(frozen=True, slots=True)
class Speaker:
    """Speaks in ``language`` of what happens on the wall clock of ``zone``, at ``now``.

    ``home`` is where the reader is: an exact time is told there too, where the clocks differ.
    """

    catalogue: Catalogue
    now: datetime
    zone: ZoneInfo
    language: str
    home: ZoneInfo | None = None

    def moment(self, at: datetime) -> Moment:
        return moment(at, self.now, self.zone, self.language, self.home)

    def exact(self, at: datetime) -> str:
        """What ``moment`` says on hover."""
        return exact(at, self.zone, self.language, self.home)

    def day(self, at: datetime) -> str:
        """A calendar day in full: ``Friday 20 November``."""
        return day_in_full(at.astimezone(self.zone).date(), self.language)

    def short_day(self, at: datetime) -> str:
        return short_day(at.astimezone(self.zone).date(), self.language)

    def brief_day(self, at: datetime) -> str:
        return brief_day(at.astimezone(self.zone).date(), self.language)

    def days_since(self, at: datetime) -> int:
        """Calendar days that have begun since the day of ``at``."""
        return (self.now.astimezone(self.zone).date() - at.astimezone(self.zone).date()).days

    def named(self, code: str) -> str:
        """``PHQ-9`` for a questionnaire, ``mood`` for one of its ratings (``daily/mood``)."""
        questionnaire, _, item = code.partition("/")
        known = self.catalogue.questionnaires.get(questionnaire)
        if known is None:
            return code
        words = known.item(item).name if item else known.title
        return words.get(self.language, words["en"])


def number(value: float) -> str:
    """As the reader's language writes it, with a minus as wide as a plus."""
    return _written(value, "#,##0.####", language()).replace("-", "\u2212")


def signed(value: float) -> str:
    """With its sign; nothing before a zero."""
    return f"+{number(value)}" if value > 0 else number(value)


def tenths(value: float) -> str:
    return _written(value, "0.0", language())


def hundredths(value: float) -> str:
    return _written(value, "0.00", language())


def thousandths(value: float) -> str:
    return _written(value, "0.000", language())


def percent(share: float, *, decimals: int = 0) -> str:
    """``84%``, or ``84 %`` where the language has it so, with at most so many decimals."""
    return _share_written(share, decimals, language())


def signed_percent(share: float) -> str:
    """With its sign, as ``signed`` has it."""
    whole = round(share, 2) + 0.0
    said = percent(abs(whole))
    return f"+{said}" if whole > 0 else f"\u2212{said}" if whole < 0 else said


def percent_form() -> str:
    """How hundredths become a percent: for ``str.format``."""
    return percent(0).replace("0", "{:.0f}")


@lru_cache(4096)
def _written(value: float, pattern: str, locale: str) -> str:
    # A list writes the same few numbers over and over, and Babel takes its time over each.
    return str(format_decimal(value, pattern, locale=locale))


@lru_cache(4096)
def _share_written(share: float, decimals: int, locale: str) -> str:
    pattern = str(Locale(locale).percent_formats[None].pattern)
    digits = "0." + "#" * decimals if decimals else "0"
    return str(format_percent(share, pattern.replace("#,##0", digits), locale=locale))
