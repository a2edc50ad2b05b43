"""Caseload rows as Today and the patient list show them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from diary.domain.attention import AttentionKind
from diary.domain.consent import Texting
from diary.domain.trends import ReliableChange
from diary.services.caseload import SPARK, minute_of
from diary.services.followed_up import ItemAnswer
from diary.services.hours import date_where
from diary.services.lists import Listed
from diary.store.alerts import SafetyAlert
from diary.store.caseload import CaseloadRow
from diary.store.people import Patient
from diary.web.charts import Sparkline
from diary.web.present.why import say_found
from diary.web.screens.caseload import Call, CalledRow, LastScore, PatientRow
from diary.web.screens.status import Direction, Status
from diary.web.translation import gettext as _
from diary.web.wording.calls import say_call, say_call_and_outcome
from diary.web.wording.reasons import say_reason
from diary.web.wording.speaker import Speaker, number, percent, signed

_SPARK_MINUTES = SPARK // timedelta(minutes=1)
_MOOD_BREAKS_AFTER = timedelta(days=4) // timedelta(minutes=1)
"""Later in a plan mood is asked every other day: only a longer silence is a gap of its own."""
_MOST_SCORES = 2

FEW_ANSWERS = 0.5
INDUCTION = 6
"""Infusions after which a gain should have shown, if there is to be one (Phillips 2019)."""


def status_of(attention: str) -> Status:
    """The word of a caseload row as the status on screen."""
    if attention == AttentionKind.SILENT_AFTER_DROP:
        return Status.SILENT
    return Status(attention)


def attention_of(status: str) -> str | None:
    """The word that rows of a status carry; ``None`` for what is no status."""
    if status not in list(Status):
        return None
    return AttentionKind.SILENT_AFTER_DROP.value if status == Status.SILENT else status


def also(row: CaseloadRow | Listed) -> tuple[Status, ...]:
    """What else is the matter with a patient, after what they are listed for."""
    return tuple(status_of(kind) for kind in row.summary["also"])


def say_called(
    row: CaseloadRow | Listed,
    names: Mapping[UUID, str],
    speaker: Speaker,
    *,
    is_listed: bool = False,
) -> str:
    """The last call of which colleagues should know; ``is_listed`` where it says how it went."""
    made = row.summary.get("call")
    if made is None:
        return ""
    who = names.get(UUID(made["by"]), "") if made["by"] else ""
    return (say_call_and_outcome if is_listed else say_call)(made, speaker, who)


def callers(listed: Iterable[Listed]) -> set[UUID]:
    """Who made these calls."""
    made = (one.summary.get("call") for one in listed)
    return {UUID(call["by"]) for call in made if call and call["by"]}


def called_row(listed: Listed, speaker: Speaker, names: Mapping[UUID, str]) -> CalledRow:
    return CalledRow(
        listed.patient_id,
        listed.name,
        status_of(listed.attention),
        say_called(listed, names, speaker, is_listed=True),
        also=also(listed),
    )


def call(
    listed: Listed,
    speaker: Speaker,
    alerts: Mapping[UUID, SafetyAlert],
    answers: Mapping[UUID, ItemAnswer],
    names: Mapping[UUID, str],
) -> Call:
    """``answers``: by alert, what was answered where an answer opened it."""
    alert = alerts.get(listed.patient_id)
    summary = listed.summary
    reason = summary["reason"]
    first = [s for s in summary["scores"] if s["instrument"] == reason.get("instrument")]
    scores = last_scores(first or summary["scores"], speaker)
    return Call(
        patient_id=listed.patient_id,
        name=listed.name,
        status=status_of(listed.attention),
        since_infusion=_since_infusion(listed, speaker),
        reason=" ".join(
            part
            for part in (
                say_reason(reason, speaker, say_found(alert, answers, speaker)),
                say_line(listed, str(reason["key"]), speaker),
            )
            if part
        ),
        spark=mood_spark(summary, speaker),
        score=scores[0] if scores else None,
        phone=listed.phone,
        alert_id=alert.id if alert else None,
        also=also(listed),
        called=say_called(listed, names, speaker),
    )


def patient_row(listed: Listed, speaker: Speaker, names: Mapping[UUID, str]) -> PatientRow:
    summary, status = listed.summary, status_of(listed.attention)
    asked = int(summary["asked"])
    return PatientRow(
        patient_id=listed.patient_id,
        name=listed.name,
        status=status,
        spark=mood_spark(summary, speaker),
        scores=tuple(last_scores(summary["scores"], speaker)[:_MOST_SCORES]),
        days_since_infusion=_days_since_infusion(listed, speaker),
        infusions=summary["given"],
        answered=percent(summary["answered"] / asked) if asked else "",
        asked=asked,
        next_prompt=speaker.moment(listed.next_prompt_at) if listed.next_prompt_at else None,
        line=_closed_line(listed, status, speaker.now),
        called=say_called(listed, names, speaker),
    )


def last_scores(scores: Sequence[Mapping[str, Any]], speaker: Speaker) -> list[LastScore]:
    """The latest score of each questionnaire, the newest first."""
    newest_first = sorted(scores, key=lambda score: str(score["at"]), reverse=True)
    return [
        LastScore(
            instrument=speaker.named(score["instrument"]),
            value=number(score["value"]),
            change="" if score["change"] is None else signed(score["change"]),
            direction=direction_of(score["reliable"]),
            exact=speaker.exact(datetime.fromisoformat(score["at"])),
        )
        for score in newest_first
    ]


def direction_of(reliable: str | None) -> Direction:
    """A change takes a side only if it is more than the questionnaire's own error."""
    return _DIRECTIONS.get(reliable, Direction.SAME)


