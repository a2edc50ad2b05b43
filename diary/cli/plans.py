"""``diary plans``: plan files checked, shown, loaded for a clinic, and its patients moved."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from diary.cli import PLAIN
from diary.cli.known import known_questionnaires
from diary.cli.opening import clinic_with, fail, opened
from diary.cli.plan_preview import preview
from diary.domain.plan_file import PlanError, parse_plan
from diary.gateways.catalogue import CatalogueError, read_toml
from diary.gateways.plans import load_plans
from diary.resources import plans_folder
from diary.services import follow_up
from diary.services import plans as clinic_plans

plans = typer.Typer(no_args_is_help=True, help="Plans: what is asked when.", **PLAIN)
plans.command("preview")(preview)

_Clinic = Annotated[str, typer.Option("--clinic", help="the clinic, by the number it texts from")]


@plans.command("check")
def check_plan(file: Annotated[Path, typer.Argument(help="a plan's TOML")]) -> None:
    """Name every mistake in a plan file; exit code 1 if there is one."""
    try:
        plan = parse_plan(read_toml(file), known_questionnaires())
    except (CatalogueError, PlanError) as error:
        said = str(error).removeprefix(f"{file}: ")
        print(f"{file}: {said}", file=sys.stderr)
        sys.exit(1)
    print(f"{file}: good, {plan.reference}")


@plans.command("list")
def list_plans(
    clinic: Annotated[str, typer.Option(help="a clinic's plans, by the number it texts from")] = "",
) -> None:
    """List the plans that come with the program, or every version that a clinic has."""
    if not clinic:
        for plan in load_plans(plans_folder(), known_questionnaires()).values():
            count = len(plan.check_ins)
            print(f"{plan.reference:20} {count:3} check-ins  {plan.title['en']}")
        return
    with opened() as services, services.readers() as session:
        organization = clinic_with(session, clinic, option="--clinic")
        for each in clinic_plans.shelf(session, services.catalogue, organization.id):
            mark = "newest" if each.is_newest else "older"
            reference, title = each.plan.reference, each.plan.title["en"]
            print(f"{reference:20} {mark:6} {each.patients:5} patients  {title}")


@plans.command("load")
def load_plan(file: Annotated[Path, typer.Argument(help="a plan's TOML")], clinic: _Clinic) -> None:
    """Give a clinic a plan of its own, or a new version of one. Patients stay where they are."""
    try:
        content = read_toml(file)
        with opened() as services, services.sessions.begin() as session:
            organization = clinic_with(session, clinic, option="--clinic")
            plan = clinic_plans.load(
                session, services.catalogue, organization.id, content, services.clock()
            )
    except (CatalogueError, PlanError) as error:
        said = str(error).removeprefix(f"{file}: ")
        fail(f"{file}: {said}")
    print(f"{plan.reference}: loaded; `diary plans move {plan.code}` moves its patients over")


@plans.command("move")
def move_patients(
    code: Annotated[str, typer.Argument(help="a plan's code")], clinic: _Clinic
) -> None:
    """Move every patient on a plan to its newest version: nothing is asked twice or left out."""
    with opened() as services:
        with services.readers() as session:
            organization = clinic_with(session, clinic, option="--clinic")
            offered = clinic_plans.offered(session, services.catalogue, organization.id)
            if code not in offered:
                fail(f"{code}: the clinic has no such plan; it has {', '.join(offered)}")
            newest = offered[code]
            patients = clinic_plans.patients_on(session, organization.id, code)
        moved = 0
        for patient_id in patients:
            with services.sessions.begin() as session:
                moved += follow_up.move(
                    session, services.catalogue, patient_id, newest, services.clock()
                )
    print(f"{newest.reference}: {moved} patients moved")
