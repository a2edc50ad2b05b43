"""Every address of the program on one screen, each with the rule that says who may call it."""

from collections.abc import Sequence

from diary.web import auth, health, twilio_hooks
from diary.web.access import Access, Route
from diary.web.pages import (
    alerts,
    answer,
    calls,
    chart_notes,
    clinic_wording,
    csv_import,
    demo,
    devices,
    enrolment,
    follow_up,
    forecasts,
    goals,
    infusions,
    join,
    language,
    oncall,
    outcomes,
    paged,
    patients,
    phone_app,
    plans,
    rereading,
    settings,
    team,
    texts,
    today,
    treatments,
    upcoming,
)

_BOTH = ("GET", "POST")
_POST = ("POST",)
_ONE_PATIENT = "/patients/<uuid:patient_id>"
_ONE_INFUSION = "/infusions/<uuid:infusion_id>"
_ONE_TREATMENT = "/treatments/<uuid:treatment_id>"
_ONE_GOAL = "/goals/<uuid:goal_id>"
_ONE_RUNG = "/settings/on-call/<uuid:rung_id>"
_ONE_MEMBER = "/settings/team/<uuid:member_id>"
_ONE_TEXT = "/settings/wording/<language>/<key>"
_ONE_ALERT = "/alerts/<uuid:alert_id>"
_ONE_PHONE = "/phones/<uuid:patient_id>"