_DIRECTIONS: Mapping[str | None, Direction] = {
    ReliableChange.IMPROVED.value: Direction.BETTER,
    ReliableChange.DETERIORATED.value: Direction.WORSE,
}


def mood_spark(summary: Mapping[str, Any], speaker: Speaker) -> Sparkline:
    """Mood of the last eight weeks, broken where a check-in was not answered."""
    moods, until = summary["mood"], minute_of(speaker.now)
    label = (
        _("Mood over 8 weeks, last %(value)s of 10", value=number(moods[-1]))
        if moods
        else _("No mood answered in 8 weeks")
    )
    return Sparkline(
        label=label,
        low=0,
        high=10,
        times=summary["mood_at"],
        values=moods,
        infusions=summary["infusions"],
        missed=summary["missed"],
        breaks_after=_MOOD_BREAKS_AFTER,
        since=until - _SPARK_MINUTES,
        until=until,
    )


def say_line(patient: Patient | Listed, key: str, speaker: Speaker, paused_by: str = "") -> str:
    """Why the patient cannot be asked by text now, where the reason does not say it already.

    Of a pause the reason says only that there is one: here is whose it is, and until when.
    ``paused_by`` is who of the staff paused the texts, where that is known by name.
    """
    if key.rpartition(".")[2] in ("opted_out", "not_delivered"):
        return ""
    if patient.texting is Texting.STOPPED:
        return _("They opted out of texts.")
    if patient.texting is Texting.UNREACHABLE:
        return _("Their number takes no texts.")
    if patient.paused_until and patient.paused_until > speaker.now:
        day = speaker.day(patient.paused_until)
        if patient.paused_by_id is None:
            return _("They paused the texts until %(day)s.", day=day)
        who = paused_by or _("The clinic")
        return _("%(who)s paused the texts until %(day)s.", who=who, day=day)
    return ""


def _closed_line(listed: Listed, status: Status, now: datetime) -> Status | None:
    closed = _CLOSED.get(listed.texting)
    if closed is None and listed.paused_until and listed.paused_until > now:
        closed = Status.PAUSED
    return closed if closed is not status else None


_CLOSED = {Texting.STOPPED: Status.OPTED_OUT, Texting.UNREACHABLE: Status.NOT_DELIVERED}


def say_standing(row: CaseloadRow, speaker: Speaker, found: str) -> str:
    """How the patient is and why that is so. ``found``: what the gravest alert was opened for."""
    if row.attention == Status.INVITED:
        return _("Invited, and has not joined yet: nothing else is sent.")
    if row.attention == Status.NOT_DELIVERED and "prompts" not in row.summary["reason"]:
        return _("The number does not take texts. Check it.")
    sentence = _say_answering(row.summary) or say_reason(row.summary["reason"], speaker, found)
    changed = next((score for score in row.summary["scores"] if score["change"] is not None), None)
    if row.attention not in (Status.BETTER, Status.STEADY) or changed is None:
        return sentence
    compared = _(
        "%(instrument)s is %(value)s, %(change)s since before treatment.",
        instrument=speaker.named(changed["instrument"]),
        value=number(changed["value"]),
        change=signed(changed["change"]),
    )
    return f"{compared} {sentence}"


def _say_answering(summary: Mapping[str, Any]) -> str:
    """What must be said of a patient who answers and whom nobody has to call, if anything."""
    if summary["reason"]["key"] != "none.answering":
        return ""
    asked, answered, infusions = summary["asked"], summary["answered"], summary["given"]
    if asked and answered < FEW_ANSWERS * asked:
        return _("Only %(answered)s of %(asked)s answered.", answered=answered, asked=asked)
    measured = [score["reliable"] for score in summary["scores"] if score["change"] is not None]
    if infusions >= INDUCTION and measured and ReliableChange.IMPROVED.value not in measured:
        return _("No reliable gain after %(number)s infusions.", number=infusions)
    if infusions and summary["scores"] and not measured:
        return _("There is no score from before treatment to compare with.")
    return ""


def _since_infusion(listed: Listed, speaker: Speaker) -> str:
    days = _days_since_infusion(listed, speaker)
    if days is None:
        return _("no infusion yet")
    given = listed.summary["given"]
    return _("day %(day)s after infusion %(number)s", day=days, number=given)


def _days_since_infusion(listed: Listed, speaker: Speaker) -> int | None:
    """Calendar days of the patient's own since their last infusion."""
    if listed.last_infusion_at is None:
        return None
    last = date_where(listed.timezone, listed.last_infusion_at)
    return max(0, (date_where(listed.timezone, speaker.now) - last).days)
