"""Reading tables of a file that a person wrote, noting every mistake instead of stopping at one.

A ``Table`` hands out typed values. What is missing or of the wrong type is noted as a ``Problem``
with its place, and a stand-in value is returned so that reading goes on; whoever reads the tables
looks at the problems at the end and throws the result away if there are any.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeGuard, TypeVar

Localized = Mapping[str, str]
"""A text by BCP 47 language: ``{"en": ..., "es": ...}``."""

LANGUAGES = ("en", "es")

_T = TypeVar("_T")
_LARGEST = 1_000_000
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a file: where it is, and what is wrong there.

    ``message`` is a sentence with ``%(name)s`` for each of ``values``, so that whoever shows it may
    translate it first; without values it is the sentence itself.
    """

    place: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def said(self) -> str:
        """What is wrong, in English."""
        return filled(self.message, self.values)

    def __str__(self) -> str:
        return f"{self.place}: {self.said}"


def filled(message: str, values: Mapping[str, object]) -> str:
    """``message`` with its values in their places; as it is where there are none."""
    return message % values if values else message


class Table:
    """One table of the file, with the place where it stands and the problems found so far."""

    __slots__ = ("_content", "_read", "place", "problems")

    def __init__(self, content: object, place: str, problems: list[Problem]) -> None:
        self.place = place
        self.problems = problems
        self._read: set[str] = set()
        self._content: Mapping[str, object] = {}
        if isinstance(content, Mapping):
            self._content = {str(key): value for key, value in content.items()}
        else:
            self.note("must be a table, not %(value)s", value=shown(content))

    def __contains__(self, key: str) -> bool:
        return key in self._content

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self._content)

    def note(self, message: str, **values: object) -> None:
        """Note a problem at this place; see ``Problem``."""
        self.problems.append(Problem(self.place, message, values))

    def text(self, key: str) -> str:
        """A text with something in it; the empty text stands in for a wrong one."""
        value = self._take(key)
        if isinstance(value, str) and value.strip():
            return value
        if value is None:
            self.note("needs a text '%(key)s'", key=key)
        else:
            self.note("'%(key)s' must be a text", key=key)
        return ""

    def optional_text(self, key: str) -> str | None:
        return self.text(key) if key in self else None

    def number(self, key: str, default: float | None = None) -> float:
        """A finite number; 0 stands in for a wrong one."""
        value = self._take(key)
        if value is None and default is not None:
            return default
        if _is_number(value):
            return float(value)
        if value is None:
            self.note("needs a number '%(key)s'", key=key)
        else:
            self.note("'%(key)s' must be a number", key=key)
        return 0.0

    def optional_number(self, key: str) -> float | None:
        return self.number(key) if key in self else None

    def whole(self, key: str, default: int | None = None) -> int:
        """A whole number, written as one; 0 stands in for a wrong one."""
        value = self._take(key)
        if value is None and default is not None:
            return default
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST:
            return value
        self.note("'%(key)s' must be a whole number, not %(value)s", key=key, value=shown(value))
        return 0

    def truth(self, key: str) -> bool:
        """``true`` or ``false``; false where the key is left out."""
        value = self._take(key)
        if value is None or isinstance(value, bool):
            return bool(value)
        self.note("'%(key)s' must be true or false, not %(value)s", key=key, value=shown(value))
        return False

    def localized(self, key: str, *, required: bool = True) -> Localized:
        """A text by language, English at least; a bare text is English."""
        value = self._take(key)
        if value is None and not required:
            return MappingProxyType({})
        if isinstance(value, str):
            value = {"en": value}
        if not isinstance(value, Mapping) or "en" not in value:
            self.note("needs '%(key)s' in English at least", key=key)
            return MappingProxyType({"en": ""})
        for language, text in value.items():
            if language not in LANGUAGES:
                self.note(
                    "'%(key)s' has an unknown language %(value)s", key=key, value=shown(language)
                )
            if not isinstance(text, str) or not text.strip():
                self.note(
                    "'%(key)s' in %(language)s must be a text, not %(value)s",
                    key=key,
                    language=shown(language),
                    value=shown(text),
                )
        return MappingProxyType({str(name): str(text) for name, text in value.items()})

    def texts(self, key: str, default: Iterable[str] = ()) -> tuple[str, ...]:
        """A list of texts, none of them twice."""
        value = self._take(key)
        if value is None:
            return tuple(default)
        if not _is_list_of(value, str):
            self.note(
                "'%(key)s' must be a list of texts, not %(value)s", key=key, value=shown(value)
            )
            return ()
        return self._once(key, value)

    def wholes(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers, none of them twice."""
        value = self._take(key)
        if value is None:
            return ()
        if not _is_list_of(value, int):
            self.note(
                "'%(key)s' must be a list of whole numbers, not %(value)s",
                key=key,
                value=shown(value),
            )
            return ()
        return self._once(key, value)

    def text_by_key(self, key: str) -> Mapping[str, str]:
        """A table whose values are all texts."""
        return MappingProxyType({name: table.text(name) for name, table in self._entries(key)})

    def number_by_key(self, key: str) -> Mapping[str, float]:
        """A table whose values are all numbers."""
        return MappingProxyType({name: table.number(name) for name, table in self._entries(key)})

    def table(self, key: str, place: str) -> "Table | None":
        """A table inside this one; None where the key is left out."""
        value = self._take(key)
        return None if value is None else Table(value, f"{self.place}, {place}", self.problems)

    def tables(self, key: str, singular: str) -> Iterator["Table"]:
        """The tables of a list; each one's place says which, counted from 1.

        When the next is asked for, the last has been read: keys left over in it are noted.
        """
        value = self._take(key)
        if value is None:
            return
        if not isinstance(value, list | tuple):
            self.note(
                "'%(key)s' must be a list of tables, not %(value)s", key=key, value=shown(value)
            )
            return
        for number, entry in enumerate(value, start=1):
            table = Table(entry, f"{self.place}, {singular} {number}", self.problems)
            yield table
            table.refuse_unread()

    def refuse_unread(self) -> None:
        """Note every key that nothing asked for: most are slips of the pen."""
        for key in self._content:
            if key not in self._read:
                self.note("unknown key %(key)s", key=shown(key))

    def _entries(self, key: str) -> Iterator[tuple[str, "Table"]]:
        table = self.table(key, key)
        if table is not None:
            yield from ((name, table) for name in table.keys)

    def _once(self, key: str, values: Sequence[_T]) -> tuple[_T, ...]:
        for entry in repeated(values):
            self.note("'%(key)s' names %(value)s twice", key=key, value=shown(entry))
        return tuple(values)

    def _take(self, key: str) -> object:
        self._read.add(key)
        return self._content.get(key)


def _is_number(value: object) -> TypeGuard[float]:
    # TOML allows inf, nan and whole numbers of any length; no scale has them.
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= _LARGEST


def _is_list_of(value: object, kind: type[_T]) -> TypeGuard[Sequence[_T]]:
    return isinstance(value, list | tuple) and all(
        isinstance(entry, kind) and not isinstance(entry, bool) for entry in value
    )


def shown(value: object) -> str:
    """A value for a message: what it was, cut to a length that a line can hold."""
    try:
        text = repr(value)
    except ValueError:  # a whole number too long to write out
        return "a number"
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def repeated(values: Iterable[_T]) -> list[_T]:
    """What stands more than once, each named once."""
    seen: set[_T] = set()
    again: list[_T] = []
    for value in values:
        (again.append if value in seen else seen.add)(value)
    return list(dict.fromkeys(again))
