"""Tokens that end are refreshed in time and once, whoever asks and whatever goes wrong."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from adapters.slack.adapter import SlackAdapter
from adapters.slack.workspaces import TURN, ManyWorkspaces
from bot.chat.adapter import Host
from bot.errors import PlaceGone, PlatformDown
from bot.store.seal import Seal
from bot.store.sql import SqlStore
from bot.store.vault import SealedVault
from tests.adapters.local.house import LoopbackRoutes
from tests.adapters.slack.installed import KEY, Installed, installed, tokens_until
from tests.adapters.slack.loopback.faults import Delay, Fault, Status
from tests.waiting import LONG, until

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
MANY = 20
SLOW = Delay(0.5)


@pytest.fixture
async def all_of() -> AsyncIterator[Installed]:
    async with installed() as all_of:
        yield all_of


@pytest.fixture
def workspaces(all_of: Installed) -> ManyWorkspaces:
    return all_of.process()


@dataclass(frozen=True)
class AwayVault(SealedVault):
    """Its store is away for so many writes."""

    failures: list[Exception]

    async def put(self, key: str, secret: str, expires_at: datetime | None = None) -> None:
        if self.failures:
            raise self.failures.pop()
        await super().put(key, secret, expires_at)


async def test_a_token_without_an_end_is_never_refreshed(
    all_of: Installed, workspaces: ManyWorkspaces
) -> None:
    all_of.slack.world.token_life = 0
    given = await workspaces.install(all_of.code())

    all_of.clock.move(10_000 * HOUR)

    assert await workspaces.token("T1") == given.token
    assert all_of.grants == 1


async def test_a_token_that_ends_soon_is_used_while_another_is_fetched(
    all_of: Installed, workspaces: ManyWorkspaces
) -> None:
    old = await workspaces.install(all_of.code())
    all_of.clock.move(10 * HOUR - MINUTE)
    assert await workspaces.token("T1") == old.token
    assert all_of.grants == 1

    all_of.slack.faults.add(Fault("oauth.v2.access", SLOW))
    all_of.clock.move(MINUTE)
    assert await tokens_until(lambda: not all_of.slack.faults.coming, workspaces) == {old.token}
    assert [await workspaces.token("T1") for _ in range(MANY)] == [old.token] * MANY

    all_of.clock.move(2 * HOUR)
    assert await workspaces.token("T1") == all_of.newest
    assert all_of.grants == 2


async def test_a_token_that_has_ended_is_refreshed_once_for_all_who_ask(
    all_of: Installed, workspaces: ManyWorkspaces
) -> None:
    old = await workspaces.install(all_of.code())
    all_of.clock.move(12 * HOUR)

    tokens = await asyncio.gather(*(workspaces.token("T1") for _ in range(MANY)))

    assert tokens == [all_of.newest] * MANY
    assert all_of.newest != old.token
    assert all_of.grants == 2


async def test_processes_that_ask_at_once_refresh_once(all_of: Installed, store_url: str) -> None:
    async with AsyncExitStack() as stack:
        stores = [SqlStore(store_url) for _ in range(3)]
        for store in stores:
            stack.push_async_callback(store.close)
        processes = [all_of.process(all_of.vault_of([KEY], store)) for store in stores]
        await processes[0].install(all_of.code())
        all_of.clock.move(12 * HOUR)

        tokens = await asyncio.gather(*(each.token("T1") for each in processes for _ in range(MANY)))

    assert set(tokens) == {all_of.newest}
    assert all_of.grants == 2


async def test_a_refresh_goes_on_when_the_one_who_asked_is_gone(
    all_of: Installed, workspaces: ManyWorkspaces
) -> None:
    await workspaces.install(all_of.code())
    all_of.clock.move(12 * HOUR)
    all_of.slack.faults.add(Fault("oauth.v2.access", SLOW))
    asking = asyncio.create_task(workspaces.token("T1"))
    await until(lambda: not all_of.slack.faults.coming)

    asking.cancel()

    assert await workspaces.token("T1") == all_of.newest
    assert all_of.grants == 2


async def test_a_process_that_leaves_waits_for_what_is_on_its_way(
    all_of: Installed, workspaces: ManyWorkspaces
) -> None:
    await workspaces.finish(1)
    await workspaces.install(all_of.code())
    all_of.clock.move(11 * HOUR)
    all_of.slack.faults.add(Fault("oauth.v2.access", SLOW))
    await tokens_until(lambda: not all_of.slack.faults.coming, workspaces)

    await workspaces.finish(LONG)

    assert all_of.grants == 2
    assert await all_of.process().token("T1") == all_of.newest


async def test_a_token_that_was_fetched_is_kept_when_the_store_is_back(
    all_of: Installed, workspaces: ManyWorkspaces
) -> None:
    await workspaces.install(all_of.code())
    all_of.clock.move(12 * HOUR)
    seal = Seal([KEY])
    away = AwayVault(all_of.store, seal, all_of.clock, "slack", [ConnectionError("the store is away")] * 2)

    assert await all_of.process(away).token("T1") == all_of.newest
    assert await all_of.process().token("T1") == all_of.newest
    assert all_of.grants == 2


async def test_a_check_waits_for_what_is_on_its_way(all_of: Installed, workspaces: ManyWorkspaces) -> None:
    await workspaces.install(all_of.code())
    all_of.clock.move(11 * HOUR)
    all_of.slack.faults.add(Fault("oauth.v2.access", SLOW, skip=1))
    host = Host(LoopbackRoutes(), Path(), all_of.clock, all_of.vault)
    await SlackAdapter(all_of.settings, host).check()
    await until(lambda: all_of.grants == 3)

    assert await all_of.process().token("T1") == all_of.newest


async def test_a_process_that_died_while_it_had_the_turn_is_not_waited_for_long(
    all_of: Installed, workspaces: ManyWorkspaces
) -> None:
    await workspaces.install(all_of.code())
    all_of.clock.move(12 * HOUR)
    await all_of.vault.add("turn/T1", "", all_of.clock() + TURN)
    asking = asyncio.create_task(workspaces.token("T1"))
    await asyncio.sleep(0.3)
    assert all_of.grants == 1

    all_of.clock.move(TURN)

    assert await asking == all_of.newest


async def test_while_slack_is_down_the_old_token_serves_and_one_try_is_made_a_minute(
    all_of: Installed, workspaces: ManyWorkspaces
) -> None:
    old = await workspaces.install(all_of.code())
    down = Fault("oauth.v2.access", Status(503), count=9)
    all_of.slack.faults.add(down)
    all_of.clock.move(11 * HOUR)

    # Each try of ours is three of the client's.
    assert await tokens_until(lambda: down.count == 6, workspaces) == {old.token}
    await all_of.settled()
    assert [await workspaces.token("T1") for _ in range(MANY)] == [old.token] * MANY
    await asyncio.sleep(0.2)
    assert down.count == 6
    all_of.clock.move(MINUTE)
    assert await tokens_until(lambda: down.count == 3, workspaces) == {old.token}
    await all_of.settled()

    all_of.clock.move(HOUR)
    with pytest.raises(PlatformDown):
        await workspaces.token("T1")
    assert await workspaces.token("T1") == all_of.newest


async def test_a_revoked_refresh_token_is_not_tried_again(
    all_of: Installed, workspaces: ManyWorkspaces
) -> None:
    given = await workspaces.install(all_of.code())
    await all_of.slack.revokes(given.token)
    all_of.clock.move(12 * HOUR)

    for _ in range(3):
        with pytest.raises(PlaceGone, match="not installed"):
            await workspaces.token("T1")
    assert all_of.grants == 2

    again = await workspaces.install(all_of.code())
    assert await workspaces.token("T1") == again.token


async def test_a_wrong_client_secret_loses_no_workspace(
    all_of: Installed, workspaces: ManyWorkspaces
) -> None:
    await workspaces.install(all_of.code())
    all_of.clock.move(12 * HOUR)
    with pytest.raises(PlatformDown, match="bad_client_secret"):
        await all_of.process(secret="wrong").token("T1")

    assert await workspaces.token("T1") == all_of.newest


async def test_uninstalled_while_its_token_is_refreshed_a_workspace_stays_forgotten(
    all_of: Installed, workspaces: ManyWorkspaces
) -> None:
    await workspaces.install(all_of.code())
    all_of.clock.move(12 * HOUR)
    all_of.slack.faults.add(Fault("oauth.v2.access", SLOW))
    asking = asyncio.create_task(workspaces.token("T1"))
    await until(lambda: not all_of.slack.faults.coming)

    await all_of.slack.uninstalls()
    assert await workspaces.forget("T1")
    await asyncio.gather(asking, return_exceptions=True)

    assert await workspaces.workspaces() == []
    with pytest.raises(PlaceGone):
        await workspaces.token("T1")
