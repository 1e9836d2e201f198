"""What an adapter gives the vault comes back, to it alone, and lies nowhere as it was given."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from bot.chat.adapter import Vault
from bot.errors import ConfigError
from bot.features.delivery import Delivery
from bot.store.seal import new_key
from bot.store.sql import SqlStore
from bot.store.vault import Secrets
from tests.bot.store.samples import NOON, SECOND
from tests.fakes import FixedClock

KEY, NEWER = new_key(), new_key()
TOKEN = "xoxb-2718281828-sesame"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


@pytest.fixture
def vault(store: SqlStore, clock: FixedClock) -> Vault:
    return Secrets(store, [KEY], clock).of("slack")


@pytest.mark.parametrize("secret", [TOKEN, "", "Größe 🍌 " * 500])
async def test_a_secret_comes_back_as_it_was(vault: Vault, secret: str) -> None:
    await vault.put("install/T1", secret)

    assert await vault.get("install/T1") == secret
    assert await vault.take("install/T1") == secret
    assert await vault.get("install/T1") is None
    assert await vault.take("install/T1") is None


async def test_the_last_one_put_is_kept(vault: Vault, clock: FixedClock) -> None:
    await vault.put("k", "first", NOON + SECOND)
    await vault.put("k", "second")
    clock.move(SECOND)

    assert await vault.get("k") == "second"


async def test_what_is_there_is_not_added_to(vault: Vault) -> None:
    assert await vault.add("k", "first")
    assert not await vault.add("k", "second")
    assert await vault.get("k") == "first"


async def test_what_has_expired_is_not_there(vault: Vault, clock: FixedClock) -> None:
    await vault.put("k", TOKEN, NOON + SECOND)
    assert await vault.get("k") == TOKEN

    clock.move(SECOND)

    assert await vault.get("k") is None
    assert await vault.take("k") is None
    assert await vault.keys("") == []
    assert await vault.add("k", "another")
    assert await vault.get("k") == "another"


async def test_keys_are_found_by_how_they_begin(vault: Vault) -> None:
    for key in ("install/T2", "install/T1", "Install/T3", "state/1", "install%"):
        await vault.put(key, "")

    assert await vault.keys("install/") == ["install/T1", "install/T2"]
    assert await vault.keys("install%") == ["install%"]
    assert await vault.keys("") == ["Install/T3", "install%", "install/T1", "install/T2", "state/1"]


async def test_adapters_know_nothing_of_each_others_secrets(
    store: SqlStore, vault: Vault, clock: FixedClock
) -> None:
    other = Secrets(store, [KEY], clock).of("discord")
    await vault.put("k", "slack's")
    await other.put("k", "discord's")

    assert await vault.take("k") == "slack's"
    assert await other.get("k") == "discord's"
    assert await vault.keys("") == []


async def test_expired_secrets_are_swept(store: SqlStore, vault: Vault, clock: FixedClock) -> None:
    await vault.put("old", "", NOON + SECOND)
    await vault.put("new", "", NOON + 2 * SECOND)
    await vault.put("lasting", "")
    clock.move(SECOND)

    await Delivery(store, clock).sweep()

    clock.move(-SECOND)
    assert await vault.keys("") == ["lasting", "new"]


async def test_one_of_many_takes_it_and_one_adds_it(store_url: str, clock: FixedClock) -> None:
    stores = [SqlStore(store_url) for _ in range(3)]
    vaults = [Secrets(store, [KEY], clock).of("slack") for store in stores for _ in range(4)]
    await vaults[0].put("old", "", NOON)
    await vaults[0].put("k", TOKEN)

    taken = await asyncio.gather(*(vault.take("k") for vault in vaults))
    added = await asyncio.gather(*(vault.add(key, "") for vault in vaults for key in ("k", "old")))

    assert sorted(map(str, taken)) == ["None"] * 11 + [TOKEN]
    assert sum(added) == 2
    for store in stores:
        await store.close()


async def test_on_the_disk_no_secret_can_be_read(tmp_path: Path, clock: FixedClock) -> None:
    store = SqlStore(f"sqlite:///{tmp_path / 'koko.db'}")
    await store.create_tables()
    await Secrets(store, [KEY], clock).of("slack").put("install/T1", TOKEN)
    await store.close()

    lying = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"install/T1" in lying
    assert TOKEN.encode() not in lying
    assert KEY.encode() not in lying


# Keys


async def test_without_a_key_every_call_says_how_to_make_one(store: SqlStore, clock: FixedClock) -> None:
    vault = Secrets(store, [], clock).of("slack")

    for call in (vault.get("k"), vault.put("k", ""), vault.add("k", ""), vault.take("k"), vault.keys("")):
        with pytest.raises(ConfigError, match=r"^KOKO_SECRET_KEY: .*`koko secret`"):
            await call


async def test_a_wrong_key_opens_nothing_and_loses_nothing(
    store: SqlStore, vault: Vault, clock: FixedClock
) -> None:
    await vault.put("k", TOKEN)
    wrong = Secrets(store, [NEWER], clock)

    for call in (wrong.of("slack").get("k"), wrong.of("slack").take("k"), wrong.reseal()):
        with pytest.raises(ConfigError, match=r"^KOKO_SECRET_KEY: "):
            await call

    assert await vault.get("k") == TOKEN


async def test_a_key_is_changed_in_two_starts(store: SqlStore, vault: Vault, clock: FixedClock) -> None:
    await vault.put("k", TOKEN, NOON + SECOND)

    await Secrets(store, [NEWER, KEY], clock).reseal()
    changed = Secrets(store, [NEWER], clock)
    await changed.reseal()

    assert await changed.of("slack").get("k") == TOKEN
    clock.move(SECOND)
    assert await changed.of("slack").get("k") is None


async def test_while_it_is_changed_both_keys_open(store: SqlStore, vault: Vault, clock: FixedClock) -> None:
    await vault.put("old", "sealed before")
    await Secrets(store, [NEWER], clock).of("slack").put("new", "sealed after")
    both = Secrets(store, [KEY, NEWER], clock).of("slack")

    assert await both.get("old") == "sealed before"
    assert await both.get("new") == "sealed after"


async def test_what_a_lost_key_sealed_can_be_discarded(
    store: SqlStore, vault: Vault, clock: FixedClock
) -> None:
    await vault.put("lost", TOKEN)
    secrets = Secrets(store, [NEWER], clock)
    await secrets.of("slack").put("kept", TOKEN)

    assert await secrets.discard() == 1

    await secrets.reseal()
    assert await secrets.of("slack").keys("") == ["kept"]


def test_a_new_key_is_another_each_time() -> None:
    assert re.fullmatch(r"[\w-]{43}=", KEY)
    assert KEY != NEWER
