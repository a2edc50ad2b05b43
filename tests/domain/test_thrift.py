"""A text costs no more than it must, and loses no more than an accent."""

from hypothesis import given
from hypothesis import strategies as st

from diary.domain.segments import sms_size
from diary.domain.thrift import thrifty


def test_accents_go_where_that_saves_a_segment():
    text = (
        "¿Qué tal la sesión de ayer? Escríbenos cuando quieras, aquí estamos todo el día, señora."
    )
    assert sms_size(text).segments == 2
    assert thrifty(text) == (
        "¿Qué tal la sesion de ayer? Escribenos cuando quieras, aqui estamos todo el dia, señora."
    )


def test_a_short_text_keeps_its_accents():
    assert thrifty("¿Y ánimo 0-10?") == "¿Y ánimo 0-10?"


def test_what_saves_nothing_is_left_alone():
    text = "Próxima cita 🙂 " * 6
    assert thrifty(text) == text


def test_typographic_marks_become_plain_ones():
    assert thrifty("It’s “fine” – really…" + " x" * 60) == 'It\'s "fine" - really...' + " x" * 60


@given(st.text(max_size=400))
def test_it_never_costs_more(text: str):
    assert sms_size(thrifty(text)).segments <= sms_size(text).segments
