"""A wish to get no more texts, in plain words.

Consent may be withdrawn by any reasonable means (47 CFR 64.1200(a)(10)), so beyond the keywords a
request in a sentence counts too, in English and Spanish, whatever the patient's language. When in
doubt it is a request; a "stop" that speaks of tears, pain or medicine is not.
"""

from functools import cache

from diary.domain import (
    opt_out_english,
    opt_out_english_lists,
    opt_out_english_others,
    opt_out_spanish,
    opt_out_spanish_lists,
    opt_out_spanish_others,
)
from diary.domain.opt_out_spelling import ORDINARY, SLIPS, WATCHED
from diary.domain.phrase_index import Match, PhraseIndex
from diary.domain.phrases import Groups, Phrase, parse_phrase
from diary.domain.spelling import Spelling


def is_opt_out(text: str) -> bool:
    """Whether ``text`` asks, in a sentence, that the texts stop."""
    spelling, requests, others = _phrases()
    words = spelling.read(text)
    spoken = list(requests.matches(words))
    if not spoken:
        return False
    elsewhere = list(others.matches(words))
    return any(not any(_explains(other, match) for other in elsewhere) for match in spoken)


def _explains(other: Match[str], request: Match[str]) -> bool:
    """Whether ``request`` is a part of what ``other`` says, and not more than that."""
    says_more = (
        request.start <= other.start
        and other.end <= request.end
        and request.end - request.start > other.end - other.start
    )
    return request.overlaps(other) and not says_more


@cache
def _phrases() -> tuple[Spelling, PhraseIndex[str], PhraseIndex[str]]:
    lists = {**opt_out_english_lists.LISTS, **opt_out_spanish_lists.LISTS}
    groups = Groups({name: (words,) for name, words in lists.items()})
    asking = (*opt_out_english.REQUESTS, *opt_out_spanish.REQUESTS)
    elsewhere = (*opt_out_english_others.OTHERS, *opt_out_spanish_others.OTHERS)
    requests = [parse_phrase(phrase, groups) for phrase in asking]
    others = [parse_phrase(phrase, groups, unbroken=True) for phrase in elsewhere]
    vocabulary = frozenset[str]().union(*(phrase.words for phrase in (*requests, *others)))
    spelling = Spelling.of(sorted(vocabulary), WATCHED, SLIPS, ORDINARY, by_ear=True)
    return spelling, _index(requests), _index(others)


def _index(phrases: list[Phrase]) -> PhraseIndex[str]:
    return PhraseIndex((phrase.source, phrase) for phrase in phrases)
