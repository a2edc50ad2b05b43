"""Danger in what a patient writes or answers: what was seen, how grave, and by which rule.

The design follows the published practice of crisis lines (triage by words, every hit to a person)
and prefers a false alert of tier C to a miss. A text that is not found here is not thereby safe.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from diary.domain.danger_rules import ExceptionRule, Kind, Pair, Rule, Sign, Tier
from diary.domain.lexicon import Lexicon
from diary.domain.phrase_index import Match

__all__ = ["Finding", "Kind", "Tier", "assess", "screen"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One alert's worth of danger. ``rule`` names what fired first at the gravest tier.

    ``kinds`` are all kinds seen, ``others`` the other rules that fired, ``lowered_by`` the
    exception that brought it down to tier C. None of it quotes the patient.
    """

    tier: Tier
    rule: str
    kind: Kind
    why: str
    kinds: frozenset[Kind] = frozenset()
    others: tuple[str, ...] = ()
    lowered_by: str | None = None


def screen(text: str, lexicon: Lexicon) -> Finding | None:
    """The gravest danger in ``text``, in either language, or None.

    What no rule sees may still be caught by the second net, as tier C.
    """
    readings = lexicon.spelling.readings(text)
    found = [finding for words in readings if (finding := _seen(words, lexicon))]
    if found:
        return min(found, key=lambda finding: finding.tier)
    net = lexicon.second_net
    if net and net.holds(_without(readings[0], list(lexicon.ignored.matches(readings[0])))):
        return _READS_LIKE_NEED
    return None


def assess(
    questionnaire_code: str,
    answers: Mapping[str, float],
    earlier_mood: Sequence[float] = (),
    *,
    low_mood: float = 1,
    fall: float = 4,
) -> tuple[Finding, ...]:
    """The dangers that answers show without a word.

    ``answers`` are values by link id, ``earlier_mood`` the mood ratings before (0-10, newest
    last). A mood of ``low_mood`` or less after a fall of ``fall`` or more from the median of the
    last seven is tier B, without such a fall tier C. PHQ-9 item 9 at 1 or more: one-year risk of
    an attempt grows with each step (Simon 2013), so 1 and 2 are tier B and 3 is tier A. ASQ: any
    yes is positive, the acuity item is imminent (NIMH).
    """
    findings: list[Finding] = []
    if questionnaire_code == "daily" and "mood" in answers:
        findings += _mood(answers["mood"], earlier_mood, low_mood, fall)
    if questionnaire_code == "phq9" and answers.get("9", 0) >= 1:
        tier = Tier.A if answers["9"] >= _NEARLY_EVERY_DAY else Tier.B
        findings.append(_answered("answer-phq9-item9", tier, "PHQ-9 item 9 is answered above 0."))
    if questionnaire_code == "asq":
        findings += _asq(answers)
    return tuple(findings)


_READS_LIKE_NEED = Finding(
    Tier.C,
    "second-net",
    Kind.CRISIS,
    "No rule fired, but in its words the text is like those of people in need.",
    frozenset({Kind.CRISIS}),
)
_NEARLY_EVERY_DAY = 3
_RECENT = 7


def _seen(words: str, lexicon: Lexicon) -> Finding | None:
    dangers, hints = lexicon.dangers.windows(words), lexicon.hints.windows(words)

    def hits_in(text: str) -> list[Match[Rule]]:
        signs = list(lexicon.hints.matches_in(hints, text))
        found = lexicon.dangers.matches_in(dangers, text)
        return [*found, *_together(signs, lexicon.pairs)]

    hits = hits_in(words)
    if not hits:
        return None
    rest = _without(words, list(lexicon.ignored.matches(words)))
    if rest != words:
        hits = hits_in(rest)
        if not hits:
            return None
    return _gravest(hits, list(lexicon.lowering.matches(rest)))


_NEAR = 200
"""Characters that may stand between two signs of one pair."""


