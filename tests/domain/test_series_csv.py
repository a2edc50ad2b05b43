from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.series import Reading, days_between
from diary.domain.series_csv import (
    SeriesCsvError,
    parse_infusions,
    parse_scores,
    untimed_infusions,
)

NO_DATE = "is no ISO date or date-time such as 2026-03-02 or 2026-03-02T09:30"

NO_COMMA = "cells are separated by a comma, not by a semicolon"


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_dates_and_date_times_with_and_without_a_zone_are_read():
    text = (
        "at,value\n"
        "2026-03-01,20\n"
        "2026-03-08T09:30,12.5\n"
        "2026-03-15 09:30:00,8\n"
        "2026-03-22T09:30:00Z,7\n"
        "2026-03-29T09:30:00-05:00,6\n"
    )
    assert [(r.at.astimezone(UTC), r.value) for r in parse_scores(text)] == [
        (utc("2026-03-01"), 20),
        (utc("2026-03-08T09:30"), 12.5),
        (utc("2026-03-15T09:30"), 8),
        (utc("2026-03-22T09:30"), 7),
        (utc("2026-03-29T14:30"), 6),
    ]


def test_a_date_alone_is_midnight_in_the_zone_passed_in():
    (at,) = parse_infusions("at\n2026-03-02\n", zone=ZoneInfo("America/New_York"))
    assert at.astimezone(UTC) == utc("2026-03-02T05:00")


def test_rows_may_stand_in_any_order_with_other_columns_blank_lines_and_a_byte_order_mark():
    text = '\ufeffvalue , note, AT\r\n8,"so, better",2026-03-08\r\n\r\n , , \r\n20,,2026-03-01\r\n'
    assert [r.value for r in parse_scores(text)] == [20, 8]


def test_with_a_zone_every_instant_is_on_the_patients_clock_and_days_are_elapsed():
    """The clocks of Chicago went forward on 8 March 2026: that day had 23 hours."""
    text = "at,value\n2026-03-08T01:30:00Z,3\n2026-03-08T10:00,4\n2026-03-07T10:00,5\n"
    saturday, evening, sunday = parse_scores(text, zone=ZoneInfo("America/Chicago"))
    assert [r.value for r in (saturday, evening, sunday)] == [5, 3, 4]
    assert evening.at.isoformat() == "2026-03-07T19:30:00-06:00"
    assert days_between(saturday.at, sunday.at) == 23 / 24
    assert parse_scores(text)[1].at.isoformat() == "2026-03-08T01:30:00+00:00"


def test_a_timed_score_on_the_day_of_an_untimed_infusion_is_not_guessed_at():
    untimed = untimed_infusions("at\n2026-03-02\n2026-03-09T10:00\n2026-03-16 00:00:00\n")
    assert untimed == {
        ("", date(2026, 3, 2)): "infusions, row 2",
        ("", date(2026, 3, 16)): "infusions, row 4",
    }
    fine = "at,value\n2026-03-02,20\n2026-03-09T08:00,9\n2026-03-16T00:00,8\n"
    assert len(parse_scores(fine, untimed=untimed)) == 3
    for day in ("02", "16"):
        with pytest.raises(SeriesCsvError, match="which came first"):
            parse_scores(f"at,value\n2026-03-{day}T08:00,20\n", untimed=untimed)


def test_a_row_that_stands_twice_counts_once():
    assert parse_scores("at,value\n2026-03-01,20\n2026-03-01,20.0\n") == (
        Reading(utc("2026-03-01"), 20),
    )
    twice = "at\n2026-03-02T10:00Z\n2026-03-02T05:00-05:00\n"
    assert len(parse_infusions(twice)) == 1


def test_blank_lines_before_the_header_are_passed_over():
    assert [r.value for r in parse_scores("\n\nat,value\n2026-03-01,3\n")] == [3]


def test_a_header_alone_is_an_empty_series():
    assert parse_scores("at,value\n") == ()
    assert parse_infusions("at") == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "SCORES.csv is empty: it needs a first line at,value"),
        ("\ufeff\n \n", "SCORES.csv is empty: it needs a first line at,value"),
        (",\n", "SCORES.csv is empty: it needs a first line at,value"),
        ("date,value\n", "SCORES.csv, row 1: there is no column at, only date, value"),
        (
            "at;value\n",
            f"SCORES.csv, row 1: there is no column at, only at;value; {NO_COMMA}",
        ),
        ("at,value,at\n", "SCORES.csv, row 1: the column at stands 2 times"),
        ("at,value\n2026-03-01,ten\n", "SCORES.csv, row 2, column value: 'ten' is no number"),
        ("at,value\n2026-03-01,nan\n", "SCORES.csv, row 2, column value: 'nan' is no number"),
        ("at,value\n\n2026-03-01\n", "SCORES.csv, row 3, column value: is empty"),
        ("at,value\n2026-03-01, \n", "SCORES.csv, row 2, column value: is empty"),
        (
            'at,value,note\n2026-03-01,5,\n2026-03-08,6,"well\n2026-03-15,4,\n',
            "SCORES.csv, row 3: a quotation mark is not closed",
        ),
        (
            'at,value,note\n2026-03-01,5,"well" enough\n',
            "SCORES.csv, row 2: a cell goes on behind its closing quotation mark",
        ),
        (
            "at,value\n2026-03-01,5,6\n",
            "SCORES.csv, row 2: has more cells than the first line names",
        ),
        (
            "at,value\n03/01/2026,3\n",
            f"SCORES.csv, row 2, column at: '03/01/2026' {NO_DATE}",
        ),
        (
            "at,value\n2026-02-30,3\n",
            f"SCORES.csv, row 2, column at: '2026-02-30' {NO_DATE}",
        ),
        (
            "at,value\n0026-03-01,3\n",
            "SCORES.csv, row 2, column at: '0026-03-01' is not between the years 1900 and 2199",
        ),
        (
            "at,value\n2026-03-01,1_0\n",
            "SCORES.csv, row 2, column value: '1_0' is no number",
        ),
        (
            "at,value\n2026-03-01,28\n",
            "SCORES.csv, row 2, column value: 28 is not between 0 and 27",
        ),
        (
            "at,value\n2026-03-01,3\n2026-03-08,4\n2026-03-01,5\n",
            "SCORES.csv, row 4, column value: 2026-03-01 already has the value 3 in row 2, now 5",
        ),
    ],
)
def test_what_cannot_be_read_is_named_with_row_and_column(text, message):
    with pytest.raises(SeriesCsvError) as raised:
        parse_scores(text, name="SCORES.csv", bounds=(0, 27))
    assert str(raised.value) == message


def test_an_infusion_that_cannot_be_read_is_named_too():
    with pytest.raises(SeriesCsvError, match="infusions, row 3, column at: 'soon'"):
        parse_infusions("at\n2026-03-01\nsoon\n")


def complaint(parse, text):
    """What the parser says against the text; nothing if it is read."""
    try:
        parse(text)
    except SeriesCsvError as error:
        return str(error)
    return None


@given(st.text())
def test_any_text_is_read_or_refused_with_words(text):
    for parse in (parse_scores, parse_infusions):
        assert complaint(parse, text) != ""


@given(st.text(), st.text())
def test_any_cell_is_read_or_refused_with_its_row(at, value):
    cells = ",".join('"' + cell.replace('"', '""') + '"' for cell in (at, value))
    said = complaint(parse_scores, f"at,value\n2026-03-01,3\n{cells}\n")
    assert said is None or ", row " in said
