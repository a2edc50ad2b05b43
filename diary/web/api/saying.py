"""Rows as the API says them."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, time

from diary.domain.crisis_lines import CrisisHelp
from diary.domain.tables import Localized
from diary.services import crisis_help
from diary.services.catalogue import Catalogue
from diary.services.own_check_ins import OwnCheckIn
from diary.services.own_responses import OwnAnswer, OwnResponse
from diary.services.own_settings import settings_of
from diary.store.care import Infusion, InfusionStatus
from diary.store.devices import Device
from diary.store.diary import DiaryEntry, EntryKind
from diary.store.people import Consent, Organization, Patient
from diary.web.api.schemas import check_ins, me, record, safety, sign_in
from diary.web.api.schemas.base import Incoming
from diary.web.api.schemas.entries import DiaryContent, Entry, PlanContent, ResponseContent


def localized(texts: Localized, language: str) -> str:
    """``texts`` in a language; English where there is none in it, empty where there is nothing."""
    return texts.get(language) or texts.get("en", "")


def clock(at_local: time) -> str:
    return f"{at_local:%H:%M}"


def say_me(
    patient: Patient, clinic: Organization, consents: Iterable[Consent], now: datetime
) -> me.Me:
    settings = settings_of(patient, now)
    return me.Me(
        greeting=settings.greeting,
        language=settings.language,
        timezone=settings.timezone,
        preferred_local=clock(settings.preferred_local),
        paused_until=settings.paused_until,
        texting=patient.texting,
        clinic=me.Clinic(
            name=clinic.name,
            phone=clinic.contact_phone,
            texts_from=clock(clinic.quiet_until_local),
            texts_until=clock(clinic.quiet_from_local),
        ),
        consent=[
            me.ConsentEvent(
                act=consent.act, wording_version=consent.wording_version, given_on=consent.given_on
            )
            for consent in consents
        ],
    )


def say_help(catalogue: Catalogue, clinic: Organization, language: str) -> safety.Help:
    lines = say_crisis_lines(crisis_help.of_clinic(catalogue, clinic), language)
    return safety.Help(
        not_watched=lines.not_watched,
        lines=lines.lines,
        clinic=clinic.name,
        clinic_phone=clinic.contact_phone,
    )


def say_crisis_lines(found: CrisisHelp, language: str) -> safety.CrisisLines:
    """Where help is at any hour."""
    return safety.CrisisLines(
        not_watched=localized(found.not_watched, language),
        lines=[
            safety.CrisisLine(
                code=line.code,
                name=localized(line.name, language),
                says=localized(line.says, language),
                call=line.call,
                text=line.text,
                text_body=(line.text_body or {}).get(language),
            )
            for line in found.lines
        ],
    )


def say_entry(row: DiaryEntry) -> Entry:
    body = json.loads(row.body)

    def part(kind: EntryKind, model: type[Incoming]) -> dict[str, object] | None:
        names = model.model_fields
        return {n: v for n, v in body.items() if n in names} if row.kind is kind else None

    diary = part(EntryKind.DIARY, DiaryContent)
    response = part(EntryKind.RESPONSE, ResponseContent)
    plan = part(EntryKind.SAFETY_PLAN, PlanContent)
    return Entry(
        id=row.entry_id,
        version=row.version,
        kind=row.kind,
        device_id=row.device_id,
        made_at=row.made_at,
        effective_at=row.effective_at,
        received_at=row.received_at,
        is_current=row.superseded_at is None,
        counts=row.counts if row.kind is EntryKind.RESPONSE else None,
        diary=None if diary is None else DiaryContent.model_validate(diary),
        response=(
            None if response is None else ResponseContent.model_validate(response, strict=False)
        ),
        safety_plan=None if plan is None else PlanContent.model_validate(plan),
    )


def say_check_in(found: OwnCheckIn) -> check_ins.CheckIn:
    return check_ins.CheckIn(
        id=found.id,
        when=found.when,
        status=found.status,
        due_at=found.due_at,
        closes_at=found.closes_at,
        questionnaires=list(found.questionnaires),
        responses=[_say_response(each) for each in found.responses],
    )


def say_infusions(infusions: Sequence[Infusion]) -> list[record.Infusion]:
    """Those that were not cancelled, the first one first; given ones are counted."""
    numbers = {
        infusion.id: number
        for number, infusion in enumerate(
            (each for each in infusions if each.status is InfusionStatus.GIVEN), 1
        )
    }
    return [
        record.Infusion(
            id=each.id,
            number=numbers.get(each.id),
            status=each.status,
            started_at=each.started_at,
            ended_at=each.ended_at,
        )
        for each in infusions
    ]


def say_device(device: Device, this: Device) -> sign_in.Device:
    return sign_in.Device(
        id=device.id,
        name=device.name,
        signed_in_at=device.signed_in_at,
        seen_at=device.seen_at,
        is_this=device.id == this.id,
    )


def _say_response(found: OwnResponse) -> check_ins.Response:
    total = found.total
    return check_ins.Response(
        questionnaire=found.questionnaire,
        questionnaire_version=found.questionnaire_version,
        status=found.status,
        answered_at=found.answered_at,
        answers={answer.link_id: answer.value for answer in found.answers},
        answered_by=sorted({_channel(answer) for answer in found.answers}),
        score=(check_ins.Score(total=total.value, band=total.flags.get("band")) if total else None),
        beside=[say_entry(entry) for entry in found.beside],
    )


def _channel(answer: OwnAnswer) -> str:
    if answer.is_by_text:
        return "text"
    return "app" if answer.is_by_app else "page"
