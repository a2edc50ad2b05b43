"""What each of Twilio's codes and answers says about a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.gateways.twilio_errors import kind_of_answer, kind_of_code
from diary.services.ports import SendError, SendErrorKind

PERMANENT, REFUSED = SendErrorKind.PERMANENT, SendErrorKind.REFUSED
TRANSIENT, CONFIGURATION = SendErrorKind.TRANSIENT, SendErrorKind.CONFIGURATION
EVERY_CODE = {
    20429: TRANSIENT,  # never processed and always safe to repeat
    21610: SendErrorKind.OPTED_OUT,
    **dict.fromkeys((21201, 21211, 21214, 21217, 21604), PERMANENT),  # bad or missing To
    **dict.fromkeys((21614, 21635, 30006), PERMANENT),  # not mobile
    21612: PERMANENT,  # of this pair
    21408: CONFIGURATION,
    **dict.fromkeys((21212, 21603, 21606, 21703, 21704, 21705, 21712), CONFIGURATION),  # sender
    **dict.fromkeys((21602, 21617, 21619), REFUSED),  # content
    20003: CONFIGURATION,
    20404: CONFIGURATION,
    **dict.fromkeys((21611, 30001), TRANSIENT),  # a queue of ten hours
    30002: CONFIGURATION,
    30003: TRANSIENT,
    30004: PERMANENT,
    30005: PERMANENT,  # of the patient only when it is said twice
    30007: REFUSED,
    30008: TRANSIENT,
    **dict.fromkeys((30022, 30023), TRANSIENT),  # 10DLC rate, daily cap
    **dict.fromkeys((30032, 30034, 30035, 30450), CONFIGURATION),
    30036: REFUSED,  # stale by then: not sent again
    30410: SendErrorKind.AMBIGUOUS,
    30610: REFUSED,
    30640: PERMANENT,
    **dict.fromkeys((63017, 63018, 63038), TRANSIENT),
    14107: REFUSED,
}
"""Twilio's error dictionary, as far as texts can meet with it."""


@pytest.mark.parametrize(("code", "kind"), EVERY_CODE.items())
def test_every_code_has_its_class_in_an_answer_and_in_a_receipt(code: int, kind: SendErrorKind):
    assert kind_of_code(code) is kind
    status = 429 if code == 20429 else 401 if code == 20003 else 404 if code == 20404 else 400
    assert kind_of_answer(status, code) is kind


def test_the_program_knows_no_code_that_this_table_does_not():
    assert {code for code in range(10_000, 70_000) if kind_of_code(code)} == set(EVERY_CODE)


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (429, None, TRANSIENT),
        (400, 29999, REFUSED),
        (401, None, CONFIGURATION),
        (404, None, CONFIGURATION),
        (302, None, CONFIGURATION),
        (408, 20429, SendErrorKind.AMBIGUOUS),
        (500, None, SendErrorKind.AMBIGUOUS),
        (503, 20429, SendErrorKind.AMBIGUOUS),
    ],
)
def test_an_answer_that_twilios_dictionary_does_not_explain(
    status: int, code: int | None, kind: SendErrorKind
):
    assert kind_of_answer(status, code) is kind


@given(status=st.integers(300, 599), code=st.none() | st.integers(0, 99_999))
def test_nothing_that_may_be_out_is_ever_called_unsent(status: int, code: int | None):
    kind = kind_of_answer(status, code)
    if status >= 500 or code == 30410:
        assert kind is SendErrorKind.AMBIGUOUS
    if kind is SendErrorKind.TRANSIENT:
        assert status == 429 or kind_of_code(code or 0) is SendErrorKind.TRANSIENT


def test_an_error_says_its_kind_and_code():
    assert str(SendError(SendErrorKind.OPTED_OUT, 21610)) == "opted_out (21610)"
    assert str(SendError(SendErrorKind.TRANSIENT)) == "transient"
