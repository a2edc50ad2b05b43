"""How a simulated patient fares: a severity between 0 (well) and 1 (as ill as the scales go).

Each infusion closes a share of what is left to gain, and the gain decays by half-lives: the shape
of published courses (response within hours, median loss of response after two to six weeks).
"""

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

ITEM_NOISE = 0.25
"""Standard deviation of an answer to one symptom item, in its own points."""


@dataclass(slots=True)
class Illness:
    """``baseline`` severity; ``reach`` is the share of it that infusions can lift at most.

    ``per_infusion`` of what is left is gained each time, ``half_life`` in days; ``drift`` is added
    a day, whatever is done.
    """

    baseline: float
    reach: float
    per_infusion: float = 0.45
    half_life: float = 30.0
    drift: float = 0.0
    began_at: datetime | None = None
    _gain: float = 0.0
    _last_at: datetime | None = field(default=None)

    def infuse(self, at: datetime) -> None:
        """An infusion was given."""
        gain = self._gain_at(at)
        self._gain, self._last_at = gain + (1 - gain) * self.per_infusion, at

    def severity(self, at: datetime) -> float:
        days = (at - self.began_at) / timedelta(days=1) if self.began_at else 0.0
        lifted = self.baseline * (1 - self.reach * self._gain_at(at))
        return min(1.0, max(0.0, lifted + self.drift * days))

    def is_treated(self, at: datetime) -> bool:
        """Whether there was an infusion before ``at``."""
        return self._last_at is not None and self._last_at < at

    def _gain_at(self, at: datetime) -> float:
        if self._last_at is None:
            return 0.0
        days = max(0.0, (at - self._last_at) / timedelta(days=1))
        onset = 1 - math.exp(-days / 0.3)
        return self._gain * onset * math.pow(0.5, days / self.half_life)


def daily_values(severity: float, chance: random.Random) -> Mapping[str, float]:
    """A day's ratings: mood and distress 0-10, sleep in half hours."""
    mood = round(_within(10 * (1 - severity) + chance.gauss(0, 0.8), 0, 10))
    distress = round(_within(10 * severity + chance.gauss(0, 1.0), 0, 10))
    sleep = round(2 * _within(8 - 3.5 * severity + chance.gauss(0, 0.8), 2, 11)) / 2
    return {"mood": mood, "distress": distress, "sleep_hours": sleep}


def item_value(severity: float, highest: int, chance: random.Random) -> int:
    """An answer to one symptom item, 0 to ``highest``."""
    return round(_within(highest * severity + chance.gauss(0, ITEM_NOISE), 0, highest))


def _within(value: float, low: float, high: float) -> float:
    return min(high, max(low, value))
