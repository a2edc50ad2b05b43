from datetime import date, time

import pytest

from diary.domain.commands import Command, CommandKind, Problem, recognise, resolve
from diary.domain.opt_out import is_opt_out
from tests.corpora import compose

TODAY = date(2026, 11, 28)  # a Saturday


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_opt_out_of_the_corpus_is_honoured(language: str):
    missed = []
    for text in compose.lines("opt_out.txt"):
        command = recognise(text, language)
        if command is None or command.kind is not CommandKind.STOP:
            missed.append(text)
    assert missed == []


def test_a_stop_that_speaks_of_something_else_is_none():
    taken = []
    for text in compose.lines("not_opt_out.txt"):
        command = recognise(text, "en")
        if command is not None and command.kind is CommandKind.STOP:
            taken.append(text)
    assert taken == []


@pytest.mark.parametrize(
    ("wish", "kind"),
    [
        ("stop texting me until further notice", CommandKind.STOP),
        ("please don't text me until I say so", CommandKind.STOP),
        ("no texts till i'm ready", CommandKind.STOP),
        ("no me escriban hasta nuevo aviso", CommandKind.STOP),
        ("no me manden mensajes hasta que yo les diga", CommandKind.STOP),
        ("pause until i say so", CommandKind.PAUSE),
        ("hold until i call", CommandKind.PAUSE),
        ("stop texting me until monday", CommandKind.PAUSE),
        ("stop texting me until i wake up", None),
        ("dont text me until after 5", None),
    ],
)
def test_a_rest_until_they_say_otherwise_is_a_stop(wish: str, kind: CommandKind | None):
    command = recognise(wish, "en", today=TODAY)
    assert (command.kind if command else None) is kind


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_ordinary_text_is_no_opt_out(language: str):
    assert [text for text in compose.ordinary(language) if is_opt_out(text)] == []


@pytest.mark.parametrize(
    "text",
    ["kiten mi numero", "dejn d mandar mensages", "ya no txteen", "no me escrivan mas",
     "kitenme de la lista", "stahp texting me", "dnt txt me", "quit sendin msgs"],
)  # fmt: skip
def test_an_opt_out_is_known_by_its_sound_and_behind_slips(text: str):
    assert is_opt_out(text)


@pytest.mark.parametrize(
    "text",
    ["stop testing me please", "no more tests please", "mis hijos ya no me escriben",
     "ya no me mandan mensajes", "no me dejan dormir"],
)  # fmt: skip
def test_a_word_that_looks_like_one_of_an_opt_out_is_left_alone(text: str):
    assert not is_opt_out(text)


@pytest.mark.parametrize(
    ("wish", "about_something_else"),
    [
        ("stop texting me", "my ex wont stop texting me"),
        ("stop texting me", "can you stop texting me before 9"),
        ("please take me off the list", "please dont take me off the list"),
        ("unsubscribe me from the texts", "unsubscribe me from the newsletter"),
        ("no me manden mensajes", "no me manden mensajes en la noche"),
        ("me doy de baja", "me doy de baja de la vida"),
        ("quitenme de la lista", "no me quiten de la lista"),
        ("dejen de escribirme", "mi jefe no deja de escribirme"),
    ],
)
def test_the_words_around_a_wish_decide_whose_it_is(wish: str, about_something_else: str):
    assert is_opt_out(wish)
    assert not is_opt_out(about_something_else)


