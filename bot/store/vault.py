"""Adapters' secrets, sealed with the operator's key before the store sees them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.chat.adapter import Vault
from bot.errors import ConfigError
from bot.store.port import Store

_NO_KEY = (
    "KOKO_SECRET_KEY: needed, since a platform gave Koko secrets to keep; `koko secret` prints a new key"
)
_WRONG_KEY = (
    "KOKO_SECRET_KEY: it does not open what is kept; set the key that sealed it (several, separated by "
    "commas, the newest first), or, if that is lost, run `koko secret --discard`"
)


def new_key() -> str:
    """A key for KOKO_SECRET_KEY."""
    return Fernet.generate_key().decode()


class Secrets:
    """The secrets of all adapters in one store.

    `keys` are Fernet's, the newest first: it seals, and all open. Without any, the vaults refuse.
    """

    def __init__(self, store: Store, keys: Sequence[str], now: Callable[[], datetime]) -> None:
        self._store = store
        self._seal = Seal([Fernet(key) for key in keys])
        self._now = now

    def of(self, adapter: str) -> Vault:
        """The adapter's own, which no other adapter reads or changes."""
        return SealedVault(self._store, self._seal, self._now, adapter)

    async def reseal(self) -> None:
        """Seal with the newest key what an older one sealed, so that the older can be given up.

        Does nothing without a key; raises ConfigError where a secret can't be opened.
        """
        if self._seal.keys:
            async with self._store.begin() as tx:
                for adapter, key, sealed in await tx.secrets.all(self._now()):
                    if not self._seal.is_newest(sealed):
                        await tx.secrets.swap(adapter, key, sealed, self._seal.close(self._seal.open(sealed)))

    async def discard(self) -> int:
        """Erase what can't be opened, for the day its key is lost; returns how many secrets that were."""
        self._seal.require()
        async with self._store.begin() as tx:
            lost = [
                (adapter, key)
                for adapter, key, sealed in await tx.secrets.all(self._now())
                if not self._seal.opens(sealed)
            ]
            for adapter, key in lost:
                await tx.secrets.take(adapter, key, self._now())
        return len(lost)


@dataclass(frozen=True, slots=True)
class Seal:
    """Closes with the first key, opens with any."""

    keys: Sequence[Fernet]

    def close(self, secret: str) -> str:
        """Raises ConfigError while there is no key, as `require` does."""
        self.require()
        return self.keys[0].encrypt(secret.encode()).decode()

    def open(self, sealed: str) -> str:
        """Raises ConfigError where no key fits."""
        self.require()
        try:
            return MultiFernet(self.keys).decrypt(sealed).decode()
        except InvalidToken:
            raise ConfigError(_WRONG_KEY) from None

    def opens(self, sealed: str) -> bool:
        return any(_fits(key, sealed) for key in self.keys)

    def is_newest(self, sealed: str) -> bool:
        return _fits(self.keys[0], sealed)

    def require(self) -> None:
        if not self.keys:
            raise ConfigError(_NO_KEY)


def _fits(key: Fernet, sealed: str) -> bool:
    try:
        key.decrypt(sealed)
    except InvalidToken:
        return False
    return True


@dataclass(frozen=True, slots=True)
class SealedVault:
    """`bot.chat.adapter.Vault` on the store; keys of secrets are kept as they are, secrets are not."""

    store: Store
    seal: Seal
    now: Callable[[], datetime]
    adapter: str

    async def get(self, key: str) -> str | None:
        self.seal.require()
        async with self.store.read() as tx:
            sealed = await tx.secrets.get(self.adapter, key, self.now())
        return None if sealed is None else self.seal.open(sealed)

    async def put(self, key: str, secret: str, expires_at: datetime | None = None) -> None:
        sealed = self.seal.close(secret)
        async with self.store.begin() as tx:
            await tx.secrets.put(self.adapter, key, sealed, expires_at)

    async def add(self, key: str, secret: str, expires_at: datetime | None = None) -> bool:
        sealed = self.seal.close(secret)
        async with self.store.begin() as tx:
            return await tx.secrets.add(self.adapter, key, sealed, expires_at, self.now())

    async def take(self, key: str) -> str | None:
        self.seal.require()
        async with self.store.begin() as tx:
            sealed = await tx.secrets.take(self.adapter, key, self.now())
            # In here, so that a secret that can't be opened stays.
            return None if sealed is None else self.seal.open(sealed)

    async def keys(self, prefix: str) -> Sequence[str]:
        self.seal.require()
        async with self.store.read() as tx:
            return await tx.secrets.keys(self.adapter, prefix, self.now())
