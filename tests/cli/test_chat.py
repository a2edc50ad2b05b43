"""``diary chat`` talks to the conversation, and its transcript can be replayed."""

import pytest

from diary.gateways.catalogue import load_questionnaires
from diary.gateways.lexicons import load_lexicon
from diary.gateways.wording import TemplateWording
from diary.resources import instruments_folder, lexicons_folder, templates_folder
from diary.services.catalogue import Catalogue
from diary.simulation.transcript import play
from tests.cli.running import diary


def chat(typed: str, *arguments: str) -> str:
    done = diary("chat", *arguments, "--as-of", "2026-03-02", typed=typed)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_chat_says_what_was_understood():
    said = chat("6 3\n7h\n/quit\nnever read\n", "--asking", "daily")
    assert "How is today?" in said
    assert "record answers: daily mood=6, distress=3" in said
    assert "And sleep" in said
    assert "never read" not in said


def test_a_chat_in_spanish():
    said = chat("cinco, siete y seis\n", "--language", "es", "--asking", "daily")
    assert "¿Qué tal hoy?" in said
    assert "mood=5, distress=7, sleep_hours=6" in said


def test_time_passes_when_told_to():
    said = chat("i want to kill myself\n/clock +20m\n/wait\n/prompt daily\n/wait\n/wait\n")
    assert "escalate alert" in said
    assert "Mon 02 Mar 10:20" in said
    assert "close responses" in said
    assert "nothing is awaited" in said


def test_mistakes_are_answered_and_the_chat_goes_on():
    said = chat("/prompt foo\n/clock soon\n/prompt qids_sr16\n/dance\nhello\n")
    for told in ("no questionnaire 'foo'", "say how long", "cannot be asked", "/quit", "Noted"):
        assert told in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("--language", "fr"), "fr"), (("--as-of", "soon"), "soon"), (("--texting", "x"), "invited")],
)
def test_what_there_is_not_is_said_plainly(arguments, said):
    done = diary("chat", *arguments)
    assert done.returncode == 2
    assert said in done.stderr


def test_the_transcript_of_a_chat_replays_to_itself():
    said = chat(
        "1\n/prompt daily phq2\n6 3\nbanana\n7\n/clock +1h\n1 1\nstop\n", "--texting", "invited"
    )
    transcript = said.split("# transcript\n")[1]
    catalogue = Catalogue(
        questionnaires=load_questionnaires(instruments_folder()),
        plans={},
        lexicon=load_lexicon(lexicons_folder()),
        wording=TemplateWording(templates_folder() / "sms"),
    )
    assert play(transcript, catalogue) == transcript
