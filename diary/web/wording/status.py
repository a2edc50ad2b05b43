"""How a patient stands, in a word."""

from collections.abc import Callable, Mapping

from diary.web.screens.status import Status
from diary.web.translation import gettext as _


def say_status(status: Status | str) -> str:
    """``status`` in the reader's language."""
    return _WORDS[Status(status)]()


_WORDS: Mapping[Status, Callable[[], str]] = {
    Status.DANGER: lambda: _("Danger"),
    Status.WORSE: lambda: _("Worse"),
    Status.FADING: lambda: _("Fading"),
    Status.SILENT: lambda: _("Silent after a drop"),
    Status.NOT_DELIVERED: lambda: _("Not delivered"),
    Status.SIDE_EFFECTS: lambda: _("Side effects"),
    Status.VISIT: lambda: _("Visit due"),
    Status.UNANSWERED: lambda: _("Not answering"),
    Status.PAUSED: lambda: _("Paused"),
    Status.OPTED_OUT: lambda: _("Opted out"),
    Status.INVITED: lambda: _("Not joined yet"),
    Status.NEW: lambda: _("Too early to say"),
    Status.BETTER: lambda: _("Better"),
    Status.STEADY: lambda: _("Steady"),
}
"""Functions, so that a list of patients looks one word up for each and not fourteen."""
