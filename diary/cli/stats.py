"""``diary stats``: what the check-ins of each clinic cost."""

from datetime import timedelta
from typing import Annotated

import typer
from sqlalchemy import select

from diary.cli.opening import opened
from diary.services import costs
from diary.store.people import Organization


def stats(
    days: Annotated[int, typer.Option(min=1, help="how many days back")] = 28,
    questionnaire: Annotated[str, typer.Option(help="the check-in that is counted")] = "daily",
) -> None:
    """Print answers and segments of each clinic's check-ins, and what one completed costs."""
    with opened() as services, services.readers() as session:
        until = services.clock()
        since = until - timedelta(days=days)
        price = services.settings.segment_price_usd
        for clinic in session.scalars(select(Organization).order_by(Organization.name)):
            found = costs.check_in_costs(session, clinic.id, since, until, (questionnaire,))
            sent, received = costs.traffic(session, clinic.id, since, until)
            print(f"{clinic.name}, last {days} days")
            print(f"  {questionnaire} check-ins asked       {found.asked}")
            print(f"  completed                   {found.completed}")
            if found.segments_each is not None:
                print(f"  segments a completed one    {found.segments_each:.2f}")
                print(f"  cost a completed one        ${found.segments_each * price:.4f}")
            print(f"  all segments sent           {sent}")
            print(f"  all segments received       {received}")
            print(f"  cost of all segments        ${(sent + received) * price:.2f}")
