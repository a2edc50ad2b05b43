"""Whether a number is an answer at all: what the words around it say for and against it."""

from collections.abc import Sequence

from diary.domain.reading_aside import A_LIST, CLEAN, TODAY, ends_sentence
from diary.domain.reading_marks import Mark
from diary.domain.reading_names import NOT_ASKED
from diary.domain.reading_pieces import Piece, Sentence
from diary.domain.reading_senses import Sense, word_set
from diary.domain.reading_tokens import Unclear
from diary.domain.reading_words import CHANGED


def objection(
    mark: Mark, sentence: Sentence, used: frozenset[int], *, hours: bool
) -> Unclear | None:
    """Why the number cannot be taken for an answer, or None.

    ``used`` are the places of names that belong to some number; ``hours`` is whether hours are the
    only thing asked, which people "had" and "got", where nobody has a mood of "had 5 today".
    """
    if mark.item == NOT_ASKED:
        return Unclear.OTHER_NUMBER
    before, after = sentence.before(mark.at), sentence.after(mark.at)
    if (why := _beside(mark, sentence, before, after)) is not None:
        return why
    if _is_questioned(mark, sentence) or any(p.sense is Sense.NOT for p in before):
        return Unclear.AMBIGUOUS
    of_sleep = hours or bool(mark.number.unit) or _is_named_sleep(mark, sentence)
    if of_sleep and _tells_of_waking((*before, *after)):
        return Unclear.OTHER_NUMBER
    told = next((p for p in after if p.text not in _POINTS), None)
    if told is not None and told.text in _BY_HOW_MUCH and mark.number.over is None:
        return Unclear.RANGE
    if mark.name_at is not None and _is_only_meant(mark.name_at, sentence):
        return Unclear.OTHER_NUMBER
    if mark.name_at is not None:
        closed = mark.number.unit or mark.number.over is not None
        if not after or closed or after[0].text == "al":
            return None
        loose = after[0].sense in {Sense.OTHER, Sense.NOT, Sense.RANGE, Sense.CLOCK}
        mark.among_unknown = after[0].sense is Sense.OTHER and _is_a_tail(after)
        return Unclear.OTHER_NUMBER if loose else None
    if not hours and not mark.number.unit and mark.item is None and _is_counted(before, after):
        return Unclear.OTHER_NUMBER
    return _stain(mark, sentence, used, hours=hours)


_POINTS = frozenset({"points", "point", "pts", "puntos", "punto"})
_BY_HOW_MUCH = frozenset({"better", "worse", "higher", "lower", "mejor", "peor"})
"""Behind a number, by how much something changed: "mood 2 better"."""


def _is_a_tail(after: Sequence[Piece]) -> bool:
    """ "sleep 7 call the newspapers": more than the one thing that may be counted ("5 alarms")."""
    told = all(piece.number is None and piece.sense is not Sense.LABEL for piece in after)
    return told and len(after) >= _A_TAIL and not after[0].text.endswith("s")


_A_TAIL = 3


def _is_only_meant(name: int, sentence: Sentence) -> bool:
    """ "suelo dormir 7", "tried to sleep 8": how long one sleeps at best, or meant to."""
    before = [p for p in sentence.before(name) if p.sense not in {Sense.FILLER, Sense.LINK}]
    word = sentence.pieces[name].text
    said = {p.text for p in sentence.before(name)[-2:]}
    if word in {"sleep", "sleeping", "asleep", "dormir"} and said & _NOT_DONE:
        return True
    if word in {"sleep", "sleeping"} and before and before[-1].text == "to":
        before = before[:-1]
    elif word != "dormir":
        return False
    governed = before[-1] if before else None
    return governed is not None and governed.sense is Sense.OTHER and governed.text not in _DONE


_NOT_DONE = frozenset({"meant", "love", "loves", "fell", "falling", "para"})
_DONE = word_set("able managed did consegui alcance pude logre pudo")


def _tells_of_waking(around: Sequence[Piece]) -> bool:
    """ "awake 5 hours", "5 horas sin dormir": the hours are those without sleep."""
    return any(p.sense is Sense.NO_SLEEP or p.text in _WAKING for p in around)


def _is_named_sleep(mark: Mark, sentence: Sentence) -> bool:
    """ "slept 0 so far": the night is not over."""
    after = sentence.after(mark.at)
    slept = mark.name_at is not None and sentence.pieces[mark.name_at].text in _SLEPT
    return slept and bool(after) and after[0].text in _NOT_OVER


