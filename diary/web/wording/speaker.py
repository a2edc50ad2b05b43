"""How numbers, days and questionnaires are spoken of to one reader."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from diary.services.catalogue import Catalogue
from diary.web.moments import moment
from diary.web.screens.frame import Moment
from diary.web.translation import language


@dataclass(frozen=True, slots=True)
class Speaker:
    """Speaks in ``language`` of what happens on the wall clock of ``zone``, at ``now``."""

    catalogue: Catalogue
    now: datetime
    zone: ZoneInfo
    language: str

    def moment(self, at: datetime) -> Moment:
        return moment(at, self.now, self.zone, self.language)

    def day(self, at: datetime) -> str:
        """A calendar day in full: ``Friday 20 November``."""
        return format_date(at.astimezone(self.zone), "EEEE d MMMM", locale=self.language)

    def short_day(self, at: datetime) -> str:
        return format_date(at.astimezone(self.zone), "d MMM y", locale=self.language)

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
    written = str(format_decimal(value, "0.####", locale=language()))
    return written.replace("-", "\u2212")


def signed(value: float) -> str:
    """With its sign; nothing before a zero."""
    return f"+{number(value)}" if value > 0 else number(value)


def tenths(value: float) -> str:
    return str(format_decimal(value, "0.0", locale=language()))


def hundredths(value: float) -> str:
    return str(format_decimal(value, "0.00", locale=language()))


def percent(share: float) -> str:
    """``84%``, or ``84 %`` where the language has it so."""
    return str(format_percent(share, locale=language()))
