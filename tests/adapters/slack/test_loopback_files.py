"""Uploads in the loopback Slack: an address, the bytes, and the end that shares them."""

from __future__ import annotations

import io
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack.loopback.listener import Listener, refused
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.waiting import until


async def uploading(
    web: AsyncWebClient, data: bytes, name: str = "curve.png", **wrong: Any
) -> tuple[str, int]:
    """File id, and the status with which the upload was answered."""
    given = await web.files_getUploadURLExternal(filename=name, length=wrong.get("length", len(data)))
    async with (
        aiohttp.ClientSession() as session,
        session.post(wrong.get("url", given["upload_url"]), data=data) as response,
    ):
        return given["file_id"], response.status


async def test_an_upload_is_as_long_as_was_said(slack: LoopbackSlack, web: AsyncWebClient) -> None:
    file, status = await uploading(web, b"1234", length=5)
    answer = await refused(web.files_completeUploadExternal(files=[{"id": file}]))

    assert (status, answer["error"]) == (400, "file_not_found")
    assert slack.refusals[0] == "upload: wrong_length: 5 bytes were announced, and 4 came"


async def test_an_upload_goes_where_it_was_told_to(slack: LoopbackSlack, web: AsyncWebClient) -> None:
    _, status = await uploading(web, b"1234", url=f"{slack.world.url}/upload/v1/guessed")

    assert status == 404
    assert slack.refusals[0].startswith("upload: no_such_upload: ")


async def test_an_upload_is_completed_once(slack: LoopbackSlack, web: AsyncWebClient) -> None:
    file, _ = await uploading(web, b"1234")
    await web.files_completeUploadExternal(files=[{"id": file}])

    again = await refused(web.files_completeUploadExternal(files=[{"id": file}]))
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{slack.world.url}/upload/v1/{slack.world.files[file].secret}", data=b"1234") as late,
    ):
        assert late.status == 409

    assert again["error"] == "file_update_failed"
    assert slack.refusals[-1].startswith("upload: upload_completed: ")


async def test_a_file_is_shared_where_the_app_may_write(slack: LoopbackSlack, web: AsyncWebClient) -> None:
    file, _ = await uploading(web, b"1234")
    files: list[dict[str, str | None]] = [{"id": file}]

    nowhere = await refused(web.files_completeUploadExternal(files=files, channel_id="C0NOWHERE"))
    outside = await refused(web.files_completeUploadExternal(files=files, channel_id="C0ELSEWHERE"))
    thread = await refused(
        web.files_completeUploadExternal(files=files, channel_id="C0GENERAL", thread_ts="1.0")
    )
    many = await refused(
        web.files_completeUploadExternal(files=files, channels=["C0GENERAL", "C0PRIVATE"], thread_ts="1.0")
    )
    blocks = await refused(
        web.files_completeUploadExternal(files=files, channel_id="C0GENERAL", blocks="[{}]")
    )

    codes = [answer["error"] for answer in (nowhere, outside, thread, many, blocks)]
    assert codes == [
        "channel_not_found",
        "not_in_channel",
        "thread_not_found",
        "invalid_arguments",
        "invalid_blocks",
    ]


async def test_a_picture_is_a_picture(slack: LoopbackSlack, web: AsyncWebClient) -> None:
    file, _ = await uploading(web, b"words", "notes.txt")
    await web.files_completeUploadExternal(files=[{"id": file}])
    image = {"type": "image", "alt_text": "Notes", "slack_file": {"id": file}}

    answer = await refused(web.chat_postMessage(channel="C0GENERAL", text="Look", blocks=[image]))
    assert answer["error"] == "invalid_blocks"
    assert "png, jpg, jpeg or gif" in slack.refusals[-1]


async def test_a_file_is_looked_up_by_its_id() -> None:
    async with LoopbackSlack(scopes=frozenset({"files:read", "files:write"})) as slack:
        web = AsyncWebClient(slack.bot_token, slack.api_url)
        file, _ = await uploading(web, b"1234")
        before = await refused(web.files_info(file=file))
        await web.files_completeUploadExternal(files=[{"id": file}])
        after = await web.files_info(file=file)

    assert before["error"] == "file_not_found"
    assert (after["file"]["name"], after["file"]["size"]) == ("curve.png", 4)


async def test_a_file_is_shared_with_words_in_a_thread(
    slack: LoopbackSlack, web: AsyncWebClient, listener: Listener
) -> None:
    parent = (await slack.says(slack.member, slack.general, "My data?")).ts
    done = await web.files_upload_v2(
        filename="data.json", content="{}", channel="C0GENERAL", thread_ts=parent, initial_comment="All of it"
    )
    await until(lambda: len(listener.events) == 2)

    (message,) = await slack.reads(slack.member, slack.general, parent)
    assert (message.text, message.files, message.metadata) == ("All of it", {"data.json": b"{}"}, None)
    assert done["files"][0]["shares"] == {}, "the answer does not know of it yet"
    assert (listener.events[1]["subtype"], listener.events[1]["thread_ts"]) == ("file_share", parent)
    assert slack.refusals == []


async def test_a_picture_is_seen_in_a_message(slack: LoopbackSlack, web: AsyncWebClient) -> None:
    file, _ = await uploading(web, b"\x89PNG")
    await web.files_completeUploadExternal(files=[{"id": file}])
    image = {"type": "image", "alt_text": "A curve", "slack_file": {"id": file}}
    await web.chat_postMessage(channel="C0GENERAL", text="Look", blocks=[image])

    (message,) = await slack.reads(slack.member, slack.general)
    assert message.pictures == {"A curve": b"\x89PNG"}


async def test_a_picture_is_looked_at_before_it_is_shown() -> None:
    async with LoopbackSlack(looks_for=60) as slack:
        web = AsyncWebClient(slack.bot_token, slack.api_url)
        file, _ = await uploading(web, b"\x89PNG")
        await web.files_completeUploadExternal(files=[{"id": file}])
        image = {"type": "image", "alt_text": "A curve", "slack_file": {"id": file}}
        answer = await refused(web.chat_postMessage(channel="C0GENERAL", text="Look", blocks=[image]))

        assert answer["error"] == "invalid_blocks"
        assert slack.refusals[-1].endswith("slack_file is looked at before it is shown")


async def test_an_upload_may_be_a_form(slack: LoopbackSlack, web: AsyncWebClient) -> None:
    given = await web.files_getUploadURLExternal(filename="a.txt", length=4)
    form = aiohttp.FormData({"file": io.BytesIO(b"1234")})
    async with aiohttp.ClientSession() as session, session.post(given["upload_url"], data=form) as response:
        assert (response.status, await response.text()) == (200, "OK - 4")


async def test_where_a_file_is_shared_is_looked_up() -> None:
    async with LoopbackSlack(scopes=frozenset({"files:read", "files:write", "chat:write"})) as slack:
        web = AsyncWebClient(slack.bot_token, slack.api_url)
        file, _ = await uploading(web, b"1234")
        await web.files_completeUploadExternal(files=[{"id": file}], channels=["C0GENERAL", "U0BOB"])
        found = (await web.files_info(file=file))["file"]
        (message,) = await slack.reads(slack.member, slack.general)

    assert found["shares"]["public"] == {"C0GENERAL": [{"ts": message.ts}]}
    assert (found["channels"], len(found["ims"])) == (["C0GENERAL"], 1)
