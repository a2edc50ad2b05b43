"""What holds for every conversation, whatever is texted, whatever state it is in, in any order."""

from datetime import date
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from diary.domain.asking import ATTEMPTS
from diary.domain.commands import CommandKind, recognise
from diary.domain.consent import Texting
from diary.domain.conversation import advance
from diary.domain.safety import Tier, screen
from diary.domain.turn import (
    Asking,
    CheckingSafety,
    Idle,
    Phrase,
    Question,
    TextReceived,
    Turn,
    Urgency,
    WaitExpired,
    calm,
    waits_until,
)
from diary.domain.turn_effects import (
    CorrectAnswers,
    EscalateAlert,
    HandOver,
    KeepNote,
    OptOut,
    RaiseAlert,
    RecordAnswers,
)
from diary.services.conversation_state import dump_state, load_state
from tests.domain.conversing import NOW, QUESTIONNAIRES, lexicon, prompt, script
from tests.domain.conversing_anyhow import ASKABLE, EVERYDAY, MOMENTS, STATES, TEXTS, askings


@cache
def screened(text: str):
    return screen(text, lexicon())


def hear(state, text: str, on, *, by_carrier: bool = False) -> Turn:
    return advance(state, TextReceived(text, screened(text), by_carrier), on)


def gone_through(turn: Turn):
    return load_state(dump_state(turn.state))


@settings(deadline=None)
@given(STATES, TEXTS, MOMENTS, st.booleans())
def test_every_text_has_a_turn_whose_state_can_be_stored(state, text, moment, by_carrier):
    on = script(**moment)
    turn = hear(state, text, on, by_carrier=by_carrier)
    assert gone_through(turn) == turn.state
    assert turn.read_as is not None
    assert turn.read_as.key.startswith("read/")


@settings(deadline=None)
@given(STATES, TEXTS, MOMENTS)
def test_every_wish_to_be_left_alone_is_honoured_in_every_state(state, text, moment):
    on = script(**moment)
    command = recognise(text, on.language, today=on.today)
    turn = hear(state, text, on)
    is_wish = command is not None and command.kind is CommandKind.STOP
    assert (OptOut() in turn.effects) is is_wish
    if is_wish:
        assert calm(turn.state) == Idle()
        assert turn.says in ((), (Phrase("stopped"),))


@settings(deadline=None)
@given(STATES, st.lists(TEXTS, min_size=1, max_size=4), MOMENTS)
def test_after_an_opt_out_nothing_is_said_but_what_safety_or_the_patient_asks_for(
    state, texts, moment
):
    on = script(**{**moment, "texting": Texting.STOPPED})
    for text in texts:
        command = recognise(text, on.language, today=on.today)
        asked_for = command and command.kind in (CommandKind.START, CommandKind.HELP)
        turn = hear(state, text, on)
        if turn.says and not asked_for:
            assert turn.urgency is Urgency.SAFETY
            assert not any(isinstance(say, Question) for say in turn.says[:1])
        state = gone_through(turn)
        if asked_for:
            break
    assert advance(state, prompt(), on).says == ()


@settings(deadline=None)
@given(STATES, TEXTS, MOMENTS)
def test_no_danger_is_lost(state, text, moment):
    """The alert stands since the text was stored: the turn answers it, or a person is called."""
    on = script(**moment)
    finding = screened(text)
    turn = hear(state, text, on)
    if finding is None or OptOut() in turn.effects:
        return
    assert turn.urgency is Urgency.SAFETY
    grave = finding.tier is not Tier.C
    if grave and EscalateAlert() not in turn.effects:
        is_medical = finding.kind == "medical"
        assert isinstance(turn.state, CheckingSafety) or is_medical
    if not on.safety_said and not isinstance(state, CheckingSafety):
        assert isinstance(turn.says[0], Phrase)
        assert turn.says[0].key.startswith("safety_")


@settings(deadline=None)
@given(STATES, TEXTS, MOMENTS)
def test_no_answer_is_off_its_scale_and_none_is_for_a_question_that_was_not_asked(
    state, text, moment
):
    on = script(**moment)
    turn = hear(state, text, on)
    for effect in turn.effects:
        if not isinstance(effect, RecordAnswers | CorrectAnswers):
            continue
        questionnaire = QUESTIONNAIRES[effect.questionnaire]
        for link_id, value in effect.values.items():
            item = questionnaire.item(link_id)
            assert all(map(item.accepts, value if isinstance(value, tuple) else (value,)))
        if isinstance(effect, RecordAnswers):
            before = calm(state)
            assert isinstance(before, Asking)
            open_now = before if before.closes_at > NOW else before.unfinished
            assert open_now is not None
            assert open_now.is_out
            assert set(effect.values) <= set(open_now.questions[0].items)


