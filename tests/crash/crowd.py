"""What the crash test asks of a platform and its members."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Protocol

from bot.chat.refs import Person, Place


class Crowd(Protocol):
    """A platform that outlives the bot, and members there who answer every question at once.

    `posted` counts messages by what is `known` of their key there. Answers are known by their events' ids:
    `acked` were acknowledged, `unacked` not yet. `connected` and `traffic` are set when a bot connects and
    when it says something.
    """

    connected: asyncio.Event
    traffic: asyncio.Event

    @property
    def day(self) -> float:
        """Real seconds of a played day: few enough for much to happen, and enough for a start."""

    @property
    def life(self) -> float:
        """Real seconds that a bot lives at most once it is connected, twice as many if it waits for traffic.

        The machine may stretch them, as it does days.
        """

    @property
    def open_for(self) -> timedelta:
        """How long a question takes answers, in played time."""

    @property
    def adapter(self) -> str:
        """The package of the adapter."""

    @property
    def environment(self) -> Mapping[str, str]:
        """The settings of the adapter."""

    @property
    def members(self) -> Sequence[Person]: ...
    @property
    def channels(self) -> Sequence[Place]: ...
    @property
    def posted(self) -> Counter[str]: ...
    def known(self, key: str) -> str:
        """What a post's key is on the platform."""

    @property
    def acked(self) -> Collection[str]: ...
    @property
    def unacked(self) -> Collection[str]: ...
    @property
    def is_busy(self) -> bool:
        """Whether somebody is still at an answer."""

    def rest(self) -> None:
        """What is asked from now on nobody answers."""

    def serving(self) -> AbstractAsyncContextManager[None]:
        """The platform is there until the end of the block."""
