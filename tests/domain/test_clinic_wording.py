"""What a clinic may say in its own words, and that what it may say can always be said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.clinic_wording import (
    ALWAYS_THERE,
    FaultKind,
    Lock,
    ShippedText,
    fault_of,
    lock_of,
    placeholders,
    say_own,
    tidy,
)

LINK = ShippedText("link", "en", "Answer on this page instead: {{ link }}", is_by_case=False)
PAUSED = ShippedText("paused", "en", "Until {{ until }}. RESUME ends it.", is_by_case=False)

WRONG = [
    (LINK, "Here: ", FaultKind.MISSING, ("link",)),
    (LINK, "{{ link }} and {{ code }}", FaultKind.UNKNOWN, ("code",)),
    (LINK, "{{ link }}", FaultKind.EMPTY, ()),
    (LINK, "", FaultKind.EMPTY, ()),
    (LINK, "{% if link %}{{ link }} here{% endif %}", FaultKind.MARKUP, ()),
    (LINK, "Here {{ link|upper }} {{ link }}", FaultKind.MARKUP, ()),
    (LINK, "Here {{ link.x }} {{ link }}", FaultKind.MARKUP, ()),
    (LINK, "<b>Here</b> {{ link }}", FaultKind.MARKUP, ()),
    (LINK, "Here {link}: {{ link }}", FaultKind.MARKUP, ()),
    (LINK, "Here\x00 {{ link }}", FaultKind.CONTROL, ()),
    (LINK, "Here\u202e {{ link }}", FaultKind.CONTROL, ()),
    (LINK, "Your ketamine page: {{ link }}", FaultKind.REVEALING, ("ketamin",)),
    (LINK, "Reply END, or use {{ link }}", FaultKind.COMMAND, ("Reply END",)),
    (LINK, "Send back: UNSUBSCRIBE, or {{ link }}", FaultKind.COMMAND, ("Send back: UNSUBSCRIBE",)),
    (LINK, "Conteste con NO, o {{ link }}", FaultKind.COMMAND, ("Conteste con NO",)),
    (PAUSED, "Until {{ until }}. Resume ends it.", FaultKind.UNSAID, ("RESUME",)),
]


@pytest.mark.parametrize(("shipped", "text", "kind", "names"), WRONG)
def test_what_is_wrong_with_a_wording_is_named(
    shipped: ShippedText, text: str, kind: FaultKind, names: tuple[str, ...]
):
    fault = fault_of(text, shipped)
    assert fault is not None
    assert (fault.kind, fault.names) == (kind, names)
    assert say_own(text, shipped, {"link": "a", "until": "b", "code": "c"}) is None


@pytest.mark.parametrize(
    ("key", "text", "lock"),
    [
        ("safety_new", "Stay near somebody.", Lock.SAFETY),
        ("new", "In a crisis call 988.", Lock.SAFETY),
        ("help", "Reply HELP.", Lock.CARRIER),
        ("ask_rest", "And {{ names }}?", Lock.QUESTION),
    ],
)
def test_a_locked_text_is_said_as_shipped_whatever_was_stored(key: str, text: str, lock: Lock):
    shipped = ShippedText(key, "en", text, is_by_case=False)
    assert lock_of(shipped) is lock
    assert say_own(text, shipped, {"names": "mood"}) is None


def test_a_wording_is_dropped_once_the_shipped_text_has_other_placeholders():
    own, params = "See {{ link }} soon.", {"link": "a", "at": "noon", "clinic": "Llano"}
    assert say_own(own, LINK, params) == "See a soon."
    later = ShippedText("link", "en", "Until {{ at }}: {{ link }}", is_by_case=False)
    assert say_own(own, later, params) is None
    without = ShippedText("link", "en", "Answer on the page.", is_by_case=False)
    assert say_own(own, without, params) is None


_PLACES = ["{{link}}", "{{  clinic }}", "{{ contact_phone }}", "{{ until }}", "RESUME"]
_TRAPS = ["{{", "}}", "{%", "<b>", "\\1", "\n", "%s", "ñ", "\x07"]
_PIECES = st.sampled_from([*_PLACES, *_TRAPS])


@given(
    st.sampled_from([LINK, PAUSED]),
    st.booleans(),
    st.lists(st.one_of(_PIECES, _PIECES, st.text(max_size=8)), max_size=6),
    st.fixed_dictionaries({name: st.text() for name in ("link", "until", "clinic")}),
)
def test_no_wording_that_is_accepted_can_fail_to_be_said(
    shipped: ShippedText, begins_as_shipped: bool, pieces: list[str], values: dict[str, str]
):
    text = tidy(" ".join([shipped.text, *pieces] if begins_as_shipped else pieces))
    assert tidy(text) == text
    if fault_of(text, shipped):
        return
    assert placeholders(shipped.text) <= placeholders(text)
    assert placeholders(text) <= placeholders(shipped.text) | ALWAYS_THERE
    said = say_own(text, shipped, {**values, "contact_phone": "1"})
    assert said
    for name in placeholders(shipped.text):
        assert " ".join(values[name].split()) in said
    plain = say_own(text, shipped, dict.fromkeys(("link", "until", *ALWAYS_THERE), "x"))
    assert plain
    assert not {"{", "}"} & set(plain)
