"""Entries that devices make: once made, each version is the same for ever."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, ValidationInfo

from diary.store.diary import EntryKind
from diary.web.api.schemas.base import WHOLE, Incoming, Instant, Moment, Outgoing, Page, Text

LONGEST_NOTE = 4000
_Version = Annotated[
    int, Field(ge=1, le=10_000, description="1, and one more for each edit."), WHOLE
]
_MadeAt = Annotated[Instant, Field(description="By the device's clock.")]
_Line = Annotated[Text, Field(min_length=1, max_length=300)]
_Lines = Annotated[list[_Line], Field(max_length=20)]
Given = Annotated[
    float | Annotated[list[Annotated[int, WHOLE]], Field(max_length=40)],
    Field(description="A number; for an item that takes several options the list of them."),
]


def _in_half_hours(hours: float) -> float:
    if (hours * 2) % 1:
        raise ValueError("hours are given by the half hour")
    return hours


class DiaryContent(Incoming):
    """How it is, of the patient's own accord."""

    mood: Annotated[int, Field(ge=0, le=10), WHOLE] | None = Field(
        default=None, description="0 worst, 10 best."
    )
    sleep_hours: (
        Annotated[
            float,
            Field(ge=0, le=24, json_schema_extra={"multipleOf": 0.5}),
            AfterValidator(_in_half_hours),
        ]
        | None
    ) = None
    note: Annotated[Text, Field(max_length=LONGEST_NOTE)] = ""
    tags: Annotated[
        list[Annotated[Text, Field(min_length=1, max_length=40)]], Field(max_length=20)
    ] = Field(default_factory=list)


_Values = Annotated[dict[Annotated[Text, Field(max_length=40)], Given], Field(max_length=100)]


def _some(answers: _Values, info: ValidationInfo) -> _Values:
    if not (answers or info.data.get("instead_of")):
        raise ValueError("give an answer, or say in `instead_of` which ones to clear")
    return answers


_Answers = Annotated[
    _Values,
    Field(description="Values by the items' link ids: at least one, if `instead_of` has none."),
    AfterValidator(_some),
]
_InsteadOf = Annotated[
    _Values,
    Field(
        description="Answers given before, by text or else, as the patient saw them: these of"
        " `answers` take their place, and one without another is cleared. If by now any of them"
        " is not as they saw it, the whole response lies beside."
    ),
]


class ResponseContent(Incoming):
    """Answers to one questionnaire of a check-in, all of them or some."""

    check_in: UUID
    questionnaire: Annotated[Text, Field(max_length=40)]
    questionnaire_version: Annotated[Text, Field(max_length=40)]
    instead_of: _InsteadOf = Field(default_factory=dict)
    answers: _Answers


class PlanContent(Incoming):
    """A safety plan, in the patient's own words."""

    warning_signs: _Lines = Field(default_factory=list)
    coping: _Lines = Field(default_factory=list)
    distractions: _Lines = Field(default_factory=list)
    people: _Lines = Field(default_factory=list)
    professionals: _Lines = Field(default_factory=list)
    safer_surroundings: _Lines = Field(default_factory=list)


class _Versioned(Incoming):
    id: Annotated[UUID, Field(description="Made by the device, once for all versions.")]
    version: _Version
    made_at: _MadeAt


class DiarySubmission(_Versioned, DiaryContent):
    kind: Literal["diary"]


class ResponseSubmission(_Versioned, ResponseContent):
    kind: Literal["response"]


class PlanSubmission(_Versioned, PlanContent):
    kind: Literal["safety_plan"]


class DeletionSubmission(_Versioned):
    """Takes an entry back. Its versions stay on the clinic's record as history."""

    kind: Literal["deletion"]


Submission = Annotated[
    DiarySubmission | ResponseSubmission | PlanSubmission | DeletionSubmission,
    Field(discriminator="kind"),
]


class DiaryPut(DiaryContent):
    version: _Version
    made_at: _MadeAt


class ResponsePost(Incoming):
    """Answers, with the device's own id of them: sent twice, they are recorded once."""

    id: UUID
    version: _Version = 1
    made_at: _MadeAt
    questionnaire: Annotated[Text, Field(max_length=40)]
    questionnaire_version: Annotated[Text, Field(max_length=40)]
    instead_of: _InsteadOf = Field(default_factory=dict)
    answers: _Answers


class PlanPut(PlanContent):
    id: UUID
    version: _Version
    made_at: _MadeAt


class Entry(Outgoing):
    """A version of an entry as it is on record."""

    id: UUID
    version: int
    kind: EntryKind
    device_id: UUID
    made_at: Moment = Field(description="By the device's clock.")
    effective_at: Moment = Field(description="By ours: differs where the device's was wrong.")
    received_at: Moment
    is_current: bool = Field(description="False for a version that another has replaced.")
    counts: bool | None = Field(description="Of a response: whether its answers are the ones.")
    diary: DiaryContent | None = None
    response: ResponseContent | None = None
    safety_plan: PlanContent | None = None


class Entries(Page):
    items: list[Entry]
