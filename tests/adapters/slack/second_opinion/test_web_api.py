"""What Koko asks of Slack's Web API, answered by emulate, which knows nothing of Koko.

It has an opinion on methods, names of arguments, the least scopes, the shapes of answers, the words for
errors, threads, metadata, uploads and the OAuth exchange. The rest is left to the loopback Slack, for emulate

- takes any block and view, and any text up to 40,000 characters;
- lets everybody post to a public channel that they are not in, and answer threads that are not there;
- takes any token that it doesn't know for that of the first admin, without scopes;
- gives metadata and all messages, asked or not (`include_all_metadata`, `oldest`, `latest`, `inclusive`);
- has no Socket Mode, slash commands, buttons, submitted forms, `response_url`, rate limits, token rotation,
  Slack Connect, guests or deactivated members.

It reads arguments from the body of a POST alone, so `serve.mjs` moves them there.
"""

from __future__ import annotations

import re
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth import AuthorizeUrlGenerator
from slack_sdk.web.async_client import AsyncWebClient
from yarl import URL

from adapters.slack.scopes import BOT_SCOPES
from tests.adapters.slack.block_kit import header, line, rich, words
from tests.adapters.slack.second_opinion.emulate import (
    ADMIN,
    ADMIN_TOKEN,
    BOT,
    CLIENT_ID,
    CLIENT_SECRET,
    GENERAL,
    MEMBER_TOKEN,
    REDIRECT,
    TEAM,
    Emulate,
    running,
)

KEY = {"event_type": "koko_post", "event_payload": {"key": "challenge:7"}}
QUESTION = [header(), rich(line(words("What does top_k do?")))]


async def post(web: AsyncWebClient, **more: Any) -> str:
    """Post as Koko does; returns the message's `ts`."""
    posted = await web.chat_postMessage(
        channel=GENERAL,
        text="Question of the day",
        blocks=QUESTION,
        metadata=KEY,
        unfurl_links=False,
        unfurl_media=False,
        **more,
    )
    return str(posted["ts"])


def refused(error: pytest.ExceptionInfo[SlackApiError]) -> str:
    return str(error.value.response["error"])


async def test_the_token_says_who_koko_is(emulate: Emulate) -> None:
    me = await emulate.web().auth_test()

    assert (me["team_id"], me["user_id"], me["bot_id"]) == (TEAM, BOT, "B0000KOKO")


async def test_a_post_is_found_again_by_its_key(emulate: Emulate) -> None:
    web = emulate.web()

    ts = await post(web)

    history = await web.conversations_history(channel=GENERAL, include_all_metadata=True, limit=15)
    (found,) = history["messages"]
    assert (found["ts"], found["user"], found["metadata"], found["blocks"]) == (ts, BOT, KEY, QUESTION)
    assert (found["unfurl_links"], found["unfurl_media"]) == (False, False)


async def test_a_post_in_a_thread_is_found_there_and_not_in_the_channel(emulate: Emulate) -> None:
    web = emulate.web()
    question = await post(web)

    verdict = await post(web, thread_ts=question)

    thread = await web.conversations_replies(channel=GENERAL, ts=question, include_all_metadata=True)
    channel = await web.conversations_history(channel=GENERAL)
    assert [message["ts"] for message in thread["messages"]] == [question, verdict]
    assert thread["messages"][1]["metadata"] == KEY
    assert [message["ts"] for message in channel["messages"]] == [question]


async def test_an_edit_takes_the_place_of_text_and_blocks_and_keeps_the_key(emulate: Emulate) -> None:
    web = emulate.web()
    ts = await post(web)

    await web.chat_update(channel=GENERAL, ts=ts, text="Closed", blocks=[header("Closed")])

    history = await web.conversations_history(channel=GENERAL)
    (message,) = history["messages"]
    assert (message["text"], message["blocks"]) == ("Closed", [header("Closed")])
    assert message["metadata"] == KEY
    assert message["edited"]["user"] == BOT


async def test_nobody_elses_message_can_be_edited(emulate: Emulate) -> None:
    theirs = await post(emulate.web(MEMBER_TOKEN))

    with pytest.raises(SlackApiError) as error:
        await emulate.web().chat_update(channel=GENERAL, ts=theirs, text="Mine")

    assert refused(error) == "cant_update_message"


async def test_a_reaction_is_put_on_once_and_taken_off_once(emulate: Emulate) -> None:
    web = emulate.web()
    reaction = {"channel": GENERAL, "timestamp": await post(web), "name": "eyes"}

    await web.reactions_add(**reaction)
    with pytest.raises(SlackApiError) as twice:
        await web.reactions_add(**reaction)
    await web.reactions_remove(**reaction)
    with pytest.raises(SlackApiError) as none_left:
        await web.reactions_remove(**reaction)

    assert refused(twice) == "already_reacted"
    assert refused(none_left) == "no_reaction"


async def test_a_person_has_one_direct_channel(emulate: Emulate) -> None:
    web = emulate.web()

    first = await web.conversations_open(users=ADMIN)
    again = await web.conversations_open(users=ADMIN)

    assert first["channel"]["id"] == again["channel"]["id"]


async def test_a_channel_says_who_made_it_and_whether_koko_is_in_it(emulate: Emulate) -> None:
    web = emulate.web()
    before = (await web.conversations_info(channel=GENERAL))["channel"]

    await emulate.web(ADMIN_TOKEN).conversations_invite(channel=GENERAL, users=BOT)

    after = (await web.conversations_info(channel=GENERAL))["channel"]
    assert (before["creator"], before["is_member"], after["is_member"]) == (ADMIN, False, True)


