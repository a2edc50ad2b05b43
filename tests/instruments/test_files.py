"""What holds of every questionnaire file that is shipped."""

import re

import pytest

from diary.gateways.catalogue import check_file
from tests.instruments.shipped import FOLDER, SHIPPED

CODES = {
    *("phq9", "phq8", "phq2", "gad7", "gad2", "pcl5", "pcl5_week", "pcl5_short", "pc_ptsd5"),
    *("asq", "qids_sr16", "daily", "side_effects", "bladder", "craving"),
}
OWN = ("daily", "side_effects", "bladder", "craving")
NUMBERED = {"phq9": 9, "phq8": 8, "phq2": 2, "gad7": 7, "gad2": 2, "pcl5": 20, "pcl5_week": 20}
NUMBERED |= {"pcl5_short": 8, "pc_ptsd5": 5, "asq": 5, "qids_sr16": 16}
ENGLISH_ONLY = {"pcl5", "pcl5_week", "pcl5_short", "pc_ptsd5"}

# 3GPP 23.038, the default alphabet without its extension table.
GSM_7 = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)

each = pytest.mark.parametrize("code", sorted(SHIPPED))


def asks(code):
    return [text for group in SHIPPED[code].groups for text in group.ask.values()]


def loinc_codes(code):
    questionnaire = SHIPPED[code]
    return [*questionnaire.loinc.values(), *(i.loinc for i in questionnaire.items if i.loinc)]


def test_these_questionnaires_are_shipped_each_in_the_file_of_its_name():
    assert set(SHIPPED) == CODES
    assert {path.stem for path in FOLDER.glob("*.toml")} == CODES


@each
def test_the_check_for_clinics_has_nothing_to_say(code):
    assert check_file(FOLDER / f"{code}.toml") == ()


@each
def test_it_says_where_it_comes_from_and_who_allows_it(code):
    assert set(SHIPPED[code].source) >= {"citation", "licence", "permission"}


@pytest.mark.parametrize(("code", "count"), NUMBERED.items())
def test_numbered_items_run_from_1_to_n(code, count):
    numbered = [i.link_id for i in SHIPPED[code].items if i.link_id.isdecimal()]
    assert numbered == [str(n) for n in range(1, count + 1)]


@each
def test_every_text_to_a_patient_stays_in_the_cheap_alphabet(code):
    assert {sign for text in asks(code) for sign in text} <= GSM_7


@pytest.mark.parametrize("code", OWN)
def test_the_projects_own_questions_fit_one_segment(code):
    assert all(len(text) <= 160 for text in asks(code))


@pytest.mark.parametrize("code", sorted(CODES - {"qids_sr16"} - ENGLISH_ONLY))
def test_it_can_be_asked_in_spanish(code):
    assert all({"en", "es"} <= set(group.ask) for group in SHIPPED[code].groups)


@pytest.mark.parametrize("code", sorted(ENGLISH_ONLY))
def test_where_no_clean_spanish_text_exists_the_file_says_so(code):
    questionnaire = SHIPPED[code]
    assert "None is shipped" in questionnaire.source["spanish"]
    assert all("es" not in item.text for item in questionnaire.items)


@each
def test_no_text_invites_an_answer_that_a_carrier_takes_for_a_command(code):
    commands = {"STOP", "CANCEL", "END", "QUIT", "UNSUBSCRIBE", "YES", "HELP", "INFO", "START"}
    for text in asks(code):
        assert commands.isdisjoint(re.findall(r"[A-Z]+", text))
        assert not re.search(r"(?i)\b(?:reply|responda|responde)\W+(?:yes|no|s[ií])\b", text)


