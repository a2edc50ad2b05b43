"""Whether a patient may be texted."""

from enum import StrEnum


class Texting(StrEnum):
    INVITED = "invited"
    """Consent is on record at the clinic; the patient has not said so from the phone yet."""
    ACTIVE = "active"
    STOPPED = "stopped"
    """Opted out: only the patient's own START changes that."""
    UNREACHABLE = "unreachable"
    """The carrier says that the number does not take texts."""


class ConsentAct(StrEnum):
    """What is written down about consent; acts are added, never changed."""

    RECORDED = "recorded"
    """Staff recorded the patient's consent at enrolment."""
    JOINED = "joined"
    STOPPED = "stopped"
    RESTARTED = "restarted"
    FOUND_STOPPED = "found_stopped"
    """The carrier refused a text because the patient had opted out there."""
