"""Words of the clinic's settings."""

from collections.abc import Collection
from datetime import time

from babel.dates import get_day_names

from diary.domain.pacing import SenderKind
from diary.store.people import StaffRole
from diary.web import translation
from diary.web.translation import gettext as _

_WEEK = 7


def say_role(role: StaffRole) -> str:
    return {StaffRole.OWNER: _("Owner"), StaffRole.MEMBER: _("Member")}[role]


def say_kind(kind: SenderKind) -> str:
    return {
        SenderKind.LONG_CODE: _("long code"),
        SenderKind.TOLL_FREE: _("toll-free number"),
        SenderKind.SHORT_CODE: _("short code"),
    }[kind]


def say_hours(begins: time, ends: time) -> str:
    """``08:00 to 18:00``; equal ones are the whole day."""
    if begins == ends:
        return _("at any hour")
    return _("%(begins)s to %(ends)s", begins=f"{begins:%H:%M}", ends=f"{ends:%H:%M}")


def say_days(weekdays: Collection[int]) -> str:
    if len(weekdays) == _WEEK:
        return _("every day")
    names = get_day_names("abbreviated", locale=translation.language())
    return ", ".join(str(names[day]) for day in sorted(weekdays))


def say_act(action: str) -> str:
    """What somebody did to the settings, in words."""
    return {
        "change clinic": _("Clinic changed"),
        "change hours": _("Hours changed"),
        "change pace": _("Number changed"),
        "change wording": _("Text worded anew"),
        "reset wording": _("Text set back to the shipped one"),
        "load plan": _("Protocol loaded"),
        "put on call": _("Put on call"),
        "change on call": _("On-call duty changed"),
        "take off call": _("Taken off call"),
        "move up on call": _("Moved up on call"),
        "invite": _("Invited"),
        "invite again": _("New link made"),
        "accept invitation": _("Password chosen"),
        "change member": _("Account changed"),
        "end member": _("Account closed"),
        "let member in again": _("Account opened again"),
    }.get(action, action)
