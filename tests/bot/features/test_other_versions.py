"""What another version of Koko wrote, and this one can't read, is set aside and holds up nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import column, select, table, update
from structlog.testing import capture_logs

from bot.chat.events import MessageDeleted, MessageSent
from bot.chat.refs import MessageRef, Person, Place
from bot.store.database import engine_of, url_of
from bot.store.sql import SqlStore
from tests.bank import OPEN_ONLY, RIGHT
from tests.bots import ADA, ADMIN, CHANNEL, GRACE, MONDAY, TestBot, build_bot, shown
from tests.fakes import FixedClock

OTHER = Place("fake", "team", "other")
SECRET = "nobody else's business"
STRANGE = f'{{"kind":"dance","text":"{SECRET}"}}'

OUTBOX = table("outbox", column("key"), column("action"))
INBOX = table("inbox", column("key"), column("event"))


@pytest.fixture
async def bot(store_url: str) -> AsyncIterator[TestBot]:
    """Two channels are asked at nine on every weekday, UTC; it is eight."""
    store = SqlStore(store_url)
    bot = build_bot(store, FixedClock(MONDAY), OPEN_ONLY)
    for place in (CHANNEL, OTHER):
        await bot.press(ADMIN, "setup.start", place=place)
    yield bot
    await store.close()


async def rewritten(url: str, key: str) -> None:
    """A post or an event as another version would have written it."""
    engine = engine_of(url_of(url))
    async with engine.begin() as connection:
        await connection.execute(update(OUTBOX).where(OUTBOX.c.key == key).values(action=STRANGE))
        await connection.execute(update(INBOX).where(INBOX.c.key == key).values(event=STRANGE))
    await engine.dispose()


async def kept(url: str) -> list[str]:
    """The keys of posts and events that have a content still."""
    engine = engine_of(url_of(url))
    async with engine.connect() as connection:
        posts = await connection.execute(select(OUTBOX.c.key).where(OUTBOX.c.action.is_not(None)))
        events = await connection.execute(select(INBOX.c.key).where(INBOX.c.event.is_not(None)))
        found = [*posts.scalars(), *events.scalars()]
    await engine.dispose()
    return found


async def asked(bot: TestBot, url: str) -> str:
    """It is nine, and the card for one of the channels can't be read; its key."""
    bot.clock.move(timedelta(hours=1))
    await bot.koko.clock.tick()
    key = f"challenge:{(await bot.challenge()).id}"
    await rewritten(url, key)
    await bot.koko.messenger.drain("fake")
    return key


def cards(bot: TestBot, place: Place) -> int:
    return len([sent for sent in bot.adapter.sent if sent.place == place])


async def test_a_post_that_can_t_be_read_keeps_no_other_channel_waiting(bot: TestBot, store_url: str) -> None:
    await asked(bot, store_url)

    assert (cards(bot, CHANNEL), cards(bot, OTHER)) == (0, 1)


async def test_it_is_given_up_after_a_few_minutes_and_said_where_it_is_missed(
    bot: TestBot, store_url: str
) -> None:
    with capture_logs() as logs:
        key = await asked(bot, store_url)
        for _ in range(6):
            await bot.later(minutes=1)

    assert [log["key"] for log in logs if log["event"] == "post_refused"] == [key]
    assert "this version of Koko can't read it" in shown(await bot.command(ADA, "koko preview"))
    [told] = bot.in_private(ADMIN)
    assert "this version of Koko can't read it" in told
    assert SECRET not in f"{logs}{told}"
    assert await kept(store_url) == []


async def test_the_channel_goes_on_after_it(bot: TestBot, store_url: str) -> None:
    await asked(bot, store_url)
    await bot.command(ADMIN, "koko ask now")
    assert cards(bot, CHANNEL) == 0

    for _ in range(6):
        await bot.later(minutes=1)

    assert cards(bot, CHANNEL) == 1


async def said(bot: TestBot, person: Person) -> MessageSent:
    """An answer in the thread of the channel's question, accepted just before a crash."""
    message = MessageRef(await bot.thread(), f"of {person.user}")
    event = MessageSent(id=bot.id(), at=bot.clock(), person=person, message=message, text=RIGHT)
    await bot.koko.router.accept(event)
    return event


@pytest.fixture
async def unread(bot: TestBot, store_url: str) -> MessageSent:
    """Two have answered when Koko dies; the first one's words can't be read after it."""
    await bot.later(hours=1)
    unread, _ = await said(bot, ADA), await said(bot, GRACE)
    await rewritten(store_url, f"fake:{unread.id}")
    return unread


async def test_an_event_that_can_t_be_read_keeps_no_other_waiting(bot: TestBot, unread: MessageSent) -> None:
    await bot.later(minutes=3)

    assert [line for line in await bot.in_thread() if "Grace 5/5" in line]


async def test_it_is_struck_out_after_an_hour(bot: TestBot, unread: MessageSent, store_url: str) -> None:
    with capture_logs() as logs:
        await bot.later(minutes=3)
        assert await kept(store_url) == [f"fake:{unread.id}"]
        await bot.later(hours=1)

    assert await kept(store_url) == []
    assert {log["key"] for log in logs if log["event"] == "event_unreadable"} == {f"fake:{unread.id}"}
    assert SECRET not in str(logs)


async def test_an_answer_beside_it_can_be_taken_back(bot: TestBot, unread: MessageSent) -> None:
    message, _ = await bot.says(ADMIN, RIGHT)

    gone = MessageDeleted(id=bot.id(), at=bot.clock(), message=message)
    await bot.does(gone)

    async with bot.koko.parts.store.read() as tx:
        assert await tx.attempts.of((await bot.challenge()).id, ADMIN) == []
