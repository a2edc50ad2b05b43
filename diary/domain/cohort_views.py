"""How a cohort can be looked at: counting what, compared by what."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from diary.domain.cohort import count, dose_band
from diary.domain.course_result import CourseResult


class Counting(StrEnum):
    FIRST = "first"
    """Of each patient the first course: independent of one another, as intervals suppose."""
    COURSES = "courses"
    INFUSIONS = "infusions"


class By(StrEnum):
    NOTHING = ""
    NUMBER = "number"
    ROUTE = "route"
    DOSE = "dose"
    PLAN = "plan"


KEYS: Mapping[By, Callable[[CourseResult], str | None]] = {
    By.NUMBER: count,
    By.ROUTE: lambda result: result.route,
    By.DOSE: dose_band,
    By.PLAN: lambda result: result.plan,
}
"""Which group a course, or an infusion, is of; ``None``: not recorded."""
