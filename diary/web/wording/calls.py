"""That somebody called a patient, when, how that went and until when it counts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from diary.domain.calls import CallOutcome
from diary.store.chart import CallNote
from diary.web.translation import gettext as _
from diary.web.wording.speaker import Speaker


def say_outcome(outcome: CallOutcome) -> str:
    return {
        CallOutcome.SPOKEN: _("Spoke with them"),
        CallOutcome.LEFT_MESSAGE: _("Left a message"),
        CallOutcome.NOT_REACHED: _("Not reached"),
    }[outcome]


def say_call(call: Mapping[str, Any], speaker: Speaker, who: str) -> str:
    """In a sentence, of the call that a caseload row keeps; ``who`` made it."""
    values = {
        "when": speaker.moment(datetime.fromisoformat(call["at"])).text,
        "who": who or _("The clinic"),
    }
    if call["outcome"] == CallOutcome.NOT_REACHED:
        return _("Called, not reached, %(when)s, %(who)s.", **values)
    if call["back_at"] is None:
        return _("Called %(when)s by %(who)s.", **values)
    back = speaker.brief_day(datetime.fromisoformat(call["back_at"]))
    return _("Called %(when)s by %(who)s, back on %(day)s.", **values, day=back)


def say_call_and_outcome(call: Mapping[str, Any], speaker: Speaker, who: str) -> str:
    """``Left a message. Called 2 hours ago by Rosa Nolan, back on 7 Dec.``"""
    return f"{say_outcome(CallOutcome(call['outcome']))}. {say_call(call, speaker, who)}"


def say_call_note(call: CallNote) -> str:
    """``Call: spoke with them.`` and what was written of it."""
    said = {
        CallOutcome.SPOKEN: _("Call: spoke with them."),
        CallOutcome.LEFT_MESSAGE: _("Call: left a message."),
        CallOutcome.NOT_REACHED: _("Call: not reached."),
    }[call.outcome]
    return f"{said} {call.text}".strip()
