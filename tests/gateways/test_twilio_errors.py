"""What each of Twilio's codes and answers says about a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.gateways.twilio_errors import kind_of_answer, kind_of_code
from diary.services.ports import SendError, SendErrorKind


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (30003, SendErrorKind.TRANSIENT),
        (30005, SendErrorKind.PERMANENT),
        (30006, SendErrorKind.PERMANENT),
        (30007, SendErrorKind.REFUSED),
        (30034, SendErrorKind.CONFIGURATION),
        (30410, SendErrorKind.AMBIGUOUS),
        (12345, None),
    ],
)
def test_a_receipts_code_is_judged_by_the_same_table(code: int, kind: SendErrorKind | None):
    assert kind_of_code(code) is kind


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
