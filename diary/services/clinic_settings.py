"""What a clinic has settled about itself: its name and zone, when it texts, how fast its number is.

A change holds for everything that was not sent yet.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from diary.domain.open_hours import EARLIEST_LOCAL, LATEST_LOCAL, LONGEST_SPREAD
from diary.domain.pacing import SenderKind
from diary.services import audit
from diary.services.chart_fields import read_line
from diary.services.enrolment import LONGEST_NAME, read_zone
from diary.services.fields import InvalidFieldsError, read_clock, read_whole
from diary.store.people import Organization, Patient

MOST_PROMPTS_A_DAY, FASTEST, MOST_A_DAY = 10, 1_000, 10_000_000
LONGEST_PHONE = 40


@dataclass(frozen=True, slots=True)
class About:
    name: str
    contact_phone: str
    timezone: str
    default_plan: str
    confirms_answers: bool


@dataclass(frozen=True, slots=True)
class TextingHours:
    """By the patients' clocks. ``spread_minutes``: prompts come up to so much later."""

    quiet_until_local: time
    quiet_from_local: time
    prompts_a_day: int
    spread_minutes: int


@dataclass(frozen=True, slots=True)
class Pace:
    """``None`` for what the number itself shows, and for no cap."""

    sender_kind: SenderKind | None
    segments_a_second: int | None
    segments_a_day: int | None


Settings = About | TextingHours | Pace


def read_about(form: Mapping[str, str], plans: Collection[str]) -> About:
    """The form's fields, or ``InvalidFieldsError``; ``plans`` are the codes on offer."""
    errors: dict[str, str] = {}
    name = read_line(form, "clinic_name", errors, longest=LONGEST_NAME)
    phone = read_line(form, "contact_phone", errors, longest=LONGEST_PHONE)
    if phone and not any(letter.isdigit() for letter in phone):
        errors["contact_phone"] = "no_digits"
    timezone = read_zone(form, errors)
    plan = form.get("default_plan", "")
    if plan not in plans:
        errors["default_plan"] = "plan"
    _refuse(errors)
    return About(name, phone, timezone, plan, form.get("confirms_answers") == "yes")


def read_hours(form: Mapping[str, str]) -> TextingHours:
    """The form's fields, or ``InvalidFieldsError``: never wider than the law's hours."""
    errors: dict[str, str] = {}
    opens, closes = _clock(form, "opens", errors), _clock(form, "closes", errors)
    if opens < EARLIEST_LOCAL:
        errors.setdefault("opens", "unlawful")
    if closes > LATEST_LOCAL:
        errors.setdefault("closes", "unlawful")
    if not errors and opens >= closes:
        errors["closes"] = "never_open"
    most = read_whole(form, "prompts_a_day", errors, 1, MOST_PROMPTS_A_DAY)
    spread = read_whole(form, "spread_minutes", errors, 0, LONGEST_SPREAD)
    _refuse(errors)
    return TextingHours(opens, closes, most, spread)


def read_pace(form: Mapping[str, str]) -> Pace:
    """The form's fields, or ``InvalidFieldsError``; what is empty is as the number shows."""
    errors: dict[str, str] = {}
    kind = form.get("kind", "")
    if kind and kind not in list(SenderKind):
        errors["kind"] = "sender_kind"
    found = {
        field: read_whole(form, field, errors, 1, highest) if form.get(field, "").strip() else None
        for field, highest in (("per_second", FASTEST), ("per_day", MOST_A_DAY))
    }
    _refuse(errors)
    return Pace(SenderKind(kind) if kind else None, found["per_second"], found["per_day"])


def change(
    session: Session,
    clinic: Organization,
    values: Settings,
    now: datetime,
    practitioner_id: UUID | None,
) -> None:
    """Settle ``values``; ``practitioner_id`` is ``None`` for an operator.

    When patients are texted is laid out anew by ``follow_up.lay_out_anew`` for each of
    ``to_lay_out``, or at the latest by the jobs.
    """
    changed = []
    for name in values.__dataclass_fields__:
        was, becomes = getattr(clinic, name), getattr(values, name)
        if was != becomes:
            setattr(clinic, name, becomes)
            changed.append(f"{name}: {_shown(was)} -> {_shown(becomes)}")
    if not changed:
        return
    if not isinstance(values, Pace):
        session.execute(
            update(Patient)
            .where(Patient.organization_id == clinic.id, Patient.laid_out_until.is_not(None))
            .values(laid_out_until=now)
            .execution_options(synchronize_session=False)
        )
    action = {About: "change clinic", TextingHours: "change hours", Pace: "change pace"}
    audit.record_setting(
        session,
        action[type(values)],
        clinic.id,
        now,
        practitioner_id=practitioner_id,
        detail="; ".join(changed),
    )


def to_lay_out(session: Session, clinic: Organization, now: datetime) -> Sequence[UUID]:
    """Whose prompts are as they were before the last change."""
    return session.scalars(
        select(Patient.id).where(
            Patient.organization_id == clinic.id, Patient.laid_out_until <= now
        )
    ).all()


def _clock(form: Mapping[str, str], field: str, errors: dict[str, str]) -> time:
    text = form.get(field, "").strip()
    clock = read_clock(text)
    if clock is None:
        errors[field] = "time" if text else "required"
    return clock or EARLIEST_LOCAL


def _refuse(errors: Mapping[str, str]) -> None:
    if errors:
        raise InvalidFieldsError(errors)


def _shown(value: object) -> str:
    return f"{value:%H:%M}" if isinstance(value, time) else "-" if value is None else str(value)
