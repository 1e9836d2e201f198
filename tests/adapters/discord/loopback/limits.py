"""How much an app may ask: buckets, all calls together, and what it may do wrong."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from hashlib import sha256

from tests.adapters.discord.loopback.operations import Operation
from tests.adapters.discord.loopback.world import World

USUAL = {
    "create_message": (5, 5.0),
    "update_message": (5, 5.0),
    "delete_message": (5, 1.0),
    "list_messages": (5, 5.0),
    "add_my_message_reaction": (1, 0.25),
    "execute_webhook": (5, 2.0),
    "update_original_webhook_message": (5, 2.0),
    "create_thread_from_message": (10, 10.0),
}
"""Buckets as Discord's were seen to be, for `World.buckets`; they may change any day."""
TEN_MINUTES = 600.0


@dataclass
class Window:
    ends: float
    used: int = 0


@dataclass
class Limited:
    """Asked for too early, by so many seconds."""

    retry_after: float
    everything: bool = False


@dataclass
class Limits:
    """`invalid` are the moments of answers that count as invalid."""

    world: World
    invalid: deque[float] = field(default_factory=deque)
    _windows: dict[str, Window] = field(default_factory=dict)

    def is_banned(self) -> bool:
        now = time.monotonic()
        while self.invalid and now - self.invalid[0] > TEN_MINUTES:
            self.invalid.popleft()
        return len(self.invalid) >= self.world.invalid_requests

    def take(self, operation: Operation, params: dict[str, str]) -> tuple[Limited | None, dict[str, str]]:
        """One call, with the headers that its answer carries."""
        most = self.world.per_second if operation.authorized else 0
        if most and (wait := self._full("", most, 1.0)):
            return Limited(wait, everything=True), {}
        if operation.id not in self.world.buckets:
            return None, {}
        limit, seconds = self.world.buckets[operation.id]
        key = ":".join([operation.id, *(params[name] for name in operation.major)])
        wait = self._full(key, limit, seconds)
        window = self._windows[key]
        left = max(0.0, window.ends - time.monotonic())
        headers = {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(max(0, limit - window.used)),
            "X-RateLimit-Reset": f"{time.time() + left:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": sha256(operation.id.encode()).hexdigest()[:32],
        }
        return (Limited(wait) if wait else None), headers

    def _full(self, key: str, limit: int, seconds: float) -> float:
        """Count one more; the seconds to wait where that is too many."""
        now = time.monotonic()
        window = self._windows.get(key)
        if not window or now >= window.ends:
            window = self._windows[key] = Window(now + seconds)
        if window.used >= limit:
            return max(window.ends - now, 0.001)
        window.used += 1
        return 0.0
