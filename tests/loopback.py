"""Tests talk to this machine only: any other address is refused before a packet leaves."""

import ipaddress
import socket
from typing import Any


class OutsideNetworkError(RuntimeError):
    """A test tried to reach another machine. No OSError, lest the code under test excuse it."""


def forbid_outside() -> None:
    """From now on sockets of this process connect to loopback and Unix addresses only.

    Names under ``.invalid`` fail to resolve, as they do everywhere; other names are refused.
    """
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex
    sendto, getaddrinfo = socket.socket.sendto, socket.getaddrinfo

    def guarded_connect(sock: socket.socket, address: Any) -> None:
        _check(sock, address)
        return connect(sock, address)

    def guarded_connect_ex(sock: socket.socket, address: Any) -> int:
        _check(sock, address)
        return connect_ex(sock, address)

    def guarded_sendto(sock: socket.socket, payload: Any, *flags_and_address: Any) -> int:
        _check(sock, flags_and_address[-1])
        return sendto(sock, payload, *flags_and_address)

    def guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if isinstance(name, str) and name.endswith(".invalid"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        if not _here(name):
            raise OutsideNetworkError(f"a test asked for the address of {name}")
        return getaddrinfo(host, *args, **kwargs)

    socket.socket.connect = guarded_connect
    socket.socket.connect_ex = guarded_connect_ex
    socket.socket.sendto = guarded_sendto
    socket.getaddrinfo = guarded_getaddrinfo


def _check(sock: socket.socket, address: Any) -> None:
    if sock.family in (socket.AF_INET, socket.AF_INET6) and not _here(address[0]):
        raise OutsideNetworkError(f"a test tried to reach {address[0]}")


def _here(host: object) -> bool:
    if host in (None, "", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(str(host))
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
