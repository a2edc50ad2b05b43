"""Danger in what a patient fills in on a page, whether the page is taken or not."""

from sqlalchemy.orm import Session

from diary.domain.asking import questions_of
from diary.domain.danger_turns import safety_text
from diary.domain.forms import Answers, dangers_on_form
from diary.domain.safety import Finding
from diary.domain.turn import Asked, FormRefused, Script, Turn
from diary.domain.turn_effects import RaiseAlert
from diary.services import prompts, turns
from diary.services.app_dangers import gravest
from diary.services.catalogue import Catalogue
from diary.services.script import FORM
from diary.store.care import Prompt
from diary.store.responses import AnswerLink


def ever_asked(session: Session, catalogue: Catalogue, link: AnswerLink) -> list[Asked]:
    """Every question of the page's check-in, answered or not."""
    lead = session.get_one(Prompt, link.prompt_id)
    codes = [code for prompt in prompts.asked_by(session, lead) for code in prompt.questionnaires]
    return [
        asked
        for code in dict.fromkeys(codes)
        if (known := catalogue.questionnaires.get(code))
        for asked in questions_of(known)
    ]


def screen(
    session: Session,
    catalogue: Catalogue,
    link: AnswerLink,
    answers: Answers,
    script: Script,
    base_url: str,
) -> Finding | None:
    """Raise the danger in answers that take no turn, and give the gravest."""
    form = FormRefused(str(link.prompt_id), answers)
    if not dangers_on_form(form.prompt_id, answers, script):
        return None
    page = f"{FORM}{link.id}"
    return raised_in(
        turns.take_form(session, catalogue, link.patient_id, form, page, script.now, base_url)
    )


def raised_in(turn: Turn) -> Finding | None:
    """The gravest danger that a turn raises."""
    return gravest([effect.finding for effect in turn.effects if isinstance(effect, RaiseAlert)])


def safety_for(*dangers: Finding | None) -> str | None:
    """The key of the safety text that the gravest of ``dangers`` calls for."""
    danger = gravest([each for each in dangers if each])
    return safety_text(danger.tier, danger.kind).key if danger else None
