"""Tables of answers: what is scored, what spoils a row, what refuses the whole."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.domain.score_table import INVALID, TableError, score_table
from diary.domain.scoring import Incomplete, NotScoredError, score
from tests.instruments.shipped import SHIPPED

PHQ9 = "1,2,3,4,5,6,7,8,9\n"
RESULT = ["total", "status", "band", "flags"]


def table(code, text):
    return list(score_table(SHIPPED[code], io.StringIO(text, newline="")))


def only_row(code, text):
    heading, row = table(code, text)
    return dict(zip(heading, row, strict=True))


def test_a_row_of_answers_becomes_a_row_of_scores():
    assert table("phq9", PHQ9 + "2,3,1,1,0,2,1,0,0\n2,2,,1,1,0,2,1,0\n1,,,,,,,,\n") == [
        [*RESULT, "depressive_syndrome"],
        ["10", "complete", "moderate", "", "other"],
        ["10.12", "prorated", "moderate", "prorated", "other"],
        ["", "incomplete", "", "item_9_not_answered", "cannot tell"],
    ]


def test_the_example_of_the_documentation_is_right():
    text = "id," + PHQ9 + "a7,2,3,1,1,0,2,1,0,0\nb2,2,,1,1,0,2,1,0,0\n"
    assert table("phq9", text) == [
        ["id", *RESULT, "depressive_syndrome"],
        ["a7", "10", "complete", "moderate", "", "other"],
        ["b2", "7.88", "prorated", "mild", "prorated", "other"],
    ]


def test_other_columns_are_carried_over_in_front_in_their_order():
    heading, row = table("gad2", "visit,2,site,1,total,difficulty\nbaseline,1,north,2,9,x\n")
    assert heading == ["visit", "site", "input_total", "difficulty", *RESULT]
    assert row[:4] == ["baseline", "north", "9", "x"]
    assert row[4:] == ["3", "complete", "", "at_or_above_3"]


def test_the_pcl5_shows_its_cut_off_where_others_have_a_band():
    heading = ",".join(str(n) for n in range(1, 21)) + "\n"
    row = only_row("pcl5", heading + ",".join("2" * 20) + "\n")
    assert (row["total"], row["band"], row["provisional_ptsd"]) == ("40", "", "met")
    assert row["flags"] == "at_or_above_31 at_or_above_33"


def test_the_short_pcl5_says_that_it_is_an_estimate():
    row = only_row("pcl5_short", "1,2,3,4,5,6,7,8\n1,2,3,4,0,1,2,3\n")
    assert (row["total"], row["flags"]) == ("32.79", "estimated at_or_above_31")


@pytest.mark.parametrize(
    ("cell", "flag"),
    [
        ("4", "off_scale:3"),
        ("-1", "off_scale:3"),
        ("1.5", "off_scale:3"),
        ("999", "off_scale:3"),
        ("nan", "off_scale:3"),
        ("inf", "off_scale:3"),
        ("1e400", "off_scale:3"),
        ("banana", "not_a_number:3"),
        ("1;2", "not_a_number:3"),
        ("0_1", "not_a_number:3"),
        ("2 3", "not_a_number:3"),
        ("TRUE", "not_a_number:3"),
    ],
)
def test_a_cell_that_is_no_answer_spoils_its_row_and_no_other(cell, flag):
    good = "1,1,1,1,1,1,1,1,0\n"
    _, before, spoiled, after = table("phq9", PHQ9 + good + f"1,1,{cell},1,1,1,1,1,0\n" + good)
    assert spoiled == ["", INVALID, "", flag, "cannot tell"]
    assert before == after == ["8", "complete", "mild", "", "none"]


def test_every_wrong_cell_of_a_row_is_named_and_item_9_is_still_seen():
    row = only_row("phq9", PHQ9 + "7,x,,1,1,1,1,1,2\n")
    assert row["flags"] == "off_scale:1 not_a_number:2 item_9_positive"


@pytest.mark.parametrize("cell", ["2", " 2", "2.0", "2.", "+2", "02", "2e0", "\uff12", '"2"'])
def test_a_number_is_read_however_a_program_wrote_it(cell):
    assert only_row("phq2", f"1,2\n{cell},1\n")["total"] == "3"


@pytest.mark.parametrize("cell", ["", " ", "NA"])
def test_an_empty_cell_or_na_is_a_missing_answer(cell):
    assert only_row("phq2", f"1,2\n{cell},1\n")["status"] == "incomplete"


def test_rows_of_the_wrong_width_are_invalid_and_empty_lines_are_left_out():
    rows = table("phq2", "1,2\n\n1\n1,2,3\n1,2,\n   \n1,1\n")[1:]
    assert [row[3] for row in rows] == ["too_few_cells", "too_many_cells", "at_or_above_3", ""]
    assert [row[0] for row in rows] == ["", "", "3", "2"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no heading"),
        ("\n1,2\n", "no heading"),
        ("1,3,4,5,6,7,8,9\n", "column '2' of phq9 is missing"),
        ("id,total\n", "column '1' of phq9 is missing"),
        ("1,2,3,4,5,6,7,8,9,10\n", "phq9 has no item '10'"),
        ("0,1,2,3,4,5,6,7,8,9\n", "phq9 has no item '0'"),
        ("1,2,3,4,5,6,7,8,9,9\n", "column '9' stands twice"),
        ('1,2,3,4,5,6,7,8,9\n1,"2\n', "line 2"),
    ],
)
def test_a_table_that_cannot_be_of_this_questionnaire_is_refused(text, message):
    with pytest.raises(TableError, match=message):
        table("phq9", text)


def test_a_table_for_readings_without_a_total_is_refused():
    with pytest.raises(NotScoredError):
        table("daily", "mood\n3\n")


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_tables_from_spreadsheets_of_other_countries_are_read(sign):
    text = "\ufeff1,2\r\n3,3\r\n".replace(",", sign)
    assert table("phq2", text)[1] == ["6", "complete", "", "at_or_above_3"]


def test_questions_that_the_form_skips_may_have_no_column():
    assert only_row("pc_ptsd5", "1,2,3,4,5\n1,1,1,1,0\n")["screen"] == "positive"
    assert only_row("pc_ptsd5", "gate,1,2,3,4,5\n0,,,,,\n")["total"] == "0"
    row = only_row("asq", "1,2,3,4\n0,0,0,0\n")
    assert (row["screen"], row["acute"]) == ("negative", "not met")


@pytest.mark.parametrize("code", [c for c, q in SHIPPED.items() if q.scoring])
@settings(max_examples=30)  # for each of eleven questionnaires
@given(data=st.data())
def test_a_table_says_what_scoring_one_by_one_says(code, data):
    questionnaire = SHIPPED[code]
    items = [i for i in questionnaire.items if i.link_id != "difficulty"]
    scale = range(int(items[-1].minimum), int(items[-1].maximum) + 1)
    rows = data.draw(
        st.lists(st.tuples(*(st.none() | st.sampled_from(scale) for _ in items)), max_size=4)
    )
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([item.link_id for item in items])
    writer.writerows(rows)
    scored = list(score_table(questionnaire, io.StringIO(text.getvalue(), newline="")))[1:]
    for row, result in zip(rows, scored, strict=True):
        answers = {item.link_id: value for item, value in zip(items, row, strict=True)}
        one = score(questionnaire, answers)
        total = "" if isinstance(one, Incomplete) else f"{round(one.total, 2):g}"
        assert result[:2] == [total, one.status]
        assert result[4:] == list(one.judgements.values())


@given(st.text(max_size=60))
def test_no_text_in_a_cell_is_ever_more_than_a_spoiled_row(cell):
    text = io.StringIO()
    csv.writer(text).writerows([["1", "2"], [cell, "1"]])
    rows = list(score_table(SHIPPED["phq2"], io.StringIO(text.getvalue(), newline="")))[1:]
    assert all(row[1] in {"complete", "incomplete", INVALID} for row in rows)
    assert all(row[0] in {"", "1", "2", "3", "4"} for row in rows)


def test_rows_come_one_by_one_so_that_a_table_may_be_of_any_length():
    def lines():
        yield "1,2\n"
        yield "1,1\n"
        raise AssertionError("read ahead")

    scored = score_table(SHIPPED["phq2"], lines())
    assert next(scored) == RESULT
    assert next(scored)[0] == "2"
