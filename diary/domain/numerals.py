"""Numbers as people write them: digits of any script, number words of English and Spanish.

``fold`` brings a text to one plain form, on which everything else that reads texts is built.
"""

import re
import unicodedata
from types import MappingProxyType


def fold(text: str) -> str:
    """``text`` in small letters without accents, with ASCII digits, plain dashes and quotes.

    Keycaps, circled and full-width digits become digits; other emoji and invisible marks become
    spaces or nothing. What looks like a digit but must not be read as one (a raised digit behind
    a number, an ordinal mark) becomes ``^``.
    """
    if text.isascii():
        folded = text.lower().replace("\\", "/")
    else:
        raised = any(ch in _RAISED for ch in text) and any(_is_plain_digit(ch) for ch in text)
        folded = unicodedata.normalize("NFD", text).translate(_FOLDED)
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
    """The value of a number word with one typing slip that no other word is known to share."""
    if word in _SLIPS:
        return _SLIPS[word]
    squeezed = _REPEATS.sub(r"\1", word)
    return _SQUEEZED.get(squeezed) if squeezed != word else None


_RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉")
_RAISED_MARK = "\ue000"
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_HEART = re.compile(r"(?<!\S)<3+(?!\S)")
_EMOTICON = re.compile(r"(?<!\w)[:;=x][-']?[)(dpos/\\|*]+(?!\w)")
_BLANKS = re.compile(r"[^\S\n]+")
_SPACED_MARK = re.compile(r"(?<=\d) ?([/-]) ?(?=\d)")
_REPEATS = re.compile(r"(.)\1+")

_PLAIN = {
    "‘": "'", "’": "'", "`": "'", "´": "'", "ʼ": "'", "“": '"', "”": '"', "«": '"', "»": '"',
    "−": "-", "⁄": "/", "\\": "/", "∕": "/", "÷": "/", "≈": "~", "∼": "~", "≤": "<", "≥": ">", "…": "...",
    "٫": ".", "٬": ",", "、": ",", "。": ".", "،": ",", "؛": ";", "؟": "?", "¿": "¿",
    "•": "\n", "·": "\n", "●": "\n", "º": "^", "ª": "^", "°": "^", "🔟": "10", "ı": "i",
    "½": "½", "¼": "¼", "¾": "¾", "\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n",
    "\x85": "\n",
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
    if ch == "\n" or ch == "\r":
        return ch
    if category[0] in {"Z", "C"} or category == "So":
        return " "
    if category[0] in {"L", "N"} or not ch.isascii():
        plain = unicodedata.normalize("NFKD", ch.casefold())
        return "".join(c for c in plain if unicodedata.category(c) not in {"Mn", "Me", "Cf", "Sk"})
    return ch


def _is_plain_digit(ch: str) -> bool:
    return ch.isdigit() and ch not in _RAISED


_FOLDED = _FoldTable()

_ENGLISH = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_SPANISH = [
    "cero",
    "uno",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciseis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
    "veintiuno",
    "veintidos",
    "veintitres",
    "veinticuatro",
]
_TENS = {
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90, "hundred": 100, "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60,
    "setenta": 70, "ochenta": 80, "noventa": 90, "cien": 100,
}  # fmt: skip
_WORDS: MappingProxyType[str, float] = MappingProxyType(
    {word: float(value) for words in (_ENGLISH, _SPANISH) for value, word in enumerate(words)}
    | {word: float(value) for word, value in _TENS.items()}
)

# Real words that lie one slip from a number word, and must never be read as one.
_NOT_A_SLIP = frozenset(
    [
        "seen",
        "sees",
        "even",
        "fur",
        "for",
        "fore",
        "four's",
        "tree",
        "thee",
        "there",
        "fie",
        "fir",
        "fire",
        "fine",
        "nice",
        "nie",
        "nun",
        "nin",
        "on",
        "oe",
        "sies",
        "to",
        "tow",
        "too",
        "te",
        "tn",
        "si",
        "sx",
        "ties",
        "site",
        "sete",
        "ses",
        "sis",
        "sei",
        "cuarto",
        "carto",
        "die",
        "dies",
        "dice",
        "diz",
        "de",
        "res",
        "tes",
        "tre",
        "otro",
        "oco",
        "oho",
        "echo",
        "ocio",
        "uo",
        "un",
        "do",
        "ds",
        "os",
        "ceo",
        "cer",
        "cero's",
        "seven's",
        "sven",
        "eigh",
        "nie",
        "nueva",
        "nuevo",
        "neve",
        "nue",
        "cino",
        "onze",
        "ocne",
        "one's",
        "noe",
        "own",
        "two's",
        "wto",
        "ent",
        "net",
        "tne",
        "six's",
        "isx",
        "xis",
        "ten's",
        "dez",
        "diaz",
        "ters",
        "ters",
        "eso",
        "dso",
        "ods",
        "tress",
        "sties",
        "ciento",
        "ceno",
        "zen",
        "zero's",
        "dose",
        "doe",
        "doc",
        "trece's",
        "once",
        "oce",
        "one",
        "eve",
        "fve's",
        "vice",
        "foru's",
        "sic",
        "cicno",
        "quine",
        "quince's",
        "quice's",
    ]
)
# Common ways to spell a number word wrong that are no single dropped or swapped letter.
_COMMON_SLIPS: MappingProxyType[str, float] = MappingProxyType(
    {
        "fiv": 5, "sevin": 7, "sevan": 7, "seben": 7, "eigth": 8, "eigt": 8, "ate8": 8, "nien": 9,
        "tres3": 3, "trs": 3, "sinco": 5, "zinco": 5, "ceis": 6, "zeis": 6, "ziete": 7, "ciete": 7,
        "hocho": 8, "nuebe": 9, "sero": 0, "zerro": 0, "quatro": 4, "cuatr": 4, "siet": 7,
        "fiev": 5, "thre": 3, "trhee": 3, "foru": 4, "cinko": 5,
    }
)  # fmt: skip


def _slips() -> dict[str, float]:
    """One letter dropped (never the first), or two neighbours swapped, in words of four and more."""
    found: dict[str, set[float]] = {}
    for word, value in _WORDS.items():
        if len(word) < 4:
            continue
        dropped = (word[:i] + word[i + 1 :] for i in range(1, len(word)))
        swapped = (
            word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(1, len(word) - 1)
        )
        for slip in {*dropped, *swapped}:
            found.setdefault(slip, set()).add(value)
    return {
        slip: min(values)
        for slip, values in found.items()
        if len(values) == 1 and slip not in _NOT_A_SLIP and slip not in _WORDS and len(slip) > 3
    } | dict(_COMMON_SLIPS)


_SLIPS = MappingProxyType(_slips())
_SQUEEZED = MappingProxyType(
    {_REPEATS.sub(r"\1", word): value for word, value in _WORDS.items() if word != "once"}
)
