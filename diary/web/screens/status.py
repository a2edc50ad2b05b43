"""How a patient stands, as a code: its word, shape and colour are given by the template."""

from enum import StrEnum


class Status(StrEnum):
    """In order of need, most urgent first."""

    DANGER = "danger"
    WORSE = "worse"
    FADING = "fading"
    SILENT = "silent"
    """No answer since a decline."""
    NOT_DELIVERED = "not_delivered"
    SIDE_EFFECTS = "side_effects"
    VISIT = "visit"
    UNANSWERED = "unanswered"
    PAUSED = "paused"
    OPTED_OUT = "opted_out"
    INVITED = "invited"
    """Has not joined yet: nothing but the invitation is sent."""
    NEW = "new"
    """Joined, but there is too little to say anything yet."""
    BETTER = "better"
    STEADY = "steady"


class Direction(StrEnum):
    """What a change means for the patient, whichever way the number went."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
