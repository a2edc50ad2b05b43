"""How the second net does on texts that it was not trained on: a fifth left out at a time.

``python -m tests.bench second_net``: of the texts of need that no rule sees, how many it holds;
and how many of the ordinary texts it holds for nothing.
"""

from collections.abc import Callable, Iterator, Sequence

from diary.domain.safety import screen
from diary.domain.second_net import SecondNet
from diary.domain.spelling import Spelling
from diary.gateways.lexicons import load_rules
from diary.resources import lexicons_folder
from tests.training.second_net import Sample, samples, train

FOLDS = 5


def report(write: Callable[[str], None]) -> None:
    """Two lines."""
    rules = load_rules(lexicons_folder())
    texts = samples()
    left = [(number, s) for number, s in enumerate(texts) if screen(s.text, rules) is None]
    nets = list(_nets(texts, rules.spelling))

    def held(danger: bool) -> tuple[int, int]:
        mine = [(n % FOLDS, s) for n, s in left if s.danger is danger]
        caught = sum(nets[fold].holds(rules.spelling.read(s.text)) for fold, s in mine)
        return caught, len(mine)

    caught, missed = held(True)
    write(f"second net: holds {caught} of {missed} texts of need that no rule sees")
    false, ordinary = held(False)
    write(f"second net: holds {1000 * false / ordinary:.1f} of 1,000 ordinary texts for nothing")


def _nets(texts: Sequence[Sample], spelling: Spelling) -> Iterator[SecondNet]:
    for fold in range(FOLDS):
        yield train([s for number, s in enumerate(texts) if number % FOLDS != fold], spelling)


if __name__ == "__main__":
    report(print)
