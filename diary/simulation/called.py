"""What staff made of Today: some were called, and somebody was not reached."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from diary.bootstrap import Services
from diary.domain.attention import AttentionKind
from diary.services import calls, lists
from diary.services.holds import hold
from diary.store.people import Practitioner

_LEFT_TO_CALL = 1
"""So many are left to whoever visits the demo."""
_CALLS: Sequence[Mapping[str, str]] = (
    {"outcome": "spoken", "again": "7", "text": "Sleeps badly since the move. Comes on Thursday."},
    {"outcome": "not_reached"},
    {"outcome": "left_message", "again": "3"},
)


def call_some(services: Services, nurse_id: UUID) -> None:
    """Note some calls, the least in need first."""
    now = services.clock()
    with services.sessions.begin() as session:
        nurse = session.get_one(Practitioner, nurse_id)
        listed = [
            one
            for one in lists.to_call(session, nurse.organization_id, {})
            if one.attention != AttentionKind.DANGER
        ]
        for one, call in zip(reversed(listed[_LEFT_TO_CALL:]), _CALLS, strict=False):
            patient = hold(session, one.patient_id)
            about = " ".join(calls.reasons_to_call(session, patient))
            form = {**call, "about": about}
            calls.note(session, services.catalogue, nurse, patient, form, now)