@each
def test_loinc_codes_have_a_right_check_digit(code):
    for loinc in loinc_codes(code):
        number, check = loinc.split("-")
        doubled = (int(d) * (2 if n % 2 == 0 else 1) for n, d in enumerate(reversed(number)))
        assert (10 - sum(d // 10 + d % 10 for d in doubled) % 10) % 10 == int(check), loinc


def test_the_total_of_the_phq15_is_not_passed_off_as_that_of_the_gad2():
    assert all("70273-8" not in loinc_codes(code) for code in SHIPPED)


def test_the_week_form_of_the_pcl5_does_not_borrow_the_months_codes():
    assert SHIPPED["pcl5"].loinc == {"panel": "101697-1", "total": "101698-9"}
    assert loinc_codes("pcl5_week") == []
    assert SHIPPED["pcl5_week"].recall["en"] == "the past week"
    assert all("In the past week" in text for text in asks("pcl5_week"))


def test_the_two_windows_of_the_pcl5_are_scored_alike():
    month, week = SHIPPED["pcl5"], SHIPPED["pcl5_week"]
    assert week.scoring == month.scoring
    assert week.judgements == month.judgements
    assert [item.text for item in week.items] == [item.text for item in month.items]


@pytest.mark.parametrize("code", ["pcl5", "pcl5_week", "pcl5_short"])
def test_the_pcl5_has_a_cut_off_but_no_severity_bands(code):
    assert SHIPPED[code].bands == ()
    assert [cutoff.minimum for cutoff in SHIPPED[code].cutoffs] == [31, 33]


def test_the_short_pcl5_asks_items_of_the_full_one():
    texts = [item.text["en"] for item in SHIPPED["pcl5_short"].items]
    assert texts == [SHIPPED["pcl5"].item(str(n)).text["en"] for n in (1, 4, 6, 7, 9, 12, 18, 19)]


def test_short_forms_word_their_items_as_the_long_ones_do():
    for short, long in (("phq8", "phq9"), ("phq2", "phq9"), ("gad2", "gad7")):
        for item in SHIPPED[short].items:
            assert item.text == SHIPPED[long].item(item.link_id).text
            assert item.loinc == SHIPPED[long].item(item.link_id).loinc


def test_item_9_goes_out_alone_and_any_answer_but_0_is_looked_at():
    assert SHIPPED["phq9"].groups[-1].items == ("9",)
    assert SHIPPED["phq9"].item("9").follow_up == {1, 2, 3}


def test_the_difficulty_item_of_the_phq9_is_for_the_app_and_not_scored():
    assert SHIPPED["phq9"].item("difficulty").channels == {"app"}
    assert "difficulty" not in SHIPPED["phq9"].scoring.items
    assert [item.link_id for item in SHIPPED["phq9"].items_for("sms")] == list("123456789")


def test_the_qids_is_scored_but_never_asked():
    qids = SHIPPED["qids_sr16"]
    assert not qids.is_askable
    assert qids.groups == ()
    assert all(not item.text for item in qids.items)
    assert qids.scoring is not None


def test_the_daily_text_asks_for_three_numbers_and_the_app_for_sleep_quality_too():
    daily = SHIPPED["daily"]
    assert [group.items for group in daily.groups] == [("mood", "distress", "sleep_hours")]
    assert [i.link_id for i in daily.items_for("app")][-1] == "sleep_quality"
    assert "sleep_quality" not in [i.link_id for i in daily.items_for("sms")]
    assert daily.item("sleep_hours").accepts(7.5)
    assert not daily.item("sleep_hours").accepts(7.25)


def test_blood_in_the_urine_is_looked_at_by_a_clinician():
    bladder = SHIPPED["bladder"].item("bladder")
    looked_at = {o.label["en"] for o in bladder.options if o.value in bladder.follow_up}
    assert looked_at == {"blood", "pain for more than a week"}


def test_the_published_marks_of_change_are_there():
    marks = {c: SHIPPED[c].change.reliable for c in ("phq9", "gad7", "pcl5", "pcl5_week")}
    assert marks == {"phq9": 6, "gad7": 4, "pcl5": 15, "pcl5_week": 15}
    assert SHIPPED["phq9"].change.remission_at_most == 4
    assert SHIPPED["gad7"].change.recovered_at_most == 7
    assert SHIPPED["pcl5"].change.recovered_at_most == 28
    assert SHIPPED["qids_sr16"].change.remission_at_most == 5
