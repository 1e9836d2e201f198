"""The loopback Slack of these tests against emulate: one story in both, and what they answer, side by side.

The loopback tells more, as Slack does, and refuses more; where both say something they have to agree.
"""

from __future__ import annotations

from collections.abc import Awaitable, Iterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from tests.adapters.slack.block_kit import header, plain
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.adapters.slack.second_opinion.emulate import ADMIN, ADMIN_TOKEN, BOT, GENERAL, Emulate

Json = dict[str, Any]

READ = {
    "auth.test": {"user_id", "bot_id", "team_id", "team"},
    "a post": {"ts"},
    "the channel": {"messages[].ts", "messages[].metadata.event_payload.key"},
    "the thread": {"messages[].ts", "messages[].metadata.event_payload.key"},
    "a direct channel": {"channel.id"},
    "about a channel": {"channel.is_member", "channel.creator"},
    "about a person": {
        "user.team_id",
        "user.is_admin",
        "user.is_bot",
        "user.deleted",
        "user.profile.display_name",
        "user.profile.real_name",
    },
    "an address to upload to": {"upload_url", "file_id"},
}
"""What Koko reads of answers."""


async def answer(call: Awaitable[AsyncSlackResponse]) -> Json:
    try:
        response = await call
    except SlackApiError as error:
        response = error.response
    assert isinstance(response.data, dict)
    return response.data


async def story(web: AsyncWebClient, channel: str, person: str) -> dict[str, Json]:
    """A day of Koko's, call by call, with what comes back."""
    said: dict[str, Json] = {"auth.test": await answer(web.auth_test())}
    message: Json = {
        "channel": channel,
        "text": "Question of the day",
        "blocks": [header()],
        "metadata": {"event_type": "koko_post", "event_payload": {"key": "challenge:7"}},
    }
    said["a post"] = await answer(web.chat_postMessage(**message))
    ts = said["a post"]["ts"]
    eyes = {"channel": channel, "timestamp": ts, "name": "eyes"}
    said["a reply"] = await answer(web.chat_postMessage(thread_ts=ts, **message))
    said["an edit"] = await answer(web.chat_update(channel=channel, ts=ts, text="Closed", blocks=[header()]))
    said["a reaction"] = await answer(web.reactions_add(**eyes))
    said["a reaction again"] = await answer(web.reactions_add(**eyes))
    said["the channel"] = await answer(
        web.conversations_history(channel=channel, include_all_metadata=True, limit=15)
    )
    said["no reaction"] = await answer(web.reactions_remove(**eyes))
    said["no reaction again"] = await answer(web.reactions_remove(**eyes))
    said["the thread"] = await answer(
        web.conversations_replies(channel=channel, ts=ts, include_all_metadata=True, limit=15)
    )
    said["a direct channel"] = await answer(web.conversations_open(users=person))
    said["about a channel"] = await answer(web.conversations_info(channel=channel))
    said["about a person"] = await answer(web.users_info(user=person))
    said["about nobody"] = await answer(web.users_info(user="U0NOBODY"))
    said["a post to nowhere"] = await answer(web.chat_postMessage(channel="C0NOWHERE", text="Anybody?"))
    place = said["an address to upload to"] = await answer(
        web.files_getUploadURLExternal(filename="mine.json", length=2)
    )
    async with aiohttp.ClientSession() as session, session.post(place["upload_url"], data=b"{}") as upload:
        said["an upload"] = {"status": upload.status}
    said["a shared file"] = await answer(
        web.files_completeUploadExternal(
            files=[{"id": place["file_id"], "title": "mine.json"}], channel_id=channel, thread_ts=ts
        )
    )
    said["a private answer"] = await answer(
        web.chat_postEphemeral(channel=channel, user=person, text="Right", blocks=[header()])
    )
    said["a home"] = await answer(
        web.views_publish(user_id=person, view={"type": "home", "blocks": [header()]})
    )
    form = {"type": "modal", "title": plain("Answer"), "blocks": [header()]}
    said["a form without a trigger"] = await answer(web.views_open(trigger_id="1.2.3", view=form))
    return said


def shape(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Each path in an answer, and the type of what is there."""
    match value:
        case dict():
            for key, inner in value.items():
                yield from shape(inner, f"{path}.{key}".removeprefix("."))
        case list():
            for inner in value:
                yield from shape(inner, f"{path}[]")
        case _:
            yield path, type(value).__name__


Stories = tuple[dict[str, Json], dict[str, Json]]


@pytest.fixture
async def stories(emulate: Emulate) -> Stories:
    """Emulate's answers, and ours."""
    await emulate.web(ADMIN_TOKEN).conversations_invite(channel=GENERAL, users=BOT)
    async with LoopbackSlack() as slack:
        ours = AsyncWebClient(slack.bot_token, slack.api_url)
        return (
            await story(emulate.web(), GENERAL, ADMIN),
            await story(ours, slack.general.id, slack.admin.id),
        )


async def test_both_take_and_refuse_the_same_in_the_same_words(stories: Stories) -> None:
    theirs, ours = ({step: said.get("error") for step, said in answers.items()} for answers in stories)

    assert ours == theirs
    assert {step: error for step, error in ours.items() if error} == {
        "a reaction again": "already_reacted",
        "no reaction again": "no_reaction",
        "about nobody": "user_not_found",
        "a post to nowhere": "channel_not_found",
        "a form without a trigger": "invalid_trigger_id",
    }


async def test_what_both_say_is_of_one_type(stories: Stories) -> None:
    theirs, ours = ({step: dict(shape(said)) for step, said in answers.items()} for answers in stories)

    differences = [
        (step, path, kind, ours[step][path])
        for step, shapes in theirs.items()
        for path, kind in shapes.items()
        if path in ours[step] and ours[step][path] != kind
    ]

    assert differences == []


async def test_both_say_all_that_koko_reads(stories: Stories) -> None:
    for answers in stories:
        missing = {step: paths - dict(shape(answers[step])).keys() for step, paths in READ.items()}
        assert missing == {step: set() for step in READ}


async def test_both_find_the_same_messages_in_the_channel_and_in_the_thread(stories: Stories) -> None:
    theirs, ours = (
        {step: [m["text"] for m in answers[step]["messages"]] for step in ("the channel", "the thread")}
        for answers in stories
    )

    assert ours == theirs == {"the channel": ["Closed"], "the thread": ["Closed", "Question of the day"]}
