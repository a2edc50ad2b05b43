"""Which addresses of push services are trusted: the browser names them, and we call them.

An address that anybody could choose would let them make this server call whatever it can reach. So
only hosts that the operator lists are called, over https.
"""

from collections.abc import Sequence
from urllib.parse import urlsplit


def is_trusted(endpoint: str, hosts: Sequence[str]) -> bool:
    """Whether ``endpoint`` lies at one of ``hosts``.

    ``push.example.org`` is that host alone, ``*.example.org`` every host below it, both by https at
    its own port. An entry with a scheme (``http://127.0.0.1:9000``) is exactly that origin, for
    tests.
    """
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        return False
    host = (parts.hostname or "").lower()
    if not host or parts.username is not None or parts.password is not None:
        return False
    if f"{parts.scheme}://{parts.netloc}" in hosts:
        return True
    if parts.scheme != "https" or port not in (None, 443):
        return False
    return any(
        host.endswith(entry[1:]) if entry.startswith("*.") else host == entry for entry in hosts
    )
