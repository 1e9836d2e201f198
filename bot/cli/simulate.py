"""`koko simulate`: a team plays through the real bot with a moved clock, and the calendar is printed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Annotated
from zoneinfo import ZoneInfo

import aiohttp
import typer
from pydantic import SecretStr
from rich.console import Console
from rich.progress import Progress

from bot import compose, logs, settings
from bot.chat.outbox import Delivered, Outbox, Outcome, Post
from bot.chat.refs import Place
from bot.cli.team import CHANNEL, Answer, Team
from bot.domain import typed
from bot.domain.calendar import What, plan
from bot.domain.challenge import Challenge
from bot.errors import ConfigError, UserError
from bot.features.asked import question_of

POSTS = {"challenge": "question", "closed": "close", "reveal": "reveal", "board": "board"}
"""What a post says, by the first word of its key."""
PLACE = Place("local", "home", CHANNEL)
NEVER = datetime.max.replace(tzinfo=UTC)


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


@dataclass
class Watched:
    """The bot's outbox, and a list of all that left through it."""

    outbox: Outbox
    now: MovedClock
    seen: list[tuple[datetime, Delivered]] = field(default_factory=list)

    async def take(self, adapter: str, limit: int) -> Sequence[Post]:
        return await self.outbox.take(adapter, limit)

    async def settle(self, outcomes: Sequence[Outcome]) -> None:
        await self.outbox.settle(outcomes)
        self.seen += [(self.now(), outcome) for outcome in outcomes if isinstance(outcome, Delivered)]


def simulate(
    days: Annotated[int, typer.Option(min=1, max=3660, help="How many days to play.")] = 90,
    zone: Annotated[str, typer.Option(help="The channel's time zone.")] = "UTC",
    start: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The first day.")] = None,
    members: Annotated[int, typer.Option(min=1, max=50, help="How many people.")] = 8,
    at: Annotated[str, typer.Option(help="When the question is asked.")] = "09:00",
    country: Annotated[str, typer.Option(help="Whose public holidays are off (two letters).")] = "",
    seed: Annotated[int, typer.Option(help="The same seed plays the same game.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Play a team through the real clock, store, router and local platform; only the time is moved."""
    try:
        values = {
            "at": f"{typed.read_time(at):%H:%M}",
            "zone": typed.read_zone(zone),
            "weekdays": "0,1,2,3,4",
        }
        off = {"dates": "", "country": typed.read_country(country)}
    except UserError as error:
        raise typer.BadParameter(str(error)) from None
    first = start.date() if start else datetime.now(UTC).date()
    logs.configure(level="ERROR")
    game = Game(first, days, ZoneInfo(values["zone"]), members, Random(seed))
    for happening in asyncio.run(_play(game, values, off)):
        typer.echo(_json(happening, game.zone) if as_json else _line(happening, game.zone))


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


async def _play(game: Game, values: dict[str, str], off: dict[str, str]) -> list[Happening]:
    clock = MovedClock(game.start)
    with TemporaryDirectory() as folder:
        async with _running(Path(folder), clock) as (koko, watched, session):
            team = Team(session, koko.parts.store, game.chance)
            await team.gather(game.members)
            await team.set_up(("setup.time", "1", values), ("setup.off", "", off))
            played = [happening async for happening in _days(game, koko, watched, team, clock)]
            return sorted([*played, *await _calendar(game, koko)], key=lambda h: h.at)


@asynccontextmanager
async def _running(
    folder: Path, clock: MovedClock
) -> AsyncIterator[tuple[compose.Koko, Watched, aiohttp.ClientSession]]:
    alone = {
        "folder": folder,
        "database_url": SecretStr(""),
        "adapters": ("local",),
        "http_port": 0,
        "http_host": "127.0.0.1",
        "tick_seconds": 600.0,
    }
    watches: list[Watched] = []

    def watch(outbox: Outbox) -> Outbox:
        watches.append(Watched(outbox, clock))
        return watches[0]

    read = settings.load().model_copy(update=alone)
    if not read.questions.is_dir():
        raise ConfigError(f"KOKO_QUESTIONS: there is no folder {read.questions}")
    stop, ready = asyncio.Event(), asyncio.Event()
    async with compose.assemble(read, clock, watch) as koko:
        running = asyncio.create_task(koko.run(stop, ready.set))
        await asyncio.wait({running, asyncio.create_task(ready.wait())}, return_when=asyncio.FIRST_COMPLETED)
        try:
            host, port = koko.parts.server.address
            async with aiohttp.ClientSession(f"http://{host}:{port}") as session:
                yield koko, watches[0], session
        finally:
            stop.set()
            await running


async def _days(
    game: Game, koko: compose.Koko, watched: Watched, team: Team, clock: MovedClock
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
            await koko.messenger.drain("local")
            for happening, challenge in await _news(koko, watched):
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


async def _news(koko: compose.Koko, watched: Watched) -> list[tuple[Happening, Challenge | None]]:
    """What was delivered since, with the challenge it is about."""
    seen, watched.seen = watched.seen, []
    found: list[tuple[Happening, Challenge | None]] = []
    for at, delivered in seen:
        kind, _, id = delivered.post.key.partition(":")
        if kind in POSTS:
            async with koko.parts.store.read() as tx:
                challenge = await tx.challenges.get(id)
            question = challenge.question if challenge else None
            found.append((Happening(at, POSTS[kind], question), challenge))
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


def _json(happening: Happening, zone: ZoneInfo) -> str:
    return json.dumps(
        {
            "at": happening.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "local": happening.at.astimezone(zone).isoformat(timespec="seconds"),
            "what": happening.what,
            "question": happening.question,
            "channel": CHANNEL,
            **({"note": happening.note} if happening.note else {}),
        }
    )


def _line(happening: Happening, zone: ZoneInfo) -> str:
    local = happening.at.astimezone(zone)
    whole_day = happening.what in ("day_off", "skipped", "clock_change")
    at = f"{local:%a %Y-%m-%d}       " if whole_day else f"{local:%a %Y-%m-%d %H:%M}"
    said = happening.question or happening.note
    return f"{at}  {happening.what.replace('_', ' '):<12}  {said}".rstrip()