async def test_a_member_has_a_name_and_a_rank(emulate: Emulate) -> None:
    user = (await emulate.web().users_info(user=ADMIN))["user"]

    assert (user["profile"]["display_name"], user["profile"]["real_name"]) == ("admin", "Admin User")
    assert (user["team_id"], user["is_admin"], user["is_bot"], user["deleted"]) == (TEAM, True, False, False)


async def test_an_archived_channel_refuses_a_post(emulate: Emulate) -> None:
    admin = emulate.web(ADMIN_TOKEN)
    channel = (await admin.conversations_create(name="last-year"))["channel"]["id"]
    await admin.conversations_archive(channel=channel)

    with pytest.raises(SlackApiError) as error:
        await emulate.web().chat_postMessage(channel=channel, text="Anybody?")

    assert refused(error) == "is_archived"


@pytest.mark.parametrize("channel", ["C0000GONE", "D0000GONE"])
async def test_an_unknown_channel_is_not_found(emulate: Emulate, channel: str) -> None:
    with pytest.raises(SlackApiError) as error:
        await emulate.web().chat_postMessage(channel=channel, text="Anybody?")

    assert refused(error) == "channel_not_found"


async def test_a_file_is_uploaded_in_three_steps_and_shared_in_a_thread(emulate: Emulate) -> None:
    web = emulate.web()
    question = await post(web)

    place = await web.files_getUploadURLExternal(filename="mine.json", length=2)
    async with aiohttp.ClientSession() as session, session.post(place["upload_url"], data=b"{}") as answer:
        assert answer.status == 200
    file = {"id": place["file_id"], "title": "mine.json"}
    await web.files_completeUploadExternal(files=[file], channel_id=GENERAL, thread_ts=question)

    thread = await web.conversations_replies(channel=GENERAL, ts=question)
    (shared,) = thread["messages"][1]["files"]
    assert (shared["id"], shared["name"], shared["size"]) == (place["file_id"], "mine.json", 2)


async def test_a_form_opens_once_for_a_trigger(emulate: Emulate) -> None:
    web = emulate.web()
    trigger = (await web.api_call("views.generateTriggerId", params={"user_id": ADMIN}))["trigger_id"]
    form = {"type": "modal", "title": {"type": "plain_text", "text": "Answer"}, "blocks": QUESTION}

    opened = await web.views_open(trigger_id=trigger, view=form | {"private_metadata": "where"})
    with pytest.raises(SlackApiError) as error:
        await web.views_open(trigger_id=trigger, view=form)

    assert (opened["view"]["private_metadata"], opened["view"]["blocks"]) == ("where", QUESTION)
    assert refused(error) == "exchanged_trigger_id"


async def test_a_home_is_published_in_place_of_the_last_one(emulate: Emulate) -> None:
    web = emulate.web()

    first = await web.views_publish(user_id=ADMIN, view={"type": "home", "blocks": QUESTION})
    second = await web.views_publish(user_id=ADMIN, view={"type": "home", "blocks": [header("Streak")]})

    assert first["view"]["id"] == second["view"]["id"]
    assert second["view"]["blocks"] == [header("Streak")]


@pytest.mark.parametrize(
    "scope", ["chat:write", "reactions:write", "channels:history", "users:read", "im:write"]
)
async def test_a_missing_scope_is_named(scope: str) -> None:
    calls = {
        "chat:write": ("chat.postMessage", {"channel": GENERAL, "text": "x"}),
        "reactions:write": ("reactions.add", {"channel": GENERAL, "timestamp": "1", "name": "eyes"}),
        "channels:history": ("conversations.history", {"channel": GENERAL}),
        "users:read": ("users.info", {"user": ADMIN}),
        "im:write": ("conversations.open", {"users": ADMIN}),
    }
    method, arguments = calls[scope]

    async with running(scopes=[name for name in BOT_SCOPES if name != scope]) as emulate:
        with pytest.raises(SlackApiError) as error:
            await emulate.web().api_call(method, params=arguments)

    assert (error.value.response["error"], error.value.response["needed"]) == ("missing_scope", scope)


async def test_an_installation_ends_in_a_token_that_works_once_asked(emulate: Emulate) -> None:
    asked = AuthorizeUrlGenerator(
        client_id=CLIENT_ID,
        scopes=list(BOT_SCOPES),
        redirect_uri=REDIRECT,
        authorization_url=f"{emulate.url}/oauth/v2/authorize",
    ).generate("a state")
    async with aiohttp.ClientSession() as browser:
        page = await (await browser.get(asked)).text()
        chosen = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.partition("</form>")[0]))
        back = await browser.post(
            f"{emulate.url}/oauth/v2/authorize/callback", data=chosen, allow_redirects=False
        )
    returned = URL(back.headers["Location"]).query
    exchange = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "redirect_uri": REDIRECT}

    installed = await AsyncWebClient(base_url=emulate.api_url).oauth_v2_access(
        code=returned["code"], **exchange
    )
    with pytest.raises(SlackApiError) as again:
        await AsyncWebClient(base_url=emulate.api_url).oauth_v2_access(code=returned["code"], **exchange)

    assert returned["state"] == "a state"
    assert (installed["team"]["id"], installed["bot_user_id"]) == (TEAM, BOT)
    assert set(installed["scope"].split(",")) == set(BOT_SCOPES)
    assert refused(again) == "invalid_code"
    assert (await emulate.web(installed["access_token"]).auth_test())["user_id"] == BOT
