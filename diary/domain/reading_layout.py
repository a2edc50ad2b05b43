"""How a reply is laid out: bullets, open places, a list with words behind it, levels."""

from collections.abc import Sequence
from dataclasses import replace

from diary.domain.questionnaire import Item
from diary.domain.reading_aside import A_LIST
from diary.domain.reading_names import NOT_ASKED
from diary.domain.reading_pieces import Piece
from diary.domain.reading_senses import Sense, word_set


def laid_out(pieces: Sequence[Piece], items: Sequence[Item]) -> Sequence[Piece]:
    """The pieces with what only layout tells made plain: which dash is a bullet, what is a list."""
    pieces = _with_heading_closed(_without_open_names(_without_bullets(pieces)), items)
    return _with_levels(_with_list_closed(pieces, items), items)


def open_places(pieces: Sequence[Piece], items: Sequence[Item]) -> Sequence[Piece]:
    """The places of a list that leaves some open ("6 ? 7"), one an item; empty if it is none."""
    places = [_as_blank(p) for p in _without_bullets(pieces) if p.sense is not Sense.BREAK]
    senses = {p.sense for p in places}
    if senses != {Sense.NUMBER, Sense.BLANK} or not 1 < len(places) == len(items):
        return ()
    return places


def _as_blank(piece: Piece) -> Piece:
    if piece.tight and piece.text == "x":
        return replace(piece, sense=Sense.OTHER)  # "3x1" may be three ones
    return replace(piece, sense=Sense.BLANK) if piece.text in _NOT_KNOWN else piece


_NOT_KNOWN = frozenset(
    {"idk", "dunno", "dont know", "i dont know", "not sure", "no se", "no lo se"}
)
_BETWEEN = frozenset({",", ";", "\n", "/"})


def _without_bullets(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Dashes before every one of several numbers are bullets or links, not minus signs."""
    numbers = sum(piece.sense is Sense.NUMBER for piece in pieces)
    minus = sum(_is_minus(piece) for piece in pieces)
    if minus in {0, 1} or minus != numbers:
        return pieces
    return [replace(p, sense=Sense.DASH) if _is_minus(p) else p for p in pieces]


def _is_minus(piece: Piece) -> bool:
    return piece.sense is Sense.BOUND and piece.text == "-"


def _without_open_names(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """The pieces without names whose answer is left open ("distress ?")."""
    kept: list[Piece] = []
    for i, piece in enumerate(pieces):
        ahead = pieces[i + 1].sense if i + 1 < len(pieces) else Sense.BREAK
        closed = piece.text in _NOT_KNOWN and ahead in {Sense.LABEL, Sense.BREAK}
        left_open = piece.sense is Sense.BLANK or closed
        if left_open and kept and kept[-1].sense is Sense.LABEL:
            kept[-1] = Piece(Sense.BREAK, ",", exact=False)
        else:
            kept.append(piece)
    return kept


def _with_heading_closed(pieces: Sequence[Piece], items: Sequence[Item]) -> Sequence[Piece]:
    """ "today's numbers: 5 5 6": what stands before the colon of a whole list only announces it."""
    colon = next((i for i, p in enumerate(pieces) if p.text == ":"), None)
    if colon is None or len(items) < A_LIST or _has_number(_undated(pieces[:colon])):
        return pieces
    if any(p.sense in {Sense.LABEL, Sense.NOT, Sense.DAY, Sense.PERSON} for p in pieces[:colon]):
        return pieces
    behind = [p for p in pieces[colon + 1 :] if p.text not in _BETWEEN][: len(items)]
    if len(behind) < len(items) or any(p.number is None for p in behind):
        return pieces
    return [*pieces[:colon], Piece(Sense.BREAK, ":"), *pieces[colon + 1 :]]


def _with_list_closed(pieces: Sequence[Piece], items: Sequence[Item]) -> Sequence[Piece]:
    """A full list at the start, and words behind it without a comma: "6 3 7 rough night"."""
    count = end = 0
    for i, piece in enumerate(pieces):
        if piece.number is not None:
            count, end = count + 1, i + 1
        elif count == len(items) > 2 and piece.sense is Sense.AND and not _has_number(pieces[i:]):
            return [*pieces[:end], Piece(Sense.BREAK, ""), *pieces[i + 1 :]]
        elif count == len(items) > 1 and _begins_another_thought(piece):
            if any(p.text in _NO_TAIL for p in pieces[i:]) or _is_of_work(pieces, end):
                return pieces
            return [*pieces[:end], Piece(Sense.BREAK, ""), *pieces[end:]]
        elif piece.text not in _BETWEEN and (piece.sense is not Sense.FILLER or not count):
            return pieces
    return pieces


def _begins_another_thought(piece: Piece) -> bool:
    opens = piece.sense in {Sense.OTHER, Sense.ASKED} or piece.text == "next"
    return opens and piece.text.isalpha()


def _is_of_work(pieces: Sequence[Piece], end: int) -> bool:
    """ "5 4 8 hour shift", "5 4 8 hours of work": what the last hours were spent on."""
    number, behind = pieces[end - 1].number, pieces[end]
    if number is None or not number.unit:
        return False
    return number.modifies or behind.sense is Sense.OTHER or behind.text in {"of", "de"}


def _undated(heading: Sequence[Piece]) -> Sequence[Piece]:
    """The heading without the number of a day ("day 3 after infusion: 6 2 8")."""
    dated = len(heading) > 1 and heading[0].text in {"day", "dia"}
    return heading[2:] if dated else heading


def _has_number(pieces: Sequence[Piece]) -> bool:
    return any(piece.number is not None for piece in pieces)


# Words that show a list of numbers to be an address, a test or numbers of something.
_NO_TAIL = word_set(
    "street st ave avenue road rd blvd drive lane calle avenida av colonia test testing prueba "
    "probando are were go jump numbers numeros code codigo zip except excepto salvo"
)


def _with_levels(pieces: Sequence[Piece], items: Sequence[Item]) -> Sequence[Piece]:
    """ "distress is high at 7", "mood up to 8": a level, where "slept at 7" is a time."""
    if not any(piece.text in _TO_A_LEVEL for piece in pieces):
        return pieces
    level = False
    kept: list[Piece] = []
    for piece in pieces:
        if piece.sense is Sense.LABEL:
            level = piece.item == NOT_ASKED or items[piece.item].unit is None
        elif piece.sense not in {Sense.FILLER, Sense.LINK, Sense.HEDGE, Sense.CLOCK}:
            level = False
        leads = level and piece.text in _TO_A_LEVEL
        kept.append(replace(piece, sense=Sense.LINK) if leads else piece)
    return kept


_TO_A_LEVEL = frozenset({"at", "up to", "down to", "subio a", "bajo a"})
