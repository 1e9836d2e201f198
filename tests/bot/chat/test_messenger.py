from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.chat.adapter import Reaction
from bot.chat.card import Card, card
from bot.chat.messenger import FIRST_RETRY, LAST_RETRY, Messenger
from bot.chat.outbox import Action, Delivered, Edit, Outcome, Post, Postponed, React, Refused, Send
from bot.chat.refs import MessageRef, Person, Place
from bot.errors import ChatError, NotAllowed, PlaceGone, PlatformDown
from tests.bot.chat.box import CHANNEL, Box, keys
from tests.fakes import Fault, FixedClock, RecordingAdapter
from tests.waiting import stop, until

LOAN = timedelta(minutes=1)
OTHER = Place("fake", "w", "random")
ADA = Person("fake", "w", "ada", "Ada")


@dataclass
class FailsOnce:
    """An outbox whose store is out of reach the first time."""

    box: Box
    failures: int = 0

    async def take(self, adapter: str, limit: int) -> Sequence[Post]:
        if not self.failures:
            self.failures += 1
            raise ConnectionError("the store is out of reach")
        return await self.box.take(adapter, limit)

    async def settle(self, outcomes: Sequence[Outcome]) -> None:
        await self.box.settle(outcomes)


@pytest.fixture
def adapter() -> RecordingAdapter:
    return RecordingAdapter()


@pytest.fixture
def messenger(adapter: RecordingAdapter, box: Box, clock: FixedClock) -> Messenger:
    return Messenger({adapter.name: adapter}, box, clock)


async def test_posts_of_a_channel_go_out_in_the_order_they_were_written_down(
    messenger: Messenger, box: Box, adapter: RecordingAdapter
) -> None:
    for number in range(20):
        await box.put(f"post-{number}", Send(CHANNEL, card(f"{number}")))

    assert await messenger.drain("fake") == 20
    assert keys(adapter) == [f"post-{number}" for number in range(20)]


async def test_everything_that_can_be_said_is_said(
    messenger: Messenger, box: Box, adapter: RecordingAdapter
) -> None:
    message = MessageRef(CHANNEL, "7")
    await box.put("card", Send(CHANNEL, card("Today"), thread="Answers"))
    await box.put("edit", Edit(message, card("Closed")))
    await box.put("react", React(message, Reaction.FULL))
    await box.put("notice", Send(ADA, card("For you")))

    await messenger.drain("fake")

    card_out = next(o for o in box.outcomes if o.post.key == "card")
    assert card_out == Delivered(card_out.post, MessageRef(CHANNEL, "1"), Place("fake", "w", "general", "1"))
    assert adapter.edited == [(message, card("Closed"))]
    assert adapter.reacted == [(message, Reaction.FULL)]
    assert [sent.place.channel for sent in adapter.sent] == ["general", "direct-ada"]


async def test_nothing_is_looked_for_before_a_first_try(
    messenger: Messenger, box: Box, adapter: RecordingAdapter
) -> None:
    await box.put("card", Send(CHANNEL, card("Today")))

    await messenger.drain("fake")

    assert adapter.calls == [f"send {CHANNEL} card"]


async def test_patience_grows_while_the_platform_is_down(
    messenger: Messenger, box: Box, adapter: RecordingAdapter, clock: FixedClock
) -> None:
    adapter.faults = [Fault("send", count=12), Fault("find", count=0)]
    await box.put("card", Send(CHANNEL, card("Today")))

    waits = []
    for _ in range(12):
        await messenger.drain("fake")
        last = box.outcomes[-1]
        assert isinstance(last, Postponed)
        waits.append(last.until - clock.now)
        clock.now = last.until

    assert waits[:3] == [FIRST_RETRY, FIRST_RETRY * 2, FIRST_RETRY * 4]
    assert waits[-3:] == [LAST_RETRY] * 3
    await messenger.drain("fake")
    assert keys(adapter) == ["card"]


async def test_a_postponed_post_is_left_alone_until_its_time_and_holds_its_lane_but_no_other(
    messenger: Messenger, box: Box, adapter: RecordingAdapter, clock: FixedClock
) -> None:
    adapter.faults = [Fault("send fake:w:general", PlatformDown("slow down", retry_after=90.0))]
    await box.put("first", Send(CHANNEL, card("1")))
    await box.put("second", Send(CHANNEL, card("2")))
    await box.put("elsewhere", Send(OTHER, card("3")))

    await messenger.drain("fake")
    clock.move(timedelta(seconds=89))
    await messenger.drain("fake")
    assert keys(adapter) == ["elsewhere"]

    clock.move(timedelta(seconds=1))
    await messenger.drain("fake")
    assert keys(adapter) == ["elsewhere", "first", "second"]


