"""Notifications as push services and browsers read them."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from diary.gateways.push_sealing import packed, seal
from diary.gateways.webpush import WebPush
from diary.services.ports import PushAddress, PushError, PushErrorKind, PushNote
from diary.services.push_addresses import is_trusted
from diary.services.push_subscriptions import unpacked
from tests.standins.push_service import PushService

NOTE = PushNote(uuid4(), "es", 3600)


@pytest.fixture
def service() -> Iterator[PushService]:
    with PushService() as listening:
        yield listening


def address(service: PushService) -> PushAddress:
    given = service.subscription
    return PushAddress(given["endpoint"], unpacked(given["p256dh"]), unpacked(given["auth"]))


def test_the_example_of_rfc_8291_comes_out_byte_for_byte():
    own = ec.derive_private_key(
        int.from_bytes(unpacked("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")), ec.SECP256R1()
    )
    sealed = seal(
        b"When I grow up, I want to be a watermelon",
        unpacked(
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
        ),
        unpacked("BTBZMqHH6r4Tts7J_aSIgg"),
        own=own,
        random=lambda _: unpacked("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert packed(sealed) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAm"
        "S6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_"
        "Qulcy4a-fN"
    )


def test_the_phone_learns_which_check_in_is_ready_and_nothing_else(service: PushService):
    gateway = WebPush(7, "https://diary.example.org", [service.origin])
    gateway.push(address(service), NOTE)
    [(headers, content)] = service.taken
    assert content == {"check_in": str(NOTE.prompt_id), "language": "es"}
    assert (headers["TTL"], headers["Topic"]) == ("3600", NOTE.prompt_id.hex)
    claims = service.claims(headers["Authorization"])
    assert (claims["sub"], claims["k"]) == ("https://diary.example.org", gateway.public_key)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (404, PushErrorKind.GONE),
        (410, PushErrorKind.GONE),
        (429, PushErrorKind.TRANSIENT),
        (503, PushErrorKind.TRANSIENT),
        (400, PushErrorKind.REFUSED),
        (403, PushErrorKind.REFUSED),
        (307, PushErrorKind.REFUSED),
    ],
)
def test_what_is_not_taken_is_classed_and_followed_nowhere(
    service: PushService, status: int, kind: PushErrorKind
):
    service.statuses.append(status)
    with pytest.raises(PushError) as caught:
        WebPush(7, "https://diary.example.org", [service.origin]).push(address(service), NOTE)
    assert caught.value.kind is kind
    assert service.asked == ["/push/some-opaque-id"]


def test_nobody_there_is_tried_again(service: PushService):
    gateway = WebPush(7, "https://diary.example.org", [service.origin])
    where = address(service)
    service.__exit__()
    with pytest.raises(PushError) as caught:
        gateway.push(where, NOTE)
    service.__enter__()
    assert caught.value.kind is PushErrorKind.TRANSIENT


def test_an_address_that_is_not_trusted_any_more_is_not_called(service: PushService):
    with pytest.raises(PushError) as caught:
        WebPush(7, "https://diary.example.org", ["*.push.apple.com"]).push(address(service), NOTE)
    assert caught.value.kind is PushErrorKind.GONE
    assert service.asked == []


HOSTS = ["fcm.example.com", "*.push.example.net"]


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.example.com/fcm/send/abc",
        "https://fcm.example.com:443/abc",
        "https://web.push.example.net/QGu",
        "https://FCM.example.com/abc",
    ],
)
def test_the_push_services_of_browsers_are_trusted(endpoint: str):
    assert is_trusted(endpoint, HOSTS)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.example.com/abc",
        "https://fcm.example.com:8443/abc",
        "https://fcm.example.com@169.254.169.254/latest",
        "https://someone@fcm.example.com/abc",
        "https://fcm.example.com.evil.example/abc",
        "https://evilpush.example.net/abc",
        "https://push.example.net/abc",
        "https://127.0.0.1/abc",
        "https://[::1]/abc",
        "https://[::1",
        "https://fcm.example.com:99999/abc",
        "file:///etc/passwd",
        "//fcm.example.com/abc",
        "",
    ],
)
def test_no_other_address_is_called(endpoint: str):
    assert not is_trusted(endpoint, HOSTS)
