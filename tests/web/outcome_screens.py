"""The outcomes page with everything on it, and with nothing."""

from typing import Any

from diary.web.charts import Curve, CurveKind, Curves, ShareRow, Shares, Step
from diary.web.screens.caseload import Figure
from diary.web.screens.outcomes import (
    Cell,
    Counted,
    GroupRow,
    Groups,
    Option,
    Options,
    Outcomes,
    PublishedRow,
)
from diary.web.screens.patient import NumbersTable

_CURVES = Curves(
    "How long",
    "Median 27 d.",
    (
        Curve("held", CurveKind.KEPT, 1.0, (Step(7, 0.8, 0.6, 0.9), Step(21, 0.4)), 80, (9, 80)),
        Curve("everybody", CurveKind.EVERYBODY, 1.0, (Step(14, 0.5),), 90),
    ),
    90,
    ((0, 12), (28, 4)),
    median=21,
)
_TABLE = NumbersTable(("Day", "Held"), (("7", "80%"),))

OUTCOME_SCREENS: list[tuple[str, Any]] = [
    (
        "outcomes",
        Outcomes(
            "12 courses of 12 patients, by PHQ-9.",
            (Options("Count", (Option("Every course", {"counting": "courses"}, True),)),),
            {"counting": "courses"},
            (Figure("Response", "43%", "5 of 12", "19% to 68%"),),
            Shares(
                "Response",
                "",
                (
                    (
                        "Response: half",
                        (
                            ShareRow("This clinic", "43%", 0.43, 0.19, 0.68),
                            ShareRow("McInnes 2022", "53.6%", 0.536, published=True),
                            ShareRow("This clinic", "not known"),
                        ),
                    ),
                ),
            ),
            _CURVES,
            _CURVES,
            _TABLE,
            _TABLE,
            (Counted("No reliable gain", "3"),),
            (Counted("No score", "2"),),
            Groups(
                "Route",
                ("Courses", "Response"),
                (
                    GroupRow("by vein (IV)", (Cell("9"), Cell("43%", ("19% to 68%",))), _CURVES),
                    GroupRow("not recorded", (Cell("3"), Cell(""))),
                ),
                "Log-rank p = 0.4.",
            ),
            (
                PublishedRow(
                    "McInnes 2022", "10.1/x", "Response", "54%", Cell("43%"), "537", "half"
                ),
            ),
            (("Course", "infusions close together"),),
        ),
    ),
    ("outcomes", Outcomes("12 courses.", (), {}, shares=Shares("Response", "", ()))),
    ("outcomes", Outcomes("Nothing to count yet.", (), {})),
]
