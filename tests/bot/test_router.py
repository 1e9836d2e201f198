"""The router: written down before it is acknowledged, one at a time for each person, errors made kind."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.chat.adapter import Reply
from bot.chat.card import Card, card
from bot.chat.commands import CommandSpec
from bot.chat.events import ButtonPressed, CommandInvoked, CompletionAsked, Event, FormSubmitted, MessageSent
from bot.chat.form import Form, TextInput
from bot.chat.plain import plain
from bot.chat.refs import MessageRef, Person, Place
from bot.errors import PlatformDown, UserError
from bot.features.later import Later, NotYet, Response
from bot.router import Route, Router, button, command, form, sent
from bot.store.port import Store, Transaction
from bot.store.sql import SqlStore
from tests.bots import ADA, ADMIN, CHANNEL, GRACE, MONDAY, shown
from tests.fakes import FixedClock
from tests.waiting import until

FORM = Form(action="write", title="Write", inputs=(TextInput(id="text", label="Text"),))
Make = Callable[..., Router]


def invoked(id: str = "e1", person: Person = ADA) -> CommandInvoked:
    return CommandInvoked(id=id, at=MONDAY, person=person, place=CHANNEL, command="do")


def doing(handler: Callable[[CommandInvoked], Awaitable[Response]], *, admin: bool = False) -> Route:
    return command(CommandSpec("do", "Do it"), handler, Reply.PRIVATE, admin=admin)


async def nothing(asked: CompletionAsked) -> Sequence[str]:
    return ()


@pytest.fixture
async def store() -> AsyncIterator[SqlStore]:
    store = SqlStore("sqlite:///:memory:")
    await store.create_tables()
    yield store
    await store.close()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MONDAY)


@pytest.fixture
def routed(store: SqlStore, clock: FixedClock) -> Make:
    async def is_admin(person: Person, place: Place) -> bool:
        if person == GRACE:
            raise PlatformDown("no answer")
        return person == ADMIN

    def make(*routes: Route, store: Store = store, seconds: Callable[[], float] = clock.seconds) -> Router:
        return Router(routes, store, is_admin, nothing, lambda: None, clock, seconds)

    return make


async def waiting(store: SqlStore, clock: FixedClock) -> list[Event]:
    clock.move(timedelta(minutes=5))
    async with store.begin() as tx:
        return await tx.inbox.take_left(clock(), 10)


async def done(event: object) -> Card:
    return card("", "done")


async def fail(error: Exception) -> Card:
    raise error


@dataclass
class Fragile:
    """A store that can be out of reach."""

    store: SqlStore
    is_down: bool = False
    is_shared: bool = False

    def begin(self) -> AbstractAsyncContextManager[Transaction]:
        if self.is_down:
            raise ConnectionError("the store is out of reach")
        return self.store.begin()

    def read(self) -> AbstractAsyncContextManager[Transaction]:
        return self.store.read()

    async def close(self) -> None:
        await self.store.close()


async def test_an_event_is_written_down_before_it_is_acknowledged(
    routed: Make, store: SqlStore, clock: FixedClock
) -> None:
    assert await routed(doing(done)).accept(invoked()) is Reply.PRIVATE
    assert await waiting(store, clock) == [invoked()]


async def test_a_repeated_event_is_answered_with_silence_even_after_it_was_handled(routed: Make) -> None:
    router = routed(doing(done))
    await router.accept(invoked())
    await router.respond(invoked())

    assert await router.accept(invoked()) is None


async def test_what_nobody_listens_to_is_never_written_down(
    routed: Make, store: SqlStore, clock: FixedClock
) -> None:
    async def never(said: MessageSent) -> bool:
        return False

    talk = MessageSent(id="m1", at=MONDAY, person=ADA, message=MessageRef(CHANNEL, "1"), text="hello")
    assert await routed(sent(done, wants=never)).accept(talk) is None
    assert await routed(doing(done)).accept(talk) is None
    assert await waiting(store, clock) == []


async def test_a_form_is_opened_without_a_write(routed: Make, store: SqlStore, clock: FixedClock) -> None:
    async def ask(pressed: ButtonPressed) -> Form:
        return FORM

    pressed = ButtonPressed(id="b1", at=MONDAY, person=ADA, place=CHANNEL, action="write")
    router = routed(button("write", ask, Reply.FORM))

    assert await router.accept(pressed) is Reply.FORM
    assert await router.respond(pressed) == FORM
    assert await waiting(store, clock) == []


async def test_what_was_accepted_and_never_handled_is_taken_up_again(routed: Make, clock: FixedClock) -> None:
    handled: list[str] = []

    async def note(event: CommandInvoked) -> None:
        handled.append(event.id)

    router = routed(doing(note))
    await router.accept(invoked())
    await router.recover()
    assert handled == []

    clock.move(timedelta(minutes=3))
    await router.recover()
    await router.recover()
    assert handled == ["e1"]


async def test_what_can_not_be_handled_yet_is_tried_again_soon(routed: Make, clock: FixedClock) -> None:
    attempts: list[str] = []

    async def early(event: CommandInvoked) -> Card:
        attempts.append(event.id)
        if len(attempts) == 1:
            raise NotYet
        return card("", "done")

    router = routed(doing(early))
    await router.accept(invoked())
    assert await router.respond(invoked()) is None

    clock.move(timedelta(seconds=3))
    await router.recover()
    assert attempts == ["e1", "e1"]


async def test_what_half_a_minute_is_not_enough_for_is_left_for_the_next_tick(
    routed: Make, clock: FixedClock
) -> None:
    handled: list[str] = []

    async def slow(event: CommandInvoked) -> None:
        handled.append(event.id)
        clock.move(timedelta(seconds=20))

    router = routed(doing(slow))
    for number in range(5):
        await router.accept(invoked(f"e{number}"))
    clock.move(timedelta(minutes=5))

    await router.recover()
    assert handled == ["e0", "e1"]
    await router.recover()
    assert handled == ["e0", "e1", "e2", "e3"]


async def test_a_clock_that_is_set_on_takes_no_time_from_what_was_left(
    routed: Make, clock: FixedClock
) -> None:
    handled: list[str] = []

    async def set_on(event: CommandInvoked) -> None:
        handled.append(event.id)
        clock.move(timedelta(hours=1))

    router = routed(doing(set_on), seconds=lambda: 0.0)
    for number in range(3):
        await router.accept(invoked(f"e{number}"))
    clock.move(timedelta(minutes=5))

    await router.recover()
    assert handled == ["e0", "e1", "e2"]


async def test_one_person_s_events_come_one_after_the_other_and_others_do_not_wait(routed: Make) -> None:
    order: list[str] = []
    go_on = asyncio.Event()

    async def slow(event: CommandInvoked) -> None:
        order.append(f"{event.id} begins")
        if event.id == "e1":
            await go_on.wait()
        order.append(f"{event.id} ends")

    router = routed(doing(slow))
    events = [invoked("e1"), invoked("e2"), invoked("e3", ADMIN)]
    tasks = [asyncio.create_task(router.respond(event)) for event in events]
    await until(lambda: "e3 ends" in order)
    assert order == ["e1 begins", "e3 begins", "e3 ends"]

    go_on.set()
    await asyncio.gather(*tasks)
    assert order[3:] == ["e1 ends", "e2 begins", "e2 ends"]


async def test_grading_holds_up_nobody_not_even_the_same_person(routed: Make) -> None:
    graded = asyncio.Event()

    async def finish() -> Card:
        await graded.wait()
        return card("", "graded")

    async def answer(event: CommandInvoked) -> Response:
        return Later(finish) if event.id == "e1" else card("", "at once")

    router = routed(doing(answer))
    first = asyncio.create_task(router.respond(invoked("e1")))
    second = await router.respond(invoked("e2"))
    graded.set()

    assert second == card("", "at once")
    assert await first == card("", "graded")


async def test_what_a_person_did_wrong_is_said_as_it_is(routed: Make) -> None:
    async def refuse(event: CommandInvoked) -> Card:
        raise UserError("Not today.")

    assert await routed(doing(refuse)).respond(invoked()) == card("", "Not today.")


async def test_a_fault_is_said_kindly_with_the_event_s_id_and_not_tried_for_ever(
    routed: Make, clock: FixedClock
) -> None:
    calls: list[str] = []

    async def fail(event: CommandInvoked) -> Card:
        calls.append(event.id)
        raise ZeroDivisionError

    router = routed(doing(fail))
    await router.accept(invoked())
    shown = await router.respond(invoked())
    clock.move(timedelta(minutes=5))
    await router.recover()

    assert isinstance(shown, Card)
    assert "went wrong on my side" in plain(shown)
    assert "e1" in plain(shown)
    assert calls == ["e1"]


@pytest.mark.parametrize(("outcome", "answer"), [(None, card("", "done")), (NotYet(), None)])
async def test_the_answer_is_shown_though_the_store_has_failed_meanwhile(
    routed: Make, store: SqlStore, clock: FixedClock, outcome: Exception | None, answer: Card | None
) -> None:
    calls: list[str] = []
    fragile = Fragile(store)

    async def break_down(event: CommandInvoked) -> Card:
        calls.append(event.id)
        fragile.is_down = len(calls) == 1
        return card("", "done") if outcome is None else await fail(outcome)

    router = routed(doing(break_down), store=fragile)
    await router.accept(invoked())
    assert await router.respond(invoked()) == answer

    fragile.is_down = False
    clock.move(timedelta(minutes=3))
    await router.recover()
    assert calls == ["e1", "e1"]


async def test_admin_routes_ask_the_platform_and_name_the_reason(routed: Make) -> None:
    router = routed(doing(done, admin=True))

    assert await router.respond(invoked(person=ADMIN)) == card("", "done")
    assert "for admins" in str(await router.respond(invoked(person=ADA)))
    assert "no answer" in str(await router.respond(invoked(person=GRACE)))


async def test_a_form_s_values_are_checked_by_the_platform_and_again_by_the_bot(routed: Make) -> None:
    async def check(submitted: FormSubmitted) -> dict[str, str]:
        return FORM.problems(submitted.values)

    router = routed(form("write", done, Reply.PRIVATE, check=check))
    empty = FormSubmitted(id="f1", at=MONDAY, person=ADA, place=CHANNEL, action="write")

    assert await router.problems(empty) == {"text": "Text is needed."}
    assert shown(await router.respond(empty)) == "Text is needed."


async def test_two_routes_with_one_key_are_refused(routed: Make) -> None:
    with pytest.raises(ValueError, match="two routes for command 'do'"):
        routed(doing(done), doing(done))


async def test_no_form_opens_a_form() -> None:
    async def check(submitted: FormSubmitted) -> dict[str, str]:
        return {}

    with pytest.raises(ValueError, match="no platform opens a form from a form"):
        form("write", done, Reply.FORM, check=check)


async def test_on_the_way_out_what_is_in_flight_is_waited_for(routed: Make) -> None:
    go_on = asyncio.Event()

    async def slow(event: CommandInvoked) -> Card:
        await go_on.wait()
        return card("", "done")

    router = routed(doing(slow))
    task = asyncio.create_task(router.respond(invoked()))
    await asyncio.sleep(0)
    leaving = asyncio.create_task(router.finish(10))
    await asyncio.sleep(0)
    assert not leaving.done()

    go_on.set()
    await leaving
    assert task.done()
