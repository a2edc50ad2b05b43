"""What changed on the server since a device last asked: entries by number, the rest by digest."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from pydantic import BaseModel
from sqlalchemy.orm import Session

from diary.services import own_check_ins, own_diary
from diary.services.series import infusions_of
from diary.web.api.calls import Call
from diary.web.api.me import whole_me
from diary.web.api.paging import dump, load
from diary.web.api.problems import ProblemError, field_at_fault
from diary.web.api.saying import say_check_in, say_entry, say_infusions
from diary.web.api.schemas.sync import Changes

AROUND = timedelta(days=14)
MOST_ENTRIES = 500
_DIGESTS = 3
_LONGEST_NUMBER = 18


@dataclass(frozen=True, slots=True)
class Since:
    """The number of the newest entry that a device knows, and digests of what else it does."""

    number: int
    digests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class News:
    """``changes`` and the cursor to ask with next; nothing at all for who did not ask."""

    changes: Changes | None = None
    cursor: str | None = None
    has_more: bool = False

    @property
    def shows_anything(self) -> bool:
        """Whether any of the record is in it."""
        said = self.changes
        return said is not None and any((said.entries, said.check_ins, said.infusions, said.me))


def load_cursor(cursor: str | None) -> Since | None:
    """What a cursor of ours says; a problem for any other text, and None for none."""
    if not cursor:
        return None if cursor is None else Since(0, ("",) * _DIGESTS)
    try:
        number, *digests = load(cursor)
    except ValueError:
        number, digests = "", []
    if not (number.isascii() and number.isdigit() and len(digests) == _DIGESTS):
        raise ProblemError(422, "invalid", errors=[field_at_fault("since", "cursor")])
    return Since(int(number[:_LONGEST_NUMBER]), tuple(digests))


def read_changes(call: Call, session: Session, since: Since | None) -> News:
    """What is new; a part that did not change is not said again."""
    if since is None:
        return News()
    rows = own_diary.changed_since(session, call.patient, since.number, MOST_ENTRIES + 1)
    shown = rows[:MOST_ENTRIES]
    # By whole days, so that it does not change with every minute.
    today = call.now.replace(hour=0, minute=0, second=0, microsecond=0)
    check_ins = [
        say_check_in(each)
        for each in own_check_ins.check_ins_between(
            session, call.patient, today - AROUND, today + AROUND, call.now
        )
    ]
    infusions = say_infusions(infusions_of(session, call.patient))
    me = whole_me(call, session, call.patient)
    digests = [_digest(*check_ins), _digest(*infusions), _digest(me)]
    same = [old == new for old, new in zip(since.digests, digests, strict=True)]
    newest = shown[-1].number if shown else since.number
    return News(
        Changes(
            entries=[say_entry(row) for row in shown],
            check_ins=None if same[0] else check_ins,
            infusions=None if same[1] else infusions,
            me=None if same[2] else me,
        ),
        dump([str(newest), *digests]),
        has_more=len(rows) > MOST_ENTRIES,
    )


def _digest(*said: BaseModel) -> str:
    together = hashlib.sha256()
    for model in said:
        together.update(model.model_dump_json().encode())
    return together.hexdigest()[:16]
