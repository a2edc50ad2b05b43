"""How well and how fast replies are read: ``python -m tests.bench.reading`` prints the figures."""

import json
import time
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any

from diary.domain.questionnaire import Item, Questionnaire, parse_questionnaire
from diary.domain.replies import Answer, read_reply

LANGUAGES = ("en", "es")
CORPORA = ("replies", "awkward")
"""Texts as they mostly come, and texts that were written to be hard to read."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A text of the corpus: what it answers, and what a careful reader would store."""

    text: str
    language: str
    asking: str
    """``daily`` or one item of it: ``daily/mood``."""
    answers: Mapping[str, Answer]
    """Empty where a careful reader would ask again."""

    @property
    def items(self) -> tuple[Item, ...]:
        code, _, link_id = self.asking.partition("/")
        asked = _questionnaire(code)
        if link_id:
            return (asked.item(link_id),)
        return tuple(item for item in asked.items if "sms" in item.channels)


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over a corpus; ``asked``: asked again, where a careful reader would have read more."""

    texts: int
    wrong: int
    asked: int
    seconds: float

    def per_thousand(self, count: int) -> float:
        return 1000 * count / self.texts


def corpus(language: str, kind: str = "replies") -> list[Reply]:
    """The project's own texts in that language; ``kind`` is one of ``CORPORA``."""
    lines = (files("tests") / "corpora" / f"{kind}_{language}.jsonl").read_text("utf-8")
    return [_reply(json.loads(line), language) for line in lines.splitlines()]


def measure(replies: list[Reply]) -> Figures:
    """Reads every text once and compares."""
    asked_items = [reply.items for reply in replies]
    start = time.process_time()
    readings = [
        read_reply(reply.text, items, reply.language).answers
        for reply, items in zip(replies, asked_items, strict=True)
    ]
    seconds = time.process_time() - start
    wrong = sum(is_wrong(got, reply) for got, reply in zip(readings, replies, strict=True))
    asked = sum(
        not is_wrong(got, reply) and dict(got) != dict(reply.answers)
        for got, reply in zip(readings, replies, strict=True)
    )
    return Figures(len(replies), wrong, asked, seconds)


def is_wrong(answers: Mapping[str, Answer], reply: Reply) -> bool:
    """Whether anything would be stored that the patient did not say."""
    return any(reply.answers.get(link_id) != value for link_id, value in answers.items())


def table() -> Iterator[str]:
    """The figures as lines of text."""
    heads = f"{'texts':>7}{'wrong /1000':>13}{'asked again /1000':>19}{'10,000 in':>11}"
    yield f"{'replies':<12}{heads}"
    for kind, language in product(CORPORA, LANGUAGES):
        found = measure(corpus(language, kind))
        wrong, asked = found.per_thousand(found.wrong), found.per_thousand(found.asked)
        seconds = 10_000 * found.seconds / found.texts
        name = f"{kind} {language}"
        yield f"{name:<12}{found.texts:>7}{wrong:>13.1f}{asked:>19.1f}{seconds:>9.2f} s"


def _reply(entry: Mapping[str, Any], language: str) -> Reply:
    answers = {
        link_id: tuple(value) if isinstance(value, list) else value
        for link_id, value in entry["answers"].items()
    }
    return Reply(entry["text"], language, entry["asking"], answers)


@cache
def _questionnaire(code: str) -> Questionnaire:
    own = tomllib.loads((files("tests") / "corpora" / "questions.toml").read_text("utf-8"))
    if code in own:
        return parse_questionnaire(own[code])
    shipped = files("diary") / "instruments" / f"{code}.toml"
    return parse_questionnaire(tomllib.loads(shipped.read_text("utf-8")))


if __name__ == "__main__":
    print("\n".join(table()))
