"""The words of danger as data: rules that a clinician can read, name by name.

A lexicon is read from TOML files (see ``diary/lexicons/``), one or more a language, and checked
once. ``rules`` see danger, each at one tier. ``exceptions`` hold what only sounds like it: a
negation lowers what it covers to tier C, an idiom takes the words that it covers away.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from diary.domain.normal_text import fold
from diary.domain.phrases import Groups, Phrase, PhraseError, PhraseIndex, parse_phrase
from diary.domain.spelling import Spelling


class LexiconError(ValueError):
    """A lexicon says something that cannot be: the message names the rule."""


class Tier(StrEnum):
    A = "A"
    """Intent, a plan, means, an attempt under way, a threat to others, an emergency."""
    B = "B"
    """A wish to be dead, being a burden, self-harm, a farewell."""
    C = "C"
    """Hopeless, ambiguous, denied, past, or about somebody else."""


class Kind(StrEnum):
    CRISIS = "crisis"
    MEDICAL = "medical"
    VIOLENCE = "violence"


class Effect(StrEnum):
    LOWER = "lower"
    """What it covers is of tier C."""
    IGNORE = "ignore"
    """What it covers is not read."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One danger: ``why`` is a plain sentence for the person who gets the alert."""

    name: str
    tier: Tier
    kind: Kind
    why: str
    patterns: tuple[str, ...]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExceptionRule:
    """What only sounds like danger. ``examples`` are softened, ``counterexamples`` are not."""

    name: str
    effect: Effect
    why: str
    patterns: tuple[str, ...]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Both languages, ready to be searched."""

    rules: tuple[Rule, ...]
    exceptions: tuple[ExceptionRule, ...]
    spelling: Spelling
    dangers: PhraseIndex[Rule]
    lowering: PhraseIndex[ExceptionRule]
    ignored: PhraseIndex[ExceptionRule]


def parse_lexicon(files: Iterable[Mapping[str, Any]]) -> Lexicon:
    """A lexicon from the tables of its TOML files; ``LexiconError`` names what is wrong."""
    tables = tuple(files)
    slips: dict[str, str] = {}
    for table in tables:
        slips.update(_mapping(table, "spelling"))
    rules: list[tuple[Rule, Phrase]] = []
    exceptions: list[tuple[ExceptionRule, Phrase]] = []
    names: set[str] = set()
    for table in tables:
        groups = _groups(table)
        for entry in table.get("rules", ()):
            rule = _rule(entry, names)
            rules += [(rule, p) for p in _phrases(rule.name, rule.patterns, groups)]
        for entry in table.get("exceptions", ()):
            exception = _exception(entry, names)
            exceptions += [
                (exception, p)
                for p in _phrases(exception.name, exception.patterns, groups, unbroken=True)
            ]
    if not rules:
        raise LexiconError("the lexicon has no rules")
    vocabulary: Counter[str] = Counter()
    named: list[tuple[Rule | ExceptionRule, Phrase]] = [*rules, *exceptions]
    for key, phrase in named:
        vocabulary.update(phrase.words)
        if lost := sorted(phrase.words & slips.keys()):
            raise LexiconError(
                f"{key.name}: {phrase.source!r} uses {lost[0]!r}, which is read as"
                f" {slips[lost[0]]!r}: write that"
            )
    return Lexicon(
        rules=tuple(dict.fromkeys(rule for rule, _ in rules)),
        exceptions=tuple(dict.fromkeys(exception for exception, _ in exceptions)),
        spelling=Spelling.of(
            (word for word, _ in vocabulary.most_common()),
            _listed(tables, "watched"),
            slips,
            _listed(tables, "ordinary"),
            guess_all=True,
        ),
        dangers=PhraseIndex(rules),
        lowering=PhraseIndex(pair for pair in exceptions if pair[0].effect is Effect.LOWER),
        ignored=PhraseIndex(pair for pair in exceptions if pair[0].effect is Effect.IGNORE),
    )


def _rule(entry: Mapping[str, Any], names: set[str]) -> Rule:
    name = _name(entry, names)
    try:
        tier, kind = Tier(entry.get("tier", "")), Kind(entry.get("kind", "crisis"))
    except ValueError as error:
        raise LexiconError(f"{name}: {error}") from None
    return Rule(
        name,
        tier,
        kind,
        _why(entry, name),
        _texts(entry, "patterns", name),
        _texts(entry, "examples", name),
        _texts(entry, "counterexamples", name, needed=False),
    )


def _exception(entry: Mapping[str, Any], names: set[str]) -> ExceptionRule:
    name = _name(entry, names)
    try:
        effect = Effect(entry.get("effect", ""))
    except ValueError as error:
        raise LexiconError(f"{name}: {error}") from None
    return ExceptionRule(
        name,
        effect,
        _why(entry, name),
        _texts(entry, "patterns", name),
        _texts(entry, "examples", name),
        _texts(entry, "counterexamples", name, needed=False),
    )


def _name(entry: Mapping[str, Any], names: set[str]) -> str:
    name = entry.get("name")
    if not isinstance(name, str) or not name.strip():
        raise LexiconError(f"a rule has no name: {dict(entry)!r:.120}")
    if name in names:
        raise LexiconError(f"{name}: two rules have this name")
    names.add(name)
    return name


def _why(entry: Mapping[str, Any], name: str) -> str:
    why = entry.get("why")
    if not isinstance(why, str) or not why.strip():
        raise LexiconError(f"{name}: needs a sentence 'why'")
    return why


def _texts(
    entry: Mapping[str, Any], key: str, name: str, *, needed: bool = True
) -> tuple[str, ...]:
    texts = entry.get(key, [])
    if not isinstance(texts, list) or not all(isinstance(t, str) and t.strip() for t in texts):
        raise LexiconError(f"{name}: {key!r} must be a list of texts")
    if needed and not texts:
        raise LexiconError(f"{name}: needs {key!r}")
    return tuple(texts)


def _phrases(
    name: str,
    patterns: Sequence[str],
    groups: Groups,
    *,
    unbroken: bool = False,
) -> Iterator[Phrase]:
    for pattern in patterns:
        try:
            yield parse_phrase(pattern, groups, unbroken=unbroken)
        except PhraseError as error:
            raise LexiconError(f"{name}: {error}") from None


def _mapping(table: Mapping[str, Any], key: str) -> dict[str, str]:
    entries = table.get(key, {})
    if not isinstance(entries, Mapping) or not all(isinstance(v, str) for v in entries.values()):
        raise LexiconError(f"[{key}] must give a text for each word")
    return {fold(word): fold(meant) for word, meant in entries.items()}


def _groups(table: Mapping[str, Any]) -> Groups:
    words = table.get("words", {})
    return Groups({name: _texts(words, name, "[words]") for name in words})


def _listed(tables: Iterable[Mapping[str, Any]], key: str) -> Iterator[str]:
    for table in tables:
        yield from table.get(key, ())
