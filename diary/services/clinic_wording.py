"""A clinic's texts in its own words: looked at, changed, set back to the shipped ones.

A change holds for every text that is put together from then on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy.orm import Session

from diary.domain.clinic_wording import (
    Fault,
    FaultKind,
    Lock,
    OwnWordings,
    ShippedText,
    fault_of,
    lock_of,
    tidy,
)
from diary.domain.segments import SmsSize, sms_size
from diary.domain.turn import Phrase
from diary.services import answer_links, audit
from diary.services.catalogue import Catalogue
from diary.services.fields import InvalidFieldsError
from diary.services.wording import Speaker, compose
from diary.store.people import Organization

MOST_SEGMENTS = 3
"""What a text in the clinic's own words may cost, with sample values in it."""
LONGEST_TYPED = 1000


class WordingRefusedError(InvalidFieldsError):
    """``fault`` says what is wrong with the text."""

    def __init__(self, fault: Fault) -> None:
        super().__init__({"text": fault.kind})
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Sample:
    """A text as it goes out, with sample values."""

    body: str
    size: SmsSize


@dataclass(frozen=True, slots=True)
class ClinicText:
    """A text of a clinic. ``own`` is its own wording, which goes out if it ``is_in_force``."""

    shipped: ShippedText
    lock: Lock | None
    own: str | None
    is_in_force: bool
    sample: Sample


class Wordings:
    """The texts of ``clinic``; ``base_url`` is where the pages are that texts link to."""

    def __init__(self, clinic: Organization, catalogue: Catalogue, base_url: str) -> None:
        self._clinic = clinic
        self._catalogue = catalogue
        self._base_url = base_url

    def all(self) -> Sequence[ClinicText]:
        """Every text, by key and language."""
        return [self._text(shipped) for shipped in self._catalogue.wording.all_shipped()]

    def one(self, key: str, language: str) -> ClinicText:
        """``LookupError`` if there is no such text."""
        return self._text(self._catalogue.wording.shipped(key, language))

    def as_shipped(self, shipped: ShippedText) -> Sample:
        return self._sample(shipped, None)

    def read(self, shipped: ShippedText, typed: str) -> tuple[str, Sample]:
        """``typed`` as it would be kept and as it would go out, or ``WordingRefusedError``."""
        if len(typed) > LONGEST_TYPED:
            raise WordingRefusedError(Fault(FaultKind.LONG))
        text = tidy(typed)
        if fault := fault_of(text, shipped):
            raise WordingRefusedError(fault)
        sample = self._sample(shipped, {shipped.key: {shipped.language: text}})
        if sample.size.segments > MOST_SEGMENTS:
            raise WordingRefusedError(Fault(FaultKind.LONG))
        return text, sample

    def reword(
        self,
        session: Session,
        shipped: ShippedText,
        typed: str,
        now: datetime,
        practitioner_id: UUID | None,
    ) -> None:
        """Say ``typed`` from now on, or ``WordingRefusedError``.

        ``practitioner_id`` is ``None`` for an operator, here and in ``reset``.
        """
        text, _ = self.read(shipped, typed)
        self._keep(session, shipped, None if text == shipped.text else text, now, practitioner_id)

    def reset(
        self, session: Session, shipped: ShippedText, now: datetime, practitioner_id: UUID | None
    ) -> None:
        """Say it from now on as it came with the program."""
        self._keep(session, shipped, None, now, practitioner_id)

    def _keep(
        self,
        session: Session,
        shipped: ShippedText,
        text: str | None,
        now: datetime,
        practitioner_id: UUID | None,
    ) -> None:
        clinic = session.get_one(
            Organization,
            self._clinic.id,
            with_for_update={"key_share": True},
            populate_existing=True,
        )
        kept = {key: dict(texts) for key, texts in (clinic.own_wordings or {}).items()}
        texts = kept.setdefault(shipped.key, {})
        was = texts.pop(shipped.language, None)
        if was == text:
            return
        if text is not None:
            texts[shipped.language] = text
        clinic.own_wordings = {key: texts for key, texts in kept.items() if texts} or None
        audit.record_setting(
            session,
            "change wording" if text else "reset wording",
            clinic.id,
            now,
            practitioner_id=practitioner_id,
            detail=f"{shipped.key} ({shipped.language}): {was or shipped.text}"
            f" -> {text or shipped.text}",
        )

    def _text(self, shipped: ShippedText) -> ClinicText:
        own = (self._clinic.own_wordings or {}).get(shipped.key, {}).get(shipped.language)
        return ClinicText(
            shipped,
            lock_of(shipped),
            own,
            is_in_force=own is not None and fault_of(own, shipped) is None,
            sample=self._sample(shipped, self._clinic.own_wordings),
        )

    def _sample(self, shipped: ShippedText, own: OwnWordings | None) -> Sample:
        clinic = self._clinic
        speaker: Speaker = _Voice(clinic.name, clinic.contact_phone, clinic.timezone, own)
        values = {**_SAMPLES, "link": answer_links.example(self._base_url)}
        phrase = Phrase(shipped.key, values)
        body = compose([phrase], shipped.language, speaker, self._catalogue)
        return Sample(body, sms_size(body))


@dataclass(frozen=True, slots=True)
class _Voice:
    name: str
    contact_phone: str
    timezone: str
    own_wordings: OwnWordings | None


_SAMPLES = {
    "questionnaire": "daily",
    "values": {"mood": 6.0, "distress": 3.0, "sleep_hours": 7.0},
    "at": time(18, 30),
    "first": time(9),
    "last": time(20),
    "until": date(2026, 9, 30),
    "day": date(2026, 9, 30),
    "count": 3,
    "low": 0,
    "high": 10,
    "names": "0-10",
    "reason": "no_answer",
    "example": "3",
    "number": 12,
    "code": "123456",
}
