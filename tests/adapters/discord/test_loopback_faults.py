"""What goes wrong at the loopback Discord when it is told to."""

from __future__ import annotations

import aiohttp
import pytest
from discord import DiscordServerError, HTTPException

from tests.adapters.discord.loopback.caller import Caller
from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.loopback.faults import (
    Answer,
    Banned,
    Delay,
    DropAfter,
    DropBefore,
    Duplicate,
    Fault,
    Lost,
    RateLimited,
    Reorder,
    ResetAfter,
    ResetBefore,
    Status,
)
from tests.adapters.discord.loopback.limits import USUAL
from tests.adapters.discord.loopback.listener import Listener
from tests.adapters.discord.loopback.server import OPERATIONS
from tests.waiting import until

HELLO = {"content": "Hello"}


async def texts(discord: LoopbackDiscord) -> list[str]:
    return [one.text for one in await discord.reads(discord.member, discord.general)]


def path(discord: LoopbackDiscord) -> str:
    return f"/channels/{discord.general.id}/messages"


# Calls


async def test_discord_py_asks_again_when_told_to(discord: LoopbackDiscord, listener: Listener) -> None:
    discord.faults.add(Fault("create_message", RateLimited(0.01)), Fault("POST *", RateLimited(0.01, True)))
    await listener.call("POST", path(discord), json=HELLO)

    assert await texts(discord) == ["Hello"]
    assert discord.faults.coming == []


async def test_a_proxy_in_between_fails(discord: LoopbackDiscord, listener: Listener) -> None:
    discord.faults.add(Fault("create_message", Status(503)))
    with pytest.raises(DiscordServerError):
        await listener.call("POST", path(discord), json=HELLO)

    assert await texts(discord) == []


async def test_an_address_is_banned(discord: LoopbackDiscord, listener: Listener) -> None:
    discord.faults.add(Fault("create_message", Banned()))
    with pytest.raises(HTTPException) as raised:
        await listener.call("POST", path(discord), json=HELLO)

    assert raised.value.status == 429


async def test_a_refusal_without_a_reason(discord: LoopbackDiscord, caller: Caller) -> None:
    discord.faults.add(Fault("create_message", Answer(20016, 429, "Slow mode"), skip=1))
    answers = [await caller.posts(discord.general.id, HELLO) for _ in range(2)]

    assert [(one.status, one.body.get("code")) for one in answers] == [(200, None), (429, 20016)]


async def test_the_connection_is_reset(discord: LoopbackDiscord, caller: Caller) -> None:
    discord.faults.add(Fault("create_message", ResetBefore()), Fault("create_message", ResetAfter()))
    for _ in range(2):
        with pytest.raises(aiohttp.ClientError):
            await caller.posts(discord.general.id, HELLO)

    assert await texts(discord) == ["Hello"]


async def test_a_late_answer(discord: LoopbackDiscord, caller: Caller) -> None:
    discord.faults.add(Fault("create_message", Delay(0.01)))

    assert (await caller.posts(discord.general.id, HELLO)).status == 200


async def test_an_enforced_nonce_makes_one_message_of_two(discord: LoopbackDiscord, caller: Caller) -> None:
    body = HELLO | {"nonce": "one", "enforce_nonce": True}
    first = await caller.posts(discord.general.id, body)
    second = await caller.posts(discord.general.id, body)
    third = await caller.posts(discord.general.id, HELLO | {"nonce": "one"})

    assert first.body["id"] == second.body["id"] != third.body["id"]
    assert first.body["nonce"] == "one"


# Dispatches


