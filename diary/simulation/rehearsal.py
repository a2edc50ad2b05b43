"""A conversation without a database: the machine, a virtual clock, and what its effects did.

``diary chat`` and the transcripts in ``tests/`` talk to this. Between two turns the state goes
through its stored form, as it does for patients.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from diary.domain.clinic_wording import OwnWordings
from diary.domain.consent import Texting
from diary.domain.conversation import advance
from diary.domain.open_hours import PatientHours
from diary.domain.plan import Channel
from diary.domain.safety import screen
from diary.domain.turn import (
    FormAnswered,
    Idle,
    Inbound,
    Phrase,
    PromptReleased,
    RecentResponse,
    ReminderDue,
    Script,
    State,
    TextReceived,
    Turn,
    Value,
    WaitExpired,
    waits_until,
)
from diary.domain.turn_effects import (
    CloseResponses,
    CorrectAnswers,
    Effect,
    Join,
    OptIn,
    OptOut,
    Pause,
    PostponePrompt,
    RecordAnswers,
    Resume,
    SetLanguage,
    SetPreferredTime,
    SkipPrompt,
    UndoAnswers,
)
from diary.services.catalogue import Catalogue
from diary.services.conversation_state import dump_state, load_state
from diary.services.inbox import CARRIER_KEYWORDS
from diary.services.script import CORRECTABLE, NEW_UNTIL, SAFETY_TEXT_ONCE_IN
from diary.services.wording import compose, with_addresses

WINDOW = timedelta(hours=20)
_ADDRESS = "https://diary.example.org/a/AbCdEfGhIjKlMnOpQrStUv"


@dataclass(frozen=True, slots=True)
class RehearsalClinic:
    """In whose name the texts speak."""

    name: str = "Llano Clinic"
    contact_phone: str = "432-555-0100"
    timezone: str = "America/Chicago"
    own_wordings: OwnWordings | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One turn: when, what brought it about, what came of it, and the text that went out."""

    at: datetime
    inbound: Inbound
    turn: Turn
    says: str
    is_again: bool = False
    """A prompt that the patient had put off."""


