"""Where the workspace is and what it decides; secrets come from the environment only."""

from __future__ import annotations

import tomllib
from contextvars import ContextVar
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from tiig.model.errors import SETTINGS_INVALID, WORKSPACE_MISSING, TiigError, Where

SETTINGS_FILE = "tiig.toml"
OVERLAY = "standard"
"""The folder of a workspace that holds the site's additions to the standard."""
_SECRETS = ("database_password", "passphrase")
_file: ContextVar[Path | None] = ContextVar("_file", default=None)
"""The file that is being read: a class of settings for each would take longer than reading it."""


class Settings(BaseSettings):
    """`tiig.toml` of the workspace, overridden by the environment (`TIIG_...`)."""

    model_config = SettingsConfigDict(env_prefix="TIIG_", extra="forbid")

    workspace: Path = Path()
    database_url: str | None = Field(default=None, repr=False)
    database_password: SecretStr | None = None
    named_partner_threshold: int = Field(default=5, ge=2, le=100)
    page_preset: Literal["public", "named-partner"] = "public"
    page_agreement: str | None = Field(default=None, min_length=1, max_length=80)
    region: str = Field(default="the whole region", min_length=1, max_length=80)
    geography: str | None = Field(default=None, min_length=1, max_length=60)
    key_service: str = Field(default="local", min_length=1, max_length=200)
    data_protection_officers: tuple[str, ...] = ()
    passphrase: SecretStr | None = None
    new_passphrase: SecretStr | None = None
    overlay: Path | None = None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let arguments win over the environment, and that over the file."""
        del dotenv_settings, file_secret_settings
        return (init_settings, env_settings, TomlConfigSettingsSource(settings_cls, _file.get()))


class _Location(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="TIIG_", extra="ignore")

    workspace: Path | None = None
    database_url: str | None = Field(default=None, repr=False)
    database_password: SecretStr | None = None


class Secrets(BaseSettings):
    """What opens a keyring where there is no workspace yet: from the environment alone."""

    model_config = SettingsConfigDict(env_prefix="TIIG_", extra="ignore")

    passphrase: SecretStr | None = None
    key_service: str = "local"


def told(passphrase: SecretStr | None) -> str | None:
    """Return a passphrase in clear, for the keyring alone."""
    return passphrase.get_secret_value() if passphrase else None


def read_settings(workspace: Path | None = None) -> Settings:
    """Read the settings of a workspace: the one named, else `TIIG_WORKSPACE`, else this folder."""
    folder = (named_workspace(workspace) or Path()).expanduser()
    file = folder / SETTINGS_FILE
    if not file.is_file():
        raise TiigError(WORKSPACE_MISSING)
    before = _file.set(file)
    try:
        settings = Settings(workspace=folder)
    except ValidationError as fault:
        names = ", ".join(".".join(map(str, one["loc"])) for one in fault.errors())
        raise TiigError(SETTINGS_INVALID, Where(file=SETTINGS_FILE), what=names) from None
    except ValueError:
        raise TiigError(
            SETTINGS_INVALID, Where(file=SETTINGS_FILE), what="it is not TOML"
        ) from None
    finally:
        _file.reset(before)
    _check_no_secret(file)
    return settings


def named_workspace(workspace: Path | None) -> Path | None:
    """Return the workspace that is named, by a person or by the environment."""
    return workspace or _Location().workspace


def database_of_environment() -> tuple[str | None, SecretStr | None]:
    """Return the database's address and password as the environment has them."""
    found = _Location()
    return found.database_url, found.database_password


def tells_password(url: str) -> bool:
    """Tell whether a password stands in a URL."""
    try:
        parts = urlsplit(url)
        return parts.password is not None or "password" in parse_qs(parts.query)
    except ValueError:
        return False  # it is no URL; whoever opens it says so


def _check_no_secret(file: Path) -> None:
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    secrets = [name for name in _SECRETS if name in told]
    if tells_password(str(told.get("database_url", ""))):
        secrets.append("database_url")
    if secrets:
        what = f"a secret stands in {', '.join(secrets)}; give it in the environment"
        raise TiigError(SETTINGS_INVALID, Where(file=SETTINGS_FILE), what=what)


def log_file(workspace: Path | None = None) -> Path | None:
    """Return where faults are logged: in the workspace named, or that of environment or folder."""
    try:
        return read_settings(workspace).workspace / "tiig.log"
    except Exception:  # noqa: BLE001 - without readable settings there is nowhere to write
        return None
