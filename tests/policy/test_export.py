"""What is on record of patients, they can take with them: no table is forgotten."""

from diary.resources import templates_folder
from diary.store.base import Base
from diary.web.api.schemas.export import Export
from tests.policy.sources import ROOT

EXPORTED = {
    "patient": "me",
    "consent": "me",
    "infusion": "infusions",
    "other_treatment": "treatments",
    "goal": "goals",
    "goal_rating": "goals",
    "chart_note": "chart_notes",
    "call_note": "calls",
    "prompt": "check_ins",
    "questionnaire_response": "check_ins",
    "answer": "check_ins",
    "observation": "observations",
    "diary_entry": "entries",
    "note": "notes",
    "inbound_message": "messages",
    "outbound_message": "messages",
    "delivery_event": "messages",
    "safety_alert": "alerts",
    "device": "devices",
    "audit_event": "accesses",
}
"""Tables with patients' data, and where in the export it is."""

KEPT_BACK = {
    "answer_link": "opens a page: a secret, and nothing about anybody",
    "push_subscription": "keys and an address that whoever has it can send to",
    "push_notice": "how a check-in was announced, which is among the check-ins",
    "device_token": "hashes of secrets",
    "sign_in_code": "hashes of secrets, for a day",
    "sign_in_request": "counts requests by blind index, for a day",
    "conversation": "where a question stands: what was said is among the messages",
    "caseload_row": "worked out from the rest",
    "outcome_row": "worked out from the rest",
    "forecast_review": "a forecast is for the clinician alone",
    "page_sent": "who on call was told, and when",
    "alert_handover": "what staff told each other of an alert: given after a look",
}

OF_THE_CLINIC = {
    "caseload_tally",
    "organization",
    "practitioner",
    "staff_session",
    "plan",
    "lane",
    "on_call",
    "job_process",
}


def test_every_table_with_data_of_patients_is_exported_or_kept_back_for_a_reason():
    tables = set(Base.metadata.tables)
    assert tables == {*EXPORTED, *KEPT_BACK} | OF_THE_CLINIC
    assert set(EXPORTED.values()) <= set(Export.model_fields)


def test_what_points_at_a_patient_is_not_the_clinics():
    pointing = {
        table.name
        for table in Base.metadata.tables.values()
        if any(key.column.table.name == "patient" for key in table.foreign_keys)
    }
    assert not pointing & OF_THE_CLINIC


def test_nothing_that_a_patient_reads_speaks_of_a_forecast():
    """It is for the clinician alone: not in the API, the app, texts, mails or forms by link."""
    read_by_patients = [
        *(ROOT / "diary/web/api").rglob("*.py"),
        *(ROOT / "diary/static/app").rglob("*.js"),
        *(
            path
            for folder in ("sms", "mail", "app", "answer", "consent")
            for path in (templates_folder() / folder).rglob("*.*")
        ),
    ]
    assert len(read_by_patients) > 100
    speaking = [str(p) for p in read_by_patients if "forecast" in p.read_text().lower()]
    assert speaking == []
