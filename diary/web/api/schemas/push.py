"""Notifications on one device."""

from typing import Annotated

from pydantic import Field

from diary.web.api.schemas.base import Incoming, Outgoing, Text

_Key = Annotated[Text, Field(min_length=1, max_length=200)]


class PushSubscription(Incoming):
    """What the browser's Push API gave, so that we can send to this device."""

    endpoint: Annotated[
        Text,
        Field(max_length=1000, description="An https address of a push service that we know."),
    ]
    p256dh: Annotated[_Key, Field(description="The device's public key, base64url.")]
    auth: Annotated[_Key, Field(description="The shared secret, base64url.")]


class Push(Outgoing):
    server_key: str | None = Field(
        description="What the browser binds a subscription to, base64url; null: none are sent."
    )
    is_on: bool = Field(description="Whether this device is sent notifications.")
