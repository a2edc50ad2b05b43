"""What a reader can rely on in a curve of shares over days."""

import pytest

from diary.web.charts import (
    NARROW,
    WIDE,
    Curve,
    CurveKind,
    Curves,
    ShareRow,
    Shares,
    Step,
    curves,
    shares,
)
from tests.web.drawing import (
    classed,
    coordinates,
    outside,
    overlapping,
    parse,
    texts,
    written,
)

HALF = Curve("held", CurveKind.KEPT, 1.0, (Step(10, 0.5, 0.2, 0.8),), 40, (40,))


def chart(*drawn: Curve, **more: object) -> Curves:
    return Curves("How long", "", drawn, 80, **more)  # type: ignore[arg-type]


def test_a_step_goes_across_and_then_down_and_ends_with_what_is_known():
    root = parse(curves(chart(HALF)))
    places = coordinates(classed(root, "line")[0])
    (x0, top), (x10, same), (_, middle), (x40, end) = places
    assert (same, end) == (top, middle)
    (left, _), (right, _) = coordinates(classed(root, "grid")[0])[:2]
    assert x10 - x0 == (right - left) / 8
    assert x40 - x0 == (right - left) / 2


def test_an_interval_is_drawn_only_where_one_is_known():
    assert len(classed(parse(curves(chart(HALF))), "interval")) == 1
    bare = Curve("held", CurveKind.KEPT, 1.0, (Step(10, 0.5),), 40)
    assert not classed(parse(curves(chart(bare))), "interval")


def test_whoever_was_last_seen_leaves_a_tick_on_the_curve():
    root = parse(curves(chart(HALF)))
    (tick,) = classed(root, "leaving")
    (x, low), (_, high) = coordinates(tick)
    assert (x, (low + high) / 2) == coordinates(classed(root, "line")[0])[-1]


def test_several_curves_are_named_and_one_is_not():
    other = Curve("treated again", CurveKind.RETREATED, 0.0, (Step(20, 0.3),), 40)
    assert {"held", "treated again"} <= set(texts(parse(curves(chart(HALF, other)))))
    assert "held" not in texts(parse(curves(chart(HALF))))


def test_a_published_share_has_no_interval_and_stands_hollow():
    own = ShareRow("This clinic", "43%", 0.43, 0.3, 0.5)
    other = ShareRow("McInnes 2022", "53.6%", 0.536, published=True)
    root = parse(shares(Shares("Response", "", (("Response", (own, other)),))))
    assert len(classed(root, "whisker")) == 1
    first, second = (float(each.attrib["cx"]) for each in classed(root, "share"))
    assert first < second
    assert len(classed(root, "published")) == 3


ANY_RISE = ShareRow(
    "This clinic, any rise", "88% (53% to 98%), 70 of 80, 72 missing", 0.88, 0.53, 1
)
WORSE = Shares("Worse", "", (("Worse: 6 points or more above the score before", (ANY_RISE,)),))


@pytest.mark.parametrize("width", [WIDE, 700, NARROW])
def test_a_name_and_what_is_said_of_it_stand_apart_and_clear_of_the_whisker(width: int):
    root = parse(shares(WORSE, width=width))
    assert {ANY_RISE.label, ANY_RISE.said} <= set(texts(root))
    assert not overlapping(root)
    (whisker,) = classed(root, "whisker")
    for x, y in coordinates(whisker):
        for each in written(root):
            assert not (each.left <= x <= each.right and each.top <= y <= each.bottom), each


def test_a_whisker_has_a_row_of_its_own_where_it_would_be_too_short():
    said = "88 % (53 % a 98 %), 70 de 80, 72 sin dato"
    long = ShareRow("Esta clínica, cualquier aumento", said, 0.88, 0.53, 1)
    root = parse(shares(Shares("Peor", "", (("Peor", (long,)),)), width=700))
    (low, y), (high, _) = coordinates(classed(root, "whisker")[0])
    assert high - low > 200
    assert all(each.bottom < y or each.top > y for each in written(root))


@pytest.mark.parametrize("width", [560, NARROW, 300])
@pytest.mark.parametrize("percent", ["{:.0f}%", "{:.0f}\u00a0%"])
def test_the_axis_of_shares_is_inside_and_written_as_the_reader_writes_it(width: int, percent: str):
    root = parse(curves(chart(HALF, percent=percent), width=width))
    assert percent.format(100) in texts(root)
    assert not outside(root)
