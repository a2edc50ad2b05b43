"""The patient page."""

from collections.abc import Sequence
from datetime import timedelta
from statistics import fmean
from uuid import UUID

import phonenumbers
from sqlalchemy.orm import Session

from diary.domain.durability import Outcome
from diary.domain.tables import Localized
from diary.services.alert_desk import by_urgency
from diary.services.chart import Chart, read_chart
from diary.services.moving import may_move
from diary.services.series import MOOD
from diary.store.alerts import AlertStatus
from diary.store.care import Infusion, InfusionStatus, Prompt
from diary.store.caseload import CaseloadRow
from diary.store.people import Patient
from diary.web.present.app_use import app_use_of
from diary.web.present.chart_rows import (
    forecast_note,
    goal_rows,
    note_rows,
    treatment_rows,
)
from diary.web.present.course_numbers import course_numbers
from diary.web.present.frame import speaker_for
from diary.web.present.measures import Measure, held_days, measures_of, say_held
from diary.web.present.mood import mood_of
from diary.web.present.numbers import numbers_of
from diary.web.present.rows import (
    also,
    direction_of,
    say_called,
    say_line,
    say_standing,
    status_of,
)
from diary.web.present.thread import thread_days
from diary.web.present.timeline import (
    overlay_of,
    say_per_kg,
    timeline_of,
)
from diary.web.present.why import found_on_chart, say_found
from diary.web.present.zoom import window_called, windows_of, zooms
from diary.web.screens.caseload import Figure
from diary.web.screens.patient import (
    ConsentEvent,
    InfusionRow,
    InfusionState,
    PatientPage,
    Upcoming,
)
from diary.web.screens.status import Direction, Status
from diary.web.site import Visit
from diary.web.translation import gettext as _
from diary.web.wording.alerts import say_consent, say_route_briefly
from diary.web.wording.course import say_course_definitions
from diary.web.wording.speaker import Speaker, number, percent, signed, tenths

_WEEK = timedelta(days=7)
_MOST_SCORES = 3
_LASTED = (Outcome.CONFIRMED, Outcome.PROBABLE, Outcome.HELD)


def patient_page(session: Session, visit: Visit, patient: Patient, shown: str = "") -> PatientPage:
    """The page, its timeline showing the stretch of time whose code is ``shown``."""
    chart = read_chart(session, visit.catalogue, patient, visit.now)
    speaker = speaker_for(visit, patient.timezone)
    measures = measures_of(chart.record, dict(visit.catalogue.questionnaires))
    item = visit.catalogue.questionnaires["daily"].item("mood")
    mood = mood_of(chart.record, item, speaker.zone)
    unresolved = [a for a in chart.alerts if a.status is not AlertStatus.RESOLVED]
    alert = min(unresolved, key=by_urgency, default=None)
    answers = found_on_chart(alert, chart.items, speaker)
    row = chart.row
    app_use = app_use_of(session, patient, speaker)
    courses = course_numbers(chart.record, measures, mood, speaker, _called_for(row))
    windows = windows_of(chart, visit.now)
    window = window_called(shown, windows)
    return PatientPage(
        patient_id=patient.id,
        name=patient.name,
        status=status_of(row.attention) if row else Status.NEW,
        sentence=" ".join(
            part
            for part in (
                say_standing(row, speaker, say_found(alert, answers, speaker)),
                say_line(
                    patient,
                    str(row.summary["reason"]["key"]),
                    speaker,
                    _named(chart, patient.paused_by_id),
                ),
                say_called(row, chart.staff, speaker_for(visit)),
            )
            if part
        )
        if row
        else "",
        about=_about(patient, chart.plan.title, speaker),
        facts=_facts(chart, measures, speaker),
        timeline=timeline_of(chart, measures, mood, patient.name, speaker, window),
        zooms=zooms(windows, window),
        numbers=numbers_of(chart, measures, speaker),
        overlay=overlay_of(measures, speaker),
        courses=courses,
        course_definitions=say_course_definitions(),
        # An infusion is given by the clinic's clock, which is also that of its form.
        infusions=_infusions(chart, measures, speaker_for(visit)),
        upcoming=tuple(_upcoming(prompt, chart, speaker) for prompt in chart.upcoming),
        thread=thread_days(chart.thread, speaker),
        thread_is_cut=chart.thread.is_cut,
        consent=tuple(
            ConsentEvent(
                what=say_consent(consent.act),
                who=consent.taken_by or _named(chart, consent.recorded_by_id) or _("the patient"),
                moment=speaker.moment(consent.recorded_at),
                wording=_("wording %(version)s", version=consent.wording_version),
            )
            for consent in chart.consents
        ),
        phones=app_use.phones,
        entries=app_use.entries,
        phone=patient.phone,
        phone_shown=say_phone(patient.phone),
        alert_id=alert.id if alert else None,
        also=also(row) if row else (),
        treatments=treatment_rows(chart, speaker),
        goals=goal_rows(chart, patient, speaker),
        notes=note_rows(chart, speaker),
        forecast=forecast_note(chart, speaker),
        is_paused=patient.paused_until is not None and patient.paused_until > visit.now,
    )


def _called_for(row: CaseloadRow | None) -> str:
    """The series that the patient is on the list for; empty where it is none."""
    return str(row.summary["reason"].get("instrument", "")) if row else ""


def say_phone(phone: str) -> str:
    """A number as people read it; as it is where it is no number."""
    try:
        parsed = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return phone
    shown = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return str(shown)


