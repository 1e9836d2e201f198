"""What adapters' secrets are sealed with; imported only where there is a key, for cryptography takes 6 MB."""

from __future__ import annotations

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.errors import ConfigError

_WRONG_KEY = (
    "KOKO_SECRET_KEY: it does not open what is kept; set the key that sealed it (several, separated by "
    "commas, the newest first), or, if that is lost, run `koko secret --discard`"
)


def new_key() -> str:
    """A key for KOKO_SECRET_KEY."""
    return Fernet.generate_key().decode()


class Seal:
    """Closes with the first key, opens with any; `keys` are one or more of Fernet's."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = [Fernet(key) for key in keys]

    def close(self, secret: str) -> str:
        return self._keys[0].encrypt(secret.encode()).decode()

    def open(self, sealed: str) -> str:
        """Raises ConfigError where no key fits."""
        try:
            return MultiFernet(self._keys).decrypt(sealed).decode()
        except InvalidToken:
            raise ConfigError(_WRONG_KEY) from None

    def opens(self, sealed: str) -> bool:
        return any(_fits(key, sealed) for key in self._keys)

    def is_newest(self, sealed: str) -> bool:
        return _fits(self._keys[0], sealed)


def _fits(key: Fernet, sealed: str) -> bool:
    try:
        key.decrypt(sealed)
    except InvalidToken:
        return False
    return True
