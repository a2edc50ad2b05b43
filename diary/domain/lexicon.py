"""The words of danger as data: rules that a clinician can read, name by name.

A lexicon is read from TOML files (see ``diary/lexicons/``), one or more a language, and checked
once. ``rules`` see danger, each at one tier. ``signs`` are too weak to raise an alert; ``pairs``
name which two of them do together. ``exceptions`` hold what only sounds like danger: a negation
lowers what it covers to tier C, an idiom takes the words that it covers away. Lists of ``words``
are shared by the files of one ``language``.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from diary.domain.danger_rules import (
    Effect,
    ExceptionRule,
    Kind,
    Pair,
    Rule,
    Sign,
    Tier,
)
from diary.domain.normal_text import fold
from diary.domain.phrase_index import PhraseIndex
from diary.domain.phrases import Groups, Phrase, PhraseError, parse_phrase
from diary.domain.second_net import SecondNet
from diary.domain.spelling import Spelling

__all__ = [
    "Effect",
    "ExceptionRule",
    "Kind",
    "Lexicon",
    "LexiconError",
    "Rule",
    "Tier",
    "parse_lexicon",
]


class LexiconError(ValueError):
    """A lexicon says something that cannot be: the message names the rule."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Both languages, ready to be searched."""

    rules: tuple[Rule, ...]
    exceptions: tuple[ExceptionRule, ...]
    signs: tuple[Sign, ...]
    pairs: tuple[Pair, ...]
    spelling: Spelling
    dangers: PhraseIndex[Rule]
    lowering: PhraseIndex[ExceptionRule]
    ignored: PhraseIndex[ExceptionRule]
    hints: PhraseIndex[Sign]
    second_net: SecondNet | None = None


def parse_lexicon(files: Iterable[Mapping[str, Any]]) -> Lexicon:
    """A lexicon from the tables of its TOML files; ``LexiconError`` names what is wrong."""
    tables = tuple(files)
    slips: dict[str, str] = {}
    for table in tables:
        slips.update(_mapping(table, "spelling"))
    rules: list[tuple[Rule, Phrase]] = []
    exceptions: list[tuple[ExceptionRule, Phrase]] = []
    signs: list[tuple[Sign, Phrase]] = []
    names: set[str] = set()
    groups_of = _groups(tables)
    for table in tables:
        groups = groups_of[table.get("language", "")]
        for entry in table.get("rules", ()):
            rule = _rule(entry, names)
            rules += [(rule, p) for p in _phrases(rule.name, rule.patterns, groups)]
        for entry in table.get("exceptions", ()):
            exception = _exception(entry, names)
            exceptions += [
                (exception, p)
                for p in _phrases(exception.name, exception.patterns, groups, unbroken=True)
            ]
        for entry in table.get("signs", ()):
            sign = _sign(entry, names)
            signs += [(sign, p) for p in _phrases(sign.name, sign.patterns, groups)]
    sorts = {sign.sort for sign, _ in signs}
    pairs = tuple(_pair(e, names, sorts) for table in tables for e in table.get("pairs", ()))
    if not rules:
        raise LexiconError("the lexicon has no rules")
    vocabulary: Counter[str] = Counter()
    named: list[tuple[Rule | ExceptionRule | Sign, Phrase]] = [*rules, *exceptions, *signs]
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
        signs=tuple(dict.fromkeys(sign for sign, _ in signs)),
        pairs=pairs,
        spelling=Spelling.of(
            sorted(vocabulary, key=lambda word: (-vocabulary[word], word)),
            _listed(tables, "watched"),
            slips,
            _listed(tables, "ordinary"),
            guess_all=True,
        ),
        dangers=PhraseIndex(rules),
        lowering=PhraseIndex(pair for pair in exceptions if pair[0].effect is Effect.LOWER),
        ignored=PhraseIndex(pair for pair in exceptions if pair[0].effect is Effect.IGNORE),
        hints=PhraseIndex(signs),
    )


def _rule(entry: Mapping[str, Any], names: set[str]) -> Rule:
    name = _name(entry, names)
    try:
        tier, kind = Tier(entry.get("tier", "")), Kind(entry.get("kind", "crisis"))
    except ValueError as error:
        raise LexiconError(f"{name}: {error}") from None
    return Rule(name, tier, kind, _why(entry, name), *_said(entry, name))


def _exception(entry: Mapping[str, Any], names: set[str]) -> ExceptionRule:
    name = _name(entry, names)
    try:
        effect = Effect(entry.get("effect", ""))
    except ValueError as error:
        raise LexiconError(f"{name}: {error}") from None
    return ExceptionRule(name, effect, _why(entry, name), *_said(entry, name))


def _sign(entry: Mapping[str, Any], names: set[str]) -> Sign:
    name = _name(entry, names)
    sort = entry.get("sort")
    if not isinstance(sort, str) or not sort.strip():
        raise LexiconError(f"{name}: needs a 'sort'")
    return Sign(name, sort, _why(entry, name), *_said(entry, name))


def _pair(entry: Mapping[str, Any], names: set[str], sorts: set[str]) -> Pair:
    sides = [_texts(entry, side, str(entry.get("name"))) for side in ("first", "second")]
    rule = _rule({**entry, "patterns": [" + ".join("|".join(side) for side in sides)]}, names)
    if unknown := sorted({*sides[0], *sides[1]} - sorts):
        raise LexiconError(f"{rule.name}: no sign is of the sort {unknown[0]!r}")
    return Pair(rule, frozenset(sides[0]), frozenset(sides[1]))


def _said(
    entry: Mapping[str, Any], name: str
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Patterns, examples and counterexamples."""
    return (
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


def _groups(tables: Iterable[Mapping[str, Any]]) -> dict[str, Groups]:
    lists: dict[str, dict[str, tuple[str, ...]]] = {}
    for table in tables:
        known = lists.setdefault(table.get("language", ""), {})
        words = table.get("words", {})
        for name in words:
            if name in known:
                raise LexiconError(f"two lists of words are called {name!r}")
            known[name] = _texts(words, name, "[words]")
    return {language: Groups(named) for language, named in lists.items()}


def _listed(tables: Iterable[Mapping[str, Any]], key: str) -> Iterator[str]:
    for table in tables:
        yield from table.get(key, ())
