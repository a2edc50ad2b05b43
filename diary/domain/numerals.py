"""Numbers as people write them: digits of any script, number words of English and Spanish.

``fold`` brings a text to one plain form, on which everything else that reads texts is built.
"""

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from diary.domain.slips import sound


def fold(text: str) -> str:
    """``text`` in small letters without accents, with ASCII digits, plain dashes and quotes.

    Keycaps, circled and full-width digits become digits; a bed or a sleeper before a digit says
    what that one is, other emoji and invisible marks become spaces or nothing. What looks like a
    digit but must not be read as one (a raised digit behind a number, an ordinal mark) becomes
    ``^``.
    """
    if text.isascii():
        folded = text.lower().translate(_ASCII)
    else:
        raised = any(ch in _RAISED for ch in text) and any(_is_plain_digit(ch) for ch in text)
        named = _ASLEEP.sub(" sleep ", text)
        folded = unicodedata.normalize("NFD", named).translate(_FOLDED)
        folded = folded.replace(_RAISED_MARK, "^" if raised else "")
    folded = _APOSTROPHE.sub("", folded)
    folded = _EMOTICON.sub(" ", _HEART.sub(" ", folded))
    folded = _BLANKS.sub(" ", folded.replace("\r\n", "\n").replace("\r", "\n"))
    return _SPACED_MARK.sub(r"\1", folded).strip()


def number_word(word: str, language: str) -> float | None:
    """The value of a number word; "once" is eleven only for a reader of Spanish."""
    if word == "once" and language != "es":
        return None
    return _WORDS.get(word)


def misspelled_number(word: str) -> float | None:
    """The value of a number word with a common typing slip, or with letters held too long."""
    if word in _SLIPS:
        return _SLIPS[word]
    squeezed = _REPEATS.sub(r"\1", word)
    if squeezed == word or word in _NOT_STRETCHED:
        return None
    return _STRETCHED.get(squeezed)


def heard_number(word: str) -> float | None:
    """The value of a Spanish number word from zero to ten that is spelled as it sounds."""
    return _HEARD.get(sound(word))


_ASCII = str.maketrans("`\\", "'/")
_RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉")
_RAISED_MARK = "\ue000"
_ASLEEP = re.compile(r"[😴💤🛌🛏]\ufe0f?(?=\d)")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_HEART = re.compile(r"(?<!\S)<3+(?!\S)")
_EMOTICON = re.compile(r"(?<!\w)[:;=x][-']?[)(dpos/\\|*]+(?!\w)")
_BLANKS = re.compile(r"[^\S\n]+")
_SPACED_MARK = re.compile(r"(?<=\d) ?([/-]) ?(?=\d)")
_REPEATS = re.compile(r"(.)\1+")

_PLAIN = {
    "“": '"', "”": '"', "„": '"', "^": "^", "«": '"', "»": '"',
    "‘": "'", "’": "'", "`": "'", "´": "'", "ʼ": "'", "−": "-", "⁄": "/", "\\": "/", "∕": "/",
    "÷": "/", "≈": "~", "∼": "~", "≤": "<", "≥": ">", "…": "...", "٫": ".", "٬": ",", "、": ",",
    "。": ".", "،": ",", "؛": ";", "؟": "?", "¿": "¿", "¡": " ", "•": "\n", "·": "\n", "●": "\n",
    "º": "^", "ª": "^", "°": "^", "🔟": "10", "→": ":", "➡": ":", "ı": "i", "½": "½", "¼": "¼",
    "¾": "¾", "\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n",
}  # fmt: skip


class _FoldTable(dict[int, str]):
    """Remembers how each character met so far is folded."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        self[code] = folded
        return folded


def _fold_character(ch: str) -> str:
    if ch in _PLAIN:
        return _PLAIN[ch]
    category = unicodedata.category(ch)
    if category == "Nd":
        return str(unicodedata.decimal(ch))
    if category == "No":
        value = unicodedata.numeric(ch, -1.0)
        plain = str(int(value)) if value >= 0 and value == int(value) else "^"
        return f"{_RAISED_MARK}{plain}" if ch in _RAISED else plain
    if category in {"Mn", "Me", "Cf", "Sk"}:
        return ""
    if category == "Pd":
        return "-"
    if category == "Sc":
        return "$"
    if ch in "\r\n":
        return ch
    if category[0] in {"Z", "C"} or category == "So":
        return " "
    if category[0] in {"L", "N"} or not ch.isascii():
        plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", ch).casefold())
        return plain if plain == ch else "".join(_fold_character(c) for c in plain)
    return ch


def _is_plain_digit(ch: str) -> bool:
    return ch.isdigit() and ch not in _RAISED


_FOLDED = _FoldTable()

_ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
)
_SPANISH = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
    "dieciseis diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro"
)
_TENS = {
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90, "hundred": 100, "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60,
    "setenta": 70, "ochenta": 80, "noventa": 90, "cien": 100,
}  # fmt: skip
_WORDS: MappingProxyType[str, float] = MappingProxyType(
    {
        word: float(value)
        for words in (_ENGLISH, _SPANISH)
        for value, word in enumerate(words.split())
    }
    | {word: float(value) for word, value in _TENS.items()}
)

_HEARD: Mapping[str, float] = MappingProxyType(
    {sound(word): float(value) for value, word in enumerate(_SPANISH.split()[:11])}
)
# Written by hand, not by a rule: what one wrong key makes of a number word is often another word
# ("seen", "die", "creo", "fire"), and a rule cannot know them all.
_SLIPS: Mapping[str, float] = MappingProxyType(
    {
        slip: value
        for value, slips in {
            0.0: "zerro zeor zro ziro sero ceor",
            3.0: "thre trhee thrre trs trse tress",
            4.0: "foru fuor fourr cuatr catro quatro cautro cutro kuatro cuatrro",
            5.0: "fiv fiev fvie cinc cico cinoc cnco sinco zinco cinko singo",
            6.0: "sixx seiz ceis zeis",
            7.0: "sevn sevne seevn sveen sevin sevan seben seveb sevem siet seite ciete ziete ",
            8.0: "eigth eigt eght eiht egiht eihgt hocho oxho ohco ocoh",
            9.0: "nien nnie nuebe neuve nueev",
            10.0: "deiz diess",
        }.items()
        for slip in slips.split()
    }
)
# Words that lose a doubled letter on the way to a number word, and are none.
_NOT_STRETCHED = frozenset({"teen", "tenn", "cerro", "onne"})
_STRETCHED: Mapping[str, float] = MappingProxyType(
    {_REPEATS.sub(r"\1", word): value for word, value in _WORDS.items() if word != "once"}
)
