"""Where in a text a phrase may stand: where its needed words do, in order and near one another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from diary.domain.phrases import Phrase


@dataclass(frozen=True, slots=True)
class Chain:
    """The needs of a phrase, as numbers: the last in a match, and those before it from there on.

    With each of these are the shifts that lead from a place to all before it that are near enough.
    A match reaches from ``before`` tokens before its first need to ``after`` tokens behind it.
    """

    last: int
    others: tuple[tuple[int, tuple[int, ...]], ...]
    before: int
    after: int

    def windows(
        self, places: Sequence[int], length: int, bounds: tuple[int, int]
    ) -> Iterator[tuple[int, int]]:
        """The parts of ``length`` tokens in which every match from ``places`` lies whole.

        A part that comes to one of ``bounds`` goes on to the text's own beginning or end there.
        """
        begun, ended = bounds
        open_begin = open_end = -1
        for place in places:
            begin, end = place - self.before, place + self.after + 1
            begin = 0 if begin <= begun else max(begin, 0)
            end = length if end >= ended else min(end, length)
            if begin <= open_end:
                open_end = max(open_end, end)
                continue
            if open_end >= 0:
                yield open_begin, open_end
            open_begin, open_end = begin, end
        if open_end >= 0:
            yield open_begin, open_end


def chain_of(phrase: Phrase, numbers: dict[frozenset[str], int]) -> Chain:
    """The chain of the phrase's needs; ``numbers`` has those met before, and takes new ones up."""
    needs = phrase.all_needs
    known = [numbers.setdefault(need.words, len(numbers)) for need in needs]
    shifts = [_shifts(min(one.after, other.before)) for one, other in pairwise(needs)]
    others = zip(reversed(known[:-1]), reversed(shifts), strict=True)
    return Chain(known[-1], tuple(others), needs[0].before, needs[0].after)


def places_of(chain: Chain, standing: Mapping[int, int]) -> int:
    """The places of the chain's first words that its other words follow, as a mask.

    ``standing`` has by need the places of its words, a bit for each; of those that have any.
    """
    followed = standing[chain.last]
    if not followed:
        return 0
    for need, shifts in chain.others:
        mask = standing[need]
        if not mask:
            return 0
        near = followed >> 1
        for shift in shifts:
            near |= near >> shift
        followed = mask & near
        if not followed:
            return 0
    return followed


def _shifts(distance: int) -> tuple[int, ...]:
    """Of places one before others, those that make of them all up to ``distance`` before."""
    shifts, done = [], 1
    while done < distance:
        shifts.append(min(done, distance - done))
        done += shifts[-1]
    return tuple(shifts)


def bits(mask: int) -> Iterator[int]:
    """The places in a mask, in order."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