@dataclass(slots=True)
class Rehearsal:
    """One patient's conversation. ``now`` is an instant; the clock only moves when told to."""

    catalogue: Catalogue
    now: datetime
    language: str = "en"
    texting: Texting = Texting.ACTIVE
    completed: int = 0
    """Check-ins completed before: a new patient has fewer than three."""
    carrier_answers: bool = True
    """Whether the carrier replies to STOP, START and HELP itself."""
    clinic: RehearsalClinic = field(default_factory=RehearsalClinic)
    state: State = field(default_factory=Idle)
    preferred_local: time = time(10)
    paused_until: datetime | None = None
    responses: list[RecentResponse] = field(default_factory=list)
    _turn: int = 0
    _prompts: dict[str, PromptReleased] = field(default_factory=dict)
    _asked_on: dict[str, date] = field(default_factory=dict)
    _put_off: dict[str, datetime] = field(default_factory=dict)
    _safety_said: list[tuple[datetime, str]] = field(default_factory=list)

    def hear(self, text: str) -> Line:
        """The patient's text, screened and taken."""
        by_carrier = self.carrier_answers and text.strip().upper() in CARRIER_KEYWORDS
        return self._advance(TextReceived(text, screen(text, self.catalogue.lexicon), by_carrier))

    def fill_in(self, answers: Mapping[str, Mapping[str, Value]]) -> Line:
        """The page of the newest check-in, filled in: values by link id, by questionnaire."""
        return self._advance(FormAnswered(f"prompt-{len(self._prompts)}", answers))

    def release(
        self,
        questionnaires: Sequence[str],
        window: timedelta = WINDOW,
        channel: Channel = Channel.TEXT,
    ) -> Line:
        """A check-in that is due."""
        prompt_id = f"prompt-{len(self._prompts) + 1}"
        prompt = PromptReleased(prompt_id, tuple(questionnaires), self.now + window, channel)
        self._prompts[prompt_id] = prompt
        self._asked_on[prompt_id] = self.local(self.now).date()
        return self._advance(prompt)

    def remind(self) -> Line:
        """The reminder of the newest check-in."""
        return self._advance(ReminderDue(f"prompt-{len(self._prompts)}"))

    def move_to(self, at: datetime) -> Iterator[Line]:
        """Let time pass; what falls due on the way (waits, what was put off) happens."""
        while (due := self._next_due()) is not None and due[0] <= at:
            self.now, prompt_id = max(self.now, due[0]), due[1]
            if prompt_id is None:
                yield self._advance(WaitExpired(self._turn))
            else:
                del self._put_off[prompt_id]
                yield self._advance(self._prompts[prompt_id], is_again=True)
        self.now = max(self.now, at)

    def local(self, at: datetime) -> datetime:
        """The wall clock where the patient is."""
        return at.astimezone(self._zone)

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.clinic.timezone)

    def _next_due(self) -> tuple[datetime, str | None] | None:
        due: list[tuple[datetime, str | None]] = [(at, i) for i, at in self._put_off.items()]
        if wait := waits_until(self.state):
            due.append((wait, None))
        return min(due, key=lambda entry: entry[0], default=None)

    def _advance(self, inbound: Inbound, *, is_again: bool = False) -> Line:
        turn = advance(self.state, inbound, self._script())
        self.state = load_state(dump_state(turn.state))
        self._turn += 1
        language = turn.language or self.language
        for effect in turn.effects:
            self._apply(effect)
        for say in turn.says:
            if isinstance(say, Phrase) and say.key in _ANSWERS_TO_DANGER:
                self._safety_said.append((self.now, say.key))
        said = with_addresses(turn.says, lambda _: _ADDRESS)
        says = compose(said, language, self.clinic, self.catalogue)
        return Line(self.now, inbound, turn, says, is_again)

    def _script(self) -> Script:
        return Script(
            now=self.now,
            today=self.local(self.now).date(),
            turn=self._turn,
            language=self.language,
            texting=self.texting,
            questionnaires=self.catalogue.questionnaires,
            hours=PatientHours(self.clinic.timezone, self.preferred_local, time(9), time(20)),
            is_paused=self.paused_until is not None and self.now < self.paused_until,
            is_new=self.completed < NEW_UNTIL,
            safety_said=frozenset(
                key for at, key in self._safety_said if at > self.now - SAFETY_TEXT_ONCE_IN
            ),
            recent=tuple(
                response
                for response in reversed(self.responses)
                if response.values
                and response.asked_on > (self.local(self.now) - CORRECTABLE).date()
            ),
        )

    def _apply(self, effect: Effect) -> None:  # noqa: C901 - one case an effect reads best
        match effect:
            case RecordAnswers() | CorrectAnswers():
                self._keep(effect.prompt_id, effect.questionnaire, effect.values)
            case UndoAnswers():
                self._take_back(effect.prompt_id, effect.questionnaire)
            case CloseResponses() | SkipPrompt():
                self._put_off.pop(effect.prompt_id, None)
                self.completed += sum(r.prompt_id == effect.prompt_id for r in self.responses)
            case PostponePrompt():
                self._put_off[effect.prompt_id] = effect.until
            case Join() | OptIn():
                self.texting = Texting.ACTIVE
            case OptOut():
                self.texting = Texting.STOPPED
            case Pause():
                start = datetime.combine(effect.until, time(), tzinfo=self._zone)
                self.paused_until = start.astimezone(UTC)
            case Resume():
                self.paused_until = None
            case SetLanguage():
                self.language = effect.language
            case SetPreferredTime():
                self.preferred_local = effect.at_local
            case _:
                pass

    def _keep(self, prompt_id: str, code: str, values: Mapping[str, Value]) -> None:
        prompt = self._prompts[prompt_id]
        kept = {**self._values(prompt_id, code), **values}
        self._take_back(prompt_id, code)
        asked_on = self._asked_on[prompt_id]
        self.responses.append(
            RecentResponse(prompt_id, code, asked_on, kept, prompt.closes_at, tuple(values))
        )

    def _values(self, prompt_id: str, code: str) -> Mapping[str, Value]:
        for response in self.responses:
            if (response.prompt_id, response.questionnaire) == (prompt_id, code):
                return response.values
        return {}

    def _take_back(self, prompt_id: str, code: str) -> None:
        self.responses = [
            response
            for response in self.responses
            if (response.prompt_id, response.questionnaire) != (prompt_id, code)
        ]


_ANSWERS_TO_DANGER = frozenset(
    {"safety_crisis", "safety_medical", "safety_concern", "safety_follow_up"}
)