@settings(deadline=None)
@given(STATES, TEXTS, MOMENTS)
def test_a_text_is_taken_as_something_or_kept_as_a_note(state, text, moment):
    on = script(**moment)
    turn = hear(state, text, on)
    understood = {
        "answers",
        "part",
        "correction",
        "courtesy",
        "command",
        "opt_out",
        "joined",
        "safety",
    }
    kind = turn.read_as.key.removeprefix("read/")
    kept = any(isinstance(effect, KeepNote | RecordAnswers) for effect in turn.effects)
    assert kept or kind in understood, (kind, turn)


@settings(deadline=None)
@given(STATES, MOMENTS, st.lists(st.text(max_size=12), min_size=8, max_size=8))
def test_two_machines_never_chat_for_long(state, moment, texts):
    """Unread texts at one instant are answered a few times at most, then a person has them."""
    on = script(**moment)
    said = 0
    for text in texts:
        turn = hear(state, text, on)
        state = gone_through(turn)
        if turn.read_as.key in {"read/unclear", "read/note", "read/no_words"}:
            said += bool(turn.says)
        else:
            said = 0
        assert said <= ATTEMPTS + 2


@settings(deadline=None)
@given(askings(), MOMENTS)
def test_texts_that_cannot_be_read_go_to_a_person_once(state, moment):
    on = script(**{**moment, "texting": Texting.ACTIVE, "recent": ()})
    handed = 0
    for _ in range(6):
        turn = hear(state, "zzz qqq", on)
        handed += HandOver() in turn.effects
        state = gone_through(turn)
        if isinstance(state, Asking):
            assert state.attempts <= ATTEMPTS
    assert handed <= 2


@settings(deadline=None)
@given(STATES, MOMENTS, st.integers(-5, 20))
def test_a_stale_timer_does_nothing(state, moment, turn):
    on = script(**moment)
    if turn == on.turn and (due := waits_until(state)) is not None and due <= on.now:
        return
    assert advance(state, WaitExpired(turn), on) == Turn(state)


@settings(deadline=None)
@given(STATES, MOMENTS)
def test_a_timer_that_is_over_says_nothing_and_calls_when_safety_was_asked(state, moment):
    on = script(**moment)
    due = waits_until(state)
    if due is None:
        return
    on = script(**{**moment, "now": max(NOW, due)})
    turn = advance(state, WaitExpired(on.turn), on)
    assert turn.says == ()
    unanswered = isinstance(state, CheckingSafety) and not state.escalated
    assert (EscalateAlert() in turn.effects) is unanswered
    following = waits_until(gone_through(turn))
    assert following is None or following > on.now


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            TEXTS.map(lambda text: ("text", text)),
            st.lists(st.sampled_from(ASKABLE), min_size=1, max_size=2, unique=True).map(
                lambda codes: ("prompt", tuple(codes))
            ),
            st.just(("wait", "")),
        ),
        max_size=12,
    ),
    MOMENTS,
)
def test_any_order_of_texts_prompts_and_waits_holds(steps, moment):
    on = script(**moment)
    state = Idle()
    for number, (kind, what) in enumerate(steps):
        match kind:
            case "text":
                turn = hear(state, what, on)
            case "prompt":
                turn = advance(state, prompt(*what, prompt_id=str(number)), on)
            case _:
                turn = advance(state, WaitExpired(on.turn), on)
        assert sum(isinstance(effect, RaiseAlert) for effect in turn.effects) <= 6
        asked = [say for say in turn.says if isinstance(say, Question)]
        assert len(asked) <= 1
        if asked and isinstance(turn.state, Asking):
            assert asked[0].asked == turn.state.questions[0]
            assert turn.state.is_out
        state = gone_through(turn)


def test_the_everyday_texts_hold_a_wish_and_a_danger():
    assert any(screened(text) for text in EVERYDAY)
    assert any(
        (command := recognise(text, "en", today=date(2026, 3, 4)))
        and command.kind is CommandKind.STOP
        for text in EVERYDAY
    )
