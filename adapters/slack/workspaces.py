"""All workspaces that installed Koko for themselves: their tokens in the vault, kept fresh."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial

import stamina
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from slack_sdk.errors import SlackApiError

from adapters.slack.faults import NO_TOKEN, code, translated
from adapters.slack.installs import Bot, Web, is_taken, not_installed, who
from bot.chat.adapter import Vault
from bot.errors import ConfigError, PlaceGone, PlatformDown, UserError
from bot.logs import get_logger

log = get_logger(__name__)

EARLY = timedelta(hours=2)
"""How long before its end a token is refreshed; Slack gives it twelve hours."""
SPARE = timedelta(minutes=1)
"""What is good for less may be refused by the time that a call arrives."""
PAUSE = timedelta(minutes=1)
"""Between two tries to refresh a token while it is still good."""
REMEMBERED = timedelta(minutes=1)
"""How long an installation may be used as it was before another process changed it."""
CALL_SECONDS = 20.0
KEEP_SECONDS = 20.0
TURN = timedelta(seconds=60)
"""After this, whoever has the turn to change an installation is taken for dead."""

_NO_CODE = {"code_already_used", "code_expired", "invalid_code"}
_NO_CLIENT = {"bad_client_secret", "invalid_client_id"}
_NO_REFRESH = {*NO_TOKEN, "invalid_grant", "invalid_refresh_token"}


class Install(BaseModel):
    """An installation as it lies in the vault; an `expires_at` of None is a token without an end."""

    model_config = ConfigDict(frozen=True)

    bot: Bot
    token: str = Field(repr=False)
    refresh_token: str | None = Field(None, repr=False)
    expires_at: datetime | None = None
    app: str = ""

    def is_good(self, until: datetime) -> bool:
        return self.expires_at is None or self.expires_at > until


class ManyWorkspaces:
    """`Installs` of an app that can be installed anywhere.

    A token is refreshed two hours before its end, in the background, while it is still used itself. Since
    a refresh token is good once, only one process at a time changes an installation: whoever could add a
    secret to the vault that says so, and that expires by itself should its process die.
    """

    def __init__(
        self, vault: Vault, web: Web, client_id: str, client_secret: SecretStr, now: Callable[[], datetime]
    ) -> None:
        self._vault = vault
        self._web = web
        self._client = {"client_id": client_id, "client_secret": client_secret.get_secret_value()}
        self._now = now
        self._known: dict[str, tuple[Install, datetime]] = {}
        self._refreshing: dict[str, asyncio.Task[Install]] = {}
        self._next_try: dict[str, datetime] = {}

    async def connect(self) -> None:
        """The vault must open; Slack is asked nothing before a workspace is spoken to."""
        await self.workspaces()

    async def install(self, code: str) -> Install:
        """Keep what Slack gives for the code that an installer comes back with, in place of what was there.

        Raises UserError where the installer can do something about it, and Slack's errors as translated.
        """
        at = self._now()
        with translated():
            granted = await self._granted(code=code)
            if granted.team is None:
                raise UserError("Koko lives in a workspace; choose one, not the whole organisation.")
            bot = who(await self._web(granted.access_token).auth_test())
        install = granted.to(Install(bot=bot, token="", app=granted.app_id), at)
        async with self._turn(bot.team):
            await self._keep(install)
        log.info("workspace_installed", workspace=bot.team)
        return install

    async def token(self, workspace: str) -> str:
        install, now = await self._install(workspace), self._now()
        if install.is_good(now + EARLY):
            return install.token
        if install.is_good(now + SPARE):
            if install.refresh_token and now >= self._next_try.get(workspace, now):
                self._next_try[workspace] = now + PAUSE
                self._begin_refresh(workspace)
            return install.token
        return (await asyncio.shield(self._begin_refresh(workspace))).token

    async def bot(self, workspace: str) -> Bot:
        return (await self._install(workspace)).bot

    async def forget(self, workspace: str) -> bool:
        async with self._turn(workspace):
            try:
                install = await self._read(workspace)
            except PlaceGone:
                return True
            if await is_taken(self._web(install.token)):
                return False
            self._known.pop(workspace, None)
            await self._vault.take(_kept(workspace))
        log.info("workspace_forgotten", workspace=workspace)
        return True

    async def workspaces(self) -> Sequence[str]:
        return [key.removeprefix(_kept("")) for key in await self._vault.keys(_kept(""))]

    async def finish(self, seconds: float) -> None:
        if self._refreshing:
            await asyncio.wait(self._refreshing.values(), timeout=seconds)

    async def _install(self, workspace: str) -> Install:
        known = self._known.get(workspace)
        if known and self._now() - known[1] < REMEMBERED:
            return known[0]
        return await self._read(workspace)

    async def _read(self, workspace: str) -> Install:
        kept = await self._vault.get(_kept(workspace))
        if kept is None:
            self._known.pop(workspace, None)
            raise not_installed()
        install = Install.model_validate_json(kept)
        self._known[workspace] = install, self._now()
        return install

    async def _keep(self, install: Install) -> None:
        """Tried again while the store is away: Slack gives a token once, for what is then used up."""
        async for attempt in stamina.retry_context(on=_is_passing, attempts=None, timeout=KEEP_SECONDS):
            with attempt:
                await self._vault.put(_kept(install.bot.team), install.model_dump_json())
        self._known[install.bot.team] = install, self._now()

    def _begin_refresh(self, workspace: str) -> asyncio.Task[Install]:
        """This process's one task for it, which goes on should those who wait for it be cancelled."""
        task = self._refreshing.get(workspace)
        if task is None:
            task = self._refreshing[workspace] = asyncio.create_task(self._refresh(workspace))
            task.add_done_callback(partial(self._refreshed, workspace))
        return task

    def _refreshed(self, workspace: str, task: asyncio.Task[Install]) -> None:
        del self._refreshing[workspace]
        if not task.cancelled() and (error := task.exception()):
            log.warning("token_not_refreshed", workspace=workspace, reason=str(error))

    async def _refresh(self, workspace: str) -> Install:
        async with self._turn(workspace):
            install, at = await self._read(workspace), self._now()
            if install.is_good(at + EARLY):
                return install  # another process was first
            if install.refresh_token is None:
                raise not_installed()
            try:
                with translated():
                    granted = await self._granted(
                        grant_type="refresh_token", refresh_token=install.refresh_token
                    )
            except PlaceGone:
                await self._keep(install.model_copy(update={"refresh_token": None}))
                raise
            install = granted.to(install, at)
            await self._keep(install)
        log.info("token_refreshed", workspace=workspace)
        return install

    async def _granted(self, **grant: str) -> _Granted:
        try:
            async with asyncio.timeout(CALL_SECONDS):
                answer = await self._web(None).oauth_v2_access(**self._client, **grant)
            return _Granted.model_validate(answer.data)
        except SlackApiError as error:
            if code(error) in _NO_CODE:
                raise UserError("Slack has forgotten this installation; please start it again.") from None
            if code(error) in _NO_REFRESH:
                raise not_installed() from error
            if code(error) in _NO_CLIENT:
                raise PlatformDown(f"Slack refuses the app's client id or secret ({code(error)})") from error
            raise
        except ValidationError:
            raise PlatformDown("Slack's answer lacks what it should have") from None

    @asynccontextmanager
    async def _turn(self, workspace: str) -> AsyncIterator[None]:
        """To change what is kept of a workspace."""
        key = f"turn/{workspace}"
        try:
            async with asyncio.timeout(2 * TURN.total_seconds()):
                is_mine = await self._vault.add(key, "", self._now() + TURN)
                while not is_mine:
                    await asyncio.sleep(0.1)
                    is_mine = await self._vault.add(key, "", self._now() + TURN)
        except TimeoutError:
            raise PlatformDown("another process is changing the installation") from None
        try:
            yield
        finally:
            await self._vault.take(key)


class _Granted(BaseModel):
    """What `oauth.v2.access` answers; it names no team where the whole organisation installed."""

    access_token: str = Field(min_length=1)
    refresh_token: str | None = None
    expires_in: int | None = None
    app_id: str = ""
    team: dict[str, object] | None = None

    def to(self, install: Install, asked_at: datetime) -> Install:
        """The installation with these tokens."""
        end = None if self.expires_in is None else asked_at + timedelta(seconds=self.expires_in)
        return install.model_copy(
            update={"token": self.access_token, "refresh_token": self.refresh_token, "expires_at": end}
        )


def _is_passing(error: Exception) -> bool:
    return not isinstance(error, ConfigError)


def _kept(workspace: str) -> str:
    return f"install/{workspace}"
