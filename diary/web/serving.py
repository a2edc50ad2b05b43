"""The HTTP server in front of the application, and its answers to what never becomes a request."""

from typing import Any
from wsgiref.types import WSGIApplication

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import BaseWSGIServer, create_server
from waitress.task import ErrorTask
from waitress.utilities import BadRequest

from diary.web.api import problems

LARGEST_BODY = 16 * 1024 * 1024
"""Bytes of a body that are still read: far more than any view takes, so that who sends too much is
told so by that view, and does not find the connection broken while still sending."""
_LONGEST_LINE = 8 * 1024
"""Bytes before a chunk, or after the last, that are kept while their end has not come. Waitress
looks for it anew in all of them with every piece that arrives."""


def open_server(app: WSGIApplication, **adjustments: Any) -> Any:
    """Waitress with ``adjustments`` of its own; ``run()`` serves, ``close()`` ends it."""
    opened: dict[int, Any] = {}
    server = create_server(
        app, map=opened, ident=None, max_request_body_size=LARGEST_BODY, **adjustments
    )
    for each in opened.values():
        if isinstance(each, BaseWSGIServer):
            each.channel_class = _Channel
    return server


class _Parser(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    completed: bool

    def received(self, data: bytes) -> int:
        consumed: int = super().received(data)
        if self.chunked and not self.completed:
            unfinished = len(self.body_rcv.control_line) + len(self.body_rcv.trailer)
            if unfinished > _LONGEST_LINE:
                self.error = BadRequest("the line about a chunk does not end")
                self.completed = True
        return consumed

    def parse_header(self, header_plus: bytes) -> None:
        """Refuse what a proxy in front might read in another way (RFC 9112, 6.1 and 11.2)."""
        try:
            super().parse_header(header_plus)
        except ValueError as error:  # of an address such as http://[
            raise ParsingError("the address cannot be read") from error
        # Waitress takes the header away where it goes by it: with HTTP/1.1 alone.
        if "TRANSFER_ENCODING" in self.headers or (
            self.chunked and "CONTENT_LENGTH" in self.headers
        ):
            raise ParsingError("the length of the body is said twice, or to who cannot know")


class _Problem(ErrorTask):  # type: ignore[misc]  # likewise
    """A problem, as the API's, for whatever cannot be read: often not even an address is known."""

    def execute(self) -> None:
        answer = problems.problem(self.request.error.code)
        self.status = answer.status
        self.response_headers.append(("Content-Type", problems.MEDIA_TYPE))
        self.set_close_on_finish()
        body = answer.get_data()
        self.content_length = len(body)
        self.write(body)


class _Channel(HTTPChannel):  # type: ignore[misc]  # likewise
    parser_class = _Parser
    error_task_class = _Problem
