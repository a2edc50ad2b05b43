"""Several options in one text: "1 3", "13", "nausea and a headache", "nothing"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from diary.domain.numerals import number_word
from diary.domain.questionnaire import Item
from diary.domain.reading_options import Options, option_value, options_of
from diary.domain.reading_senses import Sense, phrase_set, word_set
from diary.domain.reading_tokens import Token, Unclear
from diary.domain.reading_words import SENSES


@dataclass(frozen=True, slots=True)
class Several:
    values: tuple[int, ...] = ()
    exact: bool = True
    unclear: Unclear | None = None


_ALL = phrase_set(
    "all|all of them|all of these|all of the above|all of it|everything|every one|todo|todos|"
    "todas|todos ellos|todas ellas|todos los anteriores|todo lo anterior|all the above|"
    "yes all|si todos|si todas|todos los sintomas|all symptoms"
)
_SAYS_ALL = word_set("all everything todo todos todas")
_EXCEPT = word_set("but except save minus without besides pero menos excepto salvo sin")
_NOTHING = phrase_set(
    "n|no|nope|none|nothing|nada|ninguno|ninguna|none of them|none of these|none of those|nah|"
    "none of the above|nothing at all|none at all|no symptoms|no side effects|no issues|zero|cero|"
    "no problems|sin sintomas|sin efectos|ningun sintoma|ningun efecto|nada de eso|nada de nada|"
    "no nada|no tengo nada|no siento nada|no noto nada|ninguno de esos|ninguno de estos|nop|"
    "ningun malestar|nothing today|no thanks|not any|none thanks|no gracias|nada gracias|no none|"
    "no ninguno|no ninguna|no side effects at all|i have none|ninguno de ellos|no effects|ya no|"
    "no sintomas|ya nada|nothing anymore|ninguna de esas|ninguna de estas|no symptoms at all|"
    "no efectos|sin molestias|no i feel fine|no i feel good|no im fine|no im good|no im ok|"
    "no all good|no todo bien"
)
_BREAKS = frozenset(",;.!\n/|&+()")
_OR = frozenset({"or", "o", "u"})
# Beside a number these make it a count, a share or "both of them", and no option.
_NEVER = word_set(
    "% $ ^ < > @ want need give para for every us mis los las ambos both per x day dia unos unas"
)
_JOINS = frozenset({"and", "y", "e", "plus"})
_TURNS = frozenset({"but", "just", "only", "still", "pero", "solo", "aun", "todavia", "sino"})
_LESS = frozenset({"little", "bit", "slightly", "poco", "poquito", "mild", "slight", "algo"})
_MILD = word_set(
    "slight slightly mild mildly some also tambien leve ligero ligera ligeramente tengo un bad "
    "kind sort too severe strong fuerte bit of been having getting"
)


def read_several(tokens: Sequence[Token], item: Item) -> Several:
    """The options of ``item`` that the text names, sorted; ``unclear`` where any of it is not."""
    options = options_of(item)
    words = [_in_digits(token.text, options) for token in tokens]
    said = " ".join(word for word in words if word[0].isalpha())
    plain = not any(word[0].isdigit() for word in words)
    if _SAYS_ALL & set(words) and _EXCEPT & set(words):
        return Several(unclear=Unclear.AMBIGUOUS)  # "everything but 3"
    if plain and said in _ALL:
        return Several(tuple(sorted(v for v in options.labels if v)), exact=False)
    if plain and (said in _NOTHING or _without_manners(said) in _NOTHING):
        return (
            Several((0,), exact=False)
            if 0 in options.labels
            else Several(unclear=Unclear.NO_ANSWER)
        )
    senses = {SENSES.get(word) for word in words if word not in options.words}
    if (_NEVER - options.words) & set(words):
        return Several(unclear=Unclear.AMBIGUOUS)
    if senses & {Sense.WAS, Sense.DAY, Sense.ASKED, Sense.QUESTION, Sense.BLANK}:
        return Several(unclear=Unclear.AMBIGUOUS)
    found = _by_clause(words, options)
    return replace(found, exact=found.exact and Sense.HEDGE not in senses)


def _without_manners(said: str) -> str:
    return " ".join(word for word in said.split() if word not in _MANNERS)


_MANNERS = word_set(
    "gracias a dios thank you god thanks today hoy so far por ahora now tonight for luckily"
)


def _in_digits(word: str, options: Options) -> str:
    value = number_word(word, "en")
    return word if value is None or word in options.words else str(int(value))


def _by_clause(words: Sequence[str], options: Options) -> Several:
    found: list[int] = []
    exact, denied = True, False
    for joint, clause in _clauses(words):
        turned = any(word in _TURNS for word in clause)
        negative = any(SENSES.get(word) is Sense.NOT for word in clause)
        if denied and not negative and not turned:
            if joint in _OR | {"ni", "nor"}:
                negative = True
            else:
                return Several(unclear=Unclear.AMBIGUOUS)
        values, word_for_word = _clause_values(clause, options, negative=negative)
        if isinstance(values, Unclear):
            return Several(unclear=values)
        denied = negative or (denied and not turned)
        if negative:
            exact = False
            continue
        if joint in _OR and not set(values) <= set(found):
            return Several(unclear=Unclear.RANGE)
        found += values
        exact = exact and word_for_word
    return _checked(found, exact=exact)


def _checked(found: Sequence[int], *, exact: bool) -> Several:
    values = tuple(sorted(set(found)))
    if not values:
        return Several(unclear=Unclear.NO_ANSWER)
    if 0 in values and len(values) > 1:
        return Several(unclear=Unclear.AMBIGUOUS)
    return Several(values, exact=exact and len(values) == len(found))


def _clauses(words: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Clauses with the mark or word that joins each to the one before."""
    clauses: list[tuple[str, list[str]]] = [("", [])]
    for word in words:
        if word in _BREAKS or word in _JOINS or word in _OR | {"but", "pero"}:
            clauses.append((word, [word] if word in _TURNS else []))
        else:
            clauses[-1][1].append(word)
    return [(joint, clause) for joint, clause in clauses if set(clause) - _TURNS]


