"""What became of the clinic's patients, as a page and as a file."""

from flask import Response, request
from flask.typing import ResponseReturnValue

from diary.web.pages.show import show
from diary.web.present.outcomes import outcomes_page, seen
from diary.web.present.outcomes_csv import outcomes_csv
from diary.web.site import Visit


def index(visit: Visit) -> ResponseReturnValue:
    with visit.reading() as session:
        page = outcomes_page(session, visit, request.args)
    return show(visit, "outcomes.html", page, "outcomes")


def table(visit: Visit) -> ResponseReturnValue:
    """What the page shows, for a spreadsheet."""
    with visit.reading() as session:
        found = seen(session, visit, request.args)
    return Response(
        outcomes_csv(found),
        mimetype="text/csv",
        headers={"Content-Disposition": 'attachment; filename="outcomes.csv"'},
    )
