"""What may stand around a whole message without changing it.

Numbers, emoji, greetings (with the name of whom they greet), fillers.
"""

_TITLES = "dr|dra|doctor|doctora|nurse"
_FILLERS = (
    "lol|lmao|haha|jaja|jajaja|ok|okay|hi|hey|hello|hola|doc|doctor|dr|please|sorry|thanks"
    "|thank you|gracias|perdon|tbh|ngl|fr|man|bro|dude|pues|wey|bueno|honestly|really|por favor"
)
AROUND = (
    rf"(?: ,| \d+| [^a-z0-9 ]+| (?:{_TITLES}) [^ ,]+(?= ,)"
    rf"| (?:{_FILLERS})"
    r"(?= |$))*"
)
_TITLE_WORDS = frozenset(_TITLES.split("|"))
_FILLER_WORDS = _TITLE_WORDS.union(*(filler.split() for filler in _FILLERS.split("|")))


def may_stand_around(word: str, before: str) -> bool:
    """Whether ``word`` may be of what stands around a whole message, ``before`` being before it."""
    return (
        word in _FILLER_WORDS
        or before in _TITLE_WORDS
        or word.isdigit()
        or not (word[0].isascii() and word[0].isalnum())
    )
