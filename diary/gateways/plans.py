"""Plans from their TOML files."""

from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType

from diary.domain.plan import Plan
from diary.domain.plan_file import PlanError, parse_plan
from diary.gateways.catalogue import CatalogueError, read_toml


def load_plans(folder: Path, questionnaires: Collection[str]) -> Mapping[str, Plan]:
    """Every plan of a folder by its code; ``CatalogueError`` names the file that is wrong."""
    plans: dict[str, Plan] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            plan = parse_plan(read_toml(path), questionnaires)
        except PlanError as error:
            raise CatalogueError(f"{path}: {error}") from error
        if plan.code in plans:
            raise CatalogueError(f"{path}: the code {plan.code!r} is another file's")
        plans[plan.code] = plan
    return MappingProxyType(plans)
