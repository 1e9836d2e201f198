"""The loopback Discord in a process of its own, driven from here."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.adapters.discord.loopback.caller import AGENT
from tests.adapters.discord.loopback.remote import RemoteDiscord
from tests.adapters.discord.loopback.samples import BUTTONS, COMMANDS, MODAL


class App:
    """Calls it."""

    def __init__(self, keys: dict[str, str], session: aiohttp.ClientSession) -> None:
        self.keys = keys
        self._session = session
        self._headers = {"User-Agent": AGENT, "Authorization": f"Bot {keys['token']}"}

    async def __call__(self, method: str, path: str, body: Any = None) -> Any:
        url = self.keys["api_url"] + path
        async with self._session.request(method, url, json=body, headers=self._headers) as response:
            return await response.json() if response.status != 204 else None


@pytest.fixture
async def remote() -> AsyncIterator[RemoteDiscord]:
    async with RemoteDiscord(buckets={"get_my_user": [1, 60]}) as remote:
        yield remote


@pytest.fixture
async def app(remote: RemoteDiscord) -> AsyncIterator[App]:
    async with aiohttp.ClientSession() as session:
        yield App(remote.keys, session)


async def test_members_act_and_see_from_another_process(remote: RemoteDiscord, app: App) -> None:
    member, general = remote.keys["member"], remote.keys["general"]
    posted = await app("POST", f"/channels/{general}/messages", BUTTONS)
    here = {"user": member, "channel": general}
    pressed = await remote.do("presses", **here, id=posted["id"], button="Answer")
    payload = (await remote.do("act", number=pressed["act"]))["payload"]
    await app("POST", f"/interactions/{payload['id']}/{payload['token']}/callback", MODAL)
    form = (await remote.do("form", user=member))["form"]
    sent = await remote.do("submits", user=member, values={"confidence": "Sure"})
    said = await remote.do("says", **here, text="Done")
    shown = (await remote.do("reads", **here))["messages"]
    act = await remote.do("act", number=pressed["act"])

    assert (act["acknowledgements"], act["failure"], act["answer"]) == (1, "", MODAL)
    assert form["labels"] == ["Why?", "How sure?"]
    assert (sent["act"], [one["id"] for one in shown]) == (1, [posted["id"], said["id"]])
    assert shown[0]["buttons"] == ["Answer", "Read"]
    assert await remote.do("refusals") == {"refusals": [], "calls": 2}


async def test_a_storm_of_commands(remote: RemoteDiscord, app: App) -> None:
    keys = remote.keys
    user = await app("GET", "/users/@me")
    await app("PUT", f"/applications/{user['id']}/commands", COMMANDS)
    await remote.do("people", guild=keys["guild"], count=5)
    storms = [
        await remote.do("storm", channel=keys["general"], count=10, seconds=0.0, **what)
        for what in ({"line": "/quiz"}, {"text": "Hello"})
    ]
    acts = await remote.do("acts", first=storms[0]["first"])

    assert acts == {"ack_seconds": [None] * 20, "failures": [""] * 20}


async def test_guilds_from_another_process(remote: RemoteDiscord, app: App) -> None:
    made = await remote.do("guilds", count=3)
    posted = await app("POST", f"/channels/{made['guilds'][2]['general']}/messages", {"content": "x"})

    assert posted["content"] == "x"


async def test_faults_from_another_process(remote: RemoteDiscord, app: App) -> None:
    await remote.do("fault", match="get_bot_gateway", action="RateLimited", retry_after=7.0)
    for verb, arguments in (("drop", {}), ("reconnect", {}), ("invalidate", {"resumable": False})):
        await remote.do(verb, **arguments)

    assert (await app("GET", "/gateway/bot"))["retry_after"] == 7.0
    assert [(await app("GET", "/users/@me")).get("global") for _ in range(2)] == [None, False]


async def test_what_cannot_be_done_from_another_process(remote: RemoteDiscord) -> None:
    with pytest.raises(RuntimeError, match="there are says, types"):
        await remote.do("shouts")
    with pytest.raises(RuntimeError, match="has no modal"):
        await remote.do("submits", user=remote.keys["member"], values={})
    with pytest.raises(RuntimeError, match="sees no message 1"):
        await remote.do(
            "presses", user=remote.keys["member"], channel=remote.keys["general"], id="1", button="x"
        )