@pytest.mark.parametrize(
    "keyword",
    ["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT", "OPT OUT",
     "ALTO", "PARAR", "BAJA", "CANCELAR", "DETENER", "NO MAS", "NO MÁS"],
)  # fmt: skip
@pytest.mark.parametrize("shape", ["{}", " {}. ", "{}!!", "please {}", "{} por favor", "🙏 {}"])
def test_a_keyword_is_an_opt_out_in_any_dress(keyword: str, shape: str):
    for text in (keyword, keyword.lower(), keyword.title()):
        assert recognise(shape.format(text), "en") == Command(CommandKind.STOP)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("START", "start"), ("unstop", "start"), ("iniciar", "start"), ("Help!", "help"),
     ("ayuda", "help"), ("INFO", "help"), ("resume", "resume"), ("reanudar", "resume"),
     ("pausa", "pause"), ("later", "later"), ("más tarde", "later"), ("ahora no", "later"),
     ("skip", "skip"), ("omitir", "skip"), ("paso", "skip"), ("undo", "undo"),
     ("deshacer", "undo"), ("link", "link"), ("enlace", "link"), ("what", "what"),
     ("delete that", "undo"), ("borra eso", "undo"), ("ya volví", "resume"),
     ("al ratito", "later"), ("sáltate esta", "skip"), ("send me the form", "link"),
     ("¿Qué sabes de mí?", "what"), ("what do you know about me?", "what")],
)  # fmt: skip
def test_a_command_is_known_by_its_word_in_either_language(text: str, kind: str):
    for language in ("en", "es"):
        command = recognise(text, language)
        assert command is not None
        assert command.kind == kind


@pytest.mark.parametrize(
    "text",
    ["yes", "YES", "sí", "si", "no", "7", "6 3 7", "help me please i fell", "time flies",
     "later today we ate", "2 hours", "skip the gym", "stopped by the store", "", "👍",
     "the pause was nice", "noted", "english muffin for breakfast"],
)  # fmt: skip
def test_what_is_only_near_a_command_is_none(text: str):
    assert recognise(text, "en") is None


@pytest.mark.parametrize(
    ("text", "language", "days", "until_on"),
    [("pause 3 days", "en", 3, None), ("pausa 3 días", "es", 3, None),
     ("pause for two weeks", "en", 14, None), ("pausa una semana", "es", 7, None),
     ("pause for 1 month please", "en", 30, None), ("pause 5", "en", 5, None),
     ("pause until friday", "en", None, date(2026, 12, 4)),
     ("pause until saturday", "en", None, date(2026, 12, 5)),
     ("pausa hasta el lunes", "es", None, date(2026, 11, 30)),
     ("pause until 5 dec", "en", None, date(2026, 12, 5)),
     ("pause until Dec 5th", "en", None, date(2026, 12, 5)),
     ("pausa hasta el 5 de diciembre", "es", None, date(2026, 12, 5)),
     ("pause until 12/5", "en", None, date(2026, 12, 5)),
     ("pausa hasta 12/5", "es", None, date(2027, 5, 12)),
     ("pause until 2026-12-24", "en", None, date(2026, 12, 24)),
     ("pause till tomorrow", "en", None, date(2026, 11, 29)),
     ("pause until 3", "en", None, date(2026, 12, 3)),
     ("pause until january", "en", None, date(2027, 1, 1)),
     ("dont text me this week", "en", None, date(2026, 11, 30)),
     ("dont text me today", "en", 1, None), ("no more texts until jan 5", "en", None,
     date(2027, 1, 5)), ("stop texting me for 2 weeks", "en", 14, None),
     ("no me escriban hasta el viernes", "es", None, date(2026, 12, 4)),
     ("no me manden mensajes por una semana", "es", 7, None), ("para por 3 días", "es", 3, None),
     ("no me escribas este fin de semana", "es", None, date(2026, 11, 30)),
     ("stop for now", "en", None, None)],
)  # fmt: skip
def test_a_pause_says_how_long(text: str, language: str, days, until_on):
    command = recognise(text, language, today=TODAY)
    assert command == Command(CommandKind.PAUSE, days=days, until_on=until_on)


@pytest.mark.parametrize(
    "text", ["pause until banana", "pause until 2020-01-01", "pause until 31 feb", "pause forever"]
)
def test_a_pause_that_cannot_be_says_so(text: str):
    command = recognise(text, "en", today=TODAY)
    assert command == Command(CommandKind.PAUSE, problem=Problem.BAD_PAUSE)


