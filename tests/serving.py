"""The HTTP server of production in front of an application, within the test's own process."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from wsgiref.types import WSGIApplication

from waitress.wasyncore import close_all

from diary.web.serving import open_server


@contextmanager
def serving(app: WSGIApplication, threads: int = 4) -> Iterator[str]:
    """The origin at which ``app`` answers, like ``http://127.0.0.1:40123``, while within."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = open_server(app, sockets=[listening], threads=threads)
        thread = threading.Thread(target=server.run)
        thread.start()
        try:
            yield "http://{}:{}".format(*listening.getsockname())
        finally:
            server.trigger.pull_trigger(lambda: close_all(server._map))
            thread.join()
            server.task_dispatcher.shutdown()