@pytest.mark.parametrize(
    ("action", "heard"),
    [
        (Delay(0.05), ["Two", "One"]),
        (Duplicate(), ["One", "One", "Two"]),
        (Reorder(), ["Two", "One"]),
        (DropBefore(), ["One", "Two"]),
        (DropAfter(), ["One", "Two"]),
    ],
)
async def test_what_becomes_of_a_dispatch(
    discord: LoopbackDiscord,
    listener: Listener,
    action: Delay | Duplicate | Reorder | DropBefore | DropAfter,
    heard: list[str],
) -> None:
    place = discord.direct(discord.member)
    discord.faults.add(Fault("MESSAGE_CREATE", action))
    for text in ("One", "Two"):
        await discord.says(discord.member, place, text)
    await until(lambda: len(listener.of("MESSAGE_CREATE")) == len(heard))

    assert [one["content"] for one in listener.of("MESSAGE_CREATE")] == heard
    assert len(discord.gateway.identified) == 1


async def test_reordered_where_nothing_follows(discord: LoopbackDiscord, listener: Listener) -> None:
    discord.faults.add(Fault("MESSAGE_CREATE", Reorder()))
    await discord.says(discord.member, discord.general, "Hello")

    await until(lambda: listener.of("MESSAGE_CREATE"))


async def test_a_dead_session_loses_it(discord: LoopbackDiscord, listener: Listener) -> None:
    discord.faults.add(Fault("MESSAGE_CREATE", Lost()))
    lost = await discord.says(discord.member, discord.general, "Lost")
    await until(lambda: len(listener.of("READY")) == 2, limit=15)
    kept = await discord.says(discord.member, discord.general, "Kept")
    await until(lambda: listener.of("MESSAGE_CREATE"))

    assert [one["id"] for one in listener.of("MESSAGE_CREATE")] == [kept.id]
    assert lost.deliveries == 0


async def test_nobody_gets_in(discord: LoopbackDiscord) -> None:
    discord.faults.add(Fault("socket", Status(502)))
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(discord.gateway_url)


async def test_faults_are_taken_back(discord: LoopbackDiscord, caller: Caller) -> None:
    discord.faults.add(Fault("*", Status(503), count=99))
    discord.faults.clear()

    assert (await caller("GET", "/users/@me")).status == 200


# Limits


async def test_a_bucket_is_full() -> None:
    async with LoopbackDiscord(buckets={"create_message": (2, 0.3)}) as discord, Caller(discord) as caller:
        answers = [await caller.posts(discord.general.id, HELLO) for _ in range(3)]
        elsewhere = await caller.posts(discord.private.id, HELLO)

    assert [one.status for one in answers] == [200, 200, 429]
    assert [one.headers["X-RateLimit-Remaining"] for one in answers] == ["1", "0", "0"]
    assert answers[2].headers["X-RateLimit-Scope"] == "user"
    assert 0 < answers[2].body["retry_after"] <= 0.3
    assert elsewhere.status == 200
    assert discord.refusals == ["create_message: 429 more than its bucket may take"]


async def test_discord_py_keeps_to_its_bucket() -> None:
    async with (
        LoopbackDiscord(buckets={"create_message": (2, 0.1)}) as discord,
        Listener(discord) as listener,
    ):
        for _ in range(5):
            await listener.call("POST", "/channels/{channel_id}/messages", json=HELLO, of=discord.general)

    assert discord.refusals == []


async def test_all_calls_together_are_too_many() -> None:
    async with LoopbackDiscord(per_second=2) as discord, Caller(discord) as caller:
        answers = [await caller("GET", "/users/@me") for _ in range(3)]

    assert answers[2].body["global"] is True
    assert answers[2].headers["X-RateLimit-Global"] == "true"
    assert discord.refusals == ["get_my_user: 429 more than all calls together may take"]


async def test_too_much_was_wrong() -> None:
    async with LoopbackDiscord(invalid_requests=2) as discord, Caller(discord) as caller:
        for _ in range(2):
            await caller.posts(discord.hidden.id, HELLO)
        banned = await caller("GET", "/users/@me")

    assert (banned.status, "Via" in banned.headers) == (429, False)
    assert discord.refusals[2] == "get_my_user: banned for too many invalid requests in ten minutes"


def test_the_usual_buckets_are_of_operations_that_there_are() -> None:
    assert USUAL.keys() <= {one.id for one in OPERATIONS}
