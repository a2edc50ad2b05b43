"""Taking turns: the pure conversation with its state, and its effects, in one transaction.

All three ways in (a text, a prompt that is due, a wait that is over) lock the patient's
conversation first, so the turns of one patient come one after another, in the order of their texts.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.domain.commands import CommandKind, recognise
from diary.domain.consent import ConsentAct, Texting
from diary.domain.conversation import advance
from diary.domain.safety import screen
from diary.domain.texts import shared_channel
from diary.domain.turn import (
    Asking,
    FormAnswered,
    FormRefused,
    Inbound,
    PromptReleased,
    Script,
    State,
    TextReceived,
    Turn,
    Urgency,
    WaitExpired,
    waits_until,
)
from diary.domain.turn_effects import CorrectAnswers, RecordAnswers
from diary.services import answer_links, caseload, consent, inbox, outbox, prompts, push
from diary.services.catalogue import Catalogue
from diary.services.conversation_state import dump_state, load_state
from diary.services.effects import Cause, apply
from diary.services.plain import plain
from diary.services.script import TURN, script_for
from diary.services.wording import compose, with_addresses
from diary.store.messaging import Conversation, InboundMessage, Purpose
from diary.store.people import Organization, Patient

REPLY_WORTH = timedelta(hours=4)
"""After this a reply only confuses: it is not sent any more."""

MOST_FAILURES = 3

_PURPOSES = {
    Urgency.SAFETY: Purpose.SAFETY,
    Urgency.REPLY: Purpose.REPLY,
    Urgency.PROMPT: Purpose.PROMPT,
    Urgency.REMINDER: Purpose.REMINDER,
}


def patients_with_waiting_texts(session: Session, limit: int) -> Sequence[UUID]:
    """Whose texts wait for their turn, the oldest first."""
    waiting = session.scalars(
        select(InboundMessage.patient_id)
        .where(InboundMessage.turn_taken_at.is_(None), InboundMessage.patient_id.is_not(None))
        .order_by(InboundMessage.id)
        .limit(limit)
    )
    return [patient_id for patient_id in dict.fromkeys(waiting) if patient_id]


def take_next_text(
    session: Session, catalogue: Catalogue, patient_id: UUID, now: datetime, base_url: str
) -> bool:
    """Take the turn of the patient's oldest waiting text, if any; whether another one waits.

    ``base_url`` is where the program's pages are, for a patient who asks for one.
    """
    conversation = lock(session, patient_id)
    waiting = _waiting(session, patient_id, 2)
    if not waiting:
        return False
    message = waiting[0]
    message.turn_taken_at = now
    # Held until the end: the session forgets what nobody holds, and would read it again.
    patient = session.get_one(Patient, patient_id)
    consent.take_as_reachable(session, patient)
    received = TextReceived(
        message.body, screen(message.body, catalogue.lexicon), message.answered_by_carrier
    )
    cause = Cause(key=f"{TURN}{message.id}", inbound=message)
    turn = run(session, catalogue, conversation, received, cause, now, base_url)
    message.read_as = plain(turn.read_as) if turn.read_as else None
    return len(waiting) > 1


def count_failure(session: Session, catalogue: Catalogue, patient_id: UUID, now: datetime) -> None:
    """The turn of the oldest waiting text failed; after three times a person must read it.

    Whoever wrote words of danger is told where help is at the first failure already.
    """
    lock(session, patient_id)
    message = next(iter(_waiting(session, patient_id, 1)), None)
    if message is None:
        return
    message.turn_failures += 1
    if message.danger_tier and message.turn_failures == 1:
        clinic = session.get_one(Organization, message.organization_id)
        inbox.say_where_help_is(session, catalogue, clinic, message, now)
    if message.turn_failures >= MOST_FAILURES:
        message.turn_taken_at, message.needs_person = now, True
        _stop_if_asked(session, message, now)


def _stop_if_asked(session: Session, message: InboundMessage, now: datetime) -> None:
    """A wish to be left alone is honoured even where its turn cannot be taken."""
    patient = session.get_one(Patient, message.patient_id)
    command = recognise(message.body, patient.language)
    if command and command.kind is CommandKind.STOP:
        consent.become(session, patient, Texting.STOPPED, ConsentAct.STOPPED, now)


def release_due(
    session: Session, catalogue: Catalogue, patient_id: UUID, now: datetime, base_url: str
) -> bool:
    """Ask a patient what is due; ``False`` if there is nothing to ask.

    ``base_url`` is where the program's pages are, for a check-in that is answered on one.
    """
    conversation = lock(session, patient_id)
    patient = session.get_one(Patient, patient_id)
    clinic = session.get_one(Organization, patient.organization_id)
    lead = prompts.claim_due(session, patient, clinic, now)
    if lead is None:
        caseload.rewrite(session, catalogue, patient, now)
        return False
    asked = prompts.asked_by(session, lead)
    released = PromptReleased(
        prompt_id=str(lead.id),
        questionnaires=tuple(dict.fromkeys(q for prompt in asked for q in prompt.questionnaires)),
        closes_at=max(prompt.closes_at for prompt in asked),
        channel=shared_channel([prompt.channel for prompt in asked]),
    )
    cause = Cause(key=f"prompt:{lead.id}:{lead.releases}", prompt=lead)
    run(session, catalogue, conversation, released, cause, now, base_url)
    return True


def waits_that_are_over(session: Session, now: datetime, limit: int) -> Sequence[tuple[UUID, int]]:
    """Patient and turn of every wait that ended."""
    rows = session.execute(
        select(Conversation.patient_id, Conversation.turn)
        .where(Conversation.wait_until <= now)
        .order_by(Conversation.wait_until)
        .limit(limit)
    )
    return [(patient_id, turn) for patient_id, turn in rows]


def end_wait(
    session: Session, catalogue: Catalogue, patient_id: UUID, turn: int, now: datetime
) -> None:
    """The wait set in ``turn`` is over; does nothing if the conversation has moved on."""
    conversation = lock(session, patient_id)
    if conversation.turn == turn and conversation.wait_until and conversation.wait_until <= now:
        cause = Cause(key=f"wait:{conversation.id}:{turn}")
        run(session, catalogue, conversation, WaitExpired(turn), cause, now, base_url="")


def standing(
    session: Session, catalogue: Catalogue, patient: Patient, now: datetime
) -> tuple[State, Script]:
    """Where the conversation stands, for a page that shows what is asked."""
    conversation = session.scalars(
        select(Conversation)
        .where(Conversation.patient_id == patient.id)
        .execution_options(populate_existing=True)
    ).one()
    clinic = session.get_one(Organization, patient.organization_id)
    script = script_for(session, catalogue, patient, clinic, conversation.turn, now)
    return load_state(conversation.state), script


def take_form(
    session: Session,
    catalogue: Catalogue,
    patient_id: UUID,
    form: FormAnswered | FormRefused,
    page: str,
    now: datetime,
    base_url: str,
) -> Turn:
    """Take the turn of a page that was sent; ``page`` names it, and what it raises, it raises once.

    A page may be sent again and again before it is whole: each time is a turn of its own.
    """
    conversation = lock(session, patient_id)
    cause = Cause(key=f"{page}:{conversation.turn}", alerts_key=page)
    return run(session, catalogue, conversation, form, cause, now, base_url)


def lock(session: Session, patient_id: UUID) -> Conversation:
    """The patient's conversation, once nobody else changes it."""
    return session.scalars(
        select(Conversation).where(Conversation.patient_id == patient_id).with_for_update()
    ).one()


