"""``python -m tests.training.second_net``: weigh the corpora anew and write the net's file.

The same corpora give the same file. ``tests.bench safety`` prints how the net does on texts that
it was not trained on, by leaving out a fifth of the corpora at a time.
"""

import json
import math
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

from diary.domain.second_net import SecondNet, features, spoken
from diary.domain.spelling import Spelling
from diary.gateways.lexicons import SECOND_NET, load_lexicon
from diary.resources import lexicons_folder

EPOCHS = 12
FIRST_STEP, STEPS_SHRINK_BY = 0.5, 0.85
BIAS_STEP = 0.05
FORGETS = 1e-4
RAREST = 2
"""A word or pair that stands in fewer texts is not weighed."""
LIGHTEST = 0.08
"""Weights nearer to zero are left out of the file."""
THRESHOLD = 1.4
SEED = 1


@dataclass(frozen=True, slots=True)
class Sample:
    text: str
    danger: bool


def samples() -> Sequence[Sample]:
    """All texts of the corpora that say whether there is danger in them."""
    return list(dict.fromkeys(_all()))


def _all() -> Iterator[Sample]:
    for language in ("en", "es"):
        for line in _lines(f"danger_{language}.txt"):
            yield Sample(line.partition("\t")[2], True)
        for line in _lines(f"ordinary_{language}.txt"):
            yield Sample(line, False)
        for name in ("replies", "awkward"):
            for line in _lines(f"{name}_{language}.jsonl"):
                yield Sample(json.loads(line)["text"], False)
    for line in _lines("in_need.jsonl"):
        entry = json.loads(line)
        yield Sample(entry["text"], entry["danger"])


def _lines(name: str) -> Iterator[str]:
    text = (files("tests") / "corpora" / name).read_text("utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


def train(texts: Sequence[Sample], spelling: Spelling) -> SecondNet:
    """Logistic regression by stochastic gradient descent; pure Python, so anybody can repeat it."""
    seen = [(sorted(set(features(spoken(spelling.read(s.text))))), s.danger) for s in texts]
    common = Counter(found for known, _ in seen for found in known)
    rows = [([f for f in known if common[f] >= RAREST], danger) for known, danger in seen]
    chance = random.Random(SEED)  # noqa: S311 - repeatable
    weights: dict[str, float] = {}
    bias, step = 0.0, FIRST_STEP
    for _ in range(EPOCHS):
        chance.shuffle(rows)
        for known, danger in rows:
            length = math.sqrt(len(known) or 1)
            odds = bias + sum(weights.get(f, 0.0) for f in known) / length
            error = danger - 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
            bias += BIAS_STEP * error
            for f in known:
                weights[f] = weights.get(f, 0.0) * (1 - FORGETS) + step * error / length
        step *= STEPS_SHRINK_BY
    kept = {f: round(w, 2) for f, w in sorted(weights.items()) if abs(w) >= LIGHTEST}
    return SecondNet(kept, round(bias, 3), THRESHOLD)


def main() -> int:
    net = train(samples(), load_lexicon(lexicons_folder()).spelling)
    path = lexicons_folder() / SECOND_NET
    table = {"bias": net.bias, "threshold": net.threshold, "weights": net.weights}
    path.write_text(json.dumps(table, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    sys.stdout.write(f"{path.name}: {len(net.weights)} weights\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
