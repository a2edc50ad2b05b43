"""Plan files: what they may say, and every mistake named with its place."""

import tomllib
from datetime import time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.domain.plan import AnchorKind, CalendarDays, Channel, Elapsed, Stretch
from diary.domain.plan_file import PlanError, parse_duration, parse_plan
from diary.gateways.catalogue import CatalogueError
from diary.gateways.plans import load_plans
from diary.resources import plans_folder
from tests.domain.plans import QUESTIONNAIRES, plan_of, standard

KEYS = ("code", "version", "title", "check_ins", "days", "from", "to", "every", "after", "at")
KEYS += ("window", "anchor", "questionnaires", "weekdays", "source", "en")
GOOD = {"code": "c", "days": [{"from": 1}], "questionnaires": ["daily"]}


def test_the_shipped_plan_says_what_it_asks_and_when():
    plan = standard()
    codes = [check_in.code for check_in in plan.check_ins]
    assert codes == [
        "baseline", "baseline-daily", "before-visit", "hours-3", "hours-24", "daily", "weekly",
    ]  # fmt: skip
    by_code = {check_in.code: check_in for check_in in plan.check_ins}
    assert by_code["hours-3"].when == Elapsed(timedelta(hours=3))
    assert by_code["hours-3"].anchor is AnchorKind.INFUSION
    assert by_code["daily"].when == CalendarDays((Stretch(2, 28), Stretch(30, None, every=2)))
    assert by_code["weekly"].when == CalendarDays((Stretch(6, None, every=7),))


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("PT3H", timedelta(hours=3)),
        ("P1DT12H", timedelta(hours=36)),
        ("PT90M", timedelta(minutes=90)),
        ("P2D", timedelta(days=2)),
        ("PT0M", timedelta()),
    ],
)
def test_durations_are_read(text: str, duration: timedelta):
    assert parse_duration(text) == duration


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "P1DT", "3H", "PT3", "PT-3H", "PT3.5H", "P1W", "PT٣H", "P99999999999D"]
)
def test_what_is_no_duration_is_refused(text: str):
    with pytest.raises(PlanError):
        parse_duration(text)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"code": ""}, "'code' must be a text"),
        ({"code": 3}, "'code' must be a text"),
        ({"questionnaires": []}, "needs questionnaires"),
        ({"questionnaires": "daily"}, "must be a list of texts"),
        ({"questionnaires": ["phq7"]}, "unknown questionnaires"),
        ({"questionnaires": ["daily", "daily"]}, "twice"),
        ({"after": "PT3H"}, "needs either 'after'"),
        ({"days": None}, "needs either 'after'"),
        ({"days": []}, "needs a stretch"),
        ({"days": {"from": 1}}, "must be a list of tables"),
        ({"days": [3]}, "stretch 1: must be a table"),
        ({"days": [{"to": 3}]}, "'from' must be a whole number"),
        ({"days": [{"from": 1.5}]}, "'from' must be a whole number"),
        ({"days": [{"from": True}]}, "'from' must be a whole number"),
        ({"days": [{"from": 3, "to": 1}]}, "ends before it begins"),
        ({"days": [{"from": 3, "every": 0}]}, "'every' must be 1 or more"),
        ({"days": [{"from": -900000}]}, "further than ten years"),
        ({"days": [{"from": 1, "weekdays": ["monday"]}]}, "unknown weekdays"),
        ({"days": [{"from": 1, "weekdays": ["mon"], "every": 2}]}, "not both"),
        ({"days": [{"from": 1, "until": 3}]}, "unknown key 'until'"),
        ({"at": "9"}, "'at' must be"),
        ({"at": "25:00"}, "'at' must be"),
        ({"at": "09:00+02:00"}, "'at' must be"),
        ({"at": 9}, "'at' must be a text"),
        ({"window": "PT0M"}, "longer than nothing"),
        ({"window": 20}, "'window' must be a text"),
        ({"window": "20 hours"}, "is not a duration"),
        ({"anchor": "birthday"}, "unknown anchor 'birthday'"),
        ({"windw": "PT3H"}, "unknown key 'windw'"),
        ({"code": "a b"}, "'code' must be up to 60 letters"),
        ({"channel": "call"}, "unknown channel 'call'"),
        ({"channel": 3}, "'channel' must be a text"),
        ({"reminder": "soon"}, "is not a duration"),
        ({"reminder": "PT0M"}, "before the window is over"),
        ({"reminder": "PT20H"}, "before the window is over"),
        ({"reminder": "PT3H", "window": "PT2H"}, "before the window is over"),
    ],
)
def test_a_mistake_in_a_check_in_is_named_with_its_place(change: dict, said: str):
    check_in = {key: value for key, value in {**GOOD, **change}.items() if value is not None}
    with pytest.raises(PlanError, match="check-in 1") as caught:
        plan_of(check_in)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"code": "p", "version": "1", "title": "P"},
        {"code": "p", "version": "1", "title": "P", "check_ins": 3},
        {"code": "p", "version": "1", "title": "P", "check_ins": [GOOD, GOOD]},
        {"code": "p", "version": 1, "title": "P", "check_ins": [GOOD]},
        {"code": "p", "version": "1", "title": {"fr": "P"}, "check_ins": [GOOD]},
        {"code": "p", "version": "1", "title": "P", "check_ins": [GOOD], "source": "a book"},
        {"code": "p", "version": "1", "title": "P", "check_ins": [GOOD], "notes": "hm"},
        {"code": "p/q", "version": "1", "title": "P", "check_ins": [GOOD]},
        {"code": "p", "version": "1 or 2", "title": "P", "check_ins": [GOOD]},
        {"code": "p", "version": "1", "title": "P", "check_ins": [GOOD], "series_gap": "P0D"},
        {"code": "p", "version": "1", "title": "P", "check_ins": [GOOD], "series_gap": 10},
    ],
)
def test_a_mistake_in_the_plan_itself_is_named(content: dict):
    with pytest.raises(PlanError, match="the plan"):
        parse_plan(content, QUESTIONNAIRES)


