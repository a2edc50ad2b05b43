"""Keeping what a patient writes as a note, and telling them so without chattering."""

from dataclasses import replace
from datetime import timedelta

from diary.domain.turn import Calm, Phrase, Script, Turn
from diary.domain.turn_effects import KeepNote

NOTED_ONCE_IN = timedelta(hours=1)
"""Several texts in a row are told once that they are kept: two machines never chat."""

NO_WORDS = "(a picture, or a text without words)"
"""Kept as the note of such a text, for staff."""


def note(state: Calm, text: str) -> Turn:
    """Keep ``text`` and say nothing."""
    return Turn(state, (KeepNote(text),), read_as=Phrase("read/note"))


def note_and_say(state: Calm, text: str, key: str, script: Script) -> Turn:
    """Keep ``text`` and say so in the words of ``key``, unless that was just said."""
    turn = note(state, text)
    if state.noted_at and script.now < state.noted_at + NOTED_ONCE_IN:
        return turn
    return replace(turn, state=replace(state, noted_at=script.now), says=(Phrase(key),))