_SLEPT = frozenset({"slept", "sleep", "dormi", "sueno", "he dormido"})
_NOT_OVER = frozenset({"so far", "hasta ahora", "hasta el momento"})
_WAKING = word_set(
    "awake waking tossing turning insomnia insomnio desvelo desvelada desvelado despierta "
    "despierto trying tratando intentando batallando"
) | {"in bed", "in the bed", "en cama", "en la cama", *_NOT_OVER}

_BEFORE_A_COUNT = word_set(
    "have had has got get getting want need tengo tuve quiero necesito be been ser for of from on "
    "with my mis para por unos unas our their sus"
)
_BEHIND_A_SUBJECT = frozenset(
    {"is", "es", "esta", "are", "of", "de", "so far", "hasta ahora", "hasta el momento"}
)


def _is_counted(before: Sequence[Piece], after: Sequence[Piece]) -> bool:
    """ "I had 2", "for 4", "3 is fine", "4 of us": a count or a subject, but no rating.

    With an article it is one ("I had a 2").
    """
    nearest = next((p for p in reversed(before) if p.text not in _ONLY), None)
    if nearest is not None and nearest.text in _BEFORE_A_COUNT:
        return True
    return bool(after) and after[0].text in _BEHIND_A_SUBJECT


_ONLY = frozenset({"only", "just", "solo", "solamente", "about", "like", "como"})


def _beside(
    mark: Mark, sentence: Sentence, before: Sequence[Piece], after: Sequence[Piece]
) -> Unclear | None:
    pieces = sentence.pieces
    if before and before[-1].sense is Sense.THE:
        return Unclear.AMBIGUOUS
    if before and (before[-1].text == "in" or (pieces[mark.at].tight and _is_letter(before[-1]))):
        return Unclear.OTHER_NUMBER
    nearest = next((p for p in reversed(before) if p.sense not in _SKIPPED), None)
    if nearest is not None and nearest.sense in {Sense.BOUND, Sense.RANGE}:
        return Unclear.RANGE
    if nearest is not None and nearest.text in CHANGED:
        return Unclear.OTHER_NUMBER
    if not after:
        return None
    until_am = next((p.text for p in after if p.sense is not Sense.HEDGE), "")
    if until_am == "am" or [p.text for p in after[:3]] == ["in", "the", "am"]:
        return Unclear.OTHER_NUMBER  # "4ish am", "4 in the am"
    if after[0].tight and (_is_letter(after[0]) or after[0].sense is Sense.OTHER):
        return Unclear.OTHER_NUMBER
    told = next((p for p in after if p.sense not in _SKIPPED), None)
    if told is not None and told.sense is Sense.BOUND:
        return Unclear.RANGE
    if after[0].sense is Sense.RANGE:
        ahead = next((p for p in pieces[mark.at + 2 :] if p.sense not in _SKIPPED), None)
        ranged = ahead is None or ahead.sense is Sense.NUMBER
        return Unclear.RANGE if ranged else Unclear.OTHER_NUMBER
    return None


_SKIPPED = frozenset({Sense.FILLER, Sense.HEDGE, Sense.THE})


def _is_letter(piece: Piece) -> bool:
    """A single letter typed against a number ("7k") and no name of an item."""
    return len(piece.text) == 1 and piece.text.isalpha() and piece.sense is not Sense.LABEL


def _is_questioned(mark: Mark, sentence: Sentence) -> bool:
    around = (*sentence.before(mark.at), *sentence.after(mark.at))
    if any(p.sense in {Sense.ASKED, Sense.WISH} for p in around):
        return True
    end = sentence.clauses[mark.at][1]
    if end == len(sentence.pieces) or sentence.pieces[end].sense is not Sense.QUESTION:
        return False
    return not all(p.sense in _UNSURE or p.text in _ARTICLES for p in around)


_UNSURE = frozenset({Sense.HEDGE, Sense.NUMBER})
_ARTICLES = frozenset({"a", "an", "un", "una"})


def _stain(mark: Mark, sentence: Sentence, used: frozenset[int], *, hours: bool) -> Unclear | None:
    """What in its clause speaks against a number without a name."""
    start, end = _reach(mark, sentence, used)
    around = [p for i, p in enumerate(sentence.pieces[start:end], start) if i not in used]
    if any(p.sense is Sense.BOUND for p in around):
        return Unclear.RANGE
    if any(p.sense is Sense.LABEL or p.text == "usually" for p in around):
        return Unclear.AMBIGUOUS
    if _asks_what_it_means(mark, sentence):
        return Unclear.AMBIGUOUS
    if _is_a_texted_word(mark, sentence):
        return Unclear.OTHER_NUMBER
    past = any(p.sense is Sense.WAS for p in around) and not mark.number.unit
    dated = any(set(p.text.split()) & TODAY for p in around)
    if past and not dated and not _is_rated(mark, sentence) and not hours:
        return Unclear.AMBIGUOUS
    return Unclear.OTHER_NUMBER if any(p.sense not in CLEAN for p in around) else None


