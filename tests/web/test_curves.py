"""What a reader can rely on in a curve of shares over days."""

from diary.web.charts import Curve, CurveKind, Curves, ShareRow, Shares, Step, curves, shares
from tests.web.drawing import classed, coordinates, parse, texts

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
