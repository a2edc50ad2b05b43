"""``diary clinic wording``: the same rules as the page, from the command line."""

from collections.abc import Callable, Iterator

import pytest

from tests.cli.running import Done, diary
from tests.factories import catalogue, make_clinic, make_services

Wording = Callable[..., Done]


@pytest.fixture(name="wording")
def _wording(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wording]:
    monkeypatch.setenv("DIARY_DATABASE_URL", database_url)
    monkeypatch.setattr("diary.bootstrap.load_catalogue", lambda *_own: catalogue())
    services = make_services(database_url)
    with services.sessions.begin() as session:
        sender = make_clinic(session).sender
    yield lambda *arguments: diary("clinic", "wording", *arguments, "--sender", sender)
    services.engine.dispose()


def test_a_text_is_worded_listed_and_set_back(wording: Wording):
    done = wording("set", "done", "en", "All done, says {{ clinic }}.")
    assert done == Done(0, "done en: All done, says Llano Clinic. (GSM-7, 1 segments)\n", "")
    listed = wording("list").stdout
    assert "done  en  own  GSM-7 1  All done, says Llano Clinic.\n" in listed
    assert "done  es  shipped  GSM-7 1  Gracias, eso es todo.\n" in listed
    assert "safety_safe  en  locked (safety)  " in listed
    assert wording("reset", "done", "en") == Done(0, "done en: as shipped\n", "")
    assert "done  en  shipped  GSM-7 1  Thanks, that is all.\n" in wording("list").stdout


def test_what_cannot_be_said_is_refused_and_nothing_stored(wording: Wording):
    for key, text, said in (
        ("link", "Here", "it must have the placeholders link"),
        ("link", "Here {{ it }} {{ link }}", "it has no value for the placeholders it"),
        ("help", "Call us", "this text is locked"),
        ("nothing", "Here", "no such text"),
    ):
        refused = wording("set", key, "en", text)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert said in refused.stderr
    assert "  own  " not in wording("list").stdout
