"""How a patient stands, in a word: for where no template speaks."""

from diary.web.screens.status import Status
from diary.web.translation import gettext as _


def say_status(status: Status) -> str:
    return {
        Status.DANGER: _("Danger"),
        Status.WORSE: _("Worse"),
        Status.FADING: _("Fading"),
        Status.SILENT: _("Silent after a drop"),
        Status.NOT_DELIVERED: _("Not delivered"),
        Status.SIDE_EFFECTS: _("Side effects"),
        Status.VISIT: _("Visit due"),
        Status.UNANSWERED: _("Not answering"),
        Status.PAUSED: _("Paused"),
        Status.OPTED_OUT: _("Opted out"),
        Status.INVITED: _("Not joined yet"),
        Status.NEW: _("Too early to say"),
        Status.BETTER: _("Better"),
        Status.STEADY: _("Steady"),
    }[status]
