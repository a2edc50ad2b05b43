"""Why somebody is on the list, in one sentence: the words for the keys of ``domain.attention``."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from diary.domain.watch import FALSE_ALARMS_OF_100
from diary.web.translation import gettext as _
from diary.web.translation import ngettext
from diary.web.wording.speaker import Speaker, number


def say_reason(reason: Mapping[str, Any], speaker: Speaker, danger: str = "") -> str:
    """The sentence for ``reason``: a key with its parameters, as the caseload row keeps them.

    ``danger`` says what the alert found, where that is known better than its kind.
    """
    kind, _dot, word = str(reason["key"]).partition(".")
    match kind:
        case "danger":
            return _danger(reason, word, speaker, danger)
        case "worse":
            return _(
                "%(instrument)s is %(latest)s, %(points)s points worse than before treatment,"
                " when it was %(before)s.",
                instrument=_capital(speaker.named(reason["instrument"])),
                latest=number(reason["latest"]),
                points=number(reason["points"]),
                before=number(reason["before"]),
            )
        case "fading":
            return _fading(reason, word, speaker)
        case "silent_after_drop":
            return _silent_after_drop(reason, word, speaker)
        case "not_delivered":
            return _silence("not_delivered", reason)
        case "side_effects":
            return _side_effects(reason, word, speaker)
        case "visit":
            return _visit(reason, word, speaker)
        case _:
            return _silence(word, reason)


def say_danger_kind(kind: str) -> str:
    """What sort of danger, as a noun."""
    return {
        "medical": _("Signs of a medical emergency"),
        "violence": _("A threat to somebody"),
    }.get(kind) or _("Signs of danger to themselves")


def _danger(reason: Mapping[str, Any], word: str, speaker: Speaker, found: str) -> str:
    values = {
        "what": found or say_danger_kind(reason["alert"]),
        "when": _when(reason["opened_at"], speaker),
    }
    if word == "acknowledged":
        return _("%(what)s (%(when)s). The alert is taken and not resolved yet.", **values)
    return _("%(what)s (%(when)s). Nobody has taken the alert yet.", **values)


def _fading(reason: Mapping[str, Any], word: str, speaker: Speaker) -> str:
    instrument = speaker.named(reason["instrument"])
    if word == "watch":
        return _(
            "%(instrument)s has drifted from its stable level since %(since)s. By chance that is so"
            " of up to %(chance)s in 100 simulated stable patients within four weeks.",
            instrument=_capital(instrument),
            since=_when(reason["since"], speaker),
            chance=FALSE_ALARMS_OF_100,
        )
    values = {
        "instrument": instrument,
        "day": round(reason["return_day"]),
        "latest": number(reason["latest"]),
    }
    if word == "confirmed":
        return _(
            "Half of the gain in %(instrument)s is lost since day %(day)s after the infusion, and"
            " a second answer confirmed it. It is %(latest)s now.",
            **values,
        )
    return _(
        "Half of the gain in %(instrument)s seems lost since day %(day)s after the infusion; no"
        " second answer has confirmed it yet. It is %(latest)s now.",
        **values,
    )


def _silent_after_drop(reason: Mapping[str, Any], word: str, speaker: Speaker) -> str:
    drop = _(
        "%(instrument)s got worse by %(points)s points (%(when)s).",
        instrument=_capital(speaker.named(reason["instrument"])),
        points=number(reason["points"]),
        when=_when(reason["last_at"], speaker),
    )
    return f"{drop} {_silence(word, reason)}"


def _side_effects(reason: Mapping[str, Any], word: str, speaker: Speaker) -> str:
    when = _when(reason["at"], speaker)
    if word == "severe":
        return _("Severe side effects were named (%(when)s).", when=when)
    return _("Several side effects were still noticed (%(when)s).", when=when)


def _visit(reason: Mapping[str, Any], word: str, speaker: Speaker) -> str:
    when = _when(reason["due_at"], speaker)
    if word == "overdue":
        return _("The infusion planned for %(when)s is not recorded as given.", when=when)
    return _("The next infusion is planned for %(when)s.", when=when)


def _silence(word: str, reason: Mapping[str, Any]) -> str:
    prompts = int(reason.get("prompts", 0))
    match word:
        case "opted_out":
            return _("Opted out: nothing is sent until they text START.")
        case "paused":
            return _("Texts are paused.")
        case "not_delivered":
            return ngettext(
                "The last text did not arrive. Check the number.",
                "The last %(num)s texts did not arrive. Check the number.",
                prompts,
            )
        case "not_answered":
            return ngettext(
                "The last text arrived and was not answered.",
                "The last %(num)s texts arrived and were not answered.",
                prompts,
            )
        case "nothing_asked":
            return _("Nothing was asked lately.")
        case _:
            return _("Answers come in, and nothing in them needs a call.")


def _when(at: str, speaker: Speaker) -> str:
    return speaker.moment(datetime.fromisoformat(at)).text


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
