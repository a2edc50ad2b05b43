"""Clinics, their staff and their patients, and what patients consented to."""

from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from diary.domain.consent import ConsentAct, Texting
from diary.domain.pacing import SenderKind
from diary.store.base import Base, OfClinic
from diary.store.sealing import SealedText


class OptOutReplies(StrEnum):
    """Who answers STOP, START and HELP: Twilio does unless the account tells it not to."""

    TWILIO = "twilio"
    OURS = "ours"


class Organization(Base):
    """A clinic (FHIR Organization) with the number it texts from."""

    __tablename__ = "organization"
    __table_args__ = (
        CheckConstraint("quiet_until_local < quiet_from_local", name="is_open_for_a_while"),
        # SQLite keeps times as texts with their microseconds, and compares them as such.
        CheckConstraint(
            "quiet_until_local >= '08:00:00.000000' and quiet_from_local <= '21:00:00.000000'",
            name="is_open_within_the_law",
        ),
        CheckConstraint("prompts_a_day >= 1", name="may_ask_once_a_day"),
        CheckConstraint("spread_minutes between 0 and 59", name="spreads_within_an_hour"),
        CheckConstraint("segments_a_second > 0", name="sends_at_all"),
        CheckConstraint("segments_a_day > 0", name="sends_every_day"),
    )

    name: Mapped[str]
    timezone: Mapped[str]
    sender: Mapped[str] = mapped_column(unique=True)
    """The clinic's own number, E.164 or a short code. It is printed on leaflets: not a secret."""
    sender_kind: Mapped[SenderKind | None]
    """Where the number does not show it."""
    segments_a_second: Mapped[int | None]
    """What the carrier has granted this number, where that is not what its kind has."""
    segments_a_day: Mapped[int | None]
    """The carriers' cap on the clinic's brand in any 24 hours, if there is one."""
    contact_phone: Mapped[str]
    """The number that patients are told to call, as it should be read."""
    opt_out_replies: Mapped[OptOutReplies] = mapped_column(default=OptOutReplies.TWILIO)
    quiet_until_local: Mapped[time] = mapped_column(default=time(9))
    quiet_from_local: Mapped[time] = mapped_column(default=time(20))
    prompts_a_day: Mapped[int] = mapped_column(default=3)
    """How many check-ins a patient may be texted on one day of theirs."""
    spread_minutes: Mapped[int] = mapped_column(default=14)
    """Each patient's prompts come up to so much later, always by the same number of minutes."""
    confirms_answers: Mapped[bool] = mapped_column(default=False)
    """Every answer gets a reply, also one that was read word for word."""
    default_plan: Mapped[str] = mapped_column(default="standard")
    own_wordings: Mapped[dict[str, dict[str, str]] | None] = mapped_column(JSON(none_as_null=True))
    """Texts in the clinic's own words, by key and language; nothing where it has none."""
    swept_at: Mapped[datetime | None]
    """When the carrier's list was last searched for texts that never arrived."""
    alerts_opened: Mapped[int] = mapped_column(default=0)
    """Counts the alerts, so that each has a number of its own."""
    sending_failures: Mapped[int] = mapped_column(default=0)
    """How often in a row the carrier failed to take a text from this number ..."""
    sending_held_until: Mapped[datetime | None]
    """... and until when nothing but safety is tried again."""
    sending_refused_code: Mapped[int | None]
    """The carrier's code for what has to be set right before it takes texts; 0 if it gave none."""


class StaffRole(StrEnum):
    """What somebody on the staff may change."""

    OWNER = "owner"
    """Also the clinic itself: its settings, its plans and its team."""
    MEMBER = "member"
    """Everything about patients."""


class Practitioner(Base, OfClinic):
    """Somebody on the clinic's staff who signs in."""

    __tablename__ = "practitioner"

    sign_in_name: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str] = mapped_column(SealedText("practitioner.display_name"))
    role: Mapped[StaffRole]
    password_hash: Mapped[str | None]
    """Empty until they have chosen a password by their invitation."""
    invitation_hash: Mapped[bytes | None] = mapped_column(unique=True)
    """SHA-256 of the token of the link by which they choose a password ..."""
    invited_until: Mapped[datetime | None]
    """... and until when it is good."""
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    """They sign in no more from here on; what they did stays theirs."""
    failed_sign_ins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    language: Mapped[str | None]
    """Chosen for the pages; without a choice the browser's wish counts."""


class StaffSession(Base, OfClinic):
    """A signed-in browser. Only the SHA-256 of its token is kept, so the table signs nobody in."""

    __tablename__ = "staff_session"

    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("practitioner.id"))
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class Patient(Base, OfClinic):
    __tablename__ = "patient"
    __table_args__ = (
        UniqueConstraint("organization_id", "phone_index"),
        Index("ix_patient_clinic_enrolled", "organization_id", "enrolled_at"),
        Index("ix_patient_phone_index", "phone_index"),
        Index("ix_patient_clinic_name", "organization_id", "name_marks", "id"),
    )

    name: Mapped[str] = mapped_column(SealedText("patient.name"))
    name_marks: Mapped[int] = mapped_column(BigInteger)
    """What narrows a search by name without opening the names: see ``people_search``."""
    greeting: Mapped[str | None] = mapped_column(SealedText("patient.greeting"))
    """What the app calls them; they choose it."""
    phone: Mapped[str] = mapped_column(SealedText("patient.phone"))
    phone_index: Mapped[bytes]
    timezone: Mapped[str]
    language: Mapped[str]
    preferred_local: Mapped[time]
    plan: Mapped[str]
    """Code and version of a plan of the clinic's: ``standard/1``."""
    enrolled_at: Mapped[datetime]
    texting: Mapped[Texting]
    paused_until: Mapped[datetime | None]
    paused_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("practitioner.id"))
    """Who of the staff paused the texts; empty if the patient did."""
    laid_out_until: Mapped[datetime | None] = mapped_column(index=True)
    """Prompts exist up to here; an open-ended plan is laid out further now and then."""


class Consent(Base, OfClinic):
    """One act of consent (FHIR Consent); acts are added, never changed."""

    __tablename__ = "consent"

    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"), index=True)
    act: Mapped[ConsentAct]
    wording_version: Mapped[str]
    language: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("practitioner.id"))
    """The member of staff; empty when the patient did it by text."""
    taken_by: Mapped[str | None] = mapped_column(SealedText("consent.taken_by"))
    """Who read the wording to the patient."""
    given_on: Mapped[date]
    """The day on which the patient did it, where they are."""