@pytest.mark.parametrize(
    "error", [PlaceGone("archived"), NotAllowed("chat:write is missing"), ChatError("no")]
)
async def test_what_can_not_be_said_is_refused_once(
    messenger: Messenger, box: Box, adapter: RecordingAdapter, clock: FixedClock, error: ChatError
) -> None:
    adapter.faults = [Fault("send", error)]
    await box.put("card", Send(CHANNEL, card("Today")))

    await messenger.drain("fake")
    clock.move(timedelta(hours=1))
    await messenger.drain("fake")

    assert [type(outcome) for outcome in box.outcomes] == [Refused]
    assert adapter.calls == [f"send {CHANNEL} card"]


@pytest.mark.parametrize(
    "action",
    [
        Send(CHANNEL, card("Today")),
        Edit(MessageRef(CHANNEL, "7"), card("x")),
        React(MessageRef(CHANNEL, "7"), Reaction.FULL),
    ],
)
async def test_what_comes_too_late_is_not_said(
    messenger: Messenger, box: Box, adapter: RecordingAdapter, clock: FixedClock, action: Action
) -> None:
    await box.put("late", action, hours=6)
    clock.move(timedelta(hours=6))

    await messenger.drain("fake")

    assert [type(outcome) for outcome in box.outcomes] == [Refused]
    assert adapter.calls == []


async def test_a_post_whose_answer_was_lost_is_found_and_not_said_twice(
    messenger: Messenger, box: Box, adapter: RecordingAdapter, clock: FixedClock
) -> None:
    adapter.faults = [Fault("send", late=True)]
    await box.put("card", Send(CHANNEL, card("Today"), thread="Answers"))

    await messenger.drain("fake")
    clock.move(FIRST_RETRY)
    await messenger.drain("fake")

    assert keys(adapter) == ["card"]
    assert box.outcomes[-1] == Delivered(
        box.outcomes[-1].post, MessageRef(CHANNEL, "1"), Place("fake", "w", "general", "1")
    )


@pytest.mark.parametrize("away", [LOAN, timedelta(days=1)])
async def test_a_crash_between_saying_and_noting_heals_however_long_it_takes(
    adapter: RecordingAdapter, box: Box, clock: FixedClock, away: timedelta
) -> None:
    adapter.holds = {"open_thread": asyncio.Event()}
    await box.put("card", Send(CHANNEL, card("Today"), thread="Answers"))
    crashing = asyncio.create_task(Messenger({"fake": adapter}, box, clock).drain("fake"))
    await until(lambda: bool(adapter.sent))
    await stop(crashing)
    adapter.holds = {}

    clock.move(away)
    await Messenger({"fake": adapter}, box, clock).drain("fake")

    assert keys(adapter) == ["card"]
    assert box.outcomes == [
        Delivered(box.outcomes[0].post, adapter.sent[0].message, Place("fake", "w", "general", "1"))
    ]


async def test_what_may_have_been_said_is_looked_for_until_the_platform_answers(
    messenger: Messenger, box: Box, adapter: RecordingAdapter, clock: FixedClock
) -> None:
    adapter.faults = [Fault("send", late=True), Fault("find", count=2)]
    await box.put("card", Send(CHANNEL, card("Today")))

    for _ in range(4):
        await messenger.drain("fake")
        clock.move(timedelta(hours=6))

    assert [type(outcome) for outcome in box.outcomes] == [Postponed, Postponed, Postponed, Delivered]
    assert keys(adapter) == ["card"]


async def test_a_channel_that_takes_long_holds_up_no_other(
    messenger: Messenger, box: Box, adapter: RecordingAdapter
) -> None:
    adapter.holds = {"send fake:w:general": asyncio.Event()}
    for number in range(3):
        await box.put(f"slow-{number}", Send(CHANNEL, card("x")))
        await box.put(f"quick-{number}", Send(OTHER, card("x")))

    draining = asyncio.create_task(messenger.drain("fake"))
    await until(lambda: len(box.outcomes) == 3)
    assert keys(adapter) == ["slow-0", "quick-0", "quick-1", "quick-2"]

    adapter.holds["send fake:w:general"].set()
    assert await draining == 6


