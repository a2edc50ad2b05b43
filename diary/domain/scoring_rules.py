"""How a total is made and read, as data: ``[scoring]``, ``[[cutoffs]]``, ``[change]`` of a file.

Everything here is a frozen value that was checked when it was read; ``diary/domain/scoring.py``
does the arithmetic.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from diary.domain.tables import Table, repeated
from diary.domain.trends import reliable_change_points


class Method(StrEnum):
    SUM = "sum"
    """The sum of the items."""
    SUM_OF_HIGHEST = "sum_of_highest"
    """The sum over the parts of the highest item in each (QIDS-SR16)."""
    WEIGHTED_SUM = "weighted_sum"
    """The sum of item times weight: an estimate of another form's total."""


@dataclass(frozen=True, slots=True)
class Part:
    """Items that belong together: a PCL-5 cluster, a QIDS domain."""

    code: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prorating:
    """When a total may be had from the mean of the answered items, and by whose rule."""

    at_most_missing: int
    least_share_of_each_part: float
    source: str


@dataclass(frozen=True, slots=True)
class Scoring:
    method: Method
    items: tuple[str, ...]
    """The link ids that make the total; other items of the questionnaire are not scored."""
    parts: tuple[Part, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    prorating: Prorating | None = None
    """None: one missing item and there is no total."""
    never_imputed: frozenset[str] = frozenset()
    """Items without which there is no total, whatever the prorating rule allows."""
    either: tuple[tuple[str, ...], ...] = ()
    """Items of which the form asks for one: an answer to any makes the others unasked."""


@dataclass(frozen=True, slots=True)
class Cutoff:
    """Totals from ``minimum`` up mean something: a positive screen, a probable diagnosis."""

    code: str
    minimum: float
    note: str


@dataclass(frozen=True, slots=True)
class Change:
    """Published marks for change and end state, in points of the total. None: not established."""

    reliable: float | None = None
    """The least fall or rise that is more than measurement error."""
    noticeable: float | None = None
    """The least change that patients notice (minimal important difference)."""
    response_percent: float | None = None
    remission_at_most: float | None = None
    recovered_at_most: float | None = None
    high_is_good: bool = False
    """The higher the total the better: the two marks below stand in place of the two above."""
    remission_at_least: float | None = None
    recovered_at_least: float | None = None
    source: str = ""


def read_scoring(table: Table, known: Sequence[str]) -> Scoring:
    """The rules under ``[scoring]``; ``known`` are the questionnaire's link ids."""
    method = _method(table)
    parts = tuple(
        Part(entry.text("code"), read_items(entry, "items", known))
        for entry in table.tables("parts", "part")
    )
    scoring = Scoring(
        method=method,
        items=read_items(table, "items", known, default=known),
        parts=parts,
        weights=table.number_by_key("weights"),
        prorating=_prorating(table),
        never_imputed=frozenset(read_items(table, "never_imputed", known, default=())),
        either=tuple(
            read_items(entry, "items", known) for entry in table.tables("either", "either")
        ),
    )
    _refuse_contradictions(table, scoring)
    table.refuse_unread()
    return scoring


def read_cutoff(table: Table) -> Cutoff:
    return Cutoff(table.text("code"), table.number("minimum"), table.text("note"))


def read_change(table: Table) -> Change:
    change = Change(
        reliable=_reliable(table),
        noticeable=table.optional_number("noticeable"),
        response_percent=table.optional_number("response_percent"),
        remission_at_most=table.optional_number("remission_at_most"),
        recovered_at_most=table.optional_number("recovered_at_most"),
        high_is_good=table.truth("high_is_good"),
        remission_at_least=table.optional_number("remission_at_least"),
        recovered_at_least=table.optional_number("recovered_at_least"),
        source=table.text("source"),
    )
    for name in ("reliable", "noticeable", "response_percent"):
        value = getattr(change, name)
        if value is not None and value <= 0:
            table.note(f"{name!r} must be more than 0")
    for mark in ("remission", "recovered"):
        wrong = f"{mark}_at_most" if change.high_is_good else f"{mark}_at_least"
        if getattr(change, wrong) is not None:
            side = "high_is_good is true" if change.high_is_good else "high_is_good is not true"
            table.note(f"{wrong!r} has no meaning where {side}")
    table.refuse_unread()
    return change


def _reliable(table: Table) -> float | None:
    """The mark itself, or worked out from the ``sd`` and the ``reliability`` of a sample."""
    if "sd" not in table and "reliability" not in table:
        return table.optional_number("reliable")
    if "reliable" in table:
        table.note("'reliable' is there already: leave 'sd' and 'reliability' out")
        return table.number("reliable")
    sd, reliability = table.number("sd"), table.number("reliability")
    if not (sd > 0 and 0 <= reliability < 1):
        table.note("'sd' must be more than 0, and 'reliability' from 0 to less than 1")
        return None
    return reliable_change_points(sd, reliability)


def _method(table: Table) -> Method:
    named = table.text("method")
    try:
        return Method(named)
    except ValueError:
        if named:
            table.note(f"unknown method {named!r}: use one of {', '.join(Method)}")
        return Method.SUM


def _prorating(table: Table) -> Prorating | None:
    inner = table.table("prorating", "prorating")
    if inner is None:
        return None
    prorating = Prorating(
        at_most_missing=inner.whole("at_most_missing"),
        least_share_of_each_part=inner.number("least_share_of_each_part", 0.0),
        source=inner.text("source"),
    )
    inner.refuse_unread()
    return prorating


def _refuse_contradictions(table: Table, scoring: Scoring) -> None:
    scored = set(scoring.items)
    if not scored:
        table.note("scores no items")
    for part in scoring.parts:
        for link_id in part.items:
            if link_id not in scored:
                table.note(f"part {part.code!r} holds item {link_id!r}, which is not scored")
    for code in repeated(part.code for part in scoring.parts):
        table.note(f"the part {code!r} stands twice")
    if set(scoring.weights) != (scored if scoring.method is Method.WEIGHTED_SUM else set()):
        table.note("'weights' must name exactly the scored items of a weighted sum")
    if scoring.method is Method.SUM_OF_HIGHEST:
        in_parts = sorted(link_id for part in scoring.parts for link_id in part.items)
        if in_parts != sorted(scored):
            table.note("each scored item must stand in exactly one part")
    if scoring.prorating is not None:
        _refuse_wrong_prorating(table, scoring, scoring.prorating)


def _refuse_wrong_prorating(table: Table, scoring: Scoring, prorating: Prorating) -> None:
    if scoring.method is not Method.SUM:
        table.note("only a plain sum can be prorated")
    if not 1 <= prorating.at_most_missing < len(scoring.items):
        table.note("'at_most_missing' must be at least 1 and less than all the scored items")
    if not 0 <= prorating.least_share_of_each_part <= 1:
        table.note("'least_share_of_each_part' must lie between 0 and 1")


def read_items(
    table: Table, key: str, known: Sequence[str], *, default: Sequence[str] | None = None
) -> tuple[str, ...]:
    """A list of link ids that the questionnaire has; required unless there is a default."""
    items = table.texts(key, default or ())
    if not items and default is None:
        table.note(f"needs a list {key!r} of link ids")
    for link_id in items:
        if link_id not in known:
            table.note(f"{key!r} names an unknown item {link_id!r}")
    return items
