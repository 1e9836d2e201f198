"""Plays a team through the real bot on the local platform; nothing but the time is made up."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, chdir, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import aiohttp
from pydantic import SecretStr
from rich.console import Console
from rich.progress import Progress

from bot import compose, settings
from bot.chat.outbox import Delivered, Outbox, Outcome, Post
from bot.cli.team import PLACE, Answer, Team
from bot.domain.calendar import What, plan
from bot.domain.challenge import Challenge
from bot.features.asked import question_of

POSTS = {"challenge": "question", "closed": "close", "reveal": "reveal", "board": "board"}
"""What a post says, by the first word of its key."""
NEVER = datetime.max.replace(tzinfo=UTC)
PATIENCE = 60.0
"""Seconds for an answer to be graded."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the calendar."""

    at: datetime
    what: str
    question: str | None = None
    note: str = ""


@dataclass
class MovedClock:
    """The bot's `now`: stands still until it is moved."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


Sent = tuple[datetime, Delivered]


@dataclass
class Watched:
    """The bot's outbox; all that leaves through it is noted in `sent`."""

    outbox: Outbox
    now: MovedClock
    sent: list[Sent]

    async def take(self, adapter: str, limit: int) -> Sequence[Post]:
        return await self.outbox.take(adapter, limit)

    async def settle(self, outcomes: Sequence[Outcome]) -> None:
        await self.outbox.settle(outcomes)
        self.sent += [(self.now(), outcome) for outcome in outcomes if isinstance(outcome, Delivered)]


@dataclass
class Game:
    """What is played, and the clock it is played by."""

    first: date
    days: int
    zone: ZoneInfo
    members: int
    chance: Random

    @property
    def start(self) -> datetime:
        return datetime.combine(self.first, time(0), self.zone).astimezone(UTC)

    @property
    def end(self) -> datetime:
        return datetime.combine(self.first + timedelta(days=self.days), time(0), self.zone).astimezone(UTC)


async def play(game: Game, values: dict[str, str], off: dict[str, str]) -> list[Happening]:
    """What happens, in order; `values` and `off` fill the forms for the time and the days off."""
    clock, sent = MovedClock(game.start), list[Sent]()
    with _alone() as read:
        assembled = compose.assemble(read, clock, lambda outbox: Watched(outbox, clock, sent))
        async with assembled as koko, _connected(koko) as session:
            await koko.draw_pictures()

            async def settle() -> None:
                await koko.router.finish(PATIENCE)
                await koko.messenger.drain(PLACE.adapter)

            team = Team(session, settle, game.chance)
            await team.gather(game.members)
            await team.set_up(("setup.time", "1", values), ("setup.off", "", off))
            played = [happening async for happening in _days(game, koko, sent, team, clock)]
            return sorted([*played, *await _calendar(game, koko)], key=lambda h: h.at)


@contextmanager
def _alone() -> Iterator[settings.Settings]:
    """Settings that touch nothing of the real bot's, but for the sandbox: CPython is compiled once."""
    read = settings.load()
    os.environ |= {"KOKO_LOCAL_WELCOME": "false", "KOKO_LOCAL_TOKEN": ""}
    read.make_folder()
    sandbox = (read.folder / "sandbox").absolute()
    sandbox.mkdir(mode=0o700, exist_ok=True)
    with TemporaryDirectory() as folder, chdir(folder):  # away from a file with settings
        Path(folder, "sandbox").symlink_to(sandbox)
        alone = {
            "folder": Path(folder),
            "questions": read.questions.absolute(),
            "database_url": SecretStr(""),
            "adapters": (PLACE.adapter,),
            "http_host": "127.0.0.1",
            "http_port": 0,
            **settings.NO_MODEL,
        }
        yield read.model_copy(update=alone)


@asynccontextmanager
async def _connected(koko: compose.Koko) -> AsyncIterator[aiohttp.ClientSession]:
    """The platform on its socket, as `Koko.run` has it; what goes by the real time is left out."""
    [adapter] = koko.parts.adapters
    async with koko.parts.server.serve():
        listening = asyncio.create_task(adapter.run(koko.router))
        try:
            while not adapter.health().connected:
                await asyncio.wait([listening], timeout=0.01)
                if listening.done():
                    await listening
            host, port = koko.parts.server.address
            async with aiohttp.ClientSession(f"http://{host}:{port}") as session:
                yield session
        finally:
            listening.cancel()
            await asyncio.wait([listening])


async def _days(
    game: Game, koko: compose.Koko, sent: list[Sent], team: Team, clock: MovedClock
) -> AsyncIterator[Happening]:
    """From one moment at which something is due to the next; answers come in between."""
    waiting: list[Answer] = []
    closing: dict[str, datetime] = {}
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("playing", total=game.days)
        while (due := min([*await _runs(koko), *closing.values()], default=NEVER)) < game.end:
            for answer in sorted((a for a in waiting if a.at < due), key=lambda a: a.at):
                clock.now = answer.at
                await team.give(answer)
                waiting.remove(answer)
            clock.now = due
            progress.update(task, completed=(due - game.start).days)
            await koko.clock.tick()
            await koko.messenger.drain(PLACE.adapter)
            for happening, challenge in await _news(koko, sent):
                yield happening
                if challenge and happening.what == "question":
                    closing[challenge.id] = challenge.closes_at
                    async with koko.parts.store.read() as tx:
                        asked = await question_of(tx, koko.parts.bank, challenge.question_hash)
                    waiting += team.answers_to(challenge, asked)
                elif challenge:
                    closing.pop(challenge.id, None)


async def _runs(koko: compose.Koko) -> list[datetime]:
    async with koko.parts.store.read() as tx:
        return [schedule.next.at for schedule in await tx.schedules.of(PLACE) if schedule.next]


async def _news(koko: compose.Koko, sent: list[Sent]) -> list[tuple[Happening, Challenge | None]]:
    """What was delivered since, with the challenge it is about."""
    found: list[tuple[Happening, Challenge | None]] = []
    for at, delivered in sent:
        kind, _, id = delivered.post.key.partition(":")
        if kind in POSTS:
            async with koko.parts.store.read() as tx:
                challenge = await tx.challenges.get(id)
            question = challenge.question if challenge else None
            found.append((Happening(at, POSTS[kind], question), challenge))
    sent.clear()
    return found


async def _calendar(game: Game, koko: compose.Koko) -> list[Happening]:
    """Days off, skipped days and clock changes, from the channel's own calendar."""
    async with koko.parts.store.read() as tx:
        channel, schedules = await tx.channels.get(PLACE), await tx.schedules.of(PLACE)
        skips = await tx.schedules.skips([s.id for s in schedules], game.first)
    if channel is None:
        return []
    wanted = {What.DAY_OFF, What.SKIPPED, What.CLOCK_CHANGE}
    entries = [e for e in plan(channel, schedules, skips, game.start, game.days) if e.what in wanted]
    return [Happening(_morning(e.day, game.zone), e.what.value, note=e.note) for e in entries]


def _morning(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(0), zone).astimezone(UTC)