def test_every_mistake_is_named_at_once():
    with pytest.raises(PlanError) as caught:
        plan_of({**GOOD, "anchor": "x"}, {**GOOD, "code": "d", "window": "soon"})
    assert "check-in 1 ('c')" in str(caught.value)
    assert "check-in 2 ('d')" in str(caught.value)


def test_channel_and_reminder_are_what_the_plan_says_or_text_and_none():
    own = {**GOOD, "code": "d", "channel": "link", "reminder": "PT3H"}
    plain, other = plan_of(GOOD, own).check_ins
    assert (plain.channel, plain.remind_after) == (Channel.TEXT, None)
    assert (other.channel, other.remind_after) == (Channel.LINK, timedelta(hours=3))


def test_a_time_of_its_own_may_be_given():
    when = plan_of({**GOOD, "at": "18:30"}).check_ins[0].when
    assert isinstance(when, CalendarDays)
    assert when.at_local == time(18, 30)


junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.dates()
    | st.times()
    | st.sampled_from(["", "daily", "PT3H", "preferred", "enrolment", "mon", "09:00", "\ud800"])
    | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "code",
                    "version",
                    "title",
                    "check_ins",
                    "days",
                    "from",
                    "to",
                    "every",
                    "after",
                    "at",
                    "window",
                    "anchor",
                    "questionnaires",
                    "weekdays",
                    "source",
                    "channel",
                    "reminder",
                    "series_gap",
                    "en",
                ]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=25,
)


@given(junk)
@settings(max_examples=400, deadline=None)
def test_junk_is_a_plan_error_or_a_plan_and_never_anything_else(content):
    for tables in (content, {"code": "p", "version": "1", "title": "P", "check_ins": [content]}):
        try:
            plan = parse_plan(tables, QUESTIONNAIRES)
        except PlanError:
            continue
        assert plan.check_ins


@given(st.text(max_size=200) | st.binary(max_size=80).map(lambda raw: raw.decode("latin-1")))
@settings(max_examples=100, deadline=None)
def test_a_junk_file_is_refused_by_its_name(tmp_path_factory, text: str):
    folder = tmp_path_factory.mktemp("plans")
    (folder / "junk.toml").write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(CatalogueError, match=r"junk\.toml"):
        load_plans(folder, QUESTIONNAIRES)


def test_two_files_with_one_code_are_refused(tmp_path: Path):
    text = (plans_folder() / "standard.toml").read_text(encoding="utf-8")
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"b\.toml"):
        load_plans(tmp_path, QUESTIONNAIRES)


def test_every_shipped_plan_asks_what_is_shipped_and_says_where_it_is_from():
    plans = load_plans(plans_folder(), QUESTIONNAIRES)
    assert {"standard", "induction", "maintenance", "ptsd", "depression"} == set(plans)
    for code, plan in plans.items():
        assert set(plan.title) == {"en", "es"}
        source = tomllib.loads((plans_folder() / f"{code}.toml").read_text("utf-8"))["source"]
        assert source["citation"]
        assert source["licence"] == "Apache-2.0"


@pytest.mark.parametrize("code", ["induction", "maintenance", "ptsd", "depression"])
def test_every_track_asks_for_side_effects_first_and_for_the_key_reading_after_a_day(code: str):
    """Nothing until two hours after the end, and no mood while it is acute."""
    after = {
        check_in.when.after: check_in.questionnaires
        for check_in in load_plans(plans_folder(), QUESTIONNAIRES)[code].check_ins
        if isinstance(check_in.when, Elapsed) and check_in.anchor is AnchorKind.INFUSION
    }
    assert min(after) >= timedelta(hours=2)
    assert after[timedelta(hours=3)] == ("side_effects",)
    assert set(after[timedelta(hours=24)]) >= {"daily", "side_effects"}


@pytest.mark.parametrize("code", ["maintenance", "ptsd", "depression"])
def test_bladder_and_craving_are_asked_about_monthly_as_long_as_infusions_go_on(code: str):
    plan = load_plans(plans_folder(), QUESTIONNAIRES)[code]
    [monthly] = [c for c in plan.check_ins if "bladder" in c.questionnaires]
    assert (monthly.anchor, monthly.when) == (
        AnchorKind.SERIES,
        CalendarDays((Stretch(28, None, every=28),)),
    )
    assert "craving" in monthly.questionnaires
    assert plan.series_gap == timedelta(weeks=12)
