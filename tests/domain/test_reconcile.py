"""Bringing the prompts that exist to those that ought to: rules for every history."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from diary.domain.reconcile import Changes, reconcile
from diary.domain.schedule import Slot, SlotKey, due_prompts
from tests.domain.plans import hours_in, infusion, standard

START = datetime(2026, 3, 1, 18, tzinfo=UTC)
UNTIL = START + timedelta(days=60)
HOURS = hours_in("America/Chicago")

days = st.lists(st.integers(0, 30), min_size=0, max_size=5, unique=True)


def wanted_for(infusion_days: list[int]) -> list[Slot]:
    anchors = [infusion(START + timedelta(days=day), day + 1) for day in infusion_days]
    return due_prompts(standard(), anchors, HOURS, UNTIL)


def applied(unsent: dict[SlotKey, Slot], changes: Changes) -> dict[SlotKey, Slot]:
    kept = {key: slot for key, slot in unsent.items() if key not in changes.withdraw}
    return kept | {slot.key: slot for slot in (*changes.create, *changes.move)}


def by_key(slots: list[Slot]) -> dict[SlotKey, Slot]:
    return {slot.key: slot for slot in slots}


@given(days, days)
def test_afterwards_there_is_what_ought_to_be_and_again_nothing_is_to_do(before, after):
    unsent, wanted = by_key(wanted_for(before)), wanted_for(after)
    now = applied(unsent, reconcile(wanted, unsent.values(), ()))
    assert now == by_key(wanted)
    assert reconcile(wanted, now.values(), ()) == Changes((), (), ())


@given(days, days, st.randoms())
def test_promise_2_what_was_sent_is_never_touched(before, after, chance):
    existing = wanted_for(before)
    settled = {slot.key for slot in existing if chance.random() < 0.5}
    unsent = [slot for slot in existing if slot.key not in settled]
    changes = reconcile(wanted_for(after), unsent, settled)
    touched = {slot.key for slot in (*changes.create, *changes.move)} | set(changes.withdraw)
    assert not touched & settled


@given(st.integers(0, 20), st.integers(-72, 72))
@settings(deadline=None)
def test_promise_2_a_corrected_infusion_moves_its_prompts_and_never_doubles_them(day, hours):
    first = infusion(START + timedelta(days=day), 1)
    moved_to = first.ended_at + timedelta(hours=hours)
    moved = infusion(moved_to, 1)
    unsent = by_key(due_prompts(standard(), [first], HOURS, UNTIL))
    wanted = due_prompts(standard(), [moved], HOURS, UNTIL)
    now = applied(unsent, reconcile(wanted, unsent.values(), ()))
    assert now == by_key(wanted)
    assert len({(k.check_in, k.occurrence) for k in now}) == len(now)


@given(days)
def test_cancelling_withdraws_and_taking_the_cancel_back_restores(infusion_days):
    all_of_them = by_key(wanted_for(infusion_days))
    without = reconcile((), all_of_them.values(), ())
    assert set(without.withdraw) == all_of_them.keys()
    assert without.create == without.move == ()
    again = reconcile(list(all_of_them.values()), (), ())
    assert by_key(list(again.create)) == all_of_them


@given(days, st.randoms())
def test_the_order_of_entry_makes_no_difference(infusion_days, chance):
    entered: list[int] = []
    unsent: dict[SlotKey, Slot] = {}
    shuffled = list(infusion_days)
    chance.shuffle(shuffled)
    for day in shuffled:
        entered.append(day)
        unsent = applied(unsent, reconcile(wanted_for(entered), unsent.values(), ()))
    assert unsent == by_key(wanted_for(infusion_days))
