"""Workspaces that install Koko for themselves: what Slack gives for them is kept, sealed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web
from pydantic import SecretStr

from adapters.slack.client import Connection
from adapters.slack.installs import Bot
from adapters.slack.workspaces import ManyWorkspaces
from bot.errors import ConfigError, PlaceGone, UserError
from bot.store.seal import new_key
from bot.store.sql import SqlStore
from bot.store.vault import Secrets
from tests.adapters.local.house import LoopbackRoutes
from tests.adapters.slack.installed import KEY, Installed, installed
from tests.adapters.slack.loopback.faults import Fault, Status

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
NEWER = new_key()


@pytest.fixture
async def all_of(tmp_path: Path) -> AsyncIterator[Installed]:
    async with installed(SqlStore(f"sqlite:///{tmp_path / 'koko.db'}")) as all_of:
        yield all_of


@pytest.fixture
def workspaces(all_of: Installed) -> ManyWorkspaces:
    return all_of.process()


async def test_a_workspace_is_known_in_every_process_and_after_a_restart(
    all_of: Installed, workspaces: ManyWorkspaces
) -> None:
    first, second = all_of.slack.team, all_of.slack.adds_workspace("T2", "Second")
    await workspaces.connect()
    given = [await workspaces.install(all_of.slack.installs_app(each)) for each in (second, first)]

    other = all_of.process()
    await other.connect()

    assert await other.workspaces() == ["T1", "T2"]
    assert [await other.token("T2"), await other.token("T1")] == [install.token for install in given]
    assert await other.bot("T2") == Bot(second.bot.id, second.bot_id, "T2", "Second")


async def test_others_are_not_there(workspaces: ManyWorkspaces) -> None:
    for asking in (workspaces.token("T1"), workspaces.bot("T1")):
        with pytest.raises(PlaceGone, match="not installed"):
            await asking


async def test_installed_again_the_new_token_replaces_the_old(
    all_of: Installed, workspaces: ManyWorkspaces
) -> None:
    old = await workspaces.install(all_of.code())
    new = await workspaces.install(all_of.code())

    assert old.token != new.token
    assert await workspaces.token("T1") == new.token
    assert await workspaces.workspaces() == ["T1"]


async def test_installed_again_elsewhere_it_is_noticed_within_a_minute(
    all_of: Installed, workspaces: ManyWorkspaces
) -> None:
    await workspaces.install(all_of.code())
    new = await all_of.process().install(all_of.code())

    all_of.clock.move(MINUTE)

    assert await workspaces.token("T1") == new.token


async def test_a_code_is_good_once(all_of: Installed, workspaces: ManyWorkspaces) -> None:
    code = all_of.code()
    await workspaces.install(code)

    with pytest.raises(UserError, match="start it again"):
        await workspaces.install(code)


async def test_a_whole_organisation_is_not_installed(all_of: Installed) -> None:
    async def grant(_: web.Request) -> web.Response:
        whole = {"enterprise": {"id": "E1"}, "team": None, "is_enterprise_install": True}
        return web.json_response({"ok": True, "access_token": "xoxb-of-all", **whole})

    routes = LoopbackRoutes()
    routes.add("POST", "/api/oauth.v2.access", grant)
    await routes.runner.setup()
    await web.TCPSite(routes.runner, "127.0.0.1", 0).start()
    connection = Connection(f"http://127.0.0.1:{routes.address[1]}/api/")
    async with connection.opened():
        workspaces = ManyWorkspaces(all_of.vault, connection.web, "1.2", SecretStr("sesame"), all_of.clock)
        with pytest.raises(UserError, match="not the whole organisation"):
            await workspaces.install("code")
    await routes.runner.cleanup()

    assert await workspaces.workspaces() == []


# Uninstalled


async def test_an_uninstalled_workspace_is_forgotten(all_of: Installed, workspaces: ManyWorkspaces) -> None:
    await workspaces.install(all_of.code())
    await all_of.slack.uninstalls()

    for _ in range(2):
        assert await workspaces.forget("T1")

    assert await all_of.vault.keys("") == []
    assert await workspaces.workspaces() == []
    with pytest.raises(PlaceGone):
        await workspaces.token("T1")


async def test_installed_again_before_koko_hears_of_the_end_it_stays(
    all_of: Installed, workspaces: ManyWorkspaces
) -> None:
    await workspaces.install(all_of.code())
    await all_of.slack.uninstalls()
    again = await workspaces.install(all_of.code())

    assert not await workspaces.forget("T1")

    assert await workspaces.token("T1") == again.token


async def test_what_slack_told_is_believed_where_it_can_not_be_asked(
    all_of: Installed, workspaces: ManyWorkspaces
) -> None:
    await workspaces.install(all_of.code())
    all_of.slack.faults.add(Fault("auth.test", Status(503), count=3))

    assert await workspaces.forget("T1")

    assert await workspaces.workspaces() == []


# At rest


async def test_without_a_key_there_is_nowhere_to_keep_tokens(all_of: Installed) -> None:
    with pytest.raises(ConfigError, match=r"^KOKO_SECRET_KEY: "):
        await all_of.process(all_of.vault_of([])).connect()


async def test_tokens_lie_nowhere_as_they_are(
    all_of: Installed, workspaces: ManyWorkspaces, tmp_path: Path
) -> None:
    await workspaces.install(all_of.code())
    all_of.clock.move(12 * HOUR)
    await workspaces.token("T1")
    await all_of.store.close()

    lying = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    tokens = [token for token in all_of.slack.world.tokens.values() if token.expires_at]
    assert b"install/T1" in lying
    assert len(tokens) == 2
    assert [token for token in tokens if token.value.encode() in lying] == []
    assert tokens[-1].refresh_token.encode() not in lying


async def test_tokens_survive_a_change_of_the_key(all_of: Installed, workspaces: ManyWorkspaces) -> None:
    given = await workspaces.install(all_of.code())

    await Secrets(all_of.store, [NEWER, KEY], all_of.clock).reseal()

    assert await all_of.process(all_of.vault_of([NEWER])).token("T1") == given.token
