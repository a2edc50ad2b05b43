"""What patients are told: cheap, complete, calm, and worded for every turn that speaks."""

import ast
import re
import tomllib
from datetime import date, time
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined, meta

from diary.domain.clinic_wording import ASKS_FOR_COMMAND, NAMES_TOO_MUCH
from diary.domain.segments import sms_size
from diary.domain.thrift import thrifty
from diary.domain.turn import Asked, Phrase, Question
from diary.gateways.catalogue import load_questionnaires
from diary.gateways.wording import TemplateWording
from diary.resources import instruments_folder, templates_folder
from diary.services.catalogue import Catalogue
from diary.services.wording import compose, word_time
from diary.simulation.rehearsal import RehearsalClinic
from tests.policy.sources import ROOT

FOLDER = templates_folder() / "sms"
KEYS = sorted(path.stem for path in (FOLDER / "en").glob("*.txt"))
LANGUAGES = ("en", "es")
BUDGET = tomllib.loads((Path(__file__).parent / "sms_segments.toml").read_text("utf-8"))
WORDING = TemplateWording(FOLDER)
QUESTIONNAIRES = load_questionnaires(instruments_folder())
ASKABLE = [q for q in QUESTIONNAIRES.values() if q.is_askable]

LONGEST = {
    "clinic": "Llano Estacado Wellness",
    "contact_phone": "+1 432-555-0100",
    "values": "mood 10, distress 10, sleep 10.5 h",
    "names": "mood 0-10, distress 0-10, sleep 0-24 h",
    "reason": "off_scale",
    "example": "distress 5",
    "count": 5,
    "low": "0",
    "high": "4",
    "at": time(12, 30),
    "first": time(10),
    "last": time(20, 30),
    "until": date(2026, 9, 30),
    "day": date(2026, 9, 30),
    "number": 12345,
    "code": "123456",
    "link": "https://diary.llano-estacado-wellness.example/a/0123456789abcdef012345",
}


def said(key: str, language: str, **params: object) -> str:
    filled = {
        name: word_time(value, language, "America/Chicago")
        for name, value in {**LONGEST, **params}.items()
    }
    return thrifty(WORDING.say(key, language, filled))


def budget(key: str) -> int:
    return BUDGET["more"].get(key, BUDGET["usual"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_a_text_keeps_to_its_budget_of_segments(key: str, language: str):
    text = said(key, language)
    assert sms_size(text).segments <= budget(key), text


@pytest.mark.parametrize("reason", ["range", "too_many", "no_answer", None])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_for_asking_again_is_one_segment(reason: str | None, language: str):
    assert sms_size(said("unclear", language, reason=reason)).segments == 1


def test_the_budget_names_texts_that_exist():
    assert set(BUDGET["more"]) <= set(KEYS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_daily_check_in_is_one_segment_and_so_are_its_replies(language: str):
    catalogue = Catalogue(QUESTIONNAIRES, {}, None, WORDING)  # type: ignore[arg-type]
    clinic = RehearsalClinic()
    whole = Question(Asked("daily", ("mood", "distress", "sleep_hours")))
    most = {"mood": 10.0, "distress": 10.0, "sleep_hours": 10.5}
    echo = Phrase("echo", {"questionnaire": "daily", "values": most, "day": date(2026, 9, 30)})
    part = Phrase("echo", {"questionnaire": "daily", "values": {"mood": 10.0}, "day": None})
    rest = Question(Asked("daily", ("distress", "sleep_hours")))
    unclear = Phrase("unclear", {"reason": "no_answer"})
    for says in ([whole], [echo], [part, rest], [unclear, whole]):
        text = compose(says, language, clinic, catalogue)
        assert sms_size(text).segments == 1, text


def test_every_text_that_the_program_says_is_worded_and_every_wording_is_said():
    constants: set[str] = set()
    phrases: set[str] = set()
    for path in [*(ROOT / "diary/domain").glob("*.py"), *(ROOT / "diary/services").glob("*.py")]:
        if path.stem == "clinic_wording":
            continue  # It names texts to lock them, and says none.
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                constants.add(node.value)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Phrase":
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    phrases.add(first.value)
    told = {key for key in phrases if not key.startswith("read/")}
    assert told - set(KEYS) == set()
    assert set(KEYS) - constants == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["invitation", "welcome", "help", "restarted"])
def test_joining_and_help_say_what_carriers_ask_for(key: str, language: str):
    """CTIA: the programme's name, how often, that rates may apply, how to get help and get out."""
    text = said(key, language)
    assert LONGEST["clinic"] in text
    assert re.search(r"1 (?:msg )?a day|1 (?:registro )?al d[ií]a", text)
    assert re.search(r"[Mm]sg & data rates may apply|[Pp]ueden aplicarse tarifas", text)
    assert re.search(r"\bSTOP\b|\bALTO\b", text)
    assert re.search(r"\bHELP\b|\bAYUDA\b|432-555-0100", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_invitation_and_the_welcome_say_that_this_is_not_for_emergencies(language: str):
    for key in ("invitation", "welcome", "help"):
        assert {"911", "988"} <= set(re.findall(r"\d+", said(key, language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_crisis_text_says_all_it_must_and_promises_no_call(language: str):
    text = said("safety_crisis", language)
    assert {"911", "988", "1", "2", "3"} <= set(re.findall(r"\d+", text))
    assert re.search(r"all the time|siempre", text)
    assert re.search(r"veteran", text)
    assert not re.search(r"call you|within|minutes|te llamar|minutos", text, re.IGNORECASE)


def test_in_spanish_the_crisis_text_names_the_spanish_line():
    text = said("safety_crisis", "es")
    assert "marca 2" in text
    assert "AYUDA al 988" in text


def test_medical_danger_is_sent_to_911_and_not_to_988():
    for language in LANGUAGES:
        text = said("safety_medical", language)
        assert "911" in text
        assert "988" not in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_no_text_names_a_drug_or_a_diagnosis(key: str, language: str):
    assert not NAMES_TOO_MUCH.search(said(key, language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_no_text_asks_for_a_word_that_carriers_take_for_a_command(key: str, language: str):
    assert not ASKS_FOR_COMMAND.search(said(key, language))


@pytest.mark.parametrize("key", KEYS)
def test_no_text_is_blank_whatever_is_left_out(key: str):
    for language in LANGUAGES:
        text = said(key, language, day=None, example=None, count=1)
        assert text == text.strip()
        assert len(text) > 3


def test_texts_ask_only_for_values_that_are_filled_in_here():
    environment = Environment(
        loader=FileSystemLoader(FOLDER), undefined=StrictUndefined, autoescape=True
    )
    for path in FOLDER.glob("*/*.txt"):
        wanted = meta.find_undeclared_variables(environment.parse(path.read_text("utf-8")))
        assert wanted <= set(LONGEST), path
