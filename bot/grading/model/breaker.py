"""Stops asking what keeps failing, so that nobody waits for it in vain.

After Nygard, Release It! (2nd edition, chapter 5, "Circuit Breaker"). Twenty lines of our own: the
libraries for it read the clock themselves, and the ones in use keep more state than a service asked a
few times an hour needs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

FAILURES = 5
"""In a row, after which the circuit is open."""
REST = timedelta(minutes=1)
"""Until one call is let through again, and no second one for as long."""


@dataclass
class Breaker:
    """One service's circuit: closed, open, or half open while one call tries it. Not kept over a restart."""

    now: Callable[[], datetime]
    _failures: int = field(default=0, init=False)
    _rests_until: datetime | None = field(default=None, init=False)

    def lets(self) -> bool:
        """Whether a call may be made now. The one that tries an open circuit is let through by this."""
        if self._rests_until is None:
            return True
        now = self.now()
        if now < self._rests_until:
            return False
        # Were the try never told of, as when it is cancelled, the next would follow all the same.
        self._rests_until = now + REST
        return True

    def worked(self) -> None:
        self._failures = 0
        self._rests_until = None

    def failed(self) -> None:
        self._failures += 1
        if self._failures >= FAILURES:
            self._rests_until = self.now() + REST
