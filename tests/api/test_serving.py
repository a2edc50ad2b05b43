"""What no view ever sees: bytes on a socket that are no request, or only too much of one."""

import json
import socket
from collections.abc import Iterator
from http.client import HTTPResponse
from typing import Any, NoReturn
from urllib.parse import urlsplit

import pytest
from flask import Flask

from diary.web.serving import LARGEST_BODY
from tests.api.phone import Phone
from tests.serving import serving

Address = tuple[str, int]
LARGEST_HEAD = 256 * 1024
SYNC = b"POST /api/v1/sync HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
CHUNKED = SYNC + b"Transfer-Encoding: chunked\r\n\r\n"


def address_of(origin: str) -> Address:
    parts = urlsplit(origin)
    assert parts.hostname
    assert parts.port
    return parts.hostname, parts.port


@pytest.fixture(scope="module")
def address() -> Iterator[Address]:
    """A server in front of an application that is never asked for anything."""

    def unasked(*_: object) -> NoReturn:
        pytest.fail("this became a request")

    with serving(unasked) as origin:
        yield address_of(origin)


def send(address: Address, raw: bytes) -> tuple[int, str, dict[str, Any]]:
    """Status, media type and body of the one answer that comes before the connection is closed."""
    with socket.create_connection(address, timeout=30) as connection:
        connection.sendall(raw)
        answer = HTTPResponse(connection)
        answer.begin()
        body = json.loads(answer.read())
        assert connection.recv(1) == b""
        return answer.status, answer.headers.get_content_type(), body


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 400),
        (b"GET\r\n\r\n", 400),
        (b"get /api/v1/me HTTP/1.1\r\n\r\n", 400),
        (b"GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"GET /api/v1/me HTTP/1.1\r\nno colon, Marisol\r\n\r\n", 400),
        (b"GET /api/v1/me HTTP/1.1\r\nX: a\nY: b\r\n\r\n", 400),
        (b"GET /api/v1/me HTTP/1.1\r\nX: ".ljust(LARGEST_HEAD, b"a"), 431),
        (b"GET /api/v1/".ljust(LARGEST_HEAD, b"a"), 431),
        (SYNC + b"Content-Length: -1\r\n\r\n", 400),
        (SYNC + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400),
        (SYNC + b"Content-Length: %d\r\n\r\n" % (2 * LARGEST_BODY), 413),
        (CHUNKED + b"xyz\r\n{}\r\n0\r\n\r\n", 400),
        (CHUNKED + b"2\r\n{}}\r\n0\r\n\r\n", 400),
        (CHUNKED + b"-2\r\n{}\r\n0\r\n\r\n", 400),
        (CHUNKED + b"2;a=".ljust(9_000, b"a"), 400),
        (CHUNKED + b"0\r\nX: ".ljust(9_000, b"a"), 400),
        (SYNC + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
        (SYNC + b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n", 400),
    ],
    ids=range(18),
)
def test_what_cannot_be_read_is_answered_with_a_problem_that_repeats_nothing(
    address: Address, raw: bytes, status: int
):
    answered, media_type, problem = send(address, raw)
    assert (answered, media_type) == (status, "application/problem+json")
    assert problem["status"] == status
    assert problem["detail"]
    assert problem["type"].startswith("/api/v1/#problem-")
    assert "Marisol" not in str(problem)


SMUGGLED = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize(
    "lengths",
    [
        b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        b"Content-Length: 5\r\ntransfer-encoding: , chunked\r\n",
    ],
)
@pytest.mark.parametrize("version", [b"1.0", b"1.1"])
def test_what_two_servers_could_read_as_two_requests_is_none(
    address: Address, lengths: bytes, version: bytes
):
    head = SYNC.replace(b"1.1", version) + b"Connection: keep-alive\r\n" + lengths
    status, _type, problem = send(address, head + b"\r\n0\r\n\r\n" + SMUGGLED)
    assert (status, problem["status"]) == (400, 400)


def test_a_body_beyond_what_a_view_takes_is_refused_by_the_view(app: Flask, phone: Phone):
    body = b" " * 10_000_000
    head = SYNC + b"Connection: close\r\nAuthorization: Bearer "
    head += phone.tokens["access_token"].encode() + b"\r\n"
    with serving(app) as origin:
        address = address_of(origin)
        for framed in (
            b"Content-Length: %d\r\n\r\n" % len(body) + body,
            b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(body) + body + b"\r\n0\r\n\r\n",
        ):
            status, media_type, problem = send(address, head + framed)
            assert (status, media_type) == (413, "application/problem+json")
            assert problem["detail"] == "A request may have 1 MB."
        whole = b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
        status, _type, problem = send(address, head + whole)
        assert (status, problem["type"]) == (422, "/api/v1/#problem-invalid")
