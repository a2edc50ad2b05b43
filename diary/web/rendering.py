"""What templates may call: charts and words, and nothing that reads or decides."""

from jinja2 import Environment

from diary.web import charts
from diary.web.wording.status import say_status


def equip(environment: Environment) -> None:
    """Give ``environment`` the functions that ``templates/`` use beyond Flask's own.

    Also expected by the templates, from the application: ``_``, ``ngettext`` and ``csrf_token``.
    """
    environment.globals.update(
        timeline=charts.timeline,
        sparkline=charts.sparkline,
        overlay=charts.overlay,
        readings=charts.readings,
        curves=charts.curves,
        shares=charts.shares,
        middle=charts.MIDDLE,
        narrow=charts.NARROW,
        say_status=say_status,
    )
