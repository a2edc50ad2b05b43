"""Alerts in every state: listed, one of them with its forms, and behind a page's link."""

from collections.abc import Callable, Iterator
from typing import Any

from diary.web.screens.alerts import (
    AlertEvent,
    AlertList,
    AlertPage,
    AlertRow,
    AlertState,
    PagedAlert,
)
from diary.web.screens.forms import Choice, Form
from diary.web.screens.frame import Frame, Moment


def alert_screens(
    name: str, then: Moment, frame: Callable[..., Frame]
) -> Iterator[tuple[str, Any, Frame]]:
    """``name`` is the patient's; everything happened ``then``."""
    rows = ((AlertRow(7, state, name, 1, "Danger words", then, "paged"),) for state in AlertState)
    yield "alerts", AlertList(*rows), frame("alerts")
    yield "alerts", AlertList(), frame("alerts", alert=False)
    wrong = Form({}, {"outcome": "How?", "reason": "Say what."})
    late = Form({"takeover_note": "<b>"}, {"takeover_note": "It is over."})
    pages = (
        *(_alert(state, name, then) for state in AlertState),
        _alert(AlertState.ACKNOWLEDGED, name, then, form=wrong, patient_id=None),
        _alert(AlertState.ACKNOWLEDGED, name, then, holder=name, colleagues=()),
        _alert(AlertState.RESOLVED, name, then, takeover=late, handover=Form(), colleagues=()),
    )
    for page in pages:
        yield "alert", page, frame("alerts")
    for state in AlertState:
        yield "paged", PagedAlert(123, "Llano Clinic", state, then, 7, "key"), Frame("Llano Clinic")


def _alert(state: AlertState, name: str, then: Moment, **values: Any) -> AlertPage:
    full: dict[str, Any] = {
        "patient_id": 1,
        "form": Form(),
        "said": "i <cant>",
        "said_at": then,
        "origin": "the <app>",
        "severity": "imminent",
        "phone": "+14325550123",
        "history": (AlertEvent(then, "Paged", "on call"),),
        "handover": Form({}, {"person": "It is over."} if state is AlertState.RESOLVED else {}),
        "colleagues": (Choice("bea", name),),
    }
    return AlertPage(
        alert_id=7,
        state=state,
        name=name,
        why="Wrote words of danger",
        moment=then,
        rule="words-en-4",
        outcomes=(Choice("safe", "Spoke with the patient"),),
        **{**full, **values},
    )
