"""A wish to get no more texts, in plain words.

Consent may be withdrawn by any reasonable means (47 CFR 64.1200(a)(10)), so beyond the keywords a
request in a sentence counts too, in English and Spanish, whatever the patient's language. When in
doubt it is a request; a "stop" that speaks of tears, pain or medicine is not.
"""

from functools import cache

from diary.domain.opt_out_exceptions import OTHERS
from diary.domain.opt_out_words import GROUPS, REQUESTS, SLIPS, WATCHED
from diary.domain.phrases import Groups, Phrase, PhraseIndex, parse_phrase
from diary.domain.spelling import Spelling


def is_opt_out(text: str) -> bool:
    """Whether ``text`` asks, in a sentence, that the texts stop."""
    spelling, requests, others = _phrases()
    words = spelling.read(text)
    spoken = list(requests.matches(words))
    if not spoken:
        return False
    elsewhere = list(others.matches(words))
    return any(not any(match.overlaps(other) for other in elsewhere) for match in spoken)


@cache
def _phrases() -> tuple[Spelling, PhraseIndex[str], PhraseIndex[str]]:
    groups = Groups(GROUPS)
    requests = [parse_phrase(phrase, groups) for phrase in REQUESTS]
    others = [parse_phrase(phrase, groups, unbroken=True) for phrase in OTHERS]
    vocabulary = frozenset[str]().union(*(phrase.words for phrase in (*requests, *others)))
    return Spelling.of(vocabulary, WATCHED, SLIPS), _index(requests), _index(others)


def _index(phrases: list[Phrase]) -> PhraseIndex[str]:
    return PhraseIndex((phrase.source, phrase) for phrase in phrases)
