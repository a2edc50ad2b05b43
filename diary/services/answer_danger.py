"""Danger in what a patient fills in on a page, whether the page is taken or not."""

from sqlalchemy.orm import Session

from diary.domain.asking import questions_of
from diary.domain.danger_turns import safety_text
from diary.domain.forms import Answers, dangers_on_form
from diary.domain.safety import Tier
from diary.domain.turn import Asked, FormRefused, Script, Turn
from diary.domain.turn_effects import RaiseAlert
from diary.services import prompts, turns
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
) -> str | None:
    """Raise the danger in answers that take no turn; the key of the safety text they call for."""
    if not dangers_on_form(answers, script):
        return None
    form = FormRefused(answers)
    page = f"{FORM}{link.id}"
    return safety_in(
        turns.take_form(session, catalogue, link.patient_id, form, page, script.now, base_url)
    )


def safety_in(turn: Turn) -> str | None:
    """The key of the safety text that the gravest danger of a turn calls for."""
    findings = [effect.finding for effect in turn.effects if isinstance(effect, RaiseAlert)]
    order = tuple(Tier)
    gravest = min(findings, key=lambda finding: order.index(finding.tier), default=None)
    return safety_text(gravest.tier, gravest.kind).key if gravest else None
