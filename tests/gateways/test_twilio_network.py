"""The way to Twilio: by the proxies and authorities that the environment names."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from diary.gateways.twilio import TwilioGateway
from diary.gateways.twilio_wire import NoWayError
from diary.services.ports import SendErrorKind
from tests.gateways.test_twilio_send import failure, text
from tests.standins.twilio_api import TwilioApi
from tests.standins.twilio_wire import ACCOUNT_SID, AUTH_TOKEN


def gateway_to(address: str) -> TwilioGateway:
    return TwilioGateway(ACCOUNT_SID, AUTH_TOKEN, base_url=address, read_seconds=2)


def own_authority(folder: Path) -> Path:
    """A certificate of 127.0.0.1 that vouches for itself, and its key, in one file."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(here, critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    path = folder / "authority.pem"
    path.write_bytes(
        certificate.public_bytes(pem)
        + key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    )
    return path


def test_only_an_authority_that_is_trusted_hears_a_text(api: TwilioApi, tmp_path, monkeypatch):
    authority = own_authority(tmp_path)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(authority)
    api.speak_tls(tls)
    stranger = gateway_to(api.base_url)
    assert failure(stranger).kind is SendErrorKind.CONFIGURATION
    assert api.attempts == []
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority))
    trusting = gateway_to(api.base_url)
    assert trusting.send(text()).sid == api.messages[0]["sid"]
    stranger.close()
    trusting.close()


def test_a_proxy_that_the_environment_names_is_used(api: TwilioApi, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", api.base_url)
    proxied = gateway_to("http://twilio.invalid/base")
    assert failure(proxied).code == 20404
    assert api.paths == [
        f"http://twilio.invalid/base/2010-04-01/Accounts/{ACCOUNT_SID}/Messages.json"
    ]
    monkeypatch.setenv("NO_PROXY", "twilio.invalid")
    direct = gateway_to("http://twilio.invalid")
    assert failure(direct).kind is SendErrorKind.TRANSIENT
    assert len(api.paths) == 1
    proxied.close()
    direct.close()


def test_tls_goes_through_a_tunnel_of_the_proxy(api: TwilioApi, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", api.base_url)
    tunnelled = gateway_to("https://twilio.invalid")
    assert failure(tunnelled).kind is not SendErrorKind.TRANSIENT, "the proxy was asked, not a name"
    tunnelled.close()


@pytest.mark.parametrize("holds", [None, "no certificate\n"], ids=["missing", "no certificate"])
@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_authorities_that_cannot_be_read_are_refused_at_once(
    tmp_path: Path, monkeypatch, variable: str, holds: str | None
):
    named = tmp_path / "authorities.pem"
    if holds:
        named.write_text(holds, encoding="utf-8")
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)  # it goes before the other
    monkeypatch.setenv(variable, str(named))
    with pytest.raises(NoWayError, match=f"{variable}.*{named}: "):
        gateway_to("https://twilio.invalid")


@pytest.mark.parametrize("proxy", ["http://", "ftp://proxy", "http://me:secret@proxy:port"])
def test_a_proxy_that_is_none_is_refused_at_once_and_not_quoted(monkeypatch, proxy: str):
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    with pytest.raises(NoWayError, match="proxy") as refused:
        gateway_to("https://twilio.invalid")
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("proxy", ["http://127.0.0.1:1", "127.0.0.1:1"])
def test_a_proxy_that_is_away_means_not_sent(monkeypatch, proxy: str):
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    gateway = gateway_to("https://twilio.invalid")
    assert failure(gateway).kind is SendErrorKind.TRANSIENT
    gateway.close()
