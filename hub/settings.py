"""Every setting of the hub, from a file and the environment; `nyttonav config page` lists them.

Order, the first that speaks wins: environment (`NYTTONAV_PORT`), then the file that NYTTONAV_CONFIG names,
else `nyttonav.toml` in the working folder, else the demo's.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    IPvAnyNetwork,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

DEMO_CONFIG = Path(".nyttonav/demo/nyttonav.toml")


class SettingsError(Exception):
    """The settings cannot be used; the text says which, where, and what to do."""


class Profile(StrEnum):
    """`development` has a local token issuer; `production` refuses it and loads only named adapters."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


class TransportName(StrEnum):
    """The way out: `aiohttp` is the default (decision 0002), `httpx` the other implementation."""

    AIOHTTP = "aiohttp"
    HTTPX = "httpx"


class Credential(BaseModel):
    """A client certificate towards a source, with the CA that the source's certificate is checked against."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    certificate: Path = Field(description="PEM file with the client certificate chain")
    key: Path = Field(description="PEM file with its private key")
    password: SecretStr | None = Field(default=None, description="password of the private key")
    ca: Path | None = Field(
        default=None, description="PEM file with the CAs to trust; the system's when absent"
    )


class Settings(BaseSettings):
    """All settings. Paths are relative to the working folder."""

    model_config = SettingsConfigDict(
        env_prefix="NYTTONAV_",
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
    )

    profile: Profile = Field(
        default=Profile.PRODUCTION,
        description="`production`, or `development` with a local token issuer",
    )
    data: Path = Field(default=Path("data"), description="folder of logg.db and register.db")
    database: SecretStr | None = Field(
        default=None,
        description="PostgreSQL instead of the files in `data`, for several hub processes: "
        "`postgresql+psycopg://USER:PASSWORD@HOST:PORT/DATABASE`; a secret",
    )
    keys: Path = Field(
        default=Path("keys"),
        description="folder of the master keys, apart from the data; `env:` takes them from the environment",
    )
    contracts: Path = Field(
        default=Path("contracts"), description="folder of the agreements: kallor/ and kommuner/"
    )
    host: str = Field(default="127.0.0.1", description="address to listen on")
    port: int = Field(default=8420, ge=0, le=65535, description="port to listen on; 0 takes a free one")
    public_url: str | None = Field(
        default=None,
        description="address that callers use, for the API description; from host and port when absent",
    )
    tls_certificate: Path | None = Field(
        default=None,
        description="PEM file with the hub's own certificate chain: it speaks HTTPS then, TLS 1.2 or later",
    )
    tls_key: Path | None = Field(default=None, description="PEM file with its private key")
    tls_key_password: SecretStr | None = Field(default=None, description="password of that key; a secret")
    tls_client_ca: Path | None = Field(
        default=None,
        description="PEM file with the CAs that a caller's client certificate must chain to; "
        "it is asked for and not demanded, and nobody is asked when absent",
    )
    certificate_header: str | None = Field(
        default=None,
        pattern="^[A-Za-z][A-Za-z0-9-]*$",
        description="header in which a proxy that ends TLS hands on the client certificate it has verified: "
        "URL-encoded PEM (nginx), or RFC 9440 (`Client-Cert`)",
    )
    certificate_header_from: tuple[IPvAnyNetwork, ...] = Field(
        default=(),
        description="addresses and networks of those proxies; from any other the header says nothing",
    )
    node: str = Field(default_factory=platform.node, description="name of this process in the log")
    issuer: str = Field(default="nyttonav-local", description="`iss` of access tokens")
    audience: str = Field(default="nyttonav", description="`aud` of access tokens")
    jwks: Path | None = Field(
        default=None, description="file with the issuer's public keys (JWKS); required in production"
    )
    token_life_s: int = Field(
        default=300, ge=1, description="longest life of an access token that is accepted"
    )
    adapters: frozenset[str] = Field(
        default=frozenset(), description="adapters to load; all that are found in development when empty"
    )
    adapter_paths: tuple[Path, ...] = Field(
        default=(), description="further folders, each an adapter of its own"
    )
    transport: TransportName = Field(default=TransportName.AIOHTTP, description="HTTP client towards sources")
    credentials: dict[str, Credential] = Field(
        default_factory=dict,
        description="client certificates by name, as the municipality files refer to them",
    )
    monitors: frozenset[str] = Field(
        default=frozenset(),
        description="clients that see every board's figures in /metrics; others see their own board's only",
    )
    sweep_every_s: float = Field(
        default=15.0,
        gt=0,
        description="how often unconcluded intentions and silences are looked for, and measures kept",
    )
    checkpoint_folder: Path | None = Field(
        default=None,
        description="folder elsewhere for the logs' signed checkpoints and their witnesses' signatures",
    )
    checkpoint_every_s: float = Field(
        default=3600.0, gt=0, description="how often checkpoints are kept there, and signatures looked for"
    )
    witnesses: tuple[str, ...] = Field(
        default=(), description="public keys (vkeys) of the witnesses whose signatures count"
    )
    witness_required_within_s: float | None = Field(
        default=None,
        gt=0,
        description="without a witness' signature for longer nothing is asked; the strictest take 14400",
    )
    low_disk_mb: int = Field(default=512, ge=0, description="free space under which health warns")
    full_disk_mb: int = Field(
        default=64, ge=0, description="free space under which new questions are refused"
    )
    clock_tolerance_s: float = Field(
        default=5.0,
        ge=0,
        description="how far the clock may stand before the newest record; further, and nothing is asked",
    )
    clock_was_ahead_until: AwareDatetime | None = Field(
        default=None,
        description="records dated until then, by a clock that stood ahead, do not stop the hub",
    )
    siem_folder: Path | None = Field(
        default=None,
        description="folder where the log is put as ECS JSON lines for a SIEM; nowhere when absent",
    )
    siem_file_s: float = Field(
        default=300.0, gt=0, description="how old a file there becomes before it is given to the collector"
    )
    siem_file_mb: int = Field(default=64, ge=1, description="how large it becomes before that")
    siem_alarm_s: float = Field(
        default=900.0, gt=0, description="how long a record may wait to be put there before it is an alarm"
    )
    signal_change_share: Decimal = Field(
        default=Decimal("0.2"),
        ge=0,
        le=10,
        description="a benefit's net that changes by more than this share in a month is signalled",
    )
    log_level: str = Field(
        default="info", pattern="^(debug|info|warning|error)$", description="of the process log"
    )

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if halves := tuple(_halves(self)):
            raise ValueError("\n  ".join(halves))
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the base class's signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        file = config_file()
        files = (TomlConfigSettingsSource(settings_cls, toml_file=file),) if file is not None else ()
        return (init_settings, env_settings, *files)


def config_file() -> Path | None:
    """The settings file in use, or None. Raises SettingsError when the named one is missing."""
    named = os.environ.get("NYTTONAV_CONFIG")
    if named:
        path = Path(named)
        if not path.is_file():
            raise SettingsError(
                f"NYTTONAV_CONFIG names {path}, which is not there. Mend the path or unset it."
            )
        return path
    return next((path for path in (Path("nyttonav.toml"), DEMO_CONFIG) if path.is_file()), None)


def load() -> Settings:
    """Read the settings. Raises SettingsError with one line for each fault."""
    try:
        settings = Settings()
    except ValidationError as error:
        where = config_file() or "the environment"
        lines = map(_line, error.errors())
        raise SettingsError(f"The settings ({where}) cannot be used:\n  " + "\n  ".join(lines)) from None
    if settings.profile is Profile.PRODUCTION:
        _check_production(settings)
    return settings


def _line(fault: ErrorDetails) -> str:
    where = ".".join(str(part) for part in fault["loc"])
    # What concerns several settings names them itself.
    return f"{where}: {fault['msg']}" if where else fault["msg"].removeprefix("Value error, ")


def _halves(settings: Settings) -> Iterator[str]:
    """What says half of how callers show certificates: a port that was meant to speak TLS must not open."""
    if settings.tls_certificate is None:
        for name in ("tls_key", "tls_key_password", "tls_client_ca"):
            if getattr(settings, name) is not None:
                yield f"{name}: is of no use without tls_certificate. Name that file too, or remove {name}"
    elif settings.tls_key is None:
        yield "tls_key: name the file with the private key of tls_certificate"
    if settings.certificate_header is None and settings.certificate_header_from:
        yield "certificate_header: name the header that the proxies in certificate_header_from send"
    if settings.certificate_header is not None and not settings.certificate_header_from:
        yield (
            "certificate_header_from: name the addresses of the proxies that send certificate_header; from "
            "anybody else it would be a claim"
        )
    if any(network.prefixlen == 0 for network in settings.certificate_header_from):
        yield "certificate_header_from: holds every address there is. Name those of the proxies alone"


def _check_production(settings: Settings) -> None:
    faults = []
    if settings.jwks is None:
        faults.append(
            "jwks: name the file with the token issuer's public keys; production has no local issuer"
        )
    if not settings.adapters:
        faults.append("adapters: name the adapters to load; production loads no other")
    if settings.keys != Path("env:") and (
        settings.data.resolve() == settings.keys.resolve()
        or settings.data.resolve() in settings.keys.resolve().parents
    ):
        faults.append(
            "keys: keep the keys outside the data folder, so that a copy of the data is no copy of the keys"
        )
    if faults:
        raise SettingsError("The settings are not fit for production:\n  " + "\n  ".join(faults))