def _together(signs: Sequence[Match[Sign]], pairs: Sequence[Pair]) -> Iterator[Match[Rule]]:
    ordered = sorted(signs, key=lambda sign: sign.start)
    for number, one in enumerate(ordered):
        for other in islice(ordered, number + 1, None):
            if other.start > one.end + _NEAR:
                break
            if not one.overlaps(other):
                for pair in pairs:
                    if pair.joins(one.key, other.key):
                        yield Match(pair.rule, one.start, other.end)


def _gravest(hits: Sequence[Match[Rule]], lowering: Sequence[Match[ExceptionRule]]) -> Finding:
    near = _Near(lowering)
    judged = [(hit.key, _lowered_by(hit, near)) for hit in hits]
    rule, lowered_by = min(judged, key=_rank)
    return Finding(
        tier=Tier.C if lowered_by else rule.tier,
        rule=rule.name,
        kind=rule.kind,
        why=rule.why,
        kinds=frozenset(hit.key.kind for hit in hits),
        others=tuple(dict.fromkeys(hit.key.name for hit in hits if hit.key is not rule)),
        lowered_by=lowered_by,
    )


def _rank(judged: tuple[Rule, str | None]) -> tuple[Tier, int]:
    rule, lowered_by = judged
    return Tier.C if lowered_by else rule.tier, _URGENCY[rule.kind]


def _lowered_by(hit: Match[Rule], lowering: "_Near") -> str | None:
    if hit.key.tier is Tier.C:
        return None
    return next((low.key.name for low in lowering.to(hit) if _covers(low, hit)), None)


class _Near:
    """Exceptions by the stretch of text that they stand in: a long text may have many."""

    def __init__(self, lowering: Sequence[Match[ExceptionRule]]) -> None:
        self._lowering = lowering
        self._by_stretch: dict[int, list[int]] = {}
        for number, low in enumerate(lowering):
            for stretch in _stretches(low):
                self._by_stretch.setdefault(stretch, []).append(number)

    def to(self, hit: Match[Rule]) -> Iterator[Match[ExceptionRule]]:
        """Those that may touch ``hit``, in their order."""
        found = {n for stretch in _stretches(hit) for n in self._by_stretch.get(stretch, ())}
        return (self._lowering[number] for number in sorted(found))


def _stretches(match: Match[Rule] | Match[ExceptionRule]) -> range:
    return range(match.start // _NEAR, match.end // _NEAR + 1)


# Of two dangers of one tier the reply is chosen by the one where minutes count.
_URGENCY = {Kind.MEDICAL: 0, Kind.CRISIS: 1, Kind.VIOLENCE: 2}


def _covers(low: Match[ExceptionRule], hit: Match[Rule]) -> bool:
    """Whether the words of the hit that matter, its last ones, stand in the exception."""
    return low.start < hit.end <= low.end or hit.start <= low.start < low.end <= hit.end


def _without(words: str, matches: Sequence[Match[ExceptionRule]]) -> str:
    if not matches:
        return words
    letters = list(words)
    for match in matches:
        # A word of x stays a word: what is left around it does not become a whole message.
        blank = ("x" if letter != " " else " " for letter in words[match.start : match.end])
        letters[match.start : match.end] = blank
    return "".join(letters)


def _mood(mood: float, earlier: Sequence[float], low: float, fall: float) -> list[Finding]:
    if mood > low:
        return []
    recent = sorted(earlier[-_RECENT:])
    if recent and recent[len(recent) // 2] - mood >= fall:
        return [_answered("answer-mood-fell", Tier.B, "Mood fell far, to the end of its scale.")]
    return [_answered("answer-mood-low", Tier.C, "Mood is at the low end of its scale.")]


def _asq(answers: Mapping[str, float]) -> list[Finding]:
    if answers.get("5", 0) >= 1:
        return [_answered("answer-asq-acute", Tier.A, "ASQ: thoughts of suicide right now.")]
    if any(answers.get(item, 0) >= 1 for item in ("1", "2", "3", "4")):
        return [_answered("answer-asq-positive", Tier.B, "ASQ: a question is answered yes.")]
    return []


def _answered(rule: str, tier: Tier, why: str) -> Finding:
    return Finding(tier, rule, Kind.CRISIS, why, frozenset({Kind.CRISIS}))
