"""Published outcomes to set beside a clinic's own: other patients, other scales, other selection.

Each figure keeps its study, scale and condition, because a response on the CAPS-5 after thirty per
cent is not a response on the PHQ-9 after fifty. They are shown for orientation, never pooled.
"""

from dataclasses import dataclass
from enum import StrEnum


class Measure(StrEnum):
    RESPONSE = "response"
    REMISSION = "remission"
    WORSE = "worse"
    STILL_RESPONDING = "still_responding"
    MEDIAN_DAYS_TO_LOSS = "median_days_to_loss"


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """``value`` is a share from 0 to 1, or days where ``measure`` says so.

    ``people`` are those that the figure is of: treated (in a trial: in the ketamine arm) with data,
    or of these the responders, where it says how long a response lasted.
    """

    study: str
    doi: str
    measure: Measure
    value: float
    people: int
    instrument: str
    treatment: str
    when: str
    rule: str


_MCINNES = ("McInnes 2022", "10.1016/j.jad.2021.12.097")
_OLIVER = ("Oliver 2022", "10.4088/JCP.21m14336")
_FEDER = ("Feder 2021", "10.1176/appi.ajp.2020.20050596")
_MCINNES_RESPONDERS = 288
"""53.6 % of 537."""
_FEDER_RESPONDERS = 10
"""67 % of 15."""
_INDUCTION = "4 to 8 infusions in 7 to 28 days"

PUBLISHED = (
    PublishedFigure(
        *_MCINNES,
        Measure.RESPONSE,
        0.536,
        537,
        "phq9",
        _INDUCTION,
        "14 to 31 days after induction",
        "at least 50 % below baseline",
    ),
    PublishedFigure(
        *_MCINNES,
        Measure.REMISSION,
        0.289,
        537,
        "phq9",
        _INDUCTION,
        "14 to 31 days after induction",
        "below 5",
    ),
    PublishedFigure(
        *_MCINNES,
        Measure.WORSE,
        0.084,
        537,
        "phq9",
        _INDUCTION,
        "14 to 31 days after induction",
        "a higher score than before",
    ),
    PublishedFigure(
        *_MCINNES,
        Measure.STILL_RESPONDING,
        0.80,
        _MCINNES_RESPONDERS,
        "phq9",
        _INDUCTION,
        "4 weeks, responders without maintenance, about",
        "at least 50 % below baseline",
    ),
    PublishedFigure(
        *_MCINNES,
        Measure.STILL_RESPONDING,
        0.60,
        _MCINNES_RESPONDERS,
        "phq9",
        _INDUCTION,
        "8 weeks, responders without maintenance, about",
        "at least 50 % below baseline",
    ),
    PublishedFigure(
        *_OLIVER,
        Measure.RESPONSE,
        0.50,
        424,
        "phq9",
        "6 infusions of 0.5 mg/kg in 21 days",
        "within 6 weeks of the first infusion",
        "at least 50 % below baseline",
    ),
    PublishedFigure(
        *_OLIVER,
        Measure.REMISSION,
        0.20,
        424,
        "phq9",
        "6 infusions of 0.5 mg/kg in 21 days",
        "within 6 weeks of the first infusion",
        "as the study defines it",
    ),
    PublishedFigure(
        *_FEDER,
        Measure.RESPONSE,
        0.67,
        15,
        "caps5",
        "6 infusions in 2 weeks, against midazolam (20 %)",
        "2 weeks",
        "at least 30 % below baseline",
    ),
    PublishedFigure(
        *_FEDER,
        Measure.MEDIAN_DAYS_TO_LOSS,
        27.5,
        _FEDER_RESPONDERS,
        "caps5",
        "6 infusions in 2 weeks",
        "after the 2 weeks, in responders",
        "loss of response",
    ),
)
