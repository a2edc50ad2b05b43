"""What a patient's page says of the app: phones that are signed in, and what was entered there."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from diary.services import devices, own_diary
from diary.services.push_subscriptions import live_subscriptions
from diary.services.wording import word_values
from diary.store.diary import DiaryEntry, EntryKind
from diary.store.people import Patient
from diary.web.screens.patient import AppEntry, Phone
from diary.web.translation import gettext as _
from diary.web.wording.speaker import Speaker, number

SHOWN = 12


@dataclass(frozen=True, slots=True)
class AppUse:
    """The phones that are signed in, and the newest entries as they stand, tombstones too."""

    phones: tuple[Phone, ...] = ()
    entries: tuple[AppEntry, ...] = ()


def app_use_of(session: Session, patient: Patient, speaker: Speaker) -> AppUse:
    """Costs one query for whoever never used the app."""
    ever = devices.devices_ever(session, patient)
    if not ever:
        return AppUse()
    notified = {each.device_id for each in live_subscriptions(session, patient.id)}
    newest = own_diary.newest_entries(session, patient, limit=SHOWN)
    return AppUse(
        tuple(
            Phone(device.id, device.name, speaker.moment(device.seen_at), device.id in notified)
            for device in ever
            if device.ended_at is None
        ),
        tuple(_say(row, speaker) for row in newest),
    )


def _say(row: DiaryEntry, speaker: Speaker) -> AppEntry:
    remarks = []
    body = json.loads(row.body)
    if row.kind is EntryKind.RESPONSE and not row.counts:
        remarks.append(_("answered before: these answers do not count"))
    elif before := _replaced(body, speaker):
        remarks.append(_("in place of %(before)s", before=before))
    if row.made_at != row.effective_at:
        shown = speaker.moment(row.made_at).exact
        remarks.append(_("the phone's clock was wrong and said %(time)s", time=shown))
    if row.version > 1 and row.kind is not EntryKind.DELETION:
        remarks.append(_("edited"))
    return AppEntry(
        text=_words(row, body, speaker),
        remarks=tuple(remarks),
        moment=speaker.moment(row.effective_at),
        danger=row.danger_tier is not None,
    )


def _words(row: DiaryEntry, body: dict[str, Any], speaker: Speaker) -> str:
    match row.kind:
        case EntryKind.DELETION:
            return _("Took an entry back.")
        case EntryKind.SAFETY_PLAN:
            return _("Wrote down a safety plan.")
        case EntryKind.RESPONSE:
            said = _in_words(body["answers"], body, speaker) or _("took the answers back")
            return f"{speaker.named(body['questionnaire'])}: {said}"
        case EntryKind.DIARY:
            return _diary(body)


def _replaced(body: dict[str, Any], speaker: Speaker) -> str:
    """The answers that a response took the place of, or cleared."""
    before = body.get("instead_of", {})
    answers = body.get("answers", {})
    return _in_words({i: v for i, v in before.items() if answers.get(i) != v}, body, speaker)


def _in_words(given: dict[str, Any], body: dict[str, Any], speaker: Speaker) -> str:
    asked = speaker.catalogue.questionnaires.get(body.get("questionnaire", ""))
    values = {i: tuple(value) if isinstance(value, list) else value for i, value in given.items()}
    return word_values(asked, values, speaker.language) if asked else ""


def _diary(body: dict[str, Any]) -> str:
    parts = []
    if body.get("mood") is not None:
        parts.append(_("mood %(value)s", value=number(body["mood"])))
    if body.get("sleep_hours") is not None:
        parts.append(_("slept %(hours)s h", hours=number(body["sleep_hours"])))
    parts += [f"#{tag}" for tag in body.get("tags", ())]
    if note := body.get("note"):
        parts.append(f"“{note}”")
    return ", ".join(parts) or _("an empty entry")
