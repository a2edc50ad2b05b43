"""A plan on a calendar: every text on its day, and why it comes when it comes."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton

from diary.domain.plan_preview import PreviewedText, Shift, clock_changes
from diary.services.plan_trial import Trial, infusion_days
from diary.web import translation
from diary.web.present.plan_words import monday_of, say_span, weekdays
from diary.web.screens.plans import Calendar, CalendarDay, CalendarText
from diary.web.translation import gettext as _
from diary.web.translation import ngettext
from diary.web.wording.speaker import Speaker

_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


def calendar(texts: Sequence[PreviewedText], trial: Trial, speaker: Speaker) -> Calendar:
    zone = ZoneInfo(trial.hours.timezone)
    on_day: dict[date, list[PreviewedText]] = defaultdict(list)
    for each in texts:
        on_day[each.text.at.astimezone(zone).date()].append(each)
    first = min([trial.first_on, *on_day])
    last = trial.until.astimezone(zone).date()
    marks = _marks(trial, first, last)
    monday = monday_of(first)
    weeks = []
    while monday <= last:
        days = (monday + _DAY * number for number in range(7))
        weeks.append(
            tuple(
                CalendarDay(
                    on=day,
                    label=_label(day, is_first=day == first or day.day == 1),
                    name=format_date(day, "EEEE d MMMM", locale=translation.language()),
                    marks=tuple(marks[day]),
                    texts=tuple(_text(each, zone, speaker) for each in on_day[day]),
                    is_outside=not first <= day <= last,
                )
                for day in days
            )
        )
        monday += _WEEK
    sent = sum(not each.text.is_dropped for each in texts)
    return Calendar(weekdays(), tuple(weeks), _summary(sent, len(texts) - sent))


def _marks(trial: Trial, first: date, last: date) -> dict[date, list[str]]:
    marks: dict[date, list[str]] = defaultdict(list)
    if trial.enrolled:
        marks[trial.first_on].append(_("Enrolment"))
    for number, day in enumerate(infusion_days(trial), start=1):
        marks[day].append(_("Infusion %(number)s", number=number))
    for day, forward in clock_changes(trial.hours.timezone, first, last).items():
        span = say_span(abs(forward))
        marks[day].append(
            _("Clocks go forward by %(span)s", span=span)
            if forward > timedelta()
            else _("Clocks go back by %(span)s", span=span)
        )
    return marks


def _text(each: PreviewedText, zone: ZoneInfo, speaker: Speaker) -> CalendarText:
    codes = dict.fromkeys(code for slot in each.text.slots for code in slot.questionnaires)
    notes = []
    if each.text.is_dropped:
        notes.append(_("not sent: the day has its texts, and the next day is too late"))
    elif each.shift:
        notes.append(_say_shift(each.shift, each.nominal_at.astimezone(zone)))
    if len(each.text.slots) > 1:
        notes.append(
            ngettext(
                "%(num)s check-in as one text",
                "%(num)s check-ins as one text",
                len(each.text.slots),
            )
        )
    if each.text.remind_at:
        local = each.text.remind_at.astimezone(zone)
        notes.append(_("reminder %(at)s", at=_say_at(local)))
    return CalendarText(
        time=f"{each.text.at.astimezone(zone):%H:%M}",
        what=" + ".join(speaker.named(code) for code in codes),
        notes=tuple(notes),
        is_dropped=each.text.is_dropped,
    )


def _say_shift(shift: Shift, due: datetime) -> str:
    at = _say_at(due)
    return {
        Shift.HOURS: _("due %(at)s, outside the hours", at=at),
        Shift.FULL_DAY: _("due %(at)s, when the day had its texts", at=at),
    }[shift]


def _say_at(local: datetime) -> str:
    return f"{format_skeleton('EEE', local, locale=translation.language())} {local:%H:%M}"


def _label(day: date, *, is_first: bool) -> str:
    return str(format_date(day, "d MMM" if is_first else "d", locale=translation.language()))


def _summary(sent: int, dropped: int) -> str:
    said = ngettext("%(num)s text", "%(num)s texts", sent)
    if not dropped:
        return said
    return f"{said}, " + _("%(number)s not sent", number=dropped)
