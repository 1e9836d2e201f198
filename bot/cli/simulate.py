"""`koko simulate`: months of a team's practice in seconds, as a calendar."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from random import Random
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot import logs
from bot.cli.game import Game, Happening, play
from bot.cli.team import PLACE
from bot.domain import typed
from bot.errors import UserError


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
    for happening in asyncio.run(play(game, values, off)):
        typer.echo(_json(happening, game.zone) if as_json else _line(happening, game.zone))


def _json(happening: Happening, zone: ZoneInfo) -> str:
    return json.dumps(
        {
            "at": happening.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "local": happening.at.astimezone(zone).isoformat(timespec="seconds"),
            "what": happening.what,
            "question": happening.question,
            "channel": PLACE.channel,
            **({"note": happening.note} if happening.note else {}),
        }
    )


def _line(happening: Happening, zone: ZoneInfo) -> str:
    local = happening.at.astimezone(zone)
    whole_day = happening.what in ("day_off", "skipped", "clock_change")
    at = f"{local:%a %Y-%m-%d}       " if whole_day else f"{local:%a %Y-%m-%d %H:%M}"
    said = happening.question or happening.note
    return f"{at}  {happening.what.replace('_', ' '):<12}  {said}".rstrip()
