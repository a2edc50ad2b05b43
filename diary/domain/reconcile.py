"""How the prompts that ought to exist differ from those that do."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from diary.domain.schedule import Slot, SlotKey


@dataclass(frozen=True, slots=True)
class Changes:
    create: tuple[Slot, ...]
    move: tuple[Slot, ...]
    withdraw: tuple[SlotKey, ...]


def reconcile(
    wanted: Sequence[Slot],
    unsent: Iterable[Slot],
    settled: Iterable[SlotKey],
    asked: Iterable[Slot] = (),
    timezone: str = "UTC",
) -> Changes:
    """What makes the unsent prompts equal to the wanted ones.

    ``unsent`` may still be moved or withdrawn; ``settled`` were released, and are never touched.
    ``asked`` are slots of either that the patient was texted. One that the plan does not know any
    more (it was renamed, dropped or moved to another day, its infusion was entered anew) stands
    for one wanted slot of the same day, in ``timezone``, that asks the same: nobody is asked that
    twice.
    """
    kept = set(settled)
    existing = {slot.key: slot for slot in unsent}
    covered, covering = _covered(wanted, asked, kept, ZoneInfo(timezone))
    open_slots = [slot for slot in wanted if slot.key not in kept | covered]
    stay = {slot.key for slot in open_slots} | covering
    return Changes(
        create=tuple(slot for slot in open_slots if slot.key not in existing),
        move=tuple(
            slot for slot in open_slots if slot.key in existing and existing[slot.key] != slot
        ),
        withdraw=tuple(key for key in existing if key not in stay),
    )


def _covered(
    wanted: Sequence[Slot], asked: Iterable[Slot], kept: set[SlotKey], zone: ZoneInfo
) -> tuple[set[SlotKey], set[SlotKey]]:
    """The wanted keys that something else asked already, and the asked ones that did."""
    by_key = {slot.key: slot for slot in wanted}
    told = sorted(asked, key=lambda slot: (slot.due_at, str(slot.key)))
    adrift: dict[tuple[date, frozenset[str]], list[Slot]] = defaultdict(list)
    for slot in told:
        now_wanted = by_key.get(slot.key)
        is_at_home = now_wanted is not None and (
            # The same plan on another date is a patient in another zone: no reason to drop a day.
            now_wanted.plan_version == slot.plan_version
            or _what_and_when(now_wanted, zone) == _what_and_when(slot, zone)
        )
        if not is_at_home:
            adrift[_what_and_when(slot, zone)].append(slot)
    told_keys = {slot.key for slot in told}
    covered: set[SlotKey] = set()
    covering: set[SlotKey] = set()
    for slot in wanted:
        if slot.key in kept or slot.key in told_keys:
            continue
        if same := adrift[_what_and_when(slot, zone)]:
            nearest = min(same, key=lambda other: abs(other.due_at - slot.due_at))
            same.remove(nearest)
            covered.add(slot.key)
            covering.add(nearest.key)
    return covered, covering


def _what_and_when(slot: Slot, zone: ZoneInfo) -> tuple[date, frozenset[str]]:
    return slot.due_at.astimezone(zone).date(), frozenset(slot.questionnaires)
