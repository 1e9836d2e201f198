"""Adapters' secrets, sealed with the operator's key before the store sees them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.chat.adapter import Vault
from bot.errors import ConfigError
from bot.store.port import Store

if TYPE_CHECKING:
    from bot.store.seal import Seal

_NO_KEY = (
    "KOKO_SECRET_KEY: needed, since a platform gave Koko secrets to keep; `koko secret` prints a new key"
)


class Secrets:
    """The secrets of all adapters in one store.

    `keys` are Fernet's, the newest first: it seals, and all open. Without any, the vaults refuse.
    """

    def __init__(self, store: Store, keys: Sequence[str], now: Callable[[], datetime]) -> None:
        self._store = store
        self._seal = _seal(keys)
        self._now = now

    def of(self, adapter: str) -> Vault:
        """The adapter's own, which no other adapter reads or changes."""
        return SealedVault(self._store, self._seal, self._now, adapter)

    async def reseal(self) -> None:
        """Seal with the newest key what an older one sealed, so that the older can be given up.

        Does nothing without a key; raises ConfigError where a secret can't be opened.
        """
        if self._seal:
            async with self._store.begin() as tx:
                for adapter, key, sealed in await tx.secrets.all(self._now()):
                    if not self._seal.is_newest(sealed):
                        await tx.secrets.swap(adapter, key, sealed, self._seal.close(self._seal.open(sealed)))

    async def discard(self) -> int:
        """Erase what can't be opened, for the day its key is lost; returns how many secrets that were."""
        seal = _needed(self._seal)
        async with self._store.begin() as tx:
            lost = [
                (adapter, key)
                for adapter, key, sealed in await tx.secrets.all(self._now())
                if not seal.opens(sealed)
            ]
            for adapter, key in lost:
                await tx.secrets.take(adapter, key, self._now())
        return len(lost)


@dataclass(frozen=True, slots=True)
class SealedVault:
    """`bot.chat.adapter.Vault` on the store; keys of secrets are kept as they are, secrets are not."""

    store: Store
    seal: Seal | None
    now: Callable[[], datetime]
    adapter: str

    async def get(self, key: str) -> str | None:
        seal = _needed(self.seal)
        async with self.store.read() as tx:
            sealed = await tx.secrets.get(self.adapter, key, self.now())
        return None if sealed is None else seal.open(sealed)

    async def put(self, key: str, secret: str, expires_at: datetime | None = None) -> None:
        sealed = _needed(self.seal).close(secret)
        async with self.store.begin() as tx:
            await tx.secrets.put(self.adapter, key, sealed, expires_at)

    async def add(self, key: str, secret: str, expires_at: datetime | None = None) -> bool:
        sealed = _needed(self.seal).close(secret)
        async with self.store.begin() as tx:
            return await tx.secrets.add(self.adapter, key, sealed, expires_at, self.now())

    async def take(self, key: str) -> str | None:
        seal = _needed(self.seal)
        async with self.store.begin() as tx:
            sealed = await tx.secrets.take(self.adapter, key, self.now())
            # In here, so that a secret that can't be opened stays.
            return None if sealed is None else seal.open(sealed)

    async def keys(self, prefix: str) -> Sequence[str]:
        _needed(self.seal)
        async with self.store.read() as tx:
            return await tx.secrets.keys(self.adapter, prefix, self.now())


def _seal(keys: Sequence[str]) -> Seal | None:
    if not keys:
        return None
    from bot.store.seal import Seal

    return Seal(keys)


def _needed(seal: Seal | None) -> Seal:
    """Raises ConfigError while there is no key."""
    if seal is None:
        raise ConfigError(_NO_KEY)
    return seal
