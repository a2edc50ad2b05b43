"""What a course of infusions did, in words, and how those words are meant."""

from diary.domain.durability import Durability, WatchEnd
from diary.domain.trends import Change, ChangeClass, EarlyResponse, ReliableChange
from diary.web.translation import gettext as _


def say_class(change: Change) -> str:
    """The Jacobson-Truax class; without an end state on the scale, what is reliable alone."""
    if change.change_class is None:
        return {
            ReliableChange.IMPROVED: _("reliably better"),
            ReliableChange.UNCHANGED: _("no reliable change"),
            ReliableChange.DETERIORATED: _("reliably worse"),
            ReliableChange.NOT_ESTABLISHED: _("no published mark"),
        }[change.reliable]
    return {
        ChangeClass.RECOVERED: _("recovered"),
        ChangeClass.IMPROVED: _("improved"),
        ChangeClass.UNCHANGED: _("unchanged"),
        ChangeClass.DETERIORATED: _("deteriorated"),
        ChangeClass.HARMED: _("deteriorated, no longer well"),
    }[change.change_class]


def say_early(result: EarlyResponse) -> str:
    return {
        EarlyResponse.EARLY_RESPONSE: _("early response"),
        EarlyResponse.NO_EARLY_RESPONSE: _("no early response"),
        EarlyResponse.DETERIORATED: _("reliably worse"),
    }.get(result, "\u2013")


def say_end(found: Durability) -> str:
    """Until when nothing was lost."""
    days = int(found.watched_days)
    if found.watch_end is WatchEnd.NEXT_INFUSION:
        return _("%(days)s days or more, until the next infusion", days=days)
    return _("%(days)s days so far", days=days)


def say_course_definitions() -> tuple[tuple[str, str], ...]:
    """The rules behind the table, each under the word that the table uses."""
    return (
        (
            _("Before, at best"),
            _(
                "the last score in the week before the course, and the best of the 14 days after"
                " its last infusion, from which days count."
            ),
        ),
        (
            _("Last score"),
            _(
                "before the next infusion. Classes are those of Jacobson and Truax: recovered is"
                " reliably better and on the well side of the scale's mark, improved is reliably"
                " better alone. Response: at least half of the way from the score before to the"
                " best possible one."
            ),
        ),
        (
            _("After the third"),
            _(
                "the first score after the third infusion: a gain of at least 20% is an early"
                " response. Some respond later."
            ),
        ),
        (
            _("Half of the gain lost"),
            _(
                "the first score worse than the best by more than half of the gain and by a"
                " reliable change; the next score confirms it."
            ),
        ),
        (
            _("Response lost"),
            _(
                "the stricter rule of McInnes 2022: no longer at least half of the way from the"
                " score before to the best possible one."
            ),
        ),
        (
            _("Benefit kept"),
            _(
                "from day 1 to the last score: how much of the gain was there on average, and on"
                " how many days more than half of it."
            ),
        ),
        (
            _("Daily mood"),
            _(
                "counts in the same way, but before is the median of the last week (three answers"
                " at least), and best that of three answers in a row. A reliable change is the"
                " patient's own: 2 points, or more where their days differ much."
            ),
        ),
        (
            _("Watch limit"),
            _(
                "from the third week after an infusion on, a smoothed mean of the days is held"
                " against the two weeks before, the patient's own level. Two in a row beyond the"
                " limit are a drift. It is drawn where it stands now."
            ),
        ),
    )
