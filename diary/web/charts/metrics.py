"""How wide words are, before anything has drawn them.

The widths are those of DejaVu Sans, the widest of the fonts that a style sheet's ``system-ui``
comes to: whoever has a narrower one gets a little more room between words, and nothing is cut off.
"""

from functools import lru_cache

SIZE = 12.0
"""Of the words of a chart, in pixels, where the style sheet says nothing else."""
LINE_HEIGHT = 14.0
ASCENT, DESCENT = 0.86, 0.2
"""Above and below the line that words stand on, in parts of their size."""

_HUNDREDTHS = {
    29: "'ijlí|IJ",
    34: " ,.:;/\\\u00a0",
    41: 'frt()[]-!¡"',
    55: "cszkL*_`\u2013?¿",
    61: "vxyFPTYaoáó",
    64: "bdeghnpqu0123456789ESéñúü${}",
    70: "ABCKRVXZÁÉ",
    79: "DGHNOQUÑ&",
    84: "w#+<=>^~\u2212",
}
_WIDTHS = {letter: width for width, letters in _HUNDREDTHS.items() for letter in letters}
_WIDEST = 110
_HEAVIER = 7.5
"""What bold adds to each letter."""


@lru_cache(4096)
def width_of(words: str, size: float = SIZE, *, heavy: bool = False) -> float:
    """In pixels, rather too much than too little."""
    hundredths = sum(_WIDTHS.get(letter, _WIDEST) for letter in words)
    return size / 100 * (hundredths + (_HEAVIER * len(words) if heavy else 0))


def widest(several: list[str], size: float = SIZE, *, heavy: bool = False) -> float:
    return max((width_of(words, size, heavy=heavy) for words in several), default=0.0)


def fitted(words: str, room: float, size: float = SIZE, *, heavy: bool = False) -> str:
    """``words``, shortened with an ellipsis to what ``room`` holds; empty if that is nothing."""
    if width_of(words, size, heavy=heavy) <= room:
        return words
    for end in range(len(words) - 1, 0, -1):
        shortened = f"{words[:end].rstrip()}\u2026"
        if width_of(shortened, size, heavy=heavy) <= room:
            return shortened
    return ""


def wrapped(words: str, room: float, size: float = SIZE, *, heavy: bool = False) -> list[str]:
    """``words`` in lines that ``room`` holds."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, heavy=heavy) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return [fitted(line, room, size, heavy=heavy) for line in lines]
