"""The clinical content that services work with: read at start-up, never changed while running."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from diary.domain.crisis_lines import CrisisHelp
from diary.domain.lexicon import Lexicon
from diary.domain.plan import Plan
from diary.domain.questionnaire import Questionnaire
from diary.services.ports import Wording


@dataclass(frozen=True, slots=True)
class Catalogue:
    questionnaires: Mapping[str, Questionnaire]
    plans: Mapping[str, Plan]
    lexicon: Lexicon
    wording: Wording
    crisis_help: Mapping[str, CrisisHelp] = field(default_factory=dict)
    """By country; only what patients are shown needs it."""
