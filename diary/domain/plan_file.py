"""Plan files: what they may say, and every mistake named with its place."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import time, timedelta

from diary.domain.episodes import COURSE_GAP_DAYS
from diary.domain.plan import AnchorKind, CalendarDays, Channel, CheckIn, Elapsed, Plan, Stretch
from diary.domain.tables import Problem, Table, repeated, shown


class PlanError(ValueError):
    """A plan file says something that cannot be: the message names every place."""

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


MOST_DAYS = 3660
"""No plan counts further than ten years from its anchor."""


def parse_plan(
    content: Mapping[str, object], questionnaires: Collection[str] | None = None
) -> Plan:
    """A plan from the tables of its TOML file; ``PlanError`` names all that is wrong.

    ``questionnaires`` are the codes that a check-in may ask: any if ``None``, for a plan that was
    checked when it was loaded.
    """
    problems: list[Problem] = []
    table = Table(content, "the plan", problems)
    plan = Plan(
        code=_name(table, "code"),
        version=_name(table, "version"),
        title=table.localized("title"),
        check_ins=tuple(
            _check_in(entry, questionnaires) for entry in table.tables("check_ins", "check-in")
        ),
        series_gap=_duration(table, "series_gap", f"P{COURSE_GAP_DAYS}D"),
        content=content,
    )
    _read_source(table)
    table.refuse_unread()
    if not plan.series_gap:
        table.note("'series_gap' must be longer than nothing")
    if not plan.check_ins:
        table.note("needs check-ins")
    for code in repeated([check_in.code for check_in in plan.check_ins]):
        table.note("has two check-ins with the code %(code)s", code=shown(code))
    if problems:
        raise PlanError("; ".join(str(problem) for problem in problems), problems)
    return plan


def parse_duration(text: str) -> timedelta:
    """An ISO 8601 duration of days, hours and minutes, up to ten years: ``PT3H``, ``P1DT12H``."""
    duration = _duration_in(text)
    if duration is None:
        raise PlanError(f"{shown(text)} is not a duration like PT3H")
    if duration > _LONGEST:
        raise PlanError(f"{shown(text)} is longer than ten years")
    return duration


_LONGEST = timedelta(days=MOST_DAYS)
_DURATION = re.compile(r"P(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?)?", re.ASCII)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}", re.ASCII)
_DEFAULT_WINDOW = "PT20H"
_CLOCK = re.compile(r"\d\d:\d\d", re.ASCII)


def _duration_in(text: str) -> timedelta | None:
    match = _DURATION.fullmatch(text)
    if match is None or text in {"P", "PT"} or text.endswith("T"):
        return None
    days, hours, minutes = (int(number or 0) for number in match.groups())
    return timedelta(days=days, hours=hours, minutes=minutes)


def _name(table: Table, key: str) -> str:
    name = table.text(key)
    if name and not _NAME.fullmatch(name):
        table.note(
            "'%(key)s' must be up to 60 letters, digits, '-', '_' and '.', not %(value)s",
            key=key,
            value=shown(name),
        )
    return name


def _read_source(table: Table) -> None:
    source = table.table("source", "source")
    if source is not None:
        source.text("citation")
        source.text("licence")
        source.refuse_unread()


def _check_in(table: Table, questionnaires: Collection[str] | None) -> CheckIn:
    code = _name(table, "code")
    if code:
        table.place = f"{table.place} ({shown(code)})"
    asked = table.texts("questionnaires")
    if not asked:
        table.note("needs questionnaires")
    if questionnaires is not None and (
        unknown := [name for name in asked if name not in questionnaires]
    ):
        table.note("asks unknown questionnaires %(names)s", names=shown(unknown))
    window = _duration(table, "window", _DEFAULT_WINDOW)
    if not window:
        table.note("'window' must be longer than nothing")
    return CheckIn(
        code, _anchor(table), _when(table), window, asked, _channel(table), _reminder(table, window)
    )


def _anchor(table: Table) -> AnchorKind:
    name = table.optional_text("anchor")
    if name is None:
        return AnchorKind.INFUSION
    try:
        return AnchorKind(name)
    except ValueError:
        table.note("unknown anchor %(name)s", name=shown(name))
        return AnchorKind.INFUSION


def _channel(table: Table) -> Channel:
    name = table.optional_text("channel") or Channel.TEXT
    try:
        return Channel(name)
    except ValueError:
        table.note("unknown channel %(name)s: it is text, link or either", name=shown(name))
        return Channel.TEXT


def _reminder(table: Table, window: timedelta) -> timedelta | None:
    if "reminder" not in table:
        return None
    after = _duration(table, "reminder", "PT3H")
    if not timedelta() < after < window:
        table.note("'reminder' must come before the window is over")
    return after


def _when(table: Table) -> Elapsed | CalendarDays:
    if ("after" in table) == ("days" in table):
        table.note("needs either 'after' (a duration) or 'days'")
    if "after" in table:
        return Elapsed(_duration(table, "after", "PT0M"))
    stretches = tuple(_stretch(entry) for entry in table.tables("days", "stretch"))
    if "days" in table and not stretches:
        table.note("needs a stretch of days")
    return CalendarDays(stretches, _clock(table))


def _clock(table: Table) -> time | None:
    text = table.optional_text("at")
    if text is None or text == "preferred":
        return None
    try:
        return time.fromisoformat(text if _CLOCK.fullmatch(text) else "")
    except ValueError:
        table.note(
            "'at' must be \"preferred\" or a time like 09:00, not %(value)s", value=shown(text)
        )
        return None


def _duration(table: Table, key: str, default: str) -> timedelta:
    text = (table.text(key) if key in table else default) or default
    duration = _duration_in(text)
    if duration is None:
        table.note("'%(key)s': %(value)s is not a duration like PT3H", key=key, value=shown(text))
    elif duration > _LONGEST:
        table.note("'%(key)s': %(value)s is longer than ten years", key=key, value=shown(text))
    else:
        return duration
    return timedelta(days=1)


def _stretch(table: Table) -> Stretch:
    first, every = table.whole("from"), table.whole("every", 1)
    last = table.whole("to") if "to" in table else None
    if every < 1:
        table.note("'every' must be 1 or more")
    if last is not None and last < first:
        table.note("ends before it begins")
    if max(abs(first), abs(last or 0), every) > MOST_DAYS:
        table.note("counts further than ten years")
    names = table.texts("weekdays")
    if unknown := [name for name in names if name not in _WEEKDAYS]:
        table.note("unknown weekdays %(names)s", names=shown(unknown))
    if names and "every" in table:
        table.note("goes by 'every' or by 'weekdays', not both")
    days = frozenset(_WEEKDAYS.index(name) for name in names if name in _WEEKDAYS)
    return Stretch(first, last, every, days)
