"""What the local platform can be told from outside."""

from __future__ import annotations

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import ConfigError

PREFIX = "KOKO_LOCAL_"


class LocalSettings(BaseSettings):
    """`KOKO_LOCAL_*`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_ignore_empty=True, frozen=True, extra="ignore"
    )

    file: str = Field(
        "local.db",
        pattern=r"^[\w.-]+$",
        description="Name of the SQLite file, in the data folder, that keeps members, channels and messages",
    )
    token: SecretStr | None = Field(
        None,
        min_length=16,
        description="What a visitor must bring once as `?token=`; needed unless bound to loopback",
    )
    welcome: bool = Field(True, description="Whether a question is asked at the first start, for newcomers")


def read_settings() -> LocalSettings:
    """Raises ConfigError, which names the variable and not its value."""
    try:
        return LocalSettings()
    except ValidationError as error:
        wrong = error.errors(include_input=False, include_url=False)[0]
        raise ConfigError(f"{PREFIX}{str(wrong['loc'][0]).upper()}: {wrong['msg']}.") from None
