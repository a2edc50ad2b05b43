"""How a clinic looks at its outcomes: by which questionnaire, counting what, compared by what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from diary.domain.cohort import CohortOutcome, cohort_outcome, compare_return, grouped
from diary.domain.cohort_views import KEYS, By, Counting
from diary.domain.log_rank import LogRank
from diary.services import outcomes
from diary.services.catalogue import Catalogue
from diary.store.outcomes import Followed

USUAL = "phq9"


@dataclass(frozen=True, slots=True)
class View:
    questionnaire: str
    counting: Counting
    by: By


@dataclass(frozen=True, slots=True)
class Seen:
    """All of it together and, if compared, by group; ``test`` where the groups are independent."""

    view: View
    questionnaires: tuple[str, ...]
    everybody: CohortOutcome
    groups: Mapping[str | None, CohortOutcome]
    test: LogRank | None


def look(
    session: Session,
    catalogue: Catalogue,
    organization_id: UUID,
    asked: Mapping[str, str],
    now: datetime,
) -> Seen:
    """What the address asks for; what it asks for wrongly is as if it had not asked."""
    known = outcomes.questionnaires_with_results(session, organization_id)
    judged = {
        code
        for code, each in catalogue.questionnaires.items()
        if each.change and each.change.reliable is not None
    }
    offered = tuple(sorted(known & judged, key=lambda code: (code != USUAL, code)))
    view = _view(asked, offered)
    results = outcomes.read_results(
        session,
        organization_id,
        view.questionnaire,
        Followed.INFUSION if view.counting is Counting.INFUSIONS else Followed.COURSE,
        first_only=view.counting is Counting.FIRST,
    )
    groups = grouped(results, KEYS[view.by]) if view.by else {}
    named = {name: members for name, members in groups.items() if name is not None}
    independent = view.counting is Counting.FIRST and len(named) > 1
    return Seen(
        view=view,
        questionnaires=offered,
        everybody=cohort_outcome(results, now),
        groups={name: cohort_outcome(members, now) for name, members in groups.items()},
        test=compare_return(named) if independent else None,
    )


def _view(asked: Mapping[str, str], offered: tuple[str, ...]) -> View:
    questionnaire = asked.get("questionnaire", "")
    if questionnaire not in offered:
        questionnaire = offered[0] if offered else USUAL
    wanted, compared = asked.get("counting", ""), asked.get("by", "")
    counting = Counting(wanted) if wanted in set(Counting) else Counting.FIRST
    by = By(compared) if compared in set(By) else By.NOTHING
    if counting is Counting.FIRST and by is By.NUMBER:
        by = By.NOTHING
    return View(questionnaire, counting, by)