ROUTES: Sequence[Route] = (
    Route("/healthz", "health.up", Access.PUBLIC, health.is_up),
    Route("/readyz", "health.ready", Access.PUBLIC, health.is_ready),
    Route("/metrics", "health.metrics", Access.PUBLIC, health.metrics),
    Route("/sign-in", "auth.sign_in", Access.PUBLIC, auth.sign_in, _BOTH),
    Route("/sign-out", "auth.sign_out", Access.PUBLIC, auth.sign_out, _POST),
    Route("/twilio/inbound", "twilio.inbound", Access.CARRIER, twilio_hooks.inbound, _POST),
    Route(
        "/twilio/status/<uuid:message_id>",
        "twilio.status",
        Access.CARRIER,
        twilio_hooks.status,
        _POST,
    ),
    Route("/page/<token>", "paged.show", Access.PUBLIC, paged.one, _BOTH),
    Route("/app", "app.bare", Access.PUBLIC, phone_app.bare),
    Route("/app/", "app.shell", Access.PUBLIC, phone_app.shell),
    Route("/app/sw.js", "app.worker", Access.PUBLIC, phone_app.worker),
    Route("/app/manifest.webmanifest", "app.manifest", Access.PUBLIC, phone_app.manifest),
    Route("/app/help.json", "app.help", Access.PUBLIC, phone_app.crisis_lines),
    Route("/app/danger.json", "app.danger", Access.PUBLIC, phone_app.danger),
    Route("/a/<token>", "answer.show", Access.PUBLIC, answer.one, _BOTH),
    Route("/language", "language.choose", Access.STAFF, language.choose, _POST),
    Route("/", "today.show", Access.STAFF, today.index),
    Route("/patients", "patients.index", Access.STAFF, patients.index, _BOTH),
    Route("/patients/new", "patients.enrol", Access.STAFF, enrolment.enrol_page, _BOTH),
    Route(f"{_ONE_PATIENT}/follow-up", "patients.follow_up", Access.STAFF, follow_up.change, _BOTH),
    Route("/patients/import", "patients.csv", Access.STAFF, csv_import.page, _BOTH),
    Route(_ONE_PATIENT, "patients.show", Access.STAFF, patients.one),
    Route(f"{_ONE_PATIENT}/summary.pdf", "patients.summary", Access.STAFF, patients.summary),
    Route(
        f"{_ONE_PATIENT}/devices/<uuid:device_id>/end",
        "devices.end",
        Access.STAFF,
        devices.end,
        _POST,
    ),
    Route(f"{_ONE_PATIENT}/infusions/plan", "infusions.plan", Access.STAFF, infusions.plan, _BOTH),
    Route(
        f"{_ONE_PATIENT}/infusions/new", "infusions.record", Access.STAFF, infusions.record, _BOTH
    ),
    Route(_ONE_INFUSION, "infusions.edit", Access.STAFF, infusions.edit, _BOTH),
    Route(f"{_ONE_INFUSION}/cancel", "infusions.cancel", Access.STAFF, infusions.cancel, _BOTH),
    Route(f"{_ONE_PATIENT}/pause", "upcoming.pause", Access.STAFF, upcoming.pause, _BOTH),
    Route("/prompts/<uuid:prompt_id>/skip", "upcoming.skip", Access.STAFF, upcoming.skip, _POST),
    Route("/prompts/<uuid:prompt_id>/move", "upcoming.move", Access.STAFF, upcoming.move, _BOTH),
    Route("/prompts/<uuid:prompt_id>/send", "upcoming.send", Access.STAFF, upcoming.send, _POST),
    Route(f"{_ONE_PATIENT}/forecast", "forecasts.review", Access.STAFF, forecasts.review, _BOTH),
    Route(f"{_ONE_PATIENT}/treatments/new", "treatments.add", Access.STAFF, treatments.add, _BOTH),
    Route(_ONE_TREATMENT, "treatments.edit", Access.STAFF, treatments.edit, _BOTH),
    Route(f"{_ONE_TREATMENT}/dose", "treatments.dose", Access.STAFF, treatments.change_dose, _BOTH),
    Route(f"{_ONE_TREATMENT}/remove", "treatments.remove", Access.STAFF, treatments.remove, _POST),
    Route(f"{_ONE_PATIENT}/goals/new", "goals.add", Access.STAFF, goals.add, _BOTH),
    Route(_ONE_GOAL, "goals.edit", Access.STAFF, goals.edit, _BOTH),
    Route(f"{_ONE_GOAL}/rate", "goals.rate", Access.STAFF, goals.rate, _BOTH),
    Route(f"{_ONE_PATIENT}/notes/new", "notes.write", Access.STAFF, chart_notes.write, _BOTH),
    Route("/notes/<uuid:note_id>/remove", "notes.remove", Access.STAFF, chart_notes.remove, _POST),
    Route(f"{_ONE_PATIENT}/calls/new", "calls.note", Access.STAFF, calls.note, _BOTH),
    Route("/calls/<uuid:call_id>/remove", "calls.remove", Access.STAFF, calls.remove, _POST),
    Route("/plans", "plans.index", Access.STAFF, plans.index),
    Route("/plans/<code>/<version>", "plans.show", Access.STAFF, plans.one, _BOTH),
    Route("/plans/<code>/<version>/move", "plans.move", Access.OWNER, plans.move, _POST),
    Route("/plans/load", "plans.load", Access.OWNER, plans.load, _BOTH),
    Route("/outcomes", "outcomes.index", Access.STAFF, outcomes.index),
    Route("/outcomes.csv", "outcomes.table", Access.STAFF, outcomes.table),
    Route("/settings", "settings.index", Access.OWNER, settings.index),
    Route("/settings/clinic", "settings.about", Access.OWNER, settings.about, _BOTH),
    Route("/settings/hours", "settings.hours", Access.OWNER, settings.hours, _BOTH),
    Route("/settings/number", "settings.number", Access.OWNER, settings.number, _BOTH),
    Route("/settings/wording", "wording.index", Access.OWNER, clinic_wording.index),
    Route(_ONE_TEXT, "wording.edit", Access.OWNER, clinic_wording.edit, _BOTH),
    Route(f"{_ONE_TEXT}/reset", "wording.reset", Access.OWNER, clinic_wording.reset, _POST),
    Route("/settings/on-call/new", "oncall.add", Access.OWNER, oncall.add, _BOTH),
    Route(_ONE_RUNG, "oncall.edit", Access.OWNER, oncall.edit, _BOTH),
    Route(f"{_ONE_RUNG}/up", "oncall.move_up", Access.OWNER, oncall.move_up, _POST),
    Route(f"{_ONE_RUNG}/remove", "oncall.remove", Access.OWNER, oncall.remove, _POST),
    Route("/settings/team/new", "team.invite", Access.OWNER, team.invite, _BOTH),
    Route(_ONE_MEMBER, "team.edit", Access.OWNER, team.edit, _BOTH),
    Route(f"{_ONE_MEMBER}/invite", "team.invite_again", Access.OWNER, team.invite_again, _POST),
    Route(f"{_ONE_MEMBER}/end", "team.end", Access.OWNER, team.end, _POST),
    Route(f"{_ONE_MEMBER}/open", "team.let_in_again", Access.OWNER, team.let_in_again, _POST),
    Route("/join/<token>", "join.choose", Access.PUBLIC, join.choose, _BOTH),
    Route("/alerts", "alerts.index", Access.STAFF, alerts.index),
    Route("/alerts/bar", "alerts.bar", Access.STAFF, alerts.bar),
    Route(_ONE_ALERT, "alerts.show", Access.STAFF, alerts.one),
    Route(
        f"{_ONE_ALERT}/acknowledge", "alerts.acknowledge", Access.STAFF, alerts.acknowledge, _POST
    ),
    Route(f"{_ONE_ALERT}/resolve", "alerts.resolve", Access.STAFF, alerts.resolve, _POST),
    Route(f"{_ONE_ALERT}/hand-over", "alerts.hand_over", Access.STAFF, alerts.hand_over, _POST),
    Route(f"{_ONE_ALERT}/take-over", "alerts.take_over", Access.STAFF, alerts.take_over, _POST),
    Route("/texts", "texts.unknown", Access.STAFF, texts.unknown),
    Route("/texts/<uuid:text_id>/reading", "texts.reread", Access.STAFF, rereading.reread, _BOTH),
    Route("/texts/<uuid:text_id>/done", "texts.done", Access.STAFF, texts.done, _POST),
)

DEMO_ROUTES: Sequence[Route] = (
    Route("/phones", "demo.phones", Access.STAFF, demo.phones),
    Route(_ONE_PHONE, "demo.phone", Access.STAFF, demo.phone),
    Route(f"{_ONE_PHONE}/answer", "demo.answer", Access.STAFF, demo.answer, _POST),
    Route(f"{_ONE_PHONE}/autopilot", "demo.autopilot", Access.STAFF, demo.autopilot, _POST),
    Route("/clock", "demo.advance", Access.STAFF, demo.advance, _POST),
)
