"""The texts of a plan before anybody gets them: the words, and what they cost."""

from diary.domain.segments import sms_size
from diary.services.answer_links import TOKEN_BYTES, example
from diary.services.plan_texts import TextKind, texts_of
from diary.store.people import Organization
from tests.domain.plans import plan_of
from tests.factories import CHICAGO, PUBLIC_URL, catalogue

CLINIC = Organization(name="Llano Clinic", contact_phone="432-555-0100", timezone=CHICAGO)
CHECK_IN = {"after": "PT3H", "window": "P1D"}


def said(*check_ins: dict) -> list[tuple]:
    plan = plan_of(*({**CHECK_IN, **check_in} for check_in in check_ins))
    return [
        (group.check_ins, [(text.kind, text.body) for text in group.texts])
        for group in texts_of(plan, CLINIC, catalogue(), PUBLIC_URL)
    ]


def test_check_ins_that_say_the_same_are_told_once_and_reminders_with_them():
    [(codes, texts)] = said(
        {"code": "a", "questionnaires": ["daily"], "reminder": "PT2H"},
        {"code": "b", "questionnaires": ["daily"], "reminder": "PT4H"},
    )
    assert codes == ("a", "b")
    assert [kind for kind, _ in texts] == [TextKind.FIRST, TextKind.REMINDER]
    assert texts[1][1]["en"] == f"Still time to answer. {texts[0][1]['en']}"


def test_a_page_is_named_by_an_address_as_long_as_a_real_one():
    (_, [(_, link)]), (_, either) = said(
        {"code": "a", "questionnaires": ["daily"], "channel": "link"},
        {"code": "b", "questionnaires": ["phq2"], "channel": "either"},
    )
    assert link["en"].endswith(example(PUBLIC_URL))
    assert either[0][1]["es"].endswith(example(PUBLIC_URL))
    assert len(example("")) - len("/a/") == -(-TOKEN_BYTES * 8 // 6)


def test_every_text_of_every_shipped_plan_says_what_it_costs():
    for plan in catalogue().plans.values():
        for group in texts_of(plan, CLINIC, catalogue(), PUBLIC_URL):
            for text in group.texts:
                assert text.body.keys() == text.size.keys() == {"en", "es"}
                for language, body in text.body.items():
                    assert text.size[language] == sms_size(body)
