"""Faults of the loopback Slack's calls: what is carried out, what is answered, and how often."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient
from yarl import URL

from tests.adapters.slack.loopback.faults import (
    Answer,
    Delay,
    Fault,
    RateLimited,
    ResetAfter,
    ResetBefore,
    Status,
)
from tests.adapters.slack.loopback.listener import Listener, refused
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.waiting import until


async def post(web: AsyncWebClient, text: str = "Hello") -> None:
    await web.chat_postMessage(channel="C0GENERAL", text=text)


async def read(slack: LoopbackSlack) -> list[str]:
    return [one.text for one in await slack.reads(slack.member, slack.general)]


async def test_a_limited_call(slack: LoopbackSlack, web: AsyncWebClient) -> None:
    slack.faults.add(Fault("chat.postMessage", RateLimited(7)))

    answer = await refused(post(web))
    assert (answer.status_code, answer["error"], answer.headers["Retry-After"]) == (429, "ratelimited", "7")
    assert await read(slack) == []
    assert slack.refusals == []


async def test_a_call_that_never_got_to_slack(slack: LoopbackSlack, web: AsyncWebClient) -> None:
    slack.faults.add(Fault("chat.*", Status(503)))

    assert (await refused(post(web))).status_code == 503
    assert await read(slack) == []


async def test_a_call_that_slack_says_no_to(slack: LoopbackSlack, web: AsyncWebClient) -> None:
    slack.faults.add(Fault("chat.postMessage", Answer("internal_error")))

    assert (await refused(post(web)))["error"] == "internal_error"
    assert await read(slack) == []


async def test_a_reset_before_anything_was_done(slack: LoopbackSlack, web: AsyncWebClient) -> None:
    slack.faults.add(Fault("chat.postMessage", ResetBefore()))

    with pytest.raises(aiohttp.ClientConnectionError):
        await post(web)
    assert await read(slack) == []


async def test_a_reset_after_all_was_done(slack: LoopbackSlack, web: AsyncWebClient) -> None:
    slack.faults.add(Fault("chat.postMessage", ResetAfter()))

    with pytest.raises(aiohttp.ClientConnectionError):
        await post(web)
    assert await read(slack) == ["Hello"]


async def test_a_reset_is_one_of_tcp(slack: LoopbackSlack) -> None:
    slack.faults.add(Fault("auth.test", ResetBefore()))
    address = URL(slack.api_url)
    reader, writer = await asyncio.open_connection(address.host, address.port)
    writer.write(b"GET /api/auth.test HTTP/1.1\r\nHost: slack\r\n\r\n")

    with pytest.raises(ConnectionResetError):
        await reader.read()
    writer.close()


async def test_a_slow_call_is_overtaken(slack: LoopbackSlack, web: AsyncWebClient) -> None:
    slack.faults.add(Fault("chat.postMessage", Delay(0.1)))
    slow = asyncio.create_task(post(web, "Slow"))
    await until(lambda: not slack.faults.coming)
    await post(web, "Fast")
    await slow

    assert await read(slack) == ["Fast", "Slow"]


async def test_a_fault_happens_so_often_and_after_so_many(slack: LoopbackSlack, web: AsyncWebClient) -> None:
    slack.faults.add(Fault("chat.postMessage", Status(500), count=2, skip=1))
    await post(web, "One")
    for _ in range(2):
        assert (await refused(post(web))).status_code == 500
    await post(web, "Two")

    assert await read(slack) == ["One", "Two"]


async def test_faults_can_be_over(slack: LoopbackSlack, web: AsyncWebClient) -> None:
    slack.faults.add(Fault("*", Status(500), count=100))
    slack.faults.clear()

    await post(web)


async def test_an_answer_to_what_somebody_did_can_be_lost(slack: LoopbackSlack, listener: Listener) -> None:
    await slack.types(slack.member, slack.general, "/quiz")
    await until(lambda: listener.payloads)
    slack.faults.add(Fault("response_url", ResetAfter()), Fault("response_url", Status(500)))
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientConnectionError):
            await session.post(listener.payloads[0]["response_url"], json={"text": "Here"})
        async with session.post(listener.payloads[0]["response_url"], json={"text": "Here"}) as response:
            assert response.status == 500

    assert await read(slack) == ["Here"]


async def test_an_upload_can_be_lost(slack: LoopbackSlack, web: AsyncWebClient) -> None:
    slack.faults.add(Fault("upload", ResetBefore()))
    given = await web.files_getUploadURLExternal(filename="a.txt", length=4)
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientConnectionError):
            await session.post(given["upload_url"], data=b"1234")
        async with session.post(given["upload_url"], data=b"1234") as response:
            assert response.status == 200
