"""Workspaces that installed Koko: their tokens are kept sealed, and refreshed once, whoever asks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from pydantic import SecretStr

from adapters.slack.client import Connection
from adapters.slack.installs import Bot
from adapters.slack.workspaces import TURN, ManyWorkspaces
from bot.chat.adapter import Vault
from bot.errors import ConfigError, PlaceGone, PlatformDown, UserError
from bot.store.sql import SqlStore
from bot.store.vault import Secrets, new_key
from tests.adapters.local.house import LoopbackRoutes
from tests.adapters.slack.loopback.faults import Delay, Fault, Status
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.fakes import FixedClock
from tests.waiting import LONG, until

KEY, NEWER = new_key(), new_key()
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
MANY = 20


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 3, 9, 12, tzinfo=UTC))


@pytest.fixture
async def slack() -> AsyncIterator[LoopbackSlack]:
    """One that gives tokens for twelve hours, of an app that is not installed yet."""
    async with LoopbackSlack(token_life=43_200) as slack:
        yield slack


def code(slack: LoopbackSlack) -> str:
    """What a browser brings back from Slack to have Koko in the first workspace."""
    return slack.installs_app(slack.team)


def grants(slack: LoopbackSlack) -> int:
    """How often Slack was asked for a token, whether it gave one or not."""
    return len([call for call in slack.world.calls if call.method == "oauth.v2.access"])


def newest(slack: LoopbackSlack) -> str:
    """The token that Slack gave last."""
    return list(slack.world.tokens)[-1]


@pytest.fixture
async def connection(slack: LoopbackSlack) -> AsyncIterator[Connection]:
    connection = Connection(slack.api_url)
    async with connection.opened():
        yield connection


@pytest.fixture
async def store() -> AsyncIterator[SqlStore]:
    store = SqlStore("sqlite:///:memory:")
    await store.create_tables()
    yield store
    await store.close()


@pytest.fixture
def vault(store: SqlStore, clock: FixedClock) -> Vault:
    return Secrets(store, [KEY], clock).of("slack")


def process(
    slack: LoopbackSlack, vault: Vault, connection: Connection, clock: FixedClock, secret: str = ""
) -> ManyWorkspaces:
    """The workspaces as a process that has just started sees them."""
    credentials = slack.client_id, SecretStr(secret or slack.client_secret)
    return ManyWorkspaces(vault, lambda token: connection.web(token, patient=False), *credentials, clock)


async def tokens_until(condition: Callable[[], bool], workspaces: ManyWorkspaces) -> set[str]:
    """What is given to somebody who asks again and again until the condition holds."""
    tokens = set()
    async with asyncio.timeout(LONG):
        while not condition():
            tokens.add(await workspaces.token("T1"))
            await asyncio.sleep(0)
    return tokens


@pytest.fixture
def workspaces(
    slack: LoopbackSlack, vault: Vault, connection: Connection, clock: FixedClock
) -> ManyWorkspaces:
    return process(slack, vault, connection, clock)


# Installing


async def test_an_installed_workspace_is_known_in_every_process_and_after_a_restart(
    slack: LoopbackSlack, vault: Vault, connection: Connection, clock: FixedClock, workspaces: ManyWorkspaces
) -> None:
    second = slack.adds_workspace("T2", "Second")
    await workspaces.connect()
    installed = [
        await workspaces.install(slack.installs_app(workspace)) for workspace in (second, slack.team)
    ]

    other = process(slack, vault, connection, clock)
    await other.connect()

    assert await other.workspaces() == ["T1", "T2"]
    assert [await other.token("T2"), await other.token("T1")] == [one.token for one in installed]
    assert await other.bot("T2") == Bot(second.bot.id, second.bot_id, "T2", "Second")


async def test_others_are_not_there(workspaces: ManyWorkspaces) -> None:
    for asking in (workspaces.token("T1"), workspaces.bot("T1")):
        with pytest.raises(PlaceGone, match="not installed"):
            await asking


async def test_installed_again_the_new_token_replaces_the_old(
    slack: LoopbackSlack, workspaces: ManyWorkspaces
) -> None:
    old = await workspaces.install(code(slack))
    new = await workspaces.install(code(slack))

    assert old.token != new.token
    assert await workspaces.token("T1") == new.token
    assert await workspaces.workspaces() == ["T1"]


async def test_installed_again_elsewhere_it_is_noticed_within_a_minute(
    slack: LoopbackSlack, vault: Vault, connection: Connection, clock: FixedClock, workspaces: ManyWorkspaces
) -> None:
    await workspaces.install(code(slack))
    new = await process(slack, vault, connection, clock).install(code(slack))

    clock.move(MINUTE)

    assert await workspaces.token("T1") == new.token


async def test_a_code_is_good_once(slack: LoopbackSlack, workspaces: ManyWorkspaces) -> None:
    brought = code(slack)
    await workspaces.install(brought)

    with pytest.raises(UserError, match="start it again"):
        await workspaces.install(brought)


async def test_a_whole_organisation_is_not_installed(vault: Vault, clock: FixedClock) -> None:
    async def grant(_: web.Request) -> web.Response:
        whole = {"enterprise": {"id": "E1"}, "team": None, "is_enterprise_install": True}
        return web.json_response({"ok": True, "access_token": "xoxb-of-all", **whole})

    routes = LoopbackRoutes()
    routes.add("POST", "/api/oauth.v2.access", grant)
    await routes.runner.setup()
    await web.TCPSite(routes.runner, "127.0.0.1", 0).start()
    connection = Connection(f"http://127.0.0.1:{routes.address[1]}/api/")
    async with connection.opened():
        workspaces = ManyWorkspaces(vault, connection.web, "1.2", SecretStr("a secret"), clock)
        with pytest.raises(UserError, match="not the whole organisation"):
            await workspaces.install("code")
    await routes.runner.cleanup()

    assert await workspaces.workspaces() == []


async def test_an_uninstalled_workspace_is_forgotten(
    slack: LoopbackSlack, vault: Vault, workspaces: ManyWorkspaces
) -> None:
    await workspaces.install(code(slack))
    await slack.uninstalls()

    for _ in range(2):
        assert await workspaces.forget("T1")

    assert await vault.keys("") == []
    assert await workspaces.workspaces() == []
    with pytest.raises(PlaceGone):
        await workspaces.token("T1")


async def test_installed_again_before_koko_hears_of_the_end_a_workspace_stays(
    slack: LoopbackSlack, workspaces: ManyWorkspaces
) -> None:
    await workspaces.install(code(slack))
    await slack.uninstalls()
    again = await workspaces.install(code(slack))

    assert not await workspaces.forget("T1")

    assert await workspaces.token("T1") == again.token


async def test_what_slack_told_is_believed_where_it_can_not_be_asked(
    slack: LoopbackSlack, workspaces: ManyWorkspaces
) -> None:
    await workspaces.install(code(slack))
    slack.faults.add(Fault("auth.test", Status(503)))

    assert await workspaces.forget("T1")

    assert await workspaces.workspaces() == []


async def test_without_a_key_there_is_nowhere_to_keep_tokens(
    slack: LoopbackSlack, store: SqlStore, connection: Connection, clock: FixedClock
) -> None:
    keyless = process(slack, Secrets(store, [], clock).of("slack"), connection, clock)

    with pytest.raises(ConfigError, match=r"^KOKO_SECRET_KEY: "):
        await keyless.connect()


async def test_tokens_lie_nowhere_as_they_are(
    slack: LoopbackSlack, connection: Connection, clock: FixedClock, tmp_path: Path
) -> None:
    store = SqlStore(f"sqlite:///{tmp_path / 'koko.db'}")
    await store.create_tables()
    workspaces = process(slack, Secrets(store, [KEY], clock).of("slack"), connection, clock)
    await workspaces.install(code(slack))
    clock.move(12 * HOUR)
    await workspaces.token("T1")
    await store.close()

    lying = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"install/T1" in lying
    tokens = [token for token in slack.world.tokens.values() if token.refresh_token or token.expires_at]
    assert len(tokens) == 2
    assert [token for token in tokens if token.value.encode() in lying] == []
    assert tokens[-1].refresh_token.encode() not in lying


async def test_tokens_survive_a_change_of_the_key(
    slack: LoopbackSlack,
    store: SqlStore,
    connection: Connection,
    clock: FixedClock,
    workspaces: ManyWorkspaces,
) -> None:
    installed = await workspaces.install(code(slack))

    await Secrets(store, [NEWER, KEY], clock).reseal()

    after = process(slack, Secrets(store, [NEWER], clock).of("slack"), connection, clock)
    assert await after.token("T1") == installed.token


# Refreshing


async def test_a_token_without_an_end_is_never_refreshed(
    slack: LoopbackSlack, clock: FixedClock, workspaces: ManyWorkspaces
) -> None:
    slack.world.token_life = 0
    installed = await workspaces.install(code(slack))

    clock.move(10_000 * HOUR)

    assert await workspaces.token("T1") == installed.token
    assert grants(slack) == 1


async def test_a_token_that_ends_soon_is_used_while_another_is_fetched(
    slack: LoopbackSlack, clock: FixedClock, workspaces: ManyWorkspaces
) -> None:
    old = await workspaces.install(code(slack))
    clock.move(10 * HOUR - MINUTE)
    assert await workspaces.token("T1") == old.token
    assert grants(slack) == 1

    slack.faults.add(Fault("oauth.v2.access", Delay(0.5)))
    clock.move(MINUTE)
    assert await tokens_until(lambda: not slack.faults.coming, workspaces) == {old.token}
    assert [await workspaces.token("T1") for _ in range(MANY)] == [old.token] * MANY

    clock.move(2 * HOUR)
    assert await workspaces.token("T1") == newest(slack)
    assert grants(slack) == 2


async def test_a_token_that_has_ended_is_refreshed_once_for_all_who_ask(
    slack: LoopbackSlack, clock: FixedClock, workspaces: ManyWorkspaces
) -> None:
    old = await workspaces.install(code(slack))
    clock.move(12 * HOUR)

    tokens = await asyncio.gather(*(workspaces.token("T1") for _ in range(MANY)))

    assert len(set(tokens)) == 1
    assert tokens[0] != old.token
    assert grants(slack) == 2


async def test_processes_that_ask_at_once_refresh_once(
    store_url: str, slack: LoopbackSlack, connection: Connection, clock: FixedClock
) -> None:
    async with AsyncExitStack() as stack:
        stores = [SqlStore(store_url) for _ in range(3)]
        for store in stores:
            stack.push_async_callback(store.close)
        processes = [
            process(slack, Secrets(store, [KEY], clock).of("slack"), connection, clock) for store in stores
        ]
        await processes[0].install(code(slack))
        clock.move(12 * HOUR)

        tokens = await asyncio.gather(*(each.token("T1") for each in processes for _ in range(MANY)))

    assert len(set(tokens)) == 1
    assert grants(slack) == 2


async def test_a_refresh_goes_on_when_the_one_who_asked_is_gone(
    slack: LoopbackSlack, clock: FixedClock, workspaces: ManyWorkspaces
) -> None:
    await workspaces.install(code(slack))
    clock.move(12 * HOUR)
    slack.faults.add(Fault("oauth.v2.access", Delay(0.5)))
    asking = asyncio.create_task(workspaces.token("T1"))
    await until(lambda: not slack.faults.coming)

    asking.cancel()

    assert await workspaces.token("T1") == newest(slack)
    assert grants(slack) == 2


async def test_a_process_that_died_while_it_had_the_turn_is_not_waited_for_long(
    slack: LoopbackSlack, vault: Vault, clock: FixedClock, workspaces: ManyWorkspaces
) -> None:
    await workspaces.install(code(slack))
    clock.move(12 * HOUR)
    await vault.add("turn/T1", "", clock() + TURN)
    asking = asyncio.create_task(workspaces.token("T1"))
    await asyncio.sleep(0.3)
    assert grants(slack) == 1

    clock.move(TURN)

    assert await asking == newest(slack)


async def test_while_slack_is_down_the_old_token_serves_and_one_try_is_made_a_minute(
    slack: LoopbackSlack, clock: FixedClock, workspaces: ManyWorkspaces
) -> None:
    old = await workspaces.install(code(slack))
    down = Fault("oauth.v2.access", Status(503), count=3)
    slack.faults.add(down)
    clock.move(11 * HOUR)

    assert await tokens_until(lambda: down.count == 2, workspaces) == {old.token}
    await asyncio.sleep(0.2)
    assert [await workspaces.token("T1") for _ in range(MANY)] == [old.token] * MANY
    await asyncio.sleep(0.2)
    assert down.count == 2
    clock.move(MINUTE)
    assert await tokens_until(lambda: down.count == 1, workspaces) == {old.token}
    await asyncio.sleep(0.2)

    clock.move(HOUR)
    with pytest.raises(PlatformDown):
        await workspaces.token("T1")
    assert await workspaces.token("T1") == newest(slack)


async def test_a_revoked_refresh_token_is_not_tried_again(
    slack: LoopbackSlack, clock: FixedClock, workspaces: ManyWorkspaces
) -> None:
    installed = await workspaces.install(code(slack))
    await slack.revokes(installed.token)
    clock.move(12 * HOUR)

    for _ in range(3):
        with pytest.raises(PlaceGone, match="not installed"):
            await workspaces.token("T1")
    assert grants(slack) == 2

    again = await workspaces.install(code(slack))
    assert await workspaces.token("T1") == again.token


async def test_a_wrong_client_secret_loses_no_workspace(
    slack: LoopbackSlack, vault: Vault, connection: Connection, clock: FixedClock, workspaces: ManyWorkspaces
) -> None:
    await workspaces.install(code(slack))
    clock.move(12 * HOUR)
    with pytest.raises(PlatformDown, match="bad_client_secret"):
        await process(slack, vault, connection, clock, "wrong").token("T1")

    assert await workspaces.token("T1") == newest(slack)


async def test_uninstalled_while_its_token_is_refreshed_a_workspace_stays_forgotten(
    slack: LoopbackSlack, clock: FixedClock, workspaces: ManyWorkspaces
) -> None:
    await workspaces.install(code(slack))
    clock.move(12 * HOUR)
    slack.faults.add(Fault("oauth.v2.access", Delay(0.5)))
    asking = asyncio.create_task(workspaces.token("T1"))
    await until(lambda: not slack.faults.coming)

    await slack.uninstalls()
    assert await workspaces.forget("T1")
    await asyncio.gather(asking, return_exceptions=True)

    assert await workspaces.workspaces() == []
    with pytest.raises(PlaceGone):
        await workspaces.token("T1")
