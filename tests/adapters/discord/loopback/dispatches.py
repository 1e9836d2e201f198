"""What Discord tells the app: in order, to each session that wants it, with whatever is to go wrong."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Protocol

from tests.adapters.discord.loopback.faults import (
    Delay,
    DropAfter,
    DropBefore,
    Duplicate,
    Faults,
    Lost,
    Reorder,
)
from tests.adapters.discord.loopback.state import Interaction, Json
from tests.adapters.discord.loopback.world import World
from tests.contract.platform import Act


@dataclass(kw_only=True)
class DiscordAct(Act):
    """Something that was done, as Discord tells the app of it.

    An interaction's `acknowledgements` are its first answers, and `failure` what Discord's own client tells
    the member where there is none. Anything else is acknowledged as far as Discord knows once it was sent.
    """

    event: str
    payload: Json
    guild: str = ""
    intent: int = 0
    """The bit that a session must have; 0 comes to all."""
    hidden: Json | None = None
    """The payload as it is for sessions without the intent *message content*."""
    names: tuple[str, ...] = ()
    id: str = ""
    """Of the message that was written, for `reads`."""
    interaction: Interaction | None = None
    deliveries: int = 0
    failure: str = ""
    ack_seconds: float | None = None
    on_failure: Callable[[], None] = field(default=lambda: None, repr=False)
    on_answer: Callable[[], None] = field(default=lambda: None, repr=False)

    @property
    def answer(self) -> Json | None:
        """The body of an interaction's first answer."""
        return self.interaction.answer if self.interaction else None


class Way(Protocol):
    async def send(self, act: DiscordAct) -> int:
        """To how many connections it went; a session without one keeps it for RESUME."""

    def cut(self, act: DiscordAct, *, sessions: bool = False) -> None:
        """Cut the connections that it would go to, and with them the sessions."""


class Dispatches:
    """All that is on its way to the app."""

    def __init__(self, world: World, faults: Faults, way: Way) -> None:
        self.way = way
        self.acts: dict[str, DiscordAct] = {}
        """Interactions by their id."""
        self._world = world
        self._faults = faults
        self._queue: asyncio.Queue[DiscordAct] = asyncio.Queue()
        self._held: list[DiscordAct] = []
        self._tasks: set[asyncio.Task[None]] = set()

    def deliver(self, act: DiscordAct) -> DiscordAct:
        """Returns at once; what is handed over first is sent first."""
        if act.interaction and act.interaction.id not in self.acts:
            self.acts[act.interaction.id] = act
            self._spawn(self._expire(act))
        self._queue.put_nowait(act)
        return act

    def answered(self, interaction: Interaction) -> None:
        act = self.acts[interaction.id]
        act.acknowledgements += 1
        act.ack_seconds = time.monotonic() - interaction.made_at
        act.on_answer()

    async def run(self) -> None:
        """Send what there is, until cancelled."""
        while True:
            await self._send(await self._queue.get())
            self._queue.task_done()

    async def settled(self) -> None:
        """Everything that was handed over has been sent, or is held up by a fault."""
        await self._queue.join()

    async def stop(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)

    async def _send(self, act: DiscordAct) -> None:
        match self._faults.take(act.event, *act.names):
            case Delay(seconds):
                self._spawn(self._send_later(act, seconds))
                return
            case Reorder():
                self._held.append(act)
                self._spawn(self._release_later())
                return
            case Duplicate():
                await self._send_now(act)
                await self._send_now(act)
            case DropBefore():
                self.way.cut(act)
                await self._send_now(act)
            case Lost():
                self.way.cut(act, sessions=True)
                await self._send_now(act)
            case DropAfter():
                await self._send_now(act)
                self.way.cut(act)
            case _:
                await self._send_now(act)
        await self._release()

    async def _release(self) -> None:
        held, self._held = self._held, []
        for late in held:
            await self._send_now(late)

    async def _release_later(self) -> None:
        """Where nothing follows, it comes a second late."""
        await asyncio.sleep(1.0)
        await self._release()

    async def _send_later(self, act: DiscordAct, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._send_now(act)

    async def _send_now(self, act: DiscordAct) -> None:
        act.deliveries += await self.way.send(act)
        if not act.interaction and act.deliveries:
            act.acknowledgements = 1

    async def _expire(self, act: DiscordAct) -> None:
        """Say so where nobody answers in time."""
        await asyncio.sleep(self._world.interaction_life)
        if not act.acknowledgements:
            act.failure = "The application did not respond"
            act.on_failure()
            if act.deliveries:
                life = f"{self._world.interaction_life:g} seconds"
                self._world.refuse(f"{act.event} {act.names[0]}: not answered within {life}")

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
