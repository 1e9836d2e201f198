"""Who Koko is in which workspace: what all adapters' calls need, and the workspace of one bot token."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from pydantic import SecretStr
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.faults import NO_TOKEN, code, translated
from bot.errors import ChatError, ConfigError, PlaceGone, PlatformDown

Web = Callable[[str | None], AsyncWebClient]
"""Makes a client that calls with this token, or with none."""


@dataclass(frozen=True, slots=True)
class Bot:
    """Koko in a workspace: its user's id is in mentions and reactions, its bot's id in its messages.

    `team` is the workspace's id.
    """

    user_id: str
    bot_id: str
    team: str
    team_name: str


class Installs(Protocol):
    """The workspaces that Koko is in. What asks for another raises `PlaceGone`."""

    async def connect(self) -> None:
        """Comes first; raises ConfigError where the settings can't be used, else PlatformDown."""

    async def token(self, workspace: str) -> str:
        """The bot's token, good for another minute at least; to be asked for before every call.

        Raises PlatformDown where it has ended and Slack gives no other just now.
        """

    async def bot(self, workspace: str) -> Bot: ...

    async def forget(self, workspace: str) -> bool:
        """Koko was uninstalled there, by what Slack told; harmless when repeated.

        False where Slack still takes the token: what it told came late, and Koko was installed again.
        """

    async def workspaces(self) -> Sequence[str]:
        """Their ids, in order."""

    async def finish(self, seconds: float) -> None:
        """Comes last, while Slack can still be called: wait, at most so long, for tokens on their way.

        Else they would be lost, and with them the workspace: what they are fetched with is good once.
        """


class OneWorkspace:
    """The workspace of `KOKO_SLACK_BOT_TOKEN`; which one that is, Slack says to `connect`."""

    def __init__(self, token: SecretStr, web: Web) -> None:
        self._token = token.get_secret_value()
        self._web = web
        self._bot: Bot | None = None
        self._gone = False

    async def connect(self) -> None:
        """A token that was good before, and is refused now, is no wrong setting but a PlaceGone."""
        with translated():
            try:
                answer = await self._web(self._token).auth_test()
            except SlackApiError as error:
                if self._bot is None and code(error) in NO_TOKEN:
                    raise ConfigError(
                        f"KOKO_SLACK_BOT_TOKEN: Slack refuses it ({code(error)}); take the Bot User OAuth "
                        "Token from the page OAuth & Permissions of the app"
                    ) from None
                raise
        self._bot, self._gone = who(answer), False

    async def token(self, workspace: str) -> str:
        await self.bot(workspace)
        return self._token

    async def bot(self, workspace: str) -> Bot:
        if self._bot is None:
            raise PlatformDown("Slack is not connected")
        if self._gone or self._bot.team != workspace:
            raise not_installed()
        return self._bot

    async def forget(self, workspace: str) -> bool:
        """Until the next `connect`, for the setting is still there."""
        if workspace in await self.workspaces():
            self._gone = not await is_taken(self._web(self._token))
        return workspace not in await self.workspaces()

    async def workspaces(self) -> Sequence[str]:
        return [self._bot.team] if self._bot and not self._gone else []

    async def finish(self, seconds: float) -> None:
        """Nothing is on its way."""


async def is_taken(web: AsyncWebClient) -> bool:
    """Whether Slack takes the client's token; not where Slack can't be asked."""
    try:
        with translated():
            await web.auth_test()
    except ChatError:
        return False
    return True


def who(answer: AsyncSlackResponse) -> Bot:
    """The bot with whose token `auth.test` was asked."""
    return Bot(answer["user_id"], answer["bot_id"], answer["team_id"], answer["team"])


def not_installed() -> PlaceGone:
    return PlaceGone("Koko is not installed in this workspace.")
