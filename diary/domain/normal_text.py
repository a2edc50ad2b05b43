"""Text as a reader sees it: case, accents, disguises and invisible characters taken off.

People who write in distress, and people who hide a word from a filter, type the same letters in
many ways. ``fold`` undoes what is done to single characters; whole words are ``spelling``'s work.
"""

import unicodedata

BREAK = ","
"""The token that stands for any mark between two clauses."""


def fold(text: str) -> str:
    """``text`` in lower case with plain Latin letters wherever a reader would see one.

    Compatibility forms become their plain letters, accents and invisible characters go, letters of
    other scripts that look Latin become Latin, apostrophes go ("don't" is "dont"), digits of every
    script become ASCII, and each emoji stands as a word of its own. Punctuation stays. No length
    is kept.
    """
    return text.translate(_FOLDING)


class _Folding(dict[int, str]):
    """Code point -> what it reads as, worked out when a character is first met."""

    def __missing__(self, point: int) -> str:
        seen = _read_as(chr(point))
        self[point] = seen
        return seen


def _read_as(char: str) -> str:
    if char in _APOSTROPHES or char in _INVISIBLE:
        return ""
    if char in _LOOKALIKES:
        return _LOOKALIKES[char]
    return "".join(_read_part(part) for part in unicodedata.normalize("NFKD", char))


def _read_part(char: str) -> str:
    if char in _LOOKALIKES:
        return _LOOKALIKES[char]
    category = unicodedata.category(char)
    if category in _DROPPED:
        return ""
    if category == "Nd":
        return str(unicodedata.digit(char))
    if category[0] == "L":
        return "".join(_LOOKALIKES.get(c, c) for c in char.casefold())
    if char in "\n\r\u2028\u2029\v\f":
        return f" {BREAK} "
    if char.isascii() and char.isprintable():
        return char
    if category == "So":
        return f" {char} "
    return BREAK if category[0] == "P" else " "


_DROPPED = frozenset({"Mn", "Me", "Mc", "Cf", "Sk", "Cs", "Co", "Cn"})
"""Marks, joiners, skin tones and code points without a meaning: they add nothing to a word."""

_APOSTROPHES = frozenset("'’‘‛`´ʼʹ′＇ʻˈ‵")
_INVISIBLE = frozenset("\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u3164\uffa0\x00\x7f")


def _pairs(seen: str, read: str) -> dict[str, str]:
    return dict(zip(seen, read, strict=True))


_LOOKALIKES: dict[str, str] = {
    # Cyrillic
    **_pairs("АВЕЅІЈКМНОРСТУХԌԚԜҮЗБПИГ", "abesijkmhopctyxgqwy3bnur"),
    **_pairs("авеѕіјкмнорстухԁһӏԛԝѵгпиүєґ", "abesijkmhopctyxdhlqwvrnuyer"),
    **_pairs("ёйїўъьэяыд", "eniybbeaud"),
    # Greek
    **_pairs("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "abezhikmnoptyx"),
    **_pairs("αβγδεζηθικλμνοπρστυχωςϲϳ", "abydezntiklmvonpotuxwscj"),
    # Latin letters with a stroke, a hook, or no dot, and small capitals
    **_pairs(
        "ıɩøđłħŧƙɓɗɠɦɱɲɑɡɛɔəʀɪɴʟᴀʙᴄᴅᴇꜰɢʜᴊᴋᴍᴏᴘꜱᴛᴜᴠᴡʏᴢ", "iiodlhtkbdghmnagecerinlabcdefghjkmopstuvwyz"
    ),
    **_pairs("ØĐŁĦŦƘƁƊƓİ", "odlhtkbdgi"),
    "ß": "ss",
    "æ": "ae",
    "Æ": "ae",
    "œ": "oe",
    "Œ": "oe",
    # Armenian and Cherokee letters that pass for Latin ones
    **_pairs("օոսցհքᎪᏴᏟᎠᎬᏀᎻᎥᎫᏦᏞᎷᏢᎡᏚᎢᏙᏔᎽ", "onughqabcdeghijklmprstvwy"),
    # Letters in boxes and flags
    **{chr(0x1F1E6 + n): chr(ord("a") + n) for n in range(26)},
    **{chr(0x1F150 + n): chr(ord("a") + n) for n in range(26)},
    **{chr(0x1F170 + n): chr(ord("a") + n) for n in range(26)},
    "\u2800": " ",
    "¡": " ",
    "¿": " ",
    "€": "e",
    "£": "l",
    "¢": "c",
    "¥": "y",
}

_FOLDING = _Folding()
