"""A simulated patient: how they fare, how they read their texts, and how they answer."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from diary.domain.questionnaire import ItemKind, Questionnaire
from diary.domain.turn import Asked
from diary.simulation.illness import Illness, daily_values, item_value
from diary.simulation.phrasing import Style, say_values

RARELY = 0.5
GOES_ON = 0.98
"""Whoever has answered the first text of a questionnaire mostly answers the next."""


@dataclass(slots=True)
class Persona:
    """``answers`` is the share of texts answered; ``weeks`` how long they have been enrolled.

    ``visits`` are the days of their infusions, counted from the first; ``says`` are texts of their
    own accord by days before the end of the history.
    """

    name: str
    story: str
    phone: str
    illness: Illness
    weeks: float
    visits: Sequence[int]
    language: str = "en"
    timezone: str = "America/Chicago"
    preferred_local: time = time(10)
    plan: str = "standard"
    style: Style = Style.PLAIN
    answers: float = 0.9
    weight_kg: float = 75
    says: Mapping[float, str] = field(default_factory=dict)
    dark_thoughts: float = 0.0
    """How likely item 9 is answered above 0."""
    phone_off_days: float | None = None
    """How many days before the end of the history their phone goes off."""
    autopilot: bool = True

    def reply_to(
        self,
        body: str,
        questions: Mapping[str, Asked],
        questionnaires: Mapping[str, Questionnaire],
        at: datetime,
        chance: random.Random,
    ) -> str | None:
        """What they text back, or ``None``. They know only what the text says."""
        asked = max((wording for wording in questions if wording in body), key=len, default=None)
        if asked is None:
            return self._reply_without_question(body)
        question = questions[asked]
        is_first = question.items[0] == questionnaires[question.questionnaire].items[0].link_id
        if chance.random() > (self._keenness(question, at) if is_first else GOES_ON):
            return None
        return self._answer(question, questionnaires[question.questionnaire], at, chance)

    def _keenness(self, question: Asked, at: datetime) -> float:
        """How likely they answer: a questionnaire sooner than one more day, if at all."""
        if question.questionnaire == "daily" or self.answers < RARELY:
            return self.answers
        return GOES_ON if self.illness.is_treated(at) else 1.0

    def delay(self, chance: random.Random) -> timedelta:
        """How long they take to answer."""
        return timedelta(minutes=min(240, 2 + round(chance.lognormvariate(2.2, 1.0))))

    def _reply_without_question(self, body: str) -> str | None:
        if "Reply 1 to join" in body or "Responde 1 para unirte" in body:
            return "1"
        if "1 safe, 2 not sure" in body:
            return "2"
        return None

    def _answer(
        self, asked: Asked, questionnaire: Questionnaire, at: datetime, chance: random.Random
    ) -> str:
        severity = self.illness.severity(at)
        items = [questionnaire.item(link_id) for link_id in asked.items]
        if items[0].kind is ItemKind.SEVERAL:
            felt = [o.value for o in items[0].options if o.value and chance.random() < 0.2]
            return " ".join(str(value) for value in felt) or "0"
        if items[0].kind is ItemKind.RATING:
            today = daily_values(severity, chance)
            values = {i.link_id: today[i.link_id] for i in items}
            return say_values(values, self.style, self.language, chance)
        values = {}
        for item in items:
            is_dark = asked.questionnaire == "phq9" and item.link_id == "9"
            if is_dark and not self.dark_thoughts:
                values[item.link_id] = 0
            else:
                level = severity * (self.dark_thoughts if is_dark else 1)
                values[item.link_id] = item_value(level, int(item.maximum), chance)
        return " ".join(f"{value:g}" for value in values.values())
