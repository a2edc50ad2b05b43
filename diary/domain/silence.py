"""Why nothing is heard from a patient, in honest words: each of them asks for something else.

Not delivered is the front desk's to mend, not answered may be a sign, paused and opted out are the
patient's own choice. None of them is a zero, and none is guessed from another.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

UNANSWERED_IN_A_ROW = 2


class PromptFate(StrEnum):
    ANSWERED = "answered"
    NOT_ANSWERED = "not_answered"
    """Delivered, and its window closed without an answer."""
    NOT_DELIVERED = "not_delivered"
    OPEN = "open"
    """Sent, and there is still time to answer."""


class Silence(StrEnum):
    OPTED_OUT = "opted_out"
    PAUSED = "paused"
    NOT_DELIVERED = "not_delivered"
    NOT_ANSWERED = "not_answered"
    NOTHING_ASKED = "nothing_asked"
    ANSWERING = "answering"


@dataclass(frozen=True, slots=True, order=True)
class AskedPrompt:
    sent_at: datetime
    fate: PromptFate


@dataclass(frozen=True, slots=True)
class Contact:
    """What is known of the line to a patient: the prompts lately sent, newest in any order."""

    prompts: tuple[AskedPrompt, ...] = ()
    opted_out_at: datetime | None = None
    paused_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class SilenceNow:
    """``since`` is the opt-out, or the first of the ``prompts`` that met the same fate."""

    word: Silence
    since: datetime | None = None
    prompts: int = 0


def silence(contact: Contact, now: datetime) -> SilenceNow:
    """The one word for the line at ``now``.

    The patient's own choices come first. Then the settled prompts since the last answer decide: if
    the newest was not delivered, that is named at once; if it was not answered, it takes a second
    one, unless the patient has not answered any.
    """
    if contact.opted_out_at is not None and contact.opted_out_at <= now:
        return SilenceNow(Silence.OPTED_OUT, contact.opted_out_at)
    if contact.paused_until is not None and contact.paused_until > now:
        return SilenceNow(Silence.PAUSED)
    settled = [p for p in sorted(contact.prompts) if p.fate is not PromptFate.OPEN]
    if not settled:
        return SilenceNow(Silence.NOTHING_ASKED)
    answered = [n for n, prompt in enumerate(settled) if prompt.fate is PromptFate.ANSWERED]
    run = settled[answered[-1] + 1 :] if answered else settled
    if not run or (
        answered and len(run) < UNANSWERED_IN_A_ROW and run[-1].fate is not PromptFate.NOT_DELIVERED
    ):
        return SilenceNow(Silence.ANSWERING)
    word = Silence(run[-1].fate.value)
    alike = [prompt for prompt in run if prompt.fate is run[-1].fate]
    return SilenceNow(word, alike[0].sent_at, len(alike))