def test_without_today_the_end_of_a_pause_is_resolved_afterwards():
    command = recognise("pause until friday", "en")
    assert command == Command(CommandKind.PAUSE, until_words="friday")
    assert resolve(command, "en", TODAY).until_on == date(2026, 12, 4)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("later", None), ("in an hour", 60), ("in 2 hours", 120), ("en media hora", 30),
     ("en una hora", 60), ("ask me in 30 min", 30), ("recuérdame en 2 horas", 120),
     ("later in 3 hours", 180)],
)  # fmt: skip
def test_later_says_when(text: str, minutes: int | None):
    assert recognise(text, "en") == Command(CommandKind.LATER, minutes=minutes)


@pytest.mark.parametrize(
    ("text", "at"),
    [("time 8pm", time(20)), ("time 20:30", time(20, 30)), ("hora 9", time(9)),
     ("text me at 7 pm", time(19)), ("hora 8 de la noche", time(20)), ("time noon", time(12)),
     ("change time to 9am", time(9)), ("escríbeme a las 8 de la mañana", time(8)),
     ("TIME 12 am", time(0)), ("time 6", time(18)), ("can u text me at 9am instead", time(9)),
     ("move my texts to 8:30 in the morning", time(8, 30)), ("8pm works better for me", time(20)),
     ("please text at 8 pm from now on", time(20)), ("me puedes escribir a las 9", time(9)),
     ("prefiero los mensajes a las 8 de la noche", time(20)), ("texts at 7pm please", time(19)),
     ("mejor escríbeme a las 8pm", time(20)), ("escríbeme en la mañana", time(9))],
)  # fmt: skip
def test_a_time_is_read(text: str, at: time):
    assert recognise(text, "en") == Command(CommandKind.TIME, at_local=at)


@pytest.mark.parametrize(
    "text",
    ["ask me tomorrow", "pregúntame mañana", "escríbeme mañana a las 9", "ask me tomorrow at 8",
     "ask me tomorrow itll be 8", "text me at 8 was too early", "morning is better",
     "mejor en la noche", "8 is better", "messages at 3 from my mom", "no me escriban hasta morir",
     "para hoy 5", "alto 8", "8 alto"],
)  # fmt: skip
def test_a_word_about_one_text_or_another_day_is_no_new_time_and_no_pause(text: str):
    assert recognise(text, "es") is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [("time 25", Problem.BAD_TIME), ("time 8:75", Problem.BAD_TIME), ("hora", Problem.NO_TIME),
     ("time 13 pm 40", Problem.BAD_TIME)],
)  # fmt: skip
def test_an_unusable_time_is_a_command_that_says_what_is_wrong(text: str, problem: Problem):
    assert recognise(text, "en") == Command(CommandKind.TIME, problem=problem)


@pytest.mark.parametrize(
    ("text", "language"),
    [("english", "en"), ("Español", "es"), ("en español por favor", "es"), ("inglés", "en"),
     ("language spanish", "es"), ("no hablo inglés", "es")],
)  # fmt: skip
def test_a_language_is_asked_for_by_name(text: str, language: str):
    assert recognise(text, "en") == Command(CommandKind.LANGUAGE, language=language)


def test_an_unknown_language_says_so():
    expected = Command(CommandKind.LANGUAGE, problem=Problem.NO_LANGUAGE)
    assert recognise("language french", "en") == expected


def test_a_note_keeps_its_words_as_written():
    assert recognise("note Slept badly, 3 dreams!", "en") == Command(
        CommandKind.NOTE, text="Slept badly, 3 dreams!"
    )
    assert recognise("Nota: dormí mal", "es") == Command(CommandKind.NOTE, text="dormí mal")
    assert recognise("note", "en") == Command(CommandKind.NOTE, text="", problem=Problem.NO_NOTE)
