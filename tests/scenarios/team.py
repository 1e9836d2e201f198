"""A team and the real Koko among them: stories are told in what members do and read, wherever they chat."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable
from contextlib import AbstractContextManager, AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.bank.files import Bank
from bot.chat.outbox import Outbox
from bot.chat.refs import Person
from bot.compose import Koko
from bot.settings import Settings
from bot.store.upgrade import migrate
from tests.bank import write_files
from tests.fakes import FixedClock
from tests.scenarios.life import Counted, at_work
from tests.scenarios.stage import NAMES, Client, Message, OpenForm, Stage
from tests.waiting import LONG, until

PATIENCE = 60.0  # seconds; a sandbox on a busy machine takes some


class Team:
    """Four members, of whom `you` are the admin, and the clock they live by.

    Those `beside` the first stage are of other platforms, which the same Koko serves at the same time.
    """

    koko: Koko

    def __init__(
        self, folder: Path, database_url: str, clock: FixedClock, stage: Stage, *beside: Stage
    ) -> None:
        self.folder, self.database_url, self.clock, self.stage = folder, database_url, clock, stage
        self.stages = (stage, *beside)
        self.members = self.on(stage)
        self.you, self.ada, self.grace, self.linus = self.members
        self._life = AsyncExitStack()

    def on(self, stage: Stage) -> list[Member]:
        """The members, where they chat."""
        return [Member(self, stage.clients[name], name) for name in NAMES]

    async def begins(self, bank: Bank) -> None:
        """Koko starts for the first time, with these questions."""
        write_files(self.folder / "questions", bank)
        await migrate(self.database_url, self.clock())
        await self.starts()

    async def starts(self) -> None:
        settings = Settings(
            folder=self.folder,
            questions=self.folder / "questions",
            database_url=SecretStr(self.database_url),
            adapters=tuple(stage.adapter for stage in self.stages),
            http_port=0,
            tick_seconds=600,
        )
        self.koko = await self._life.enter_async_context(at_work(settings, self.clock, self._counted))
        for stage in self.stages:
            stage.opens(self.koko)
        await self.settles()

    async def stops(self) -> None:
        await self._life.aclose()

    async def restarts(self) -> None:
        await self.stops()
        await self.starts()

    async def is_away(self, **by: float) -> None:
        """Koko does not run for so long (as `timedelta` counts it)."""
        await self.stops()
        self.clock.move(timedelta(**by))
        await self.starts()

    async def later(self, **by: float) -> None:
        """Time passes (as `timedelta` counts it), and the clock ticks."""
        self.clock.move(timedelta(**by))
        await self.koko.clock.tick()
        await self.settles()

    async def until(self, moment: datetime) -> None:
        """The same, up to a moment."""
        await self.later(seconds=(moment - self.clock()).total_seconds())

    async def settles(self) -> None:
        """Wait until all that members did is answered, and all that Koko has to say is said."""
        await self.koko.router.finish(PATIENCE)
        for stage in self.stages:
            await stage.settles(PATIENCE)
        for stage in self.stages:
            await self.koko.messenger.drain(stage.channel.adapter)
        await until(lambda: not self._outbox.under_way)

    def platform_is_down(self) -> AbstractContextManager[None]:
        """No card can be posted while this lasts."""
        return self.stage.is_down()

    def _counted(self, outbox: Outbox) -> Outbox:
        self._outbox = Counted(outbox)
        return self._outbox


@dataclass
class Member:
    """Somebody of the team. An act gives back what Koko shows them for it, nothing that was there before."""

    team: Team
    client: Client
    name: str

    @property
    def person(self) -> Person:
        return self.client.person

    async def types(self, line: str) -> str:
        """A command, in the channel."""
        return await self.does(self.client.types(line))

    async def replies(self, text: str) -> Message:
        """Say something in the thread of the latest question."""
        question = await self._question()
        await self.does(self.client.replies(question, text))
        seen = await self.client.sees()
        return [one for one in seen if (one.author, one.thread) == (self.name, question.id)][-1]

    async def edits(self, message: Message, text: str) -> str:
        return await self.does(self.client.edits(message, text))

    async def deletes(self, message: Message) -> None:
        await self.client.deletes(message)
        await self.team.settles()

    async def presses(self, label: str, on: str = "") -> str:
        """The newest button of that label, on a card with that text."""
        return await self.does(self.client.presses(await self._with_button(label, on), label))

    async def opens(self, label: str, on: str = "") -> OpenForm:
        """The form behind such a button."""
        return await self.client.opens(await self._with_button(label, on), label)

    async def fills(self, opened: OpenForm, **values: str) -> str:
        """Send a form with these values, and else with those it came with."""
        return await self.does(self.client.submits(opened, values))

    async def answers(self, text: str) -> str:
        """Answer the latest question by its form."""
        return await self.fills(await self.opens("Answer"), answer=text)

    async def makes_admin(self, other: Member) -> None:
        await self.client.makes_admin(other.name)

    async def reads(self) -> list[str]:
        """The channel, as all see it."""
        return [message.text for message in await self._public(None)]

    async def reads_thread(self) -> list[str]:
        """The thread of the latest question, as all see it."""
        return [message.text for message in await self._public((await self._question()).id)]

    async def waits(self) -> None:
        """Until there is something in the channel, for what nobody of the team has set going."""
        async with asyncio.timeout(LONG):
            while not await self.reads():
                pass
        await self.team.settles()

    async def sees(self, message: Message) -> Message:
        """A message as it is now."""
        return next(one for one in await self.client.sees() if one.id == message.id)

    async def does(self, act: Awaitable[str | None]) -> str:
        """An act of the client, which takes a second: what is new then, or what is wrong with it."""
        before = await self.client.sees()
        self.team.clock.move(timedelta(seconds=1))
        wrong = await act
        await self.team.settles()
        new = [one.text for one in await self.client.sees() if one not in before and one.author is None]
        return "\n\n".join([wrong or "", *new]).strip()

    async def _with_button(self, label: str, on: str) -> Message:
        seen = await self.client.sees()
        return max(
            (one for one in seen if label in one.buttons and on in one.text), key=lambda message: message.id
        )

    async def _question(self) -> Message:
        """The latest in the channel."""
        return [one for one in await self._public(None) if one.has_thread][-1]

    async def _public(self, thread: str | None) -> list[Message]:
        seen = await self.client.sees()
        return [one for one in seen if one.thread == thread and not one.is_private]


def standings(board: str) -> list[str]:
    """Place, member and numbers of each line of a board, whether the platform sets it as a table or not."""
    told = re.sub(r"(?<= )(points|answered|streak|change) (?=[+\-\d])", "", board)
    return [
        " ".join(re.findall(r"[^\s:,]+", line.removeprefix("- ")))
        for line in told.splitlines()
        if re.match(r"(- )?\d+ ", line)
    ]