def _named(chart: Chart, staff_id: UUID | None) -> str:
    """What a member of staff is called; empty of nobody."""
    return chart.staff.get(staff_id, "") if staff_id else ""


def _about(patient: Patient, plan: Localized, speaker: Speaker) -> tuple[str, ...]:
    texts_in = {"en": _("texts in English"), "es": _("texts in Spanish")}
    local = speaker.now.astimezone(speaker.zone)
    paused = patient.paused_until
    is_paused = paused is not None and paused > speaker.now
    return (
        plan.get(speaker.language, plan["en"]),
        texts_in.get(patient.language, patient.language),
        _(
            "%(time)s where they are (%(zone)s)",
            time=f"{local:%H:%M}",
            zone=patient.timezone.replace("_", " "),
        ),
        *([_("paused until %(day)s", day=speaker.day(paused))] if paused and is_paused else []),
    )


def _facts(chart: Chart, measures: Sequence[Measure], speaker: Speaker) -> tuple[Figure, ...]:
    facts = [_score_figure(measure, speaker) for measure in measures[:_MOST_SCORES]]
    facts.append(_mood_figure(chart, speaker))
    if measures and measures[0].held:
        lasted = [h for h in measures[0].held if h.outcome in _LASTED]
        if lasted:
            days = _("%(days)s d", days=held_days(lasted[-1]))
            title = speaker.named(measures[0].questionnaire.code)
            label = _("Gain in %(instrument)s held", instrument=title)
            facts.append(Figure(label, days, small=say_held(lasted[-1])))
    summary = chart.row.summary if chart.row else {"asked": 0, "answered": 0}
    asked = int(summary["asked"])
    share = percent(summary["answered"] / asked) if asked else ""
    small = _("of %(asked)s check-ins in 4 weeks", asked=asked) if asked else _("not asked lately")
    return (*facts, Figure(_("Answered"), share, small=small))


def _score_figure(measure: Measure, speaker: Speaker) -> Figure:
    questionnaire, latest = measure.questionnaire, measure.readings[-1]
    band = next((b for b in reversed(questionnaire.bands) if b.minimum <= latest.value), None)
    change = measure.change
    note = ""
    if change and measure.baseline:
        note = _(
            "%(change)s from %(before)s",
            change=signed(change.points),
            before=number(measure.baseline.value),
        )
    return Figure(
        label=speaker.named(questionnaire.code),
        value=number(latest.value),
        note=note,
        small=band.label.get(speaker.language, band.label["en"]) if band else "",
        direction=direction_of(change.reliable.value) if change else Direction.SAME,
    )


def _mood_figure(chart: Chart, speaker: Speaker) -> Figure:
    moods = chart.record.readings.get(MOOD, ())
    latest = [each.value for each in moods if each.at > speaker.now - _WEEK]
    earlier = [
        each.value for each in moods if speaker.now - 2 * _WEEK < each.at <= speaker.now - _WEEK
    ]
    note = _("%(value)s the week before", value=tenths(fmean(earlier))) if earlier else ""
    value = tenths(fmean(latest)) if latest else ""
    small = _("of 10") if latest else _("not asked lately")
    return Figure(_("Mood, 7 days"), value, note if latest else "", small)


def _infusions(
    chart: Chart, measures: Sequence[Measure], speaker: Speaker
) -> tuple[InfusionRow, ...]:
    numbers = {infusion.id: n for n, infusion in enumerate(chart.record.given, 1)}
    held = {h.episode.last_number: say_held(h) for h in measures[0].held} if measures else {}
    return tuple(
        _infusion_row(each, numbers.get(each.id), held, speaker) for each in chart.infusions
    )


def _infusion_row(
    infusion: Infusion, count: int | None, held: dict[int, str], speaker: Speaker
) -> InfusionRow:
    return InfusionRow(
        infusion_id=infusion.id,
        number=count,
        state=InfusionState(infusion.status.value),
        moment=speaker.moment(infusion.started_at),
        dose=f"{number(infusion.dose_mg)} mg" if infusion.dose_mg else "",
        per_kg=say_per_kg(infusion),
        route=say_route_briefly(infusion.route) if infusion.route else "",
        held=held.get(count or 0, ""),
        reason=infusion.cancel_reason or "",
    )


def _upcoming(prompt: Prompt, chart: Chart, speaker: Speaker) -> Upcoming:
    asked = " + ".join(speaker.named(code) for code in prompt.questionnaires)
    due_at = max(prompt.due_at, prompt.postponed_until or prompt.due_at)
    because = _because(prompt, chart, speaker)
    return Upcoming(
        asked,
        because,
        speaker.moment(due_at),
        prompt.id,
        is_moved=prompt.moved_to_on is not None,
        is_movable=may_move(prompt),
    )


def _because(prompt: Prompt, chart: Chart, speaker: Speaker) -> str:
    numbers = {infusion.id: n for n, infusion in enumerate(chart.record.given, 1)}
    anchor = next((i for i in chart.infusions if i.id == prompt.anchor_id), None)
    if anchor is None:
        return _("after the enrolment")
    if anchor.status is InfusionStatus.PLANNED:
        return _("before the planned infusion")
    day = (
        prompt.due_at.astimezone(speaker.zone).date()
        - anchor.started_at.astimezone(speaker.zone).date()
    ).days
    return _("day %(day)s after infusion %(number)s", day=day, number=numbers.get(anchor.id, ""))
