"""What counts as change on a questionnaire, from the marks in its own file."""

from dataclasses import replace

from diary.domain.item import Item
from diary.domain.questionnaire import Questionnaire
from diary.domain.total_range import total_range
from diary.domain.trends import ChangeRules

NOT_ESTABLISHED = float("inf")
"""No published mark: no change is ever called reliable."""

LEAST_DAILY_CHANGE = 2.0
"""Points on a daily 0-10 rating, which has no published mark (``daily_reliable_change``)."""


def rules_for_score(questionnaire: Questionnaire) -> ChangeRules:
    """The rules for a questionnaire's total. Totals are whole points: at most 4 is below 5."""
    change = questionnaire.change
    if change is None:
        return ChangeRules(reliable_change=NOT_ESTABLISHED)
    rules = ChangeRules(
        reliable_change=NOT_ESTABLISHED if change.reliable is None else change.reliable,
        response_fraction=(change.response_percent or 50) / 100,
        remission_below=None if change.remission_at_most is None else change.remission_at_most + 1,
        end_state=change.recovered_at_most,
        end_state_includes_cut=True,
        noticeable_change=change.noticeable,
    )
    if not change.high_is_good or questionnaire.scoring is None:
        return rules
    # Totals are whole points: at least 60 is above 59.
    lowest_well = change.remission_at_least
    return replace(
        rules,
        high_is_good=True,
        best_possible=total_range(questionnaire, questionnaire.scoring)[1],
        remission_below=None if lowest_well is None else lowest_well - 1,
        end_state=change.recovered_at_least,
    )


def rules_for_rating(item: Item) -> ChangeRules:
    """The rules for a daily rating on its item's own scale."""
    return ChangeRules(
        reliable_change=LEAST_DAILY_CHANGE,
        high_is_good=item.high_is_good,
        best_possible=item.maximum if item.high_is_good else item.minimum,
    )
