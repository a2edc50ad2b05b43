"""A check-in of a plan in words."""

from datetime import date, timedelta

from babel.dates import get_day_names

from diary.domain.plan import AnchorKind, CalendarDays, Channel, CheckIn, Elapsed, Stretch
from diary.services.catalogue import Catalogue
from diary.web import translation
from diary.web.screens.plans import CheckInRow
from diary.web.translation import gettext as _
from diary.web.translation import ngettext

_DAY, _HOUR, _MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def check_in_row(check_in: CheckIn, catalogue: Catalogue) -> CheckInRow:
    reminder = check_in.remind_after
    return CheckInRow(
        code=check_in.code,
        when=say_when(check_in),
        asks=", ".join(_title(code, catalogue) for code in check_in.questionnaires),
        how=_say_channel(check_in.channel),
        open_for=say_span(check_in.window),
        reminder=_("after %(span)s", span=say_span(reminder)) if reminder else _("none"),
    )


def say_when(check_in: CheckIn) -> str:
    """``3 hours after the end of an infusion``; days with their stretches and time of day."""
    match check_in.when:
        case Elapsed(after):
            return _elapsed(check_in.anchor, _say_hours(after))
        case CalendarDays(stretches, at_local):
            at = (
                _("at the time the patient likes")
                if at_local is None
                else _("at %(time)s", time=f"{at_local:%H:%M}")
            )
            return f"{_counted(check_in.anchor)}: {'; '.join(map(_say, stretches))}; {at}"


def say_span(span: timedelta) -> str:
    """Whole days, hours or minutes, whichever fits: ``36 hours``."""
    if span % _DAY == timedelta():
        return ngettext("%(num)s day", "%(num)s days", span // _DAY)
    return _say_hours(span)


def _say_hours(span: timedelta) -> str:
    if span % _HOUR == timedelta():
        return ngettext("%(num)s hour", "%(num)s hours", span // _HOUR)
    return ngettext("%(num)s minute", "%(num)s minutes", span // _MINUTE)


def _elapsed(anchor: AnchorKind, span: str) -> str:
    return {
        AnchorKind.ENROLMENT: _("%(span)s after the enrolment", span=span),
        AnchorKind.VISIT: _("%(span)s after the end of a planned infusion", span=span),
        AnchorKind.INFUSION: _("%(span)s after the end of an infusion", span=span),
        AnchorKind.SERIES: _("%(span)s after the first infusion of a series", span=span),
    }[anchor]


def _counted(anchor: AnchorKind) -> str:
    return {
        AnchorKind.ENROLMENT: _("From the enrolment"),
        AnchorKind.VISIT: _("Around a planned infusion"),
        AnchorKind.INFUSION: _("From each infusion"),
        AnchorKind.SERIES: _("From the first infusion of a series"),
    }[anchor]


def _say(stretch: Stretch) -> str:
    first, last = stretch.first, stretch.last
    if stretch.weekdays:
        names = get_day_names("abbreviated", locale=translation.language())
        how = ", ".join(names[day] for day in sorted(stretch.weekdays))
    elif first == last:
        return _one_day(first)
    elif stretch.every == 1:
        how = _("daily")
    else:
        how = ngettext("every %(num)s day", "every %(num)s days", stretch.every)
    if last is None:
        return _("%(how)s from day %(first)s on", how=how, first=first)
    return _("%(how)s from day %(first)s to day %(last)s", how=how, first=first, last=last)


def _one_day(day: int) -> str:
    if day == 0:
        return _("that day")
    if day > 0:
        return _("day %(day)s", day=day)
    return ngettext("%(num)s day before", "%(num)s days before", -day)


def _say_channel(channel: Channel) -> str:
    return {
        Channel.TEXT: _("by text"),
        Channel.LINK: _("on a page"),
        Channel.EITHER: _("by text or on a page"),
    }[channel]


def _title(code: str, catalogue: Catalogue) -> str:
    known = catalogue.questionnaires.get(code)
    return known.title.get(translation.language(), known.title["en"]) if known else code


def weekdays() -> tuple[str, ...]:
    """Monday to Sunday, in short."""
    names = get_day_names("abbreviated", locale=translation.language())
    return tuple(names[day] for day in range(7))


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