def _clause_values(
    clause: Sequence[str], options: Options, *, negative: bool
) -> tuple[Sequence[int] | Unclear, bool]:
    """The options of one clause, and whether word for word; by number, by name or by both alike."""
    numbers: list[int] = []
    for run in (word for word in clause if word[0].isdigit()):
        parted = _part(run, options)
        if isinstance(parted, Unclear):
            return parted, False
        numbers += parted
    words = [
        w for w in clause if w[0].isalpha() and SENSES.get(w) is not Sense.NOT and w not in _TURNS
    ]
    naming = [word for word in words if word in options.words or not _says_nothing(word)]
    if all(map(_says_nothing, naming)):
        return numbers, True
    named = _named(naming, options)
    if isinstance(named, Unclear):
        return named, False
    lessened = any(word in _LESS and word not in options.words for word in words)
    strong = any(_is_strong(options, value) for value in named[0])
    disagree = numbers and sorted(numbers) != sorted(named[0])
    if disagree or (lessened and strong and not negative):
        return Unclear.AMBIGUOUS, False
    return named


def _says_nothing(word: str) -> bool:
    if word in _MILD or word in _LESS:
        return True
    return SENSES.get(word) in {Sense.FILLER, Sense.HEDGE, Sense.LINK, Sense.THE}


def _is_strong(options: Options, value: int) -> bool:
    return any(phrase[:1] in {("very",), ("mucho",)} for phrase in options.labels[value])


_LONGEST = 24  # words in a clause that names options; a longer one is a story


def _named(words: Sequence[str], options: Options) -> tuple[Sequence[int], bool] | Unclear:
    """The options that a clause names: one, or several one after the other."""
    one = option_value(words, options)
    if not isinstance(one, Unclear):
        return [one[0]], one[1]
    if len(words) > _LONGEST:
        return Unclear.AMBIGUOUS
    values: list[int] = []
    start = 0
    while start < len(words):
        for end in range(min(len(words), start + 5), start, -1):
            part = option_value(words[start:end], options)
            if not isinstance(part, Unclear):
                values.append(part[0])
                start = end
                break
        else:
            return Unclear.OTHER_NUMBER if values else Unclear.NO_ANSWER
    return values, False


def _part(run: str, options: Options) -> Sequence[int] | Unclear:
    """Option values written without a space; each at most once."""
    if not run.isdigit():
        if "-" in run or ":" in run:
            return Unclear.RANGE
        parts = run.replace(",", " ").replace(".", " ").replace("/", " ").split()
        if not all(part.isdigit() and int(part) in options.labels for part in parts):
            return Unclear.OFF_SCALE
        values = [int(part) for part in parts]
        return values if len(set(values)) == len(values) else Unclear.AMBIGUOUS
    if len(run) < 4 and int(run) in options.labels and (len(run) == 1 or run[0] != "0"):
        return [int(run)]
    values = [int(digit) for digit in run[:20]]
    if len(run) > len(options.labels) or not all(value in options.labels for value in values):
        return Unclear.OFF_SCALE
    return values if len(set(values)) == len(values) else Unclear.AMBIGUOUS
