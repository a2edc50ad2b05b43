"""A number as it is written: in digits, in words, or a little of both."""

from collections.abc import Sequence

from diary.domain.numerals import heard_number, misspelled_number, number_word
from diary.domain.reading_phrases import KNOWN
from diary.domain.reading_tokens import Number, Token, amount, word_at

HOURS = frozenset(
    {"h", "hr", "hrs", "hs", "hour", "hours", "hora", "horas", "horita", "horitas", "ora", "oras"}
)
MINUTES = frozenset({"min", "mins", "minute", "minutes", "minuto", "minutos"})
HALVES = frozenset({"half", "media", "medio"})
FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "1/2": 0.5, "1/4": 0.25, "3/4": 0.75}
_ARTICLES = frozenset({"a", "an", "una"})
_LOOK_ALIKE = str.maketrans("oli", "011")


def plain_number(tokens: Sequence[Token], i: int, language: str) -> tuple[Number, int] | None:
    token = tokens[i]
    if token.is_digits:
        return _digits(tokens, i)
    word = token.text
    if word in FRACTIONS:
        return Number("", FRACTIONS[word]), i + 1
    if word in {".", ","} and _opens_decimal(tokens, i):
        return _digits_after_point(tokens, i)
    if word in HALVES and word_at(tokens, i + 1) in {"an", "a", "hora"} | HOURS:
        skip = 2 if word_at(tokens, i + 1) in {"an", "a"} and word_at(tokens, i + 2) in HOURS else 1
        return (Number("", 0.5), i + skip) if word_at(tokens, i + skip) in HOURS else None
    if word in {"hour", "hora"} and word_at(tokens, i + 1) in {"and", "y"}:
        half = word_at(tokens, i + 3) if word_at(tokens, i + 2) == "a" else word_at(tokens, i + 2)
        return (Number("", 1.0), i) if half in HALVES else None
    if word in _ARTICLES:
        return (Number("", 1.0), i + 1) if word_at(tokens, i + 1) in HOURS else None
    return _spelled(tokens, i, language)


def _digits(tokens: Sequence[Token], i: int) -> tuple[Number, int]:
    text = tokens[i].text
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if following and following.tight and following.text in {"o", "oo", "l", "i"}:
        # A letter that looks like a digit, typed against one.
        text += following.text.translate(_LOOK_ALIKE)
        return Number(text, amount(text) if text.isdigit() else None, exact=False), i + 2
    if text.isdigit():
        return Number(text, amount(text)), i + 1
    return Number(text), i + 1


def _opens_decimal(tokens: Sequence[Token], i: int) -> bool:
    if tokens[i].tight or i + 1 >= len(tokens):
        return False
    return tokens[i + 1].tight and tokens[i + 1].text.isdigit()


def _digits_after_point(tokens: Sequence[Token], i: int) -> tuple[Number, int]:
    text = f"0.{tokens[i + 1].text}"
    return Number(text, amount(text)), i + 2


def _spelled(tokens: Sequence[Token], i: int, language: str) -> tuple[Number, int] | None:
    word = tokens[i].text
    value = number_word(word, language)
    exact = value is not None
    if value is None and word.endswith("ish"):
        value = number_word(word.removesuffix("ish"), language)
    if value is None and word not in KNOWN:
        value = misspelled_number(word)
        if value is None and language == "es":
            value = heard_number(word)
    if value is None:
        return None
    i += 1
    if value >= 20 and value % 10 == 0 and value < 100:
        skip = 1 if word_at(tokens, i) in {"-", "y"} else 0
        ones = number_word(word_at(tokens, i + skip), language)
        if ones is not None and 1 <= ones <= 9:
            value, i = value + ones, i + skip + 1
    if word_at(tokens, i) in {"point", "punto", "coma", "dot"}:
        tenths = number_word(word_at(tokens, i + 1), language)
        if tenths is not None and tenths < 10:
            value, i = value + tenths / 10, i + 2
    return Number("", value, exact=exact), i
