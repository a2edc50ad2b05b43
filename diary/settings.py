"""Settings: the only reader of the environment. Every name begins with ``DIARY_``."""

import base64
import binascii
from enum import StrEnum
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_KEY_BYTES = 32
_DEVELOPMENT_KEY = base64.b64encode(b"for development, never for real!").decode()


class Environment(StrEnum):
    DEVELOPMENT = "development"
    PRODUCTION = "production"


class SmsVia(StrEnum):
    TWILIO = "twilio"
    NOWHERE = "nowhere"
    """Texts stay in the outbox: for trying things out without a carrier."""


class ContentFolders(BaseSettings):
    """Where an installation's own content lies, which commands without a database use as well."""

    model_config = SettingsConfigDict(
        env_prefix="DIARY_", frozen=True, extra="ignore", hide_input_in_errors=True
    )

    own_instruments: str = ""
    own_crisis_lines: str = ""

    @field_validator("own_instruments", "own_crisis_lines")
    @classmethod
    def _is_empty_or_a_folder(cls, value: str) -> str:
        if value and not Path(value).is_dir():
            raise ValueError("must be a folder, or empty")
        return value


class Settings(ContentFolders):
    """Each field is the environment variable ``DIARY_<FIELD>``."""

    environment: Environment = Environment.DEVELOPMENT
    database_url: str = "sqlite:///var/diary.db"
    database_connections: int = Field(default=12, ge=1, le=1000)
    public_base_url: str = "http://127.0.0.1:8000"
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    threads: int = Field(default=8, ge=1, le=256)
    senders: int = Field(default=16, ge=1, le=256)
    trusted_proxies: int = Field(default=0, ge=0, le=8)
    secret_key: SecretStr = SecretStr(_DEVELOPMENT_KEY)
    encryption_keys: SecretStr = SecretStr(f"1:{_DEVELOPMENT_KEY}")
    index_key: SecretStr = SecretStr(_DEVELOPMENT_KEY)
    sms_via: SmsVia = SmsVia.NOWHERE
    twilio_account_sid: str = ""
    twilio_auth_token: SecretStr = SecretStr("")
    twilio_auth_token_secondary: SecretStr = SecretStr("")
    twilio_api_key_sid: str = ""
    twilio_api_key_secret: SecretStr = SecretStr("")
    twilio_api_base_url: str = "https://api.twilio.com"
    twilio_connect_seconds: float = Field(default=5.0, gt=0, le=60)
    twilio_read_seconds: float = Field(default=10.0, gt=0, le=60)
    push_key: SecretStr = SecretStr("")
    push_hosts: str = (
        "fcm.googleapis.com,updates.push.services.mozilla.com,web.push.apple.com,"
        "*.notify.windows.com"
    )
    heartbeat_url: str = ""
    metrics_token: SecretStr = SecretStr("")
    segment_price_usd: float = Field(default=0.0125, ge=0, le=1)
    log_level: str = "INFO"

    @field_validator("public_base_url", "twilio_api_base_url")
    @classmethod
    def _is_web_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query:
            raise ValueError("must be an address like https://diary.example.org")
        return value.rstrip("/")

    @field_validator("heartbeat_url")
    @classmethod
    def _is_empty_or_an_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in {"http", "https"} or not parts.hostname):
            raise ValueError("must be an address like https://hc-ping.com/<id>, or empty")
        return value

    @field_validator("database_url")
    @classmethod
    def _makes_its_folder(cls, value: str) -> str:
        if value.startswith("sqlite:///") and ":memory:" not in value:
            Path(value.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        return value

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        self.keys()
        self.blind_index_key()
        self.push_scalar()
        if self.sms_via is SmsVia.TWILIO and not (
            self.twilio_account_sid and self.twilio_auth_token.get_secret_value()
        ):
            raise ValueError("DIARY_SMS_VIA=twilio needs DIARY_TWILIO_ACCOUNT_SID and _AUTH_TOKEN")
        if bool(self.twilio_api_key_sid) != bool(self.twilio_api_key_secret.get_secret_value()):
            raise ValueError("DIARY_TWILIO_API_KEY_SID and _SECRET go together")
        if self.environment is Environment.PRODUCTION:
            self._refuse_development_values()
        return self

    def keys(self) -> dict[int, bytes]:
        """The encryption keys by id; the last one in the list seals."""
        keys: dict[int, bytes] = {}
        for entry in self.encryption_keys.get_secret_value().split(","):
            key_id, _, text = entry.strip().partition(":")
            if not key_id.isascii() or not key_id.isdigit() or int(key_id) in keys:
                raise ValueError("DIARY_ENCRYPTION_KEYS is a list like 1:<base64>,2:<base64>")
            keys[int(key_id)] = _key(text, "DIARY_ENCRYPTION_KEYS")
        return keys

    def blind_index_key(self) -> bytes:
        return _key(self.index_key.get_secret_value(), "DIARY_INDEX_KEY")

    def push_scalar(self) -> int | None:
        """The private key of notifications, as a number; ``None`` where none are sent."""
        text = self.push_key.get_secret_value()
        return int.from_bytes(_key(text, "DIARY_PUSH_KEY")) if text else None

    def hosts_of_push(self) -> list[str]:
        """The push services that may be called: see ``services.push_addresses``."""
        return [host for each in self.push_hosts.split(",") if (host := each.strip().lower())]

    def auth_tokens(self) -> list[str]:
        """The tokens that webhooks may be signed with: two while one replaces the other."""
        tokens = (self.twilio_auth_token, self.twilio_auth_token_secondary)
        return [token.get_secret_value() for token in tokens if token.get_secret_value()]

    def _refuse_development_values(self) -> None:
        secrets = {
            "DIARY_SECRET_KEY": self.secret_key,
            "DIARY_ENCRYPTION_KEYS": self.encryption_keys,
            "DIARY_INDEX_KEY": self.index_key,
        }
        for name, secret in secrets.items():
            if _DEVELOPMENT_KEY in secret.get_secret_value():
                raise ValueError(f"{name} must be set in production; `diary keys` makes one")
        if not self.public_base_url.startswith("https://"):
            raise ValueError("DIARY_PUBLIC_BASE_URL must be https:// in production")
        if any("://" in host for host in self.hosts_of_push()):
            raise ValueError("DIARY_PUSH_HOSTS must name hosts alone in production")
        if self.sms_via is SmsVia.NOWHERE:
            raise ValueError("DIARY_SMS_VIA must name a carrier in production")


def say_what_is_wrong(error: ValidationError) -> list[str]:
    """A line for each setting that cannot be, by the name of its variable."""
    lines = []
    for each in error.errors(include_input=False, include_url=False):
        said = each["msg"].removeprefix("Value error, ")
        variable = "_".join(("DIARY", *map(str, each["loc"]))).upper()
        lines.append(f"{variable}: {said}" if each["loc"] else said)
    return lines


def _key(text: str, name: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != _KEY_BYTES:
        raise ValueError(f"{name} must be {_KEY_BYTES} bytes in base64; `diary keys` makes one")
    return key
