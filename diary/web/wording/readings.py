"""How a patient's text was understood, for the staff who read the thread."""

from collections.abc import Mapping
from typing import Any

from diary.domain.turn import Value
from diary.services.wording import word_values
from diary.web.translation import gettext as _
from diary.web.wording.speaker import Speaker


def say_reading(read_as: Mapping[str, Any] | None, speaker: Speaker) -> str:
    """The words for ``read_as``, as the inbox keeps it; empty if there is nothing to say."""
    if not read_as:
        return ""
    key = str(read_as["key"]).rpartition("/")[2]
    match key:
        case "answers":
            return _("read as %(values)s", values=_values(read_as, "values", speaker))
        case "part":
            return _(
                "read as %(values)s; the rest was asked again",
                values=_values(read_as, "values", speaker),
            )
        case "correction":
            return _("corrected to %(values)s", values=_values(read_as, "values", speaker))
        case "safety":
            return _safety(read_as)
        case "command":
            return _commands().get(str(read_as.get("command")), "")
    return _plain().get(key, "")


def _plain() -> dict[str, str]:
    return {
        "unclear": _("not understood, kept as a note"),
        "danger": _("alert opened"),
        "courtesy": _("read as a thank-you"),
        "joined": _("joined"),
        "note": _("kept as a note"),
        "opt_out": _("opted out"),
    }


def _commands() -> dict[str, str]:
    return {
        "stop": _("opted out"),
        "start": _("opted in again"),
        "help": _("asked for help with the texts"),
        "pause": _("asked for a pause"),
        "resume": _("ended the pause"),
        "later": _("asked to be texted later"),
        "time": _("chose a time of day"),
        "language": _("chose a language"),
        "skip": _("skipped this one"),
        "undo": _("took the last answer back"),
        "what": _("asked what this is"),
        "link": _("asked for a link"),
        "note": _("kept as a note"),
    }


def _safety(read_as: Mapping[str, Any]) -> str:
    return {1: _("answered: safe"), 2: _("answered: not sure"), 3: _("answered: not safe")}.get(
        int(read_as.get("answer") or 0), _("answered the question about safety")
    )


def _values(read_as: Mapping[str, Any], name: str, speaker: Speaker) -> str:
    questionnaire = speaker.catalogue.questionnaires.get(str(read_as.get("questionnaire")))
    if questionnaire is None:
        return ""
    values: dict[str, Value] = {
        link_id: tuple(value) if isinstance(value, list) else value
        for link_id, value in dict(read_as.get(name) or {}).items()
    }
    return word_values(questionnaire, values, speaker.language)