def _asks_what_it_means(mark: Mark, sentence: Sentence) -> bool:
    """ "is 10 good": the scale is asked about, also without a question mark."""
    before, after = sentence.before(mark.at), sentence.after(mark.at)
    return [p.text for p in before] == ["is"] and bool(after) and after[0].text in _RANKS


_RANKS = frozenset({"good", "bad", "best", "worst", "high", "low", "ok", "okay", "better", "worse"})


def _is_a_texted_word(mark: Mark, sentence: Sentence) -> bool:
    """ "same 4 me", "4 sure", "same 2 u": a word that thumbs write as a digit."""
    before = [p.text for p in sentence.before(mark.at)]
    after = [p.text for p in sentence.after(mark.at)]
    if before and before[-1] in _ARTICLES:
        return False
    if mark.number.text == "4" and after[:1] in (["sure"], ["real"]):
        return True
    if not mark.number.text and mark.number.value == 1 and set(after) & _TIMES:
        return True  # "one bad day"
    if mark.number.text not in {"2", "4"}:
        return False
    return (bool(before) and after in (["me"], ["u"], ["you"])) or before in (["u"], ["me"])


_TIMES = frozenset({"day", "days", "night", "morning", "moment", "dia", "noche", "momento"})


def _is_rated(mark: Mark, sentence: Sentence) -> bool:
    """ "it was a 5": a rating, where "it was 5" may be an age, "was a 5 but" no longer true."""
    last = [piece.text for piece in sentence.before(mark.at)[-2:]]
    end = sentence.clauses[mark.at][1]
    if end < len(sentence.pieces) and sentence.pieces[end].text in {"but", "pero", "then"}:
        return False
    return len(last) > 1 and last[0] in {"was", "fue"} and last[1] in _ARTICLES


def _reach(mark: Mark, sentence: Sentence, used: frozenset[int]) -> tuple[int, int]:
    """The clause; for a number with a unit, its part between the names of other numbers."""
    start, end = sentence.clauses[mark.at]
    if mark.number.unit:
        start = max((i for i in used if start <= i < mark.at), default=start)
        end = min((i for i in used if mark.at < i < end), default=end)
    return start, end


_UNKNOWN = frozenset({Sense.OTHER, Sense.NOT, Sense.WAS, Sense.DAY, Sense.NO_SLEEP, Sense.BLANK})


def rest_is_harmless(loose: Sequence[Mark], aside: Sequence[Mark], sentence: Sentence) -> bool:
    """Whether the clauses without answers may be passed over.

    Words that are not known may stand in a clause of their own before or behind all the numbers,
    parted from them by punctuation or "because", if nothing in them asks; or in the clause of a
    number that is known to be about something else. A question may follow in a new sentence.
    """
    pieces = sentence.pieces
    passed = {i for mark in aside for i in range(*sentence.clauses[mark.at])}
    unknown = [i for i, p in enumerate(pieces) if p.sense in _UNKNOWN and i not in passed]
    if not unknown:
        return True
    own = [sentence.joined[mark.at] for mark in loose]
    low, high = min(start for start, _ in own), max(end for _, end in own)
    first = next((i + 1 for i in range(low - 1, -1, -1) if ends_sentence(pieces[i])), 0)
    last = next((i for i in range(high, len(pieces)) if ends_sentence(pieces[i])), len(pieces))
    asked = (i for i in range(first, min(last + 1, len(pieces))) if i not in passed)
    if len(loose) < A_LIST and any(_asks(sentence, i) for i in asked):
        return False
    outside = {p.sense for i, p in enumerate(pieces) if i not in passed and not low <= i < high}
    dated = any(piece.text in TODAY for piece in pieces[low:high])
    if {Sense.DAY, Sense.WAS} <= outside and not dated:
        return False
    return all(not low <= i < high or pieces[i].sense is Sense.WAS for i in unknown)


def _asks(sentence: Sentence, i: int) -> bool:
    """A question mark, or a word that asks where a question would begin."""
    piece = sentence.pieces[i]
    opens = sentence.clauses[i][0] == i
    return piece.sense is Sense.QUESTION or (piece.sense is Sense.ASKED and opens)
