"""A browser at the clinic's desk: signs in, follows its forms' tokens, posts as a browser does."""

import re
from html import unescape

from flask import Flask
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from tests.factories import ACCOUNT_SID, AUTH_TOKEN, PASSWORD, PUBLIC_URL, make_sid

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_ERROR = re.compile(
    r'<p class="error" id="([a-z_]+)-error">(?:<span[^>]*>[^<]*</span>)?([^<]*)</p>'
)


class Desk:
    """One browser. ``get`` and ``post`` take paths; ``post`` sends the token of the last page."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()
        self._token = ""

    def sign_in(self, name: str, password: str = PASSWORD, following: str = "") -> TestResponse:
        self.get("/sign-in")
        return self.post("/sign-in", email=name, password=password, next=following)

    def get(self, path: str, **headers: str) -> TestResponse:
        return self._keep(
            self.client.get(path, base_url=PUBLIC_URL, headers=headers, buffered=True)
        )

    def post(self, path: str, **form: str) -> TestResponse:
        return self._keep(
            self.client.post(
                path,
                base_url=PUBLIC_URL,
                data={"csrf_token": self._token, **form},
                headers={"Sec-Fetch-Site": "same-origin"},
            )
        )

    def _keep(self, response: TestResponse) -> TestResponse:
        found = _TOKEN.search(response.text) if response.mimetype == "text/html" else None
        self._token = found[1] if found else self._token
        return response


def errors_in(response: TestResponse) -> dict[str, str]:
    """The messages that stand beside fields, by field."""
    return {field: unescape(said) for field, said in _ERROR.findall(response.text)}


class Twilio:
    """Posts webhooks as Twilio does, signed by its own library for the public address."""

    def __init__(self, app: Flask) -> None:
        self._client = app.test_client()

    def text(self, sender: str, to: str, body: str, **changes: str) -> TestResponse:
        return self.post("/twilio/inbound", text_form(sender, to, body, **changes))

    def report(self, message_id: object, status: str, **changes: str) -> TestResponse:
        form = {"MessageSid": make_sid(), "MessageStatus": status, "AccountSid": ACCOUNT_SID}
        return self.post(f"/twilio/status/{message_id}", {**form, **changes})

    def post(
        self,
        path: str,
        form: dict[str, str],
        *,
        signed_for: str | None = None,
        token: str = AUTH_TOKEN,
        signature: str | None = None,
    ) -> TestResponse:
        """``signed_for`` is the address that the signature is of, if not the right one."""
        address = signed_for or PUBLIC_URL + path
        sealed = RequestValidator(token).compute_signature(address, form)
        headers = {"X-Twilio-Signature": sealed if signature is None else signature}
        # Behind a proxy that ends TLS the program itself is asked by http and another name.
        return self._client.post(path, base_url="http://10.1.2.3:8000", data=form, headers=headers)


def text_form(sender: str, to: str, body: str, **changes: str) -> dict[str, str]:
    """The form of an inbound text, with more fields than we read, as Twilio sends."""
    form = {
        "MessageSid": make_sid(),
        "AccountSid": ACCOUNT_SID,
        "From": sender,
        "To": to,
        "Body": body,
        "NumMedia": "0",
        "FromCity": "MIDLAND",
    }
    form["SmsSid"] = form["MessageSid"]
    return {**form, **changes}
