"""Everything the environment may say, read once and refused at start in one clear line when it is wrong."""

import base64
import binascii
from datetime import date
from email.utils import getaddresses
from functools import cache
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

# The release, as certificates and the distribution name it.
VERSION = "0.1.0"

# Development only: lets a newcomer start without making a key. Production refuses it.
DEVELOPMENT_SECRET = base64.b64encode(b"northfile-development-root-key!!").decode()


def _root_key(value: str) -> str:
    try:
        key = base64.b64decode(value, validate=True)
    except binascii.Error as error:
        raise ValueError("must be base64") from error
    if len(key) != 32:
        raise ValueError("must be 32 bytes in base64, as printed by `openssl rand -base64 32`")
    return value


def _place_of_files(value: str) -> str:
    parts = urlsplit(value)
    if value and not (parts.scheme == "s3" and parts.hostname and parts.username and parts.password):
        raise ValueError(
            "must be s3://KEY:SECRET@bucket/prefix?region=…&endpoint=…, or empty for the data folder"
        )
    return value


def _scanner(value: str) -> str:
    parts = urlsplit(value)
    if value and not ((parts.scheme == "tcp" and parts.hostname) or (parts.scheme == "unix" and parts.path)):
        raise ValueError("must be tcp://host:port or unix:///path/to/clamd.sock")
    return value


def _stripe_key(value: str) -> str:
    if value and not value.startswith(("sk_", "rk_")):
        raise ValueError("must be a secret or restricted key of Stripe, sk_… or rk_…")
    return value


def _people(value: str) -> str:
    if not all(name and address for name, address in getaddresses([value] if value else [])):
        raise ValueError("must be people as `Name <address>`, with commas between them")
    return value


class Settings(BaseSettings):
    """One frozen value; every name is in the README's table, and a test compares the two."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    database_url: str = Field("", alias="DATABASE_URL")
    gate_database_url: str = Field("", alias="GATE_DATABASE_URL")
    retention_database_url: str = Field("", alias="RETENTION_DATABASE_URL")
    migration_database_url: str = Field("", alias="MIGRATION_DATABASE_URL")
    redis_url: str = Field("", alias="REDIS_URL")
    secret: Annotated[str, AfterValidator(_root_key)] = Field(DEVELOPMENT_SECRET, alias="NORTHFILE_SECRET")
    var: Path = Field(Path("var"), alias="NORTHFILE_VAR")
    journal: Path | None = Field(None, alias="NORTHFILE_JOURNAL")
    destruction: Literal["on", "off"] = Field("on", alias="NORTHFILE_DESTRUCTION")
    files_url: Annotated[str, AfterValidator(_place_of_files)] = Field("", alias="FILES_URL")
    clamd_url: Annotated[str, AfterValidator(_scanner)] = Field("", alias="CLAMD_URL")
    proxies: Annotated[int, Field(ge=0, le=5)] = Field(0, alias="NORTHFILE_PROXIES")
    port: Annotated[int, Field(ge=1, le=65535)] = Field(8000, alias="PORT")
    today: date | None = Field(None, alias="NORTHFILE_TODAY")
    environment: Literal["development", "production"] = Field("development", alias="NORTHFILE_ENVIRONMENT")
    base_url: str = Field("", alias="NORTHFILE_BASE_URL")
    smtp_url: str = Field("", alias="SMTP_URL")
    mail_from: str = Field("", alias="NORTHFILE_MAIL_FROM")
    stripe_key: Annotated[str, AfterValidator(_stripe_key)] = Field("", alias="STRIPE_SECRET_KEY")
    stripe_webhook_secret: str = Field("", alias="STRIPE_WEBHOOK_SECRET")
    stripe_api_base: str = Field("", alias="STRIPE_API_BASE")
    support: Annotated[str, AfterValidator(_people)] = Field("", alias="NORTHFILE_SUPPORT")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", alias="NORTHFILE_LOG_LEVEL")

    @model_validator(mode="after")
    def _payments_are_complete(self) -> "Settings":
        if bool(self.stripe_key) != bool(self.stripe_webhook_secret):
            raise ValueError("STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET go together: set both, or neither")
        if self.is_production and self.stripe_api_base and not self.stripe_key:
            raise ValueError("STRIPE_API_BASE without a key is a stand-in and is refused in production")
        return self

    @model_validator(mode="after")
    def _production_is_complete(self) -> "Settings":
        if not self.is_production:
            return self
        if self.today is not None:
            raise ValueError("NORTHFILE_TODAY moves the calendar and is refused in production")
        if self.secret == DEVELOPMENT_SECRET:
            raise ValueError("NORTHFILE_SECRET must be your own in production")
        needed = (
            "database_url",
            "gate_database_url",
            "retention_database_url",
            "redis_url",
            "base_url",
            "smtp_url",
            "mail_from",
        )
        missing = [name for name in needed if not getattr(self, name)]
        if missing:
            names = ", ".join(str(type(self).model_fields[name].alias) for name in missing)
            raise ValueError(f"missing in production: {names}")
        return self

    @property
    def is_production(self) -> bool:
        """True when real people's records are at stake: no moved calendar, no development key, no caught mail."""
        return self.environment == "production"

    @property
    def address(self) -> str:
        """Where a browser finds the product, without a slash at the end; links in e-mails start with it."""
        return (self.base_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def support_people(self) -> dict[str, str]:
        """Who may be let in to help, when an agency asks for it: names by address."""
        return {
            address.lower(): name for name, address in getaddresses([self.support] if self.support else [])
        }

    @property
    def root_key(self) -> bytes:
        """32 bytes that wrap every organisation's key; never stored in the database."""
        return base64.b64decode(self.secret)


def names() -> list[str]:
    """Every environment name the product knows."""
    return [str(field.alias) for field in Settings.model_fields.values()]


@cache
def settings() -> Settings:
    """The settings of this process. Ends the process with one line when the environment is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        where = " ".join(str(part) for part in first["loc"]) or "settings"
        raise SystemExit(f"northfile: {where}: {first['msg'].removeprefix('Value error, ')}") from None
