"""What patients type becomes the numbers they meant, or is asked again."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.questionnaire import Item, ItemKind
from diary.domain.replies import Reading, Unclear, read_reply
from tests.bench.reading import CORPORA, Reply, corpus, is_wrong, measure
from tests.growth import grows_in_proportion

ITEMS = {
    asking: Reply("", "en", asking, {}).items
    for asking in ("daily", "side_effects", "often", "much", "yes_no")
}
DAILY = ITEMS["daily"]
MOOD, DISTRESS, SLEEP = ((item,) for item in DAILY)
OFTEN = ITEMS["often"]
ASKED_AGAIN_PER_THOUSAND = {"replies": 60, "awkward": 200}


def read(text: str, items: tuple[Item, ...] = DAILY, language: str = "en") -> Reading:
    return read_reply(text, items, language)


# --- the corpora -----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", CORPORA)
@pytest.mark.parametrize("language", ["en", "es"])
def test_no_text_of_the_corpus_stores_a_value_that_was_not_meant(language: str, kind: str) -> None:
    wrong = {
        (reply.asking, reply.text): dict(answers)
        for reply in corpus(language, kind)
        if is_wrong(answers := read_reply(reply.text, reply.items, language).answers, reply)
    }
    assert wrong == {}


@pytest.mark.parametrize("kind", CORPORA)
@pytest.mark.parametrize("language", ["en", "es"])
def test_few_texts_of_the_corpus_are_asked_again_for_nothing(language: str, kind: str) -> None:
    figures = measure(corpus(language, kind))
    assert figures.per_thousand(figures.asked) < ASKED_AGAIN_PER_THOUSAND[kind]


@pytest.mark.parametrize("kind", CORPORA)
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_corpus_says_each_text_once(language: str, kind: str) -> None:
    keys = [(reply.asking, reply.text) for reply in corpus(language, kind)]
    assert len(keys) == len(set(keys)) > 500


# --- lists -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "4 8 5", "4,8,5", "4/8/5", "4-8-5", "4 - 8 - 5", "4; 8; 5", "4\n8\n5", "485", "4.8.5",
        "４８５", "٤ ٨ ٥", "४ ८ ५", "4️⃣8️⃣5️⃣", "④⑧⑤", "four eight five", "cuatro, ocho, cinco",
        "m4 d8 s5", "4 8 5hrs", "(4)(8)(5)", "- 4\n- 8\n- 5", "1) 4 2) 8 3) 5",
    ],
)  # fmt: skip
def test_three_numbers_in_the_order_asked_are_the_three_answers(text: str) -> None:
    reading = read(text)
    assert reading.answers == {"mood": 4, "distress": 8, "sleep_hours": 5}
    assert reading.unclear is None


@pytest.mark.parametrize(("text", "values"), [("1037", (10, 3, 7)), ("8210", (8, 2, 10))])
def test_digits_run_together_are_parted_where_only_one_way_fits(
    text: str, values: tuple[float, ...]
) -> None:
    assert tuple(read(text).answers.values()) == values


@pytest.mark.parametrize("text", ["1010", "67", "6,3", "6-7", "6 37", "7", "6,,7"])
def test_a_list_that_can_be_read_in_two_ways_is_asked_again(text: str) -> None:
    assert not read(text).answers


def test_a_half_answer_keeps_what_was_read() -> None:
    reading = read("distress 8, slept 5 and a half")
    assert reading.answers == {"distress": 8, "sleep_hours": 5.5}
    assert reading.unclear is Unclear.PART


def test_an_open_place_in_a_list_moves_no_other_answer() -> None:
    assert read("6 ? 7").answers == {"mood": 6, "sleep_hours": 7}


def test_a_list_that_is_one_too_short_is_asked_again_where_any_could_be_missing() -> None:
    many = tuple(
        Item(str(n), ItemKind.RATING, {"en": "?"}, {"en": f"thing {n}"}, maximum=10)
        for n in range(1, 6)
    )
    assert not read("1 2 3 4", many).answers
    assert len(read("1 2 3 4 5", many).answers) == 5


def test_a_name_keeps_its_value_where_another_value_is_off_its_scale() -> None:
    reading = read("mood 16 distress 3 slept 7")
    assert reading.answers == {"distress": 3, "sleep_hours": 7}
    assert reading.unclear is Unclear.OFF_SCALE


# --- one number ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("11", Unclear.OFF_SCALE), ("6.5", Unclear.OFF_SCALE), ("3/5", Unclear.OTHER_SCALE),
        ("70%", Unclear.OTHER_SCALE), ("6-7", Unclear.RANGE), ("6 or 7", Unclear.RANGE),
        ("at least 6", Unclear.RANGE), ("not a 7", Unclear.AMBIGUOUS), ("7 8", Unclear.TOO_MANY),
        ("took 2 pills", Unclear.OTHER_NUMBER), ("5:30", Unclear.OTHER_NUMBER),
        ("hello", Unclear.NO_ANSWER),
    ],
)  # fmt: skip
def test_what_is_no_answer_says_why(text: str, why: Unclear) -> None:
    reading = read(text, MOOD)
    assert (dict(reading.answers), reading.unclear) == ({}, why)


@pytest.mark.parametrize("text", ["7", "seven", "7/10", "7 out of 10", "7!", "mood: 7", "siete"])
def test_a_number_read_word_for_word_needs_no_echo(text: str) -> None:
    assert read(text, MOOD).exact


@pytest.mark.parametrize("text", ["about 7", "sevn", "6 no wait 7", "7?", "7ish", "rainy day, 7"])
def test_a_number_that_was_interpreted_is_echoed(text: str) -> None:
    reading = read(text, MOOD)
    assert reading.answers == {"mood": 7}
    assert not reading.exact


def test_none_is_zero_only_of_what_can_be_none() -> None:
    assert read("none", DISTRESS).answers == {"distress": 0}
    assert read("none", SLEEP).answers == {"sleep_hours": 0}
    assert not read("none", MOOD).answers


def test_a_bad_night_is_not_a_night_without_sleep() -> None:
    assert not read("didn't sleep well", SLEEP).answers
    assert read("didn't sleep at all", SLEEP).answers == {"sleep_hours": 0}


@pytest.mark.parametrize(
    ("text", "item", "value"),
    [("8 at the scene, 5 now", DISTRESS, 5), ("9 cuando gritó, ya 4", DISTRESS, 4),
     ("bed at 3, up at 10 so 7", SLEEP, 7), ("dormí a la 1 y desperté a las 6 = 5 hrs", SLEEP, 5),
     ("3 (was 6)", DISTRESS, 3), ("6, was 9 before", DISTRESS, 6),
     ("8 but woke up every 2 hours", SLEEP, 8)],
)  # fmt: skip
def test_of_several_numbers_the_one_that_says_it_holds_is_the_answer(
    text: str, item: tuple[Item, ...], value: float
) -> None:
    assert list(read(text, item).answers.values()) == [value]


@pytest.mark.parametrize(
    ("text", "item"),
    [("5 now, 8 now", DISTRESS), ("5 now 8", DISTRESS), ("bed at 10 so up at 5", SLEEP),
     ("slept 4 so 2 more than usual", SLEEP), ("half of 10", MOOD), ("la mitad de 10", MOOD),
     ("6+", MOOD), ("3 (6)", DISTRESS), ("1, no 2", MOOD), ("0 so far", SLEEP),
     ("8 in bed", SLEEP)],
)  # fmt: skip
def test_where_none_says_so_it_is_asked_again(text: str, item: tuple[Item, ...]) -> None:
    assert read(text, item).answers == {}


@pytest.mark.parametrize(
    ("text", "answers"),
    [("🌞7 😖2 🛏️8", (7, 2, 8)), ("😴7 🙂6 😰3", ()), ("Reply like 6 3 7", ()), ("6+ 3 7", ()),
     ("day 3 after infusion: 6 2 8", (6, 2, 8)), ("6 3 7 6 3 7", (6, 3, 7)), ("6 3 7 6 3 8", ()),
     ("mood 1, no 2, distress 9, slept 3", (9, 3)), ("24/7 distress. 3 9 4", (3, 9, 4)),
     ("bp 120/80 mood 6 distress 2 slept 7", (6, 2, 7))],
)  # fmt: skip
def test_what_stands_around_a_list_says_whether_it_is_the_answer(
    text: str, answers: tuple[float, ...]
) -> None:
    assert tuple(read(text).answers.values()) == answers


# --- options ---------------------------------------------------------------------------------


def test_a_count_of_days_is_no_option_value() -> None:
    assert not read("3 days", OFTEN[:1]).answers


def test_a_label_and_a_number_that_differ_are_asked_again() -> None:
    assert read("1 several days", OFTEN[:1]).answers == {"1": 1}
    assert not read("2 several days", OFTEN[:1]).answers


def test_denied_symptoms_are_not_stored() -> None:
    effects = ITEMS["side_effects"]
    assert read("headache, no nausea", effects).answers == {"side_effects": (3,)}
    assert not read("no nausea", effects).answers


# --- any text --------------------------------------------------------------------------------

NEAR = st.text(alphabet="0123456789 .,/-:;()\n?!½%+*omdshñáíy", max_size=24)
TEXTS = st.text(max_size=60) | NEAR
ASKED = st.sampled_from([*ITEMS.values(), MOOD, SLEEP, OFTEN[:1]])
LANGUAGE = st.sampled_from(["en", "es"])


@given(TEXTS, LANGUAGE, ASKED)
def test_no_text_gives_a_value_off_its_scale(
    text: str, language: str, items: tuple[Item, ...]
) -> None:
    reading = read_reply(text, items, language)
    known = {item.link_id: item for item in items}
    for link_id, value in reading.answers.items():
        values = value if isinstance(value, tuple) else (value,)
        assert all(known[link_id].accepts(one) for one in values)
    assert reading.answers or reading.unclear
    assert not (reading.exact and reading.unclear)


@given(st.sampled_from([reply for code in ("en", "es") for reply in corpus(code)]))
def test_case_and_surrounding_space_change_nothing(reply: Reply) -> None:
    plain = read_reply(reply.text, reply.items, reply.language)
    for other in (reply.text.upper(), reply.text.title(), f"  {reply.text}\n"):
        assert read_reply(other, reply.items, reply.language) == plain


@pytest.mark.parametrize(
    "unit",
    ["1 ", "6,3,", "7-", "a ", "nausea ", "? ", "sorry ", "no ", "1/2 ", "6:", "(", "mood 6 ", " ",
     "½", "not ", "7 sorry ", "de 7 ", "a", "1", "zzzq ", "now ", "mood ", "no sleep ", "*"],
)  # fmt: skip
@pytest.mark.parametrize("items", [DAILY, MOOD, OFTEN[:1], ITEMS["side_effects"]])
def test_a_long_text_takes_time_in_proportion(unit: str, items: tuple[Item, ...]) -> None:
    assert grows_in_proportion(unit, lambda text: read(text, items))


@pytest.mark.parametrize(
    "text",
    ["no, yes", "no yes", "no and yes", "1. no 2. yes", "1: no, 2: yes", "n\ny", "0 1", "01"],
)
def test_two_yes_or_no_questions_are_answered_in_one_text(text: str) -> None:
    item = ITEMS["yes_no"][0]
    two = (item, replace(item, link_id="2"))
    assert read(text, two).answers == {"1": 0, "2": 1}


def test_the_number_of_the_crisis_line_is_no_list_of_ratings() -> None:
    assert not read("911").answers
    assert not read("9 8 8").answers
    assert read("112", OFTEN).answers == {"1": 1, "2": 1, "3": 2}
