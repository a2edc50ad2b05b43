"""What a call to a patient leaves of the reasons to call: a reason that it was about rests.

A call is about kinds of reasons, and each of them is quiet for as long as the caller said: another
kind that arises meanwhile is shown at once. Danger never rests: an alert is acknowledged and
resolved on its own page. Whoever was not reached has to be called still.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from diary.domain.attention import Attention, AttentionKind, first_of

_SEVERE = "side_effects.severe"


class CallOutcome(StrEnum):
    SPOKEN = "spoken"
    LEFT_MESSAGE = "left_message"
    NOT_REACHED = "not_reached"


@dataclass(frozen=True, slots=True)
class CallMade:
    """A call about ``about``; it counts until ``rests_until``."""

    outcome: CallOutcome
    at: datetime
    rests_until: datetime
    about: frozenset[AttentionKind] = frozenset()
    by: UUID | None = None

    @property
    def quiets(self) -> bool:
        return self.outcome is not CallOutcome.NOT_REACHED


@dataclass(frozen=True, slots=True)
class AfterCalls:
    """What is left to call for, and the call that a colleague should know of.

    ``to_call`` is ``None`` where no reason is left to call for. ``back_at`` is when the first of
    them is to be called for again, if there are reasons and all rest; ``changes_at`` is when any
    of this is otherwise.
    """

    to_call: Attention | None
    call: CallMade | None = None
    back_at: datetime | None = None
    changes_at: datetime | None = None


def after_calls(attention: Attention, calls: Sequence[CallMade], now: datetime) -> AfterCalls:
    """What is left of ``attention`` after ``calls``, as of ``now``."""
    # A call of a moment later counts too: whoever asks may have looked at the clock before it.
    lasting = sorted((call for call in calls if now < call.rests_until), key=lambda call: call.at)
    quieting = [call for call in lasting if call.quiets]
    rests = [(reason, _rest_of(reason, quieting)) for reason in attention.reasons]
    left = [reason for reason, until in rests if until is None]
    ends = [until for _, until in rests if until is not None]
    is_quiet = bool(ends) and not left
    shown = quieting if is_quiet else lasting
    return AfterCalls(
        to_call=first_of(left) if left else None,
        call=shown[-1] if shown else None,
        back_at=min(ends) if is_quiet else None,
        changes_at=min((call.rests_until for call in lasting), default=None),
    )


def _rest_of(reason: Attention, quieting: Sequence[CallMade]) -> datetime | None:
    """Until when a reason rests: as the last call that was about it says, not an earlier one."""
    if reason.kind is AttentionKind.DANGER:
        return None
    for call in reversed(quieting):
        if reason.kind in call.about and not _is_graver_since(reason, call):
            return call.rests_until
    return None


def _is_graver_since(reason: Attention, call: CallMade) -> bool:
    """A severe side effect that was told after the call is not what they spoke of."""
    told_at = reason.params.get("at")
    return reason.key == _SEVERE and isinstance(told_at, datetime) and told_at > call.at
