"""The sense that a word or mark has for the reader of replies."""

from enum import Enum, auto


class Sense(Enum):
    """What a piece of a text is to the reader."""

    __hash__ = object.__hash__  # members are singletons, and are looked up for every word

    NUMBER = auto()
    LABEL = auto()
    """Names an item, or something known that was not asked."""
    FILLER = auto()
    """Says nothing that changes a number."""
    HEDGE = auto()
    """The number is meant, but not firmly ("about", "maybe")."""
    LINK = auto()
    """Ties a label to its number: colon, equals sign, "is"."""
    AND = auto()
    BREAK = auto()
    """Ends a clause: comma, full stop, "but", "because"."""
    DASH = auto()
    RANGE = auto()
    """Makes a range of two numbers: "to", "or"."""
    BOUND = auto()
    """Makes a bound of a number: "less than", "at least", "almost"."""
    NOT = auto()
    WAS = auto()
    """Past tense: about today only where the text says so."""
    DAY = auto()
    """Another day than the one asked about."""
    FIX = auto()
    """Marks that what follows replaces what stood before."""
    BLANK = auto()
    """Stands in a list where an answer is left out."""
    QUESTION = auto()
    SCALE = auto()
    """Only names the scale: "on a scale of 1 to 10"."""
    UNIT = auto()
    """A thing that is counted and is no answer: pills, days, children."""
    CLOCK = auto()
    """Makes the next number a time of day or a date."""
    ASKED = auto()
    """Opens a question: "is", "what", "should"."""
    WISH = auto()
    """Opens what is wished for or aimed at, and is not so ("I want a", "goal")."""
    PERSON = auto()
    """Somebody else, whose number it may be ("wife", "mi hijo")."""
    THE = auto()
    """An article that makes a date or a name of the number behind it ("el 7")."""
    ZERO = auto()
    """None: zero where an item can be none."""
    NO_SLEEP = auto()
    """Zero hours slept, said in words."""
    OTHER = auto()


def word_set(text: str) -> frozenset[str]:
    """The words of ``text``, which is how lists of words are written in the lexicon."""
    return frozenset(text.split())


def phrase_set(text: str) -> frozenset[str]:
    """The phrases of ``text``, parted by ``|``."""
    return frozenset(" ".join(phrase.split()) for phrase in text.split("|"))
