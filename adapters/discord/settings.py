"""What the Discord adapter can be told from outside."""

from __future__ import annotations

import re

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import ConfigError

PREFIX = "KOKO_DISCORD_"
_TOKEN = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+")
_HERE = ("127.0.0.1", "localhost")


class DiscordSettings(BaseSettings):
    """`KOKO_DISCORD_*`: one application's bot, in every server that has invited it."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_ignore_empty=True, frozen=True, extra="ignore"
    )

    token: SecretStr = Field(description="Token of the bot, from the page *Bot* of the developer portal")
    message_content: bool = Field(
        False,
        description="Whether replies in threads count; needs the intent *Message Content*, switched on there",
    )
    admin_role: str = Field(
        "", max_length=100, description="Name or id of a role that may set Koko up, beside *Manage Server*"
    )
    shards: int | None = Field(
        None, ge=1, le=1000, description="Number of gateway connections; Discord's own advice if not set"
    )
    calls_per_second: float = Field(
        46.0, gt=0, le=10_000, description="At most; Discord takes 50 of a bot, and more of very large ones"
    )
    api_url: str = Field("https://discord.com/api/v10", description="Base address of Discord's API")
    gateway_url: str = Field("", description="Address of the gateway; what the API says if not set")

    @field_validator("token")
    @classmethod
    def _is_a_bot_token(cls, token: SecretStr) -> SecretStr:
        value = token.get_secret_value().strip()
        if not _TOKEN.fullmatch(value):
            given = "this is no bot token"
            if value.startswith("Bot "):
                given = "the word Bot is not part of the token"
            elif value.isdigit():
                given = "this is an id"
            raise ValueError(f"{given}; docs/discord.md says where to find it")
        return SecretStr(value)

    @field_validator("admin_role")
    @classmethod
    def _is_without_its_sign(cls, role: str) -> str:
        return role.strip().removeprefix("@")

    @field_validator("api_url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        if not _is_safe(url, "http"):
            raise ValueError("it should begin with https://, or be on this machine")
        return url.rstrip("/")

    @field_validator("gateway_url")
    @classmethod
    def _is_a_socket(cls, url: str) -> str:
        if url and not _is_safe(url, "ws"):
            raise ValueError("it should begin with wss://, or be on this machine")
        return url


def _is_safe(url: str, scheme: str) -> bool:
    """The token travels to this address, so in the open it goes no further than this machine."""
    return url.startswith((f"{scheme}s://", *(f"{scheme}://{host}:" for host in _HERE)))


def read_settings() -> DiscordSettings:
    """Raises ConfigError, which names the variable and not its value."""
    try:
        return DiscordSettings()
    except ValidationError as error:
        wrong = error.errors(include_input=False, include_url=False)[0]
        what = wrong["msg"].removeprefix("Value error, ")
        if wrong["type"] == "missing":
            what = "the bot's token is needed; docs/discord.md says where to find it"
        raise ConfigError(f"{PREFIX}{str(wrong['loc'][0]).upper()}: {what}.") from None
