"""Plans from their TOML files."""

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path

from diary.domain.plan import Plan, PlanError, parse_plan


def load_plans(folder: Path, questionnaires: Collection[str]) -> Mapping[str, Plan]:
    """Every plan of a folder by its code; ``PlanError`` names the file that is wrong."""
    plans: dict[str, Plan] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            plan = parse_plan(tomllib.loads(path.read_text(encoding="utf-8")), questionnaires)
        except (PlanError, tomllib.TOMLDecodeError) as error:
            raise PlanError(f"{path.name}: {error}") from error
        plans[plan.code] = plan
    return plans
