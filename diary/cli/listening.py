"""The port that a server listens on: taken at once, before anything that takes long is begun."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from diary.cli.refusal import refuse
from diary.settings import Settings


@contextmanager
def listening(settings: Settings) -> Iterator[list[socket.socket]]:
    """A socket for each address of the host; refuses a port that is taken, or a host unknown."""
    with ExitStack() as opened:
        try:
            sockets = [
                opened.enter_context(_listening(family, address))
                for family, *_, address in socket.getaddrinfo(
                    settings.host, settings.port, type=socket.SOCK_STREAM
                )
            ]
        except OSError as error:
            refuse(
                f"cannot listen on {settings.host}:{settings.port}: {error.strerror};"
                " DIARY_HOST and DIARY_PORT name another"
            )
        yield sockets


def _listening(family: socket.AddressFamily, address: tuple[object, ...]) -> socket.socket:
    made = socket.socket(family, socket.SOCK_STREAM)
    # A server that is started again need not wait until the last one's connections are forgotten.
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind(address)
        made.listen()
    except OSError:
        made.close()
        raise
    return made
