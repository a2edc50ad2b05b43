"""Any finite numbers and any words give a well-formed drawing inside its frame."""

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from diary.web.charts import (
    NARROW,
    WIDE,
    Band,
    Course,
    Curve,
    CurveKind,
    Curves,
    Line,
    LineKind,
    Mark,
    MarkKind,
    Overlay,
    Panel,
    Point,
    Series,
    SeriesKind,
    ShareRow,
    Shares,
    Sparkline,
    Step,
    Timeline,
    curves,
    overlay,
    readings,
    shares,
    sparkline,
    timeline,
)
from tests.web.drawing import outside, overlapping, parse

values = st.floats(allow_nan=False, allow_infinity=False)
instants = st.datetimes(
    datetime(1900, 1, 1),  # noqa: DTZ001  the strategy adds the zone
    datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
words = st.text(max_size=30)
some_points = st.lists(st.builds(Point, instants, values, words), max_size=12).map(tuple)
some_instants = st.lists(instants, max_size=6).map(tuple)
times = st.floats(-1e8, 1e8) | st.integers(-(10**8), 10**8)
some_pairs = st.lists(st.tuples(times, values), max_size=12).map(tuple)
some_times = st.lists(times, max_size=6)
gaps = st.none() | st.timedeltas(timedelta(0), timedelta(days=400))
some_series = st.builds(
    Series, words, st.sampled_from(SeriesKind), some_points, some_instants, gaps
)
some_bands = st.lists(st.builds(Band, values, values, words), max_size=5).map(tuple)
some_lines = st.lists(
    st.builds(Line, values, words, st.sampled_from(LineKind), st.none() | instants), max_size=3
).map(tuple)
some_panels = st.builds(
    Panel,
    words,
    values,
    values,
    st.lists(some_series, max_size=2).map(tuple),
    some_bands,
    some_lines,
    st.lists(values, max_size=4).map(tuple),
    st.booleans(),
)
some_marks = st.lists(
    st.builds(Mark, instants, words, words, st.sampled_from(MarkKind)), max_size=8
).map(tuple)
timelines = st.builds(
    Timeline,
    words,
    words,
    st.lists(some_panels, max_size=3).map(tuple),
    some_marks,
    st.none() | instants,
    st.none() | instants,
    st.sampled_from([UTC, ZoneInfo("America/Chicago"), ZoneInfo("Australia/Lord_Howe")]),
    st.sampled_from(["en", "es", "xx"]),
)
overlays = st.builds(
    Overlay,
    words,
    words,
    values,
    values,
    st.lists(
        st.builds(
            Course,
            words,
            st.lists(st.tuples(st.floats(0, 4000), values), max_size=8).map(
                lambda entries: tuple(sorted(entries))
            ),
            st.booleans(),
        ),
        max_size=20,
    ).map(tuple),
    some_lines,
)
some_shares = st.none() | st.floats(0, 1)
days = st.floats(0, 4000)
some_steps = st.lists(st.builds(Step, days, st.floats(0, 1), some_shares, some_shares), max_size=9)
survivals = st.builds(
    Curves,
    words,
    words,
    st.lists(
        st.builds(
            Curve,
            words,
            st.sampled_from(CurveKind),
            st.floats(0, 1),
            some_steps.map(lambda steps: tuple(sorted(steps, key=lambda step: step.day))),
            days,
            st.lists(days, max_size=5).map(tuple),
        ),
        max_size=4,
    ).map(tuple),
    st.floats(0, 4000),
    st.lists(st.tuples(days, st.integers(0, 10**6)), max_size=8).map(tuple),
    words,
    words,
    st.none() | days,
)
share_rows = st.builds(ShareRow, words, words, some_shares, some_shares, some_shares, st.booleans())
share_charts = st.builds(
    Shares,
    words,
    words,
    st.lists(st.tuples(words, st.lists(share_rows, max_size=4).map(tuple)), max_size=4).map(tuple),
)


@settings(max_examples=120, deadline=None)
@given(timelines, st.sampled_from([WIDE, NARROW]))
def test_any_timeline_is_well_formed_and_inside_its_frame(described: Timeline, width: int):
    root = parse(timeline(described, width=width))
    assert not outside(root)
    assert not overlapping(root)
    for share, said in json.loads(readings(described)):
        assert 0 <= share <= 1
        assert said


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(times, values), max_size=12).map(tuple),
    some_times,
    some_times,
    values,
    values,
    st.none() | times,
)
def test_any_sparkline_is_well_formed_and_inside_its_frame(
    answered: tuple[tuple[float, float], ...],
    infusions: list[float],
    missed: list[float],
    low: float,
    high: float,
    gap: float | None,
):
    at, value = zip(*answered, strict=True) if answered else ((), ())
    described = Sparkline("PHQ-9", low, high, at, value, infusions, missed, gap)
    assert not outside(parse(sparkline(described)))


@settings(max_examples=80, deadline=None)
@given(overlays)
def test_any_overlay_is_well_formed_and_inside_its_frame(described: Overlay):
    root = parse(overlay(described))
    assert not outside(root)
    assert not overlapping(root)


@settings(max_examples=100, deadline=None)
@given(survivals, st.sampled_from([560, NARROW, 300]))
def test_any_curves_are_well_formed_and_inside_their_frame(described: Curves, width: int):
    root = parse(curves(described, width=width))
    assert not outside(root)
    assert not overlapping(root)


@settings(max_examples=60, deadline=None)
@given(share_charts, st.sampled_from([WIDE, NARROW]))
def test_any_shares_are_well_formed_and_inside_their_frame(described: Shares, width: int):
    root = parse(shares(described, width=width))
    assert not outside(root)
    assert not overlapping(root)
