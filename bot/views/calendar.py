"""The next days of a channel, a line each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.chat.card import Card, card, clip, escape
from bot.domain.calendar import Entry, What
from bot.domain.channel import Channel
from bot.views.words import day, topic

MAX_LINES = 3500
MAX_TOPICS = 50


def preview(channel: Channel, entries: Sequence[Entry], now: datetime, *, begun: bool) -> Card:
    """Posts, closes, boards, clock changes, days off and skipped days, in local time."""
    if not begun:
        return card("", "Nothing is scheduled here yet. `/koko setup` or `/koko ask now` begins.")
    if channel.paused:
        return card("", "This channel is paused. `/koko resume` goes on.")
    zone = ZoneInfo(channel.zone)
    lines = []
    for date, group in groupby(entries, key=lambda e: e.at.astimezone(zone).date() if e.at else e.day):
        lines.append(f"- **{day(date)}** " + " · ".join(_entry(entry, zone) for entry in group))
    return card(
        "The next 14 days",
        clip("\n".join(lines), MAX_LINES) if lines else "No day is left on which I would ask.",
        footer=f"all times {channel.zone}",
    )


def _entry(entry: Entry, zone: ZoneInfo) -> str:
    at = f"{entry.at.astimezone(zone):%H:%M} " if entry.at else ""
    match entry.what:
        case What.QUESTION:
            return f"{at}question" + (f" ({clip(topic(entry.note), MAX_TOPICS)})" if entry.note else "")
        case What.CLOSE:
            return f"{at}closes"
        case What.BOARD:
            return f"{at}leaderboard"
        case What.DAY_OFF:
            return f"off: {entry.note}"
        case What.SKIPPED:
            return f"no question: {escape(entry.note)}"
        case What.CLOCK_CHANGE:
            return entry.note