async def test_a_call_that_never_returns_is_tried_again_later(
    adapter: RecordingAdapter, box: Box, clock: FixedClock
) -> None:
    adapter.holds = {"send": asyncio.Event()}
    await box.put("card", Send(CHANNEL, card("Today")))

    await Messenger({"fake": adapter}, box, clock, call_limit=0.01).drain("fake")

    assert [type(outcome) for outcome in box.outcomes] == [Postponed]


async def test_one_slow_adapter_delays_no_other(box: Box, clock: FixedClock) -> None:
    slow = RecordingAdapter("slow", holds={"send": asyncio.Event()})
    quick = RecordingAdapter("quick")
    messenger = Messenger({"slow": slow, "quick": quick}, box, clock)
    running = asyncio.create_task(messenger.run(every=3600))
    await box.put("a", Send(Place("slow", "w", "c"), card("x")))
    messenger.wake()
    await until(lambda: bool(slow.sent))

    await box.put("b", Send(Place("quick", "w", "c"), card("x")))
    messenger.wake()

    await until(lambda: bool(box.outcomes))
    assert keys(quick) == ["b"]
    await stop(running)


async def test_what_is_due_goes_out_without_being_woken(messenger: Messenger, box: Box) -> None:
    running = asyncio.create_task(messenger.run(every=0.001))
    await box.put("card", Send(CHANNEL, card("Today")))

    await until(lambda: bool(box.outcomes))
    await stop(running)


async def test_an_adapters_own_mistake_stops_nobody_and_is_not_tried_for_ever(
    messenger: Messenger, box: Box, adapter: RecordingAdapter, clock: FixedClock
) -> None:
    adapter.faults = [
        Fault("send fake:w:general", KeyError("mistake"), count=10),
        Fault("find", KeyError("mistake"), count=10),
    ]
    await box.put("broken", Send(CHANNEL, card("1")))
    await box.put("good", Send(OTHER, card("2")))

    await messenger.drain("fake")
    assert keys(adapter) == ["good"]
    assert {outcome.post.key: type(outcome) for outcome in box.outcomes} == {
        "broken": Postponed,
        "good": Delivered,
    }

    clock.move(timedelta(hours=6))
    await messenger.drain("fake")
    assert isinstance(box.outcomes[-1], Refused)


async def test_an_adapter_that_gives_up_a_call_does_not_stop_the_rest(
    messenger: Messenger, box: Box, adapter: RecordingAdapter
) -> None:
    adapter.faults = [Fault("send", asyncio.CancelledError())]
    await box.put("first", Send(CHANNEL, card("1")))
    await box.put("second", Send(OTHER, card("2")))

    assert await messenger.drain("fake") == 2
    assert len(adapter.sent) == 1


async def test_a_cancelled_messenger_waits_for_what_an_adapter_puts_away(box: Box, clock: FixedClock) -> None:
    class Tidy(RecordingAdapter):
        async def send(self, place: Place, card: Card, key: str) -> MessageRef:
            try:
                return await super().send(place, card, key)
            finally:
                await asyncio.sleep(0.01)
                self.calls.append("put away")

    tidy = Tidy(holds={"send": asyncio.Event()})
    await box.put("a", Send(CHANNEL, card("x")))
    await box.put("b", Send(OTHER, card("x")))
    before = asyncio.all_tasks()
    running = asyncio.create_task(Messenger({"fake": tidy}, box, clock).run(every=3600))
    await until(lambda: len(tidy.sent) == 2)

    await stop(running)

    assert asyncio.all_tasks() == before
    assert tidy.calls[-2:] == ["put away", "put away"]


async def test_a_store_that_fails_is_asked_again(
    box: Box, clock: FixedClock, adapter: RecordingAdapter
) -> None:
    await box.put("first", Send(CHANNEL, card("x")))
    outbox = FailsOnce(box)
    running = asyncio.create_task(Messenger({"fake": adapter}, outbox, clock).run(every=0.01))

    await until(lambda: keys(adapter) == ["first"])
    await stop(running)

    assert outbox.failures == 1


async def test_a_platform_that_is_not_running_has_no_places(messenger: Messenger) -> None:
    with pytest.raises(PlaceGone, match="irc is not running here"):
        await messenger.is_admin(ADA, Place("irc", "w", "c"))


async def test_it_says_who_is_an_admin_and_what_a_platform_can_do(
    messenger: Messenger, adapter: RecordingAdapter
) -> None:
    adapter.admins = [ADA]

    assert await messenger.is_admin(ADA, CHANNEL)
    assert messenger.capabilities(CHANNEL) == adapter.capabilities
