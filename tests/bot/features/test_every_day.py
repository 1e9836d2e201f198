"""In any zone, through restarts and clock jumps: each question day is asked once or skipped aloud."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.channel import Channel
from bot.domain.schedule import DaysOff, first_moment
from bot.features.timetable import keep
from bot.store.sql import SqlStore
from tests.bank import BANK
from tests.bots import CHANNEL, build_bot
from tests.fakes import FixedClock, RecordingAdapter

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia")
STARTS = [datetime(2026, month, day, second=1, tzinfo=UTC) for month, day in ((3, 6), (3, 27), (10, 23))]
MOVES = st.floats(min_value=-3, max_value=30).map(lambda hours: timedelta(hours=hours))


@pytest.mark.slow
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(
    zone=st.sampled_from(ZONES),
    at=st.times().map(lambda moment: time(moment.hour, moment.minute)),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    off=st.frozensets(st.dates(date(2026, 3, 1), date(2026, 11, 10)), max_size=5),
    country=st.sampled_from(["", "DE", "US"]),
    start=st.sampled_from(STARTS),
    moves=st.lists(st.tuples(MOVES, st.booleans()), min_size=1, max_size=25),
)
async def test_each_question_day_is_asked_once_or_skipped_aloud(
    zone: str,
    at: time,
    weekdays: frozenset[int],
    off: frozenset[date],
    country: str,
    start: datetime,
    moves: list[tuple[timedelta, bool]],
) -> None:
    store, clock, adapter = SqlStore("sqlite:///:memory:"), FixedClock(start), RecordingAdapter()
    await store.create_tables()
    channel = Channel(CHANNEL, zone=zone, off=DaysOff(off, country))
    schedule = channel.daily(at=at, weekdays=weekdays)
    async with store.begin() as tx:
        await keep(tx, channel, [schedule], start)
    bot, latest = build_bot(store, clock, BANK, adapter), start

    for move, restarts in moves:
        clock.move(move)
        latest = max(latest, clock())
        bot = build_bot(store, clock, BANK, adapter) if restarts else bot
        await bot.tick()

    async with store.read() as tx:
        ids = [sent.key.partition(":")[2] for sent in adapter.sent if sent.key.startswith("challenge:")]
        asked = Counter([challenge.day for id in ids if (challenge := await tx.challenges.get(id))])
        skipped = {skip.day for skip in await tx.schedules.skips([schedule.id], date(2026, 1, 1))}
    await store.close()
    around = [start.date() + timedelta(days=n) for n in range(-1, (latest - start).days + 3)]
    due = {
        day
        for day in around
        if schedule.recurrence.asks_on(day) and start < first_moment(day, at, ZoneInfo(zone)) <= latest
    }
    assert max(asked.values(), default=0) <= 1, "a day was asked twice"
    assert not set(asked) & skipped, "a day was asked and said to be skipped"
    assert set(asked) | skipped == due, "a day was left out in silence, or made up"
