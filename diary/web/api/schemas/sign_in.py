"""Signing in on a device."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, SecretStr

from diary.web.api.schemas.base import Incoming, Moment, Outgoing, Text

_Token = Annotated[SecretStr, Field(min_length=20, max_length=100)]
DeviceName = Annotated[
    Text, Field(min_length=1, max_length=60, description="What the owner knows it by.")
]


class CodeRequest(Incoming):
    """A wish to sign in."""

    phone: Annotated[
        Text, Field(min_length=4, max_length=32, examples=["+18065550123"], description="E.164.")
    ]


class CodeSent(Outgoing):
    """The same for every number: a code was texted if it is a patient's."""

    request_id: UUID
    expires_in: int = Field(description="Seconds for which the code is good.")


class CodeTyped(Incoming):
    request_id: UUID
    code: Annotated[str, Field(pattern="^[0-9]{6}$", examples=["123456"])]
    device: DeviceName


class RefreshRequest(Incoming):
    refresh_token: _Token
    exchange_id: UUID | None = Field(
        None,
        description="Made by the device for this exchange and kept until its answer is there. Where"
        " the answer was lost, the same token with the same id is answered again, for two days.",
    )


class Tokens(Outgoing):
    """What the device calls with. The refresh token is good once: keep the newest only."""

    device_id: UUID
    access_token: str
    access_expires_at: Moment
    refresh_token: str
    refresh_expires_at: Moment


class Device(Outgoing):
    id: UUID
    name: str
    signed_in_at: Moment
    seen_at: Moment
    is_this: bool = Field(description="Whether this is the device that asks.")


class Devices(Outgoing):
    items: list[Device]
