"""``python -m jobs`` refuses in one line what it cannot run on."""

import pytest

from jobs.__main__ import main
from tests.factories import ACCOUNT_SID, AUTH_TOKEN


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        (
            "REQUESTS_CA_BUNDLE",
            "{}/gone.pem",
            "REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE: {}/gone.pem: ",
        ),
        ("HTTPS_PROXY", "http://{}", "the environment names a proxy that cannot be used"),
        ("DIARY_OWN_INSTRUMENTS", "{}", "{}/ours.toml: "),
        ("DIARY_THREADS", "many", "DIARY_THREADS"),
    ],
)
def test_what_is_set_wrong_is_named(monkeypatch, capsys, tmp_path, variable, value, said):
    (tmp_path / "ours.toml").write_text("code = ", encoding="utf-8")
    monkeypatch.setenv("DIARY_SMS_VIA", "twilio")
    monkeypatch.setenv("DIARY_TWILIO_ACCOUNT_SID", ACCOUNT_SID)
    monkeypatch.setenv("DIARY_TWILIO_AUTH_TOKEN", AUTH_TOKEN)
    monkeypatch.setenv(variable, value.format(tmp_path))
    # Its lines would go to this test's standard error for as long as the process lives.
    monkeypatch.setattr("jobs.__main__.configure_logs", lambda _: None)
    assert main(["run"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(said.format(tmp_path))
    assert printed.err.count("\n") == 1