def run(
    session: Session,
    catalogue: Catalogue,
    conversation: Conversation,
    inbound: Inbound,
    cause: Cause,
    now: datetime,
    base_url: str,
) -> Turn:
    """Take the turn that ``inbound`` brings about, with all that follows. Lock it first."""
    patient = session.get_one(Patient, conversation.patient_id)
    clinic = session.get_one(Organization, patient.organization_id)
    script = script_for(session, catalogue, patient, clinic, conversation.turn, now)
    before = load_state(conversation.state)
    turn = advance(before, inbound, script)
    about = _prompt_spoken_of(turn, before)
    if cause.inbound:
        cause.inbound.prompt_id = about
    conversation.state = dump_state(turn.state)
    conversation.turn += 1
    conversation.wait_until = waits_until(turn.state)
    for effect in turn.effects:
        apply(session, catalogue, patient, effect, cause, now)
    if turn.says:
        language = turn.language or script.language
        says = with_addresses(
            turn.says, lambda link: answer_links.make(session, patient, link, now, base_url)
        )
        expires_at = now + REPLY_WORTH
        if cause.prompt:
            expires_at = cause.prompt.closes_at
        message = outbox.queue(
            session,
            clinic,
            key=cause.key,
            purpose=_PURPOSES[turn.urgency],
            recipient=patient.phone,
            body=compose(says, language, clinic, catalogue, timezone=patient.timezone),
            now=now,
            expires_at=expires_at,
            patient_id=patient.id,
            prompt_id=cause.prompt.id if cause.prompt else about,
        )
        if turn.urgency is Urgency.PROMPT:
            push.announce(session, patient, clinic, message, now)
    session.flush()
    caseload.rewrite(session, catalogue, patient, now)
    return turn


def _waiting(session: Session, patient_id: UUID, limit: int) -> Sequence[InboundMessage]:
    """The patient's waiting texts, the oldest first."""
    return session.scalars(
        select(InboundMessage)
        .where(InboundMessage.patient_id == patient_id, InboundMessage.turn_taken_at.is_(None))
        .order_by(InboundMessage.id)
        .limit(limit)
    ).all()


def _prompt_spoken_of(turn: Turn, before: State) -> UUID | None:
    """The prompt whose answer, or attempt at one, the turn was about."""
    for effect in turn.effects:
        if isinstance(effect, RecordAnswers | CorrectAnswers):
            return UUID(effect.prompt_id)
    return UUID(before.prompt_id) if isinstance(before, Asking) else None
