"""The gateway of the loopback Discord: sessions, heartbeats, resuming, and why it hangs up."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.loopback.faults import Fault, Unanswered
from tests.adapters.discord.loopback.listener import Listener
from tests.adapters.discord.loopback.state import Json
from tests.waiting import until

GUILDS, GUILD_MESSAGES, MESSAGE_CONTENT, GUILD_MEMBERS = 1, 1 << 9, 1 << 15, 1 << 1


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


class Wire:
    """A connection with no client on it."""

    def __init__(self, discord: LoopbackDiscord, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._discord = discord
        self._socket = socket

    async def says(self, op: int, data: Any = None) -> None:
        await self._socket.send_str(json.dumps({"op": op, "d": data}))

    async def identifies(self, **fields: Any) -> None:
        data = {"token": self._discord.token, "intents": GUILDS | GUILD_MESSAGES, "properties": {}}
        await self.says(2, data | fields)

    async def hears(self, event: str) -> Json:
        """The next dispatch of a type."""
        while (packet := json.loads((await self._socket.receive(5)).data))["t"] != event:
            pass
        return dict(packet)

    async def sends(self, text: str) -> None:
        await self._socket.send_str(text)

    async def close_code(self) -> int | None:
        """Read until it is closed."""
        async for _ in self._socket:
            pass
        return self._socket.close_code

    async def close(self, code: int) -> None:
        await self._socket.close(code=code)


async def connected(discord: LoopbackDiscord, session: aiohttp.ClientSession, query: str = "") -> Wire:
    """After HELLO."""
    socket = await session.ws_connect(f"{discord.gateway_url}?{query or 'v=10&encoding=json'}")
    hello = await socket.receive_json()
    assert hello["op"] == 10
    return Wire(discord, socket)


# Sessions


async def test_ready_comes_before_the_guilds(
    discord: LoopbackDiscord, session: aiohttp.ClientSession
) -> None:
    wire = await connected(discord, session)
    await wire.identifies()
    ready, created = await wire.hears("READY"), await wire.hears("GUILD_CREATE")

    assert ready["d"]["guilds"] == [{"id": discord.guild.id, "unavailable": True}]
    assert (ready["s"], created["s"]) == (1, 2)
    assert discord.general.id in {one["id"] for one in created["d"]["channels"]}


async def test_what_was_missed_is_replayed(discord: LoopbackDiscord, listener: Listener) -> None:
    discord.gateway.drop()
    await until(lambda: not discord.gateway.connections)
    acts = [await discord.says(discord.member, discord.general, text) for text in ("One", "Two")]
    await until(lambda: len(listener.of("MESSAGE_CREATE")) == 2)

    assert [one["id"] for one in listener.of("MESSAGE_CREATE")] == [act.id for act in acts]
    assert (len(discord.gateway.identified), discord.gateway.resumed) == (1, 1)
    assert discord.refusals == []


async def test_it_asks_to_reconnect(discord: LoopbackDiscord, listener: Listener) -> None:
    await discord.gateway.reconnect()
    await until(lambda: discord.gateway.resumed)
    await discord.says(discord.member, discord.general, "Hello")
    await until(lambda: listener.of("MESSAGE_CREATE"))

    assert len(discord.gateway.identified) == 1


async def test_an_invalid_session_that_can_be_resumed(discord: LoopbackDiscord, listener: Listener) -> None:
    await discord.gateway.invalidate(resumable=True)
    await until(lambda: discord.gateway.resumed)

    assert len(discord.gateway.identified) == 1


async def test_an_invalid_session_is_begun_anew(discord: LoopbackDiscord, listener: Listener) -> None:
    await discord.gateway.invalidate(resumable=False)
    await discord.says(discord.member, discord.general, "Lost")
    await until(lambda: len(listener.of("READY")) == 2, limit=15)
    await discord.says(discord.member, discord.general, "Hello")
    await until(lambda: listener.of("MESSAGE_CREATE"))

    assert len(listener.of("MESSAGE_CREATE")) == 1
    assert (len(discord.gateway.identified), discord.gateway.resumed) == (2, 0)


async def test_a_session_is_resumed_for_so_long() -> None:
    async with LoopbackDiscord(session_life=0.0) as discord, Listener(discord) as listener:
        discord.gateway.drop()
        await until(lambda: len(listener.of("READY")) == 2, limit=15)

    assert discord.gateway.resumed == 0


async def test_a_clean_goodbye_ends_the_session(
    discord: LoopbackDiscord, session: aiohttp.ClientSession
) -> None:
    wire = await connected(discord, session)
    await wire.identifies()
    ready = await wire.hears("READY")
    await wire.close(1000)
    again = await connected(discord, session)
    await again.says(6, {"token": discord.token, "session_id": ready["d"]["session_id"], "seq": 1})
    invalid = json.loads((await again._socket.receive()).data)

    assert invalid == {"op": 9, "d": False}


async def test_a_heartbeat_without_an_answer_is_a_dead_connection() -> None:
    async with LoopbackDiscord(heartbeat=0.1) as discord:
        discord.faults.add(Fault("heartbeat", Unanswered(), count=100, skip=3))
        async with Listener(discord, heartbeat_timeout=0.3):
            await until(lambda: discord.gateway.resumed)


async def test_a_zombie_is_left_and_nothing_is_lost() -> None:
    async with (
        LoopbackDiscord(heartbeat=0.1) as discord,
        Listener(discord, heartbeat_timeout=0.3) as listener,
    ):
        discord.gateway.freeze()
        act = await discord.says(discord.member, discord.general, "Hello")
        await until(lambda: listener.of("MESSAGE_CREATE"))

        assert act.deliveries == 0
        assert [one["id"] for one in listener.of("MESSAGE_CREATE")] == [act.id]


async def test_a_guild_belongs_to_one_shard() -> None:
    async with LoopbackDiscord(shards=2) as discord, Listener(discord) as listener:
        home = (int(discord.guild.id) >> 22) % 2
        await discord.says(discord.member, discord.general, "Hello")
        await discord.says(discord.member, discord.direct(discord.member), "Hello")
        await until(lambda: len(listener.of("MESSAGE_CREATE")) == 2)

        assert [one["shard"] for one in discord.gateway.identified] == [[0, 2], [1, 2]]
        assert [len(one["guilds"]) for one in listener.of("READY")] == [home == 0, home == 1]
        assert len(listener.guilds) == 1


# The intent to read


@pytest.mark.parametrize(
    ("granted", "text", "content"),
    [(False, "Hello", ""), (True, "Hello", "Hello"), (False, "Hello @koko", "Hello <@{}>")],
)
async def test_content_comes_with_its_intent(granted: bool, text: str, content: str) -> None:
    intents = GUILDS | GUILD_MESSAGES | granted * MESSAGE_CONTENT
    async with LoopbackDiscord(message_content=granted) as discord, Listener(discord, intents=intents) as app:
        act = await discord.says(discord.member, discord.general, text)
        await until(lambda: app.of("MESSAGE_CREATE"))
        (event,) = app.of("MESSAGE_CREATE")
        read = await app.call("GET", f"/channels/{discord.general.id}/messages/{act.id}")

    assert event["content"] == read["content"] == content.format(discord.bot.id)


async def test_content_always_comes_in_direct_messages_and_replies_to_the_app(
    discord: LoopbackDiscord, listener: Listener
) -> None:
    posted = await listener.call("POST", f"/channels/{discord.general.id}/messages", json={"content": "Mine"})
    (mine,) = await discord.reads(discord.member, discord.general)
    await discord.says(discord.member, discord.general, "A reply", reply_to=mine)
    await discord.says(discord.member, discord.direct(discord.member), "Direct")
    await until(lambda: len(listener.of("MESSAGE_CREATE")) == 3)

    assert [one["content"] for one in listener.of("MESSAGE_CREATE")] == ["Mine", "A reply", "Direct"]
    assert posted["content"] == "Mine"


# Why it hangs up

CLOSED: list[tuple[int, Any, int, str]] = [
    (2, {"token": "guessed", "intents": 1}, 4004, "never given out"),
    (6, {"token": "guessed"}, 4004, "never given out"),
    (2, {"intents": -1}, 4013, "made of bits"),
    (2, {"intents": 1 << 40}, 4013, "made of bits"),
    (2, {"intents": MESSAGE_CONTENT}, 4014, "in the Developer Portal"),
    (2, {"intents": 1, "shard": [2, 2]}, 4010, "no shard 2 of 2"),
    (3, {}, 4003, "before anything else"),
    (99, {}, 4001, "no op 99"),
]


@pytest.mark.parametrize(("op", "data", "code", "rule"), CLOSED)
async def test_it_hangs_up_on(
    discord: LoopbackDiscord, session: aiohttp.ClientSession, op: int, data: Json, code: int, rule: str
) -> None:
    wire = await connected(discord, session)
    await wire.says(op, {"token": discord.token, **data})

    assert await wire.close_code() == code
    assert discord.refusals[0].startswith(f"gateway: {code} ")
    assert rule in discord.refusals[0]


async def test_it_hangs_up_on_who_identifies_twice(
    discord: LoopbackDiscord, session: aiohttp.ClientSession
) -> None:
    wire = await connected(discord, session)
    await wire.identifies()
    await wire.identifies()

    assert await wire.close_code() == 4005


async def test_it_hangs_up_on_who_asks_for_members_without_their_intent(
    discord: LoopbackDiscord, session: aiohttp.ClientSession
) -> None:
    wire = await connected(discord, session)
    await wire.identifies()
    await wire.says(8, {"guild_id": discord.guild.id, "query": "", "limit": 0})

    assert await wire.close_code() == 4014


async def test_it_hangs_up_on_who_resumes_from_the_future(
    discord: LoopbackDiscord, session: aiohttp.ClientSession
) -> None:
    wire = await connected(discord, session)
    await wire.identifies()
    ready = await wire.hears("READY")
    await wire.close(4000)
    again = await connected(discord, session)
    await again.says(6, {"token": discord.token, "session_id": ready["d"]["session_id"], "seq": 99})

    assert await again.close_code() == 4007


@pytest.mark.parametrize("text", ["{", "[]", '{"op": "x"}', json.dumps({"op": 1, "d": "x" * 5000})])
async def test_it_hangs_up_on_what_it_cannot_read(
    discord: LoopbackDiscord, session: aiohttp.ClientSession, text: str
) -> None:
    wire = await connected(discord, session)
    await wire.sends(text)

    assert await wire.close_code() == 4002


async def test_it_hangs_up_on_who_says_too_much(
    discord: LoopbackDiscord, session: aiohttp.ClientSession
) -> None:
    wire = await connected(discord, session)
    for _ in range(121):
        await wire.says(1)

    assert await wire.close_code() == 4008


async def test_it_hangs_up_on_another_version(
    discord: LoopbackDiscord, session: aiohttp.ClientSession
) -> None:
    socket = await session.ws_connect(f"{discord.gateway_url}?v=9&encoding=json")

    assert await Wire(discord, socket).close_code() == 4012


async def test_it_hangs_up_on_who_has_no_heartbeat(session: aiohttp.ClientSession) -> None:
    async with LoopbackDiscord(heartbeat=0.02) as discord:
        wire = await connected(discord, session)
        await wire.identifies()

        assert await wire.close_code() == 4009
        assert discord.gateway.sessions == {}


async def test_it_hangs_up_on_too_few_shards(session: aiohttp.ClientSession) -> None:
    async with LoopbackDiscord(shards=2) as discord:
        wire = await connected(discord, session)
        await wire.identifies()

        assert await wire.close_code() == 4011


async def test_it_hangs_up_when_no_sessions_are_left(session: aiohttp.ClientSession) -> None:
    async with LoopbackDiscord(identifies=0) as discord:
        wire = await connected(discord, session)
        await wire.identifies()

        assert await wire.close_code() == 4004
        assert "1,000 times a day" in discord.refusals[0]


async def test_discord_py_is_told_of_an_intent_that_is_not_granted(discord: LoopbackDiscord) -> None:
    async with Listener(discord, intents=GUILDS | MESSAGE_CONTENT) as listener:
        assert type(listener.failed).__name__ == "PrivilegedIntentsRequired"
