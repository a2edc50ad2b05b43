"""How slots become texts: together, capped, and reminded of once in their window."""

from collections import Counter
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.domain.open_hours import next_open
from diary.domain.plan import Channel
from diary.domain.schedule import Slot, SlotKey
from diary.domain.texts import planned_texts, shared_channel, when_to_remind
from tests.domain.plans import hours_in, utc

ZONE = "America/Chicago"
HOURS = hours_in(ZONE)
TEN = utc("2026-06-01 15:00")
TEXT, LINK, EITHER = Channel.TEXT, Channel.LINK, Channel.EITHER


def slot(minutes: int, window_hours: float = 20, name: str = "", **values: object) -> Slot:
    due_at = TEN + timedelta(minutes=minutes)
    return Slot(
        SlotKey(UUID(int=1), name or f"c{minutes}", 0),
        due_at,
        due_at + timedelta(hours=window_hours),
        ("daily",),
        "p/1",
        **values,  # type: ignore[arg-type]
    )


def test_what_falls_due_within_half_an_hour_is_one_text():
    texts = planned_texts([slot(0), slot(30), slot(31)], HOURS, most=9)
    assert [(text.at - TEN, len(text.slots)) for text in texts] == [
        (timedelta(), 2),
        (timedelta(minutes=31), 1),
    ]


def test_beyond_the_days_texts_a_prompt_comes_when_the_next_day_opens():
    texts = planned_texts([slot(0), slot(60), slot(120, window_hours=40)], HOURS, most=2)
    assert texts[-1].at == utc("2026-06-02 14:00")
    assert not texts[-1].is_dropped


def test_beyond_the_days_texts_what_cannot_wait_is_dropped_and_it_says_so():
    *sent, last = planned_texts([slot(0), slot(60), slot(120, window_hours=3)], HOURS, most=2)
    assert [text.is_dropped for text in sent] == [False, False]
    assert last.is_dropped


@given(
    st.lists(st.tuples(st.integers(0, 60 * 9), st.integers(1, 72)), max_size=12),
    st.integers(1, 4),
)
@settings(deadline=None)
def test_no_day_has_more_texts_than_the_cap_and_no_slot_is_lost_or_doubled(
    dues: list[tuple[int, int]], most: int
):
    slots = [slot(minutes, window, f"c{n}") for n, (minutes, window) in enumerate(dues)]
    texts = planned_texts(slots, HOURS, most)
    sent = [text for text in texts if not text.is_dropped]
    days = Counter(text.at.astimezone(ZoneInfo(ZONE)).date() for text in sent)
    assert all(count <= most for count in days.values())
    assert sorted(s.key.check_in for t in texts for s in t.slots) == sorted(
        s.key.check_in for s in slots
    )
    for text in sent:
        assert next_open(text.at, HOURS) == text.at
        assert all(text.at < s.closes_at for s in text.slots)


@pytest.mark.parametrize(
    ("channels", "shared"),
    [
        ([TEXT], TEXT),
        ([LINK, LINK], LINK),
        ([TEXT, LINK], EITHER),
        ([EITHER, TEXT], EITHER),
    ],
)
def test_one_text_asks_in_a_way_that_suits_all_its_check_ins(channels: list[Channel], shared):
    assert shared_channel(channels) is shared


@pytest.mark.parametrize(
    ("asked_at", "window", "after", "at"),
    [
        ("2026-06-01 15:00", 20, 3, "2026-06-01 18:00"),
        ("2026-06-01 15:00", 3, 3, None),  # its window is over then
        ("2026-06-01 23:00", 20, 3, None),  # 21:00 there: tomorrow is not "today" any more
        ("2026-06-01 23:00", 48, 3, "2026-06-02 14:00"),  # a questionnaire may wait for the morning
        ("2026-06-01 15:00", 48, 24, "2026-06-02 15:00"),
    ],
)
def test_a_reminder_comes_in_open_hours_in_its_window_or_not_at_all(
    asked_at: str, window: int, after: int, at: str | None
):
    asked = utc(asked_at)
    found = when_to_remind(asked, asked + timedelta(hours=window), timedelta(hours=after), HOURS)
    assert found == (utc(at) if at else None)


def test_without_a_reminder_in_the_plan_there_is_none():
    assert when_to_remind(TEN, TEN + timedelta(hours=20), None, HOURS) is None
    assert [text.remind_at for text in planned_texts([slot(0)], HOURS, most=3)] == [None]


@given(st.integers(0, 23), st.integers(1, 80), st.integers(1, 80))
def test_promise_3_every_reminder_is_in_open_hours_and_in_the_window(
    hour: int, window: int, after: int
):
    asked_at = next_open(datetime.combine(TEN.date(), time(hour), tzinfo=TEN.tzinfo), HOURS)
    closes_at = asked_at + timedelta(hours=window)
    at = when_to_remind(asked_at, closes_at, timedelta(hours=after), HOURS)
    if at is not None:
        assert next_open(at, HOURS) == at
        assert asked_at + timedelta(hours=after) <= at < closes_at
