"""Patients move from one version of a plan to another: no prompt is doubled and none is lost."""

from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from diary.domain.plan import Plan
from diary.domain.plan_file import parse_plan
from diary.domain.reconcile import reconcile
from diary.domain.schedule import Slot, SlotKey, due_prompts
from tests.domain.plans import QUESTIONNAIRES, hours_in, infusion, utc

ZONE = "America/Chicago"
HOURS = hours_in(ZONE)
START = utc("2026-03-01 18:00")
UNTIL = START + timedelta(days=40)

check_ins = st.fixed_dictionaries(
    {
        "code": st.sampled_from(["a", "b", "c", "d"]),
        "questionnaires": st.sampled_from([["daily"], ["phq9"], ["daily", "phq9"]]),
        "at": st.sampled_from(["09:00", "12:00", "18:00", "preferred"]),
        "anchor": st.sampled_from(["infusion", "series"]),
        "days": st.lists(
            st.fixed_dictionaries(
                {"from": st.integers(1, 9), "to": st.integers(10, 30), "every": st.integers(1, 7)}
            ),
            min_size=1,
            max_size=2,
        ),
    }
)
plans = st.lists(check_ins, min_size=1, max_size=4, unique_by=lambda check_in: check_in["code"])


def plan_of(version: str, entries: list[dict]) -> Plan:
    content = {"code": "p", "version": version, "title": "P", "check_ins": entries}
    return parse_plan(content, QUESTIONNAIRES)


def moved(
    old: list[Slot], new: list[Slot], now: datetime
) -> tuple[list[Slot], dict[SlotKey, Slot]]:
    """What was asked until ``now`` under the old plan, and what is still to be asked after."""
    asked = [slot for slot in old if slot.due_at <= now]
    unsent = {slot.key: slot for slot in old if slot.due_at > now}
    settled = [slot.key for slot in asked]
    changes = reconcile(new, unsent.values(), settled, asked, ZONE)
    for key in changes.withdraw:
        del unsent[key]
    for slot in (*changes.create, *changes.move):
        unsent[slot.key] = slot
    again = reconcile(new, unsent.values(), settled, asked, ZONE)
    assert (again.create, again.move, again.withdraw) == ((), (), ())
    # What was over before the move is not asked any more.
    return asked, {key: slot for key, slot in unsent.items() if slot.closes_at > now}


def what_and_when(slot: Slot) -> tuple[object, frozenset[str]]:
    return slot.due_at.astimezone(ZoneInfo(ZONE)).date(), frozenset(slot.questionnaires)


DAILY = {"questionnaires": ["daily"], "at": "12:00", "anchor": "infusion"}
EVERY_DAY = [{"from": 1, "to": 30, "every": 1}]


ONE, RENAMED = ([{**DAILY, "code": code, "days": EVERY_DAY}] for code in "ab")
more_infusions = st.lists(st.integers(1, 30), max_size=3, unique=True)


@given(plans, plans, st.integers(0, 45 * 24), more_infusions)
@example(ONE, RENAMED, 99, [])
@settings(max_examples=300, deadline=None)
def test_promise_2_a_new_version_doubles_nothing_and_loses_nothing(
    before: list[dict], after: list[dict], hours: int, more: list[int]
):
    anchors = [infusion(START + timedelta(days=day), day + 1) for day in (0, *more)]
    now = START + timedelta(hours=hours)
    old = due_prompts(plan_of("1", before), anchors, HOURS, UNTIL)
    new = due_prompts(plan_of("2", after), anchors, HOURS, UNTIL)
    asked, to_come = moved(old, new, now)

    once_asked = Counter(map(what_and_when, asked))
    still_asked = Counter(map(what_and_when, to_come.values()))
    wanted = Counter(map(what_and_when, new))
    for each in once_asked | still_asked:
        assert once_asked[each] + still_asked[each] <= max(once_asked[each], wanted[each])
    assert not {slot.key for slot in asked} & to_come.keys()

    asked_keys = {slot.key for slot in asked}
    for slot in new:
        if slot.closes_at > now and slot.key not in asked_keys:
            assert slot.key in to_come or once_asked[what_and_when(slot)]
    assert all(slot.plan_version == "p/2" for slot in to_come.values())


def test_promise_2_a_renamed_check_in_is_not_asked_again_on_the_day_of_the_move():
    old = due_prompts(plan_of("1", ONE), *_one_infusion())
    new = due_prompts(plan_of("2", RENAMED), *_one_infusion())
    _, to_come = moved(old, new, old[4].due_at + timedelta(minutes=1))
    assert sorted(key.occurrence for key in to_come) == list(range(6, 31))


def test_a_second_question_of_the_day_is_still_asked_when_both_are_renamed():
    def twice(*codes: str) -> list[dict]:
        clocks = ("09:00", "18:00")
        return [
            {**DAILY, "code": code, "at": at, "days": EVERY_DAY}
            for code, at in zip(codes, clocks, strict=True)
        ]

    old = due_prompts(plan_of("1", twice("a", "b")), *_one_infusion())
    new = due_prompts(plan_of("2", twice("c", "d")), *_one_infusion())
    _, to_come = moved(old, new, old[0].due_at + timedelta(minutes=1))
    first = min(to_come.values(), key=lambda slot: slot.due_at)
    assert (first.key.check_in, first.key.occurrence) == ("d", 1)


def test_promise_2_an_infusion_entered_anew_asks_nothing_twice():
    """It was cancelled and recorded again, so its anchor is another one."""
    plan = plan_of("1", ONE)
    old = due_prompts(plan, [infusion(START, 1)], HOURS, UNTIL)
    new = due_prompts(plan, [infusion(START + timedelta(minutes=20), 2)], HOURS, UNTIL)
    _, to_come = moved(old, new, old[2].due_at + timedelta(hours=1))
    assert sorted(key.occurrence for key in to_come) == list(range(4, 31))


def test_a_patient_in_another_zone_is_asked_on_every_day_all_the_same():
    """What was asked on Monday evening here was asked on Tuesday there; Tuesday has its own."""
    plan = plan_of("1", [{**DAILY, "code": "a", "at": "18:00", "days": EVERY_DAY}])
    anchors = [infusion(START)]
    here = due_prompts(plan, anchors, HOURS, UNTIL)
    there = due_prompts(plan, anchors, hours_in("Asia/Tokyo"), UNTIL)
    asked = here[:3]
    changes = reconcile(there, here[3:], [slot.key for slot in asked], asked, "Asia/Tokyo")
    assert {slot.key.occurrence for slot in changes.move} >= set(range(4, 30))
    assert not {slot.key.occurrence for slot in there[3:]} & {
        k.occurrence for k in changes.withdraw
    }


def test_what_the_patient_put_off_stands_for_what_it_became():
    old = due_prompts(plan_of("1", ONE), *_one_infusion())
    new = due_prompts(plan_of("2", RENAMED), *_one_infusion())
    put_off = old[4]
    changes = reconcile(new, old[4:], [s.key for s in old[:4]], [put_off, *old[:4]], ZONE)
    assert put_off.key not in changes.withdraw
    assert 5 not in {slot.key.occurrence for slot in changes.create}


def _one_infusion() -> tuple[list, object, datetime]:
    return [infusion(START)], HOURS, UNTIL
