"""Words about the clinic's texts: when each is sent, why one is locked, what is wrong with one."""

from collections.abc import Iterable

from diary.domain.clinic_wording import Fault, FaultKind, Lock
from diary.services.clinic_wording import MOST_SEGMENTS
from diary.web.translation import gettext as _
from diary.web.translation import ngettext


def say_when_sent(key: str) -> str:
    """On what occasion the text ``key`` goes out; the key itself for one that nobody may change."""
    return {
        "check_in_link": _("A check-in on a page"),
        "check_in_or_link": _("A check-in by text or on a page"),
        "corrected": _("An answer was corrected"),
        "done": _("All is answered"),
        "handed_over": _("Not read, so staff will"),
        "language_set": _("The language was changed"),
        "language_unclear": _("Which language?"),
        "later_too_late": _("LATER, but it closes before"),
        "link": _("The page was asked for"),
        "no_pictures": _("A picture came"),
        "note_empty": _("NOTE without a note"),
        "nothing_open": _("Nothing to answer"),
        "nothing_to_undo": _("UNDO without an answer"),
        "pause_unclear": _("PAUSE for how long?"),
        "paused": _("Paused"),
        "reminder": _("A reminder, before the questions"),
        "resumed": _("Resumed"),
        "skipped": _("Skipped"),
        "time_set": _("The time of day was changed"),
        "time_unclear": _("TIME, but which?"),
        "undone": _("An answer was taken back"),
    }.get(key, key)


def say_lock(lock: Lock) -> tuple[str, str]:
    """What the texts are, and why nobody changes them."""
    return {
        Lock.SAFETY: (
            _("Safety"),
            _("They say where help is (988, 911), word for word as reviewed."),
        ),
        Lock.CARRIER: (
            _("Joining, leaving, help and privacy"),
            _("Carriers and the law say what they must say."),
        ),
        Lock.QUESTION: (
            _("Questions"),
            _("A questionnaire counts only if it is asked as it was tested."),
        ),
        Lock.ACCESS: (_("Sign-in"), _("It guards an account.")),
        Lock.STAFF: (
            _("To staff"),
            _("They page staff, and name nobody's health."),
        ),
        Lock.BY_CASE: (
            _("Told by case"),
            _("What they say depends on what the patient wrote or asked for."),
        ),
    }[lock]


def say_fault(fault: Fault) -> str:
    """What is wrong with a wording, and how to do it right."""
    names = ", ".join(fault.names)
    places = say_placeholders(fault.names)
    return {
        FaultKind.LOCKED: _("This text is locked."),
        FaultKind.EMPTY: _("Write what the text says."),
        FaultKind.CONTROL: _("It holds characters that cannot be seen. Type it anew."),
        FaultKind.MARKUP: _(
            "Only words and placeholders like {{ clinic }} are possible: no other braces, no tags."
        ),
        FaultKind.UNKNOWN: _("This text has no value for %(names)s. Take it out.", names=places),
        FaultKind.MISSING: _("It must have %(names)s.", names=places),
        FaultKind.UNSAID: _("Patients are to send %(words)s: keep that.", words=names),
        FaultKind.REVEALING: _(
            "Others may read it on the phone: name no drug or diagnosis (“%(names)s”).", names=names
        ),
        FaultKind.COMMAND: _(
            "Carriers would take the answer for a command (“%(names)s”). Ask for another word.",
            names=names,
        ),
        FaultKind.LONG: ngettext(
            "With sample values it is longer than %(num)s segment. Shorten it.",
            "With sample values it is longer than %(num)s segments. Shorten it.",
            MOST_SEGMENTS,
        ),
    }[fault.kind]


def say_placeholders(names: Iterable[str]) -> str:
    return ", ".join(f"{{{{ {name} }}}}" for name in sorted(names))
