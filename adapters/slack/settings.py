"""What the Slack adapter can be told from outside."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from adapters.slack import names
from bot.errors import ConfigError

PREFIX = "KOKO_SLACK_"
KINDS = {
    "xoxb-": "this is a bot token",
    "xapp-": "this is an app-level token",
    "xoxp-": "this is a user token",
    "xoxe": "this token ends after twelve hours",
}


class Mode(StrEnum):
    """How events come in."""

    SOCKET = "socket"
    """Over a websocket that Koko opens: nothing of Koko is public."""
    HTTP = "http"
    """As requests to `/slack/events`, which Slack must be able to reach."""


class SlackSettings(BaseSettings):
    """`KOKO_SLACK_*`: one workspace by its bot token, or many by the client id and secret of an app."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_ignore_empty=True,
        str_strip_whitespace=True,
        frozen=True,
        extra="ignore",
    )

    mode: Mode = Field(Mode.SOCKET, description="How events come in: `socket`, or `http` at `/slack/events`")
    bot_token: SecretStr | None = Field(None, description="Bot token of the one workspace, `xoxb-…`")
    app_token: SecretStr | None = Field(None, description="App-level token for `socket`, `xapp-…`")
    signing_secret: SecretStr | None = Field(
        None, min_length=16, description="Signs what Slack sends in `http`"
    )
    client_id: str = Field("", description="Of an app that many workspaces install, with the next")
    client_secret: SecretStr | None = Field(None, description="Of an app that many workspaces install")
    command_prefix: str = Field(
        "",
        pattern=names.PREFIX,
        description="Put before slash commands whose names clash: `acme-` makes `/acme-quiz`",
    )
    post_interval: float = Field(
        1.0, ge=0, le=60, description="Seconds between two posts to one channel; Slack asks for 1"
    )
    api_url: str = Field("https://slack.com/api/", description="Base address of Slack's Web API")

    @field_validator("bot_token", "app_token")
    @classmethod
    def _is_of_its_kind(cls, token: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        begin = {"bot_token": "xoxb-", "app_token": "xapp-"}[info.field_name or ""]
        if token and not token.get_secret_value().startswith(begin):
            given = next(
                (kind for b, kind in KINDS.items() if token.get_secret_value().startswith(b)),
                "this is no token",
            )
            raise ValueError(f"{given}, and {begin}… is needed; docs/slack.md says where to find it")
        return token

    @field_validator("api_url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        if not url.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
            raise ValueError("it should begin with https://, or be on this machine")
        return url.rstrip("/") + "/"

    @model_validator(mode="after")
    def _is_whole(self) -> SlackSettings:
        if not self.bot_token and not (self.client_id and self.client_secret):
            raise ValueError(f"{PREFIX}BOT_TOKEN is needed, or {PREFIX}CLIENT_ID and {PREFIX}CLIENT_SECRET")
        if self.mode is Mode.SOCKET and not self.app_token:
            raise ValueError(f"{PREFIX}APP_TOKEN is needed for socket mode")
        if self.mode is Mode.HTTP and not self.signing_secret:
            raise ValueError(f"{PREFIX}SIGNING_SECRET is needed for http mode")
        return self


def revealed(secret: SecretStr | None) -> str:
    """The settings see to it that what a mode needs is there."""
    return secret.get_secret_value() if secret else ""


def read_settings() -> SlackSettings:
    """Raises ConfigError, which names the variable and not its value."""
    try:
        return SlackSettings()
    except ValidationError as error:
        wrong = error.errors(include_input=False, include_url=False)[0]
        what = wrong["msg"].removeprefix("Value error, ")
        where = f"{PREFIX}{str(wrong['loc'][0]).upper()}: " if wrong["loc"] else ""
        raise ConfigError(f"{where}{what}.") from None
