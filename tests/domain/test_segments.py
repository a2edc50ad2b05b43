"""What a text costs, against the tables of 3GPP TS 23.038."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.segments import sms_size


@pytest.mark.parametrize(
    ("text", "encoding", "units", "segments"),
    [
        ("", "GSM-7", 0, 1),
        ("a" * 160, "GSM-7", 160, 1),
        ("a" * 161, "GSM-7", 161, 2),
        ("a" * 306, "GSM-7", 306, 2),
        ("a" * 307, "GSM-7", 307, 3),
        ("€" * 80, "GSM-7", 160, 1),
        ("€" * 81, "GSM-7", 162, 2),
        ("a" * 152 + "€" * 77, "GSM-7", 306, 3),  # a pair is not cut: 152, 152 and 2
        ("ñÑüÜ¿¡éÉàèìòù", "GSM-7", 13, 1),
        ("á", "UCS-2", 1, 1),
        ("í" * 70, "UCS-2", 70, 1),
        ("ó" * 71, "UCS-2", 71, 2),
        ("ú" * 134, "UCS-2", 134, 2),
        ("ú" * 135, "UCS-2", 135, 3),
        ("😀" * 35, "UCS-2", 70, 1),
        ("😀" * 36, "UCS-2", 72, 2),
        ("a" * 66 + "😀" + "b" * 66, "UCS-2", 134, 3),  # the pair is not cut: 66, 67 and 1
        ("`", "UCS-2", 1, 1),
        ("“quoted”", "UCS-2", 8, 1),
    ],
)
def test_a_text_costs_what_the_standard_says(text: str, encoding: str, units: int, segments: int):
    size = sms_size(text)
    assert (size.encoding, size.units, size.segments) == (encoding, units, segments)


@given(st.text(max_size=400), st.text(max_size=5))
def test_a_longer_text_never_costs_less(text: str, more: str):
    assert sms_size(text + more).segments >= sms_size(text).segments
