"""What the loopback Slack refuses of calls: a code for programs, and the platform's rule for people."""

from __future__ import annotations

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack.loopback.listener import refused
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.adapters.slack.loopback.state import Json

PLAIN: Json = {"channel": "C0GENERAL", "text": "Hello"}
MODAL: Json = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Title"},
    "blocks": [{"type": "divider"}],
}
HOME: Json = {"type": "home", "blocks": [{"type": "divider"}]}
HEADER: Json = {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}

# Method, arguments, code, and words of the rule.
REFUSED: list[tuple[str, Json, str, str]] = [
    ("chat.shout", {}, "unknown_method", "there is no method chat.shout"),
    ("api.test", {"error": "my_error"}, "my_error", "the error that it was given"),
    # Arguments
    ("chat.postMessage", PLAIN | {"colour": "red"}, "invalid_arguments", "takes no argument colour"),
    ("chat.postMessage", {"text": "Hello"}, "invalid_arguments", "needs the argument channel"),
    ("chat.postMessage", PLAIN | {"unfurl_links": "maybe"}, "invalid_arguments", "unfurl_links is no flag"),
    ("chat.postMessage", PLAIN | {"blocks": "[{"}, "invalid_arguments", "blocks is JSON"),
    ("conversations.open", {}, "invalid_arguments", "needs the argument channel or users"),
    # Content
    ("chat.postMessage", {"channel": "C0GENERAL"}, "no_text", "a message has text or blocks"),
    ("chat.postMessage", PLAIN | {"blocks": [{"type": "marquee"}]}, "invalid_blocks", "is of no type"),
    ("chat.postMessage", PLAIN | {"blocks": [HEADER]}, "invalid_blocks", "at most 150 characters"),
    ("chat.postMessage", PLAIN | {"text": "x" * 4001}, "invalid_arguments", "at most 4,000 characters"),
    ("chat.postEphemeral", PLAIN | {"user": "U0BOB", "blocks": [HEADER]}, "invalid_blocks", "150 characters"),
    (
        "chat.postMessage",
        PLAIN | {"blocks": [{"type": "image", "alt_text": "A curve", "slack_file": {"id": "F0NONE"}}]},
        "invalid_blocks",
        "a file that was uploaded whole",
    ),
    # Places and people
    ("chat.postMessage", PLAIN | {"channel": "C0NOWHERE"}, "channel_not_found", "no conversation C0NOWHERE"),
    ("chat.postMessage", PLAIN | {"channel": "C0ELSEWHERE"}, "not_in_channel", "the app is not in elsewhere"),
    ("chat.postMessage", PLAIN | {"channel": "U0ZED"}, "user_disabled", "zed is deactivated"),
    ("chat.postMessage", PLAIN | {"channel": "U0SAM"}, "channel_not_found", "no direct conversation"),
    ("chat.postMessage", PLAIN | {"thread_ts": "1771234567.000100"}, "thread_not_found", "to reply to"),
    ("chat.postEphemeral", PLAIN | {"user": "U0NOBODY"}, "user_not_found", "nobody here is U0NOBODY"),
    ("chat.postEphemeral", PLAIN | {"user": "U0SAM"}, "user_not_in_channel", "sam is not in general"),
    ("chat.update", PLAIN | {"ts": "1771234567.000100"}, "message_not_found", "no message 1771234567.000100"),
    ("users.info", {"user": "U0NOBODY"}, "user_not_found", "nobody here is U0NOBODY"),
    ("bots.info", {"bot": "B0NOBODY"}, "bot_not_found", "no bot here is B0NOBODY"),
    ("conversations.info", {"channel": "C0NOWHERE"}, "channel_not_found", "no conversation C0NOWHERE"),
    ("conversations.open", {"users": "U0NOBODY"}, "user_not_found", "nobody here is U0NOBODY"),
    ("conversations.open", {"users": "U0ZED"}, "user_disabled", "zed is deactivated"),
    ("conversations.open", {"users": "U0KOKO"}, "cannot_dm_bot", "no direct conversation with a bot"),
    ("conversations.open", {"users": "U0ADA,U0BOB"}, "method_not_supported_for_channel_type", "mpim:write"),
    ("conversations.history", {"channel": "C0ELSEWHERE"}, "not_in_channel", "the app is not in elsewhere"),
    ("conversations.history", {"channel": "C0GENERAL", "cursor": "x"}, "invalid_cursor", "of an earlier"),
    ("conversations.history", {"channel": "C0GENERAL", "limit": 0}, "invalid_limit", "1 to 999"),
    ("conversations.replies", {"channel": "C0GENERAL", "ts": "1.0"}, "thread_not_found", "no message 1.0"),
    ("conversations.replies", {"channel": "C0ELSEWHERE", "ts": "1.0"}, "not_in_channel", "is not in"),
    # Reactions
    (
        "reactions.add",
        {"channel": "C0GENERAL", "timestamp": "1771234567.000100", "name": "eyes"},
        "message_not_found",
        "no message 1771234567.000100 is in general",
    ),
    # Views
    ("views.open", {"trigger_id": "1.2.x", "view": MODAL}, "invalid_trigger_id", "from what a person"),
    ("views.open", {"view": MODAL}, "invalid_arguments", "needs the argument trigger_id"),
    ("views.update", {"view_id": "V0NONE", "view": MODAL}, "not_found", "by its view_id"),
    ("views.publish", {"user_id": "U0SAM", "view": HOME}, "invalid_arguments", "somebody in the workspace"),
    ("views.publish", {"user_id": "U0BOB", "view": MODAL}, "invalid_arguments", "has the type home here"),
    ("views.publish", {"user_id": "U0BOB", "view": HOME | {"blocks": [HEADER]}}, "invalid_arguments", "150"),
    (
        "views.publish",
        {"user_id": "U0BOB", "view": HOME | {"private_metadata": "x" * 250_000}},
        "view_too_large",
        "at most 250,000 bytes",
    ),
    # Files
    ("files.getUploadURLExternal", {"filename": "a.png", "length": 0}, "invalid_arguments", "1 or more"),
    ("files.completeUploadExternal", {"files": []}, "invalid_arguments", "a list of 1 to 10"),
    ("files.completeUploadExternal", {"files": [{"id": "F0NONE"}]}, "file_not_found", "getUploadURLExternal"),
    ("files.info", {"file": "F0NONE"}, "missing_scope", "needs the scope files:read"),
]


@pytest.mark.parametrize(("method", "arguments", "code", "rule"), REFUSED)
async def test_a_call_that_breaks_a_rule(
    slack: LoopbackSlack, web: AsyncWebClient, method: str, arguments: Json, code: str, rule: str
) -> None:
    answer = await refused(web.api_call(method, json=arguments))

    assert answer["error"] == code
    (refusal,) = slack.refusals
    assert refusal.startswith(f"{method}: {code}: ")
    assert rule in refusal


# Tokens


@pytest.mark.parametrize(
    ("token", "code", "rule"),
    [
        ("", "not_authed", "a call carries a token"),
        ("xoxb-guessed", "invalid_auth", "never given out"),
    ],
)
async def test_a_wrong_token(slack: LoopbackSlack, token: str, code: str, rule: str) -> None:
    answer = await refused(AsyncWebClient(token, slack.api_url).auth_test())

    assert answer["error"] == code
    assert rule in slack.refusals[-1]


async def test_a_token_of_the_wrong_kind(slack: LoopbackSlack) -> None:
    client = AsyncWebClient(base_url=slack.api_url)

    posted = await refused(client.chat_postMessage(token=slack.app_token, channel="C0GENERAL", text="Hello"))
    opened = await refused(client.apps_connections_open(app_token=slack.bot_token))

    assert posted["error"] == opened["error"] == "not_allowed_token_type"


async def test_a_revoked_token(slack: LoopbackSlack, web: AsyncWebClient) -> None:
    await web.auth_revoke()

    assert (await refused(web.auth_test()))["error"] == "token_revoked"


async def test_a_token_of_a_workspace_that_removed_the_app(slack: LoopbackSlack, web: AsyncWebClient) -> None:
    await slack.uninstalls()

    assert (await refused(web.auth_test()))["error"] == "account_inactive"


async def test_a_scope_that_was_not_granted() -> None:
    async with LoopbackSlack(scopes=frozenset({"users:read", "im:history"})) as slack:
        web = AsyncWebClient(slack.bot_token, slack.api_url)
        told = await web.auth_test()
        posted = await refused(web.chat_postMessage(channel="C0GENERAL", text="Hello"))
        read = await refused(web.conversations_history(channel="C0GENERAL"))

    assert told.headers["x-oauth-scopes"] == "im:history,users:read"
    assert posted["error"] == "missing_scope"
    assert (posted["needed"], posted["provided"]) == ("chat:write", "im:history,users:read")
    assert read["needed"] == "channels:history"


# Bodies


@pytest.mark.parametrize(
    ("content_type", "body", "code"),
    [
        ("application/json", "{", "invalid_json"),
        ("application/json", "[]", "json_not_object"),
        ("application/json", '{"token": "xoxb-in-json"}', "not_authed"),
        ("text/plain", "channel=C0GENERAL", "invalid_post_type"),
    ],
)
async def test_a_body_that_is_none(slack: LoopbackSlack, content_type: str, body: str, code: str) -> None:
    headers = {"Content-Type": content_type, "Authorization": f"Bearer {slack.bot_token}"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{slack.api_url}chat.postMessage", data=body, headers=headers) as response,
    ):
        answer = await response.json()

    assert answer["error"] == code
    assert slack.refusals[-1].startswith(f"chat.postMessage: {code}: ")


async def test_arguments_come_as_a_form_as_json_or_in_the_address(
    slack: LoopbackSlack, web: AsyncWebClient
) -> None:
    await web.api_call("chat.postMessage", params={"channel": "C0GENERAL", "text": "In the address"})
    await web.api_call("chat.postMessage", data={"channel": "C0GENERAL", "text": "As a form"})
    await web.api_call("chat.postMessage", json={"channel": "C0GENERAL", "text": "As JSON"})

    texts = [one.text for one in await slack.reads(slack.member, slack.general)]
    assert texts == ["In the address", "As a form", "As JSON"]
    assert slack.refusals == []


# Channels in a bad way


async def test_an_archived_channel(slack: LoopbackSlack, web: AsyncWebClient) -> None:
    message = await web.chat_postMessage(channel="C0GENERAL", text="Hello")
    await slack.archives(slack.admin, slack.general)

    posted = await refused(web.chat_postMessage(channel="C0GENERAL", text="Hello"))
    updated = await refused(web.chat_update(channel="C0GENERAL", ts=message["ts"], text="Bye"))
    reacted = await refused(web.reactions_add(channel="C0GENERAL", timestamp=message["ts"], name="eyes"))

    assert {posted["error"], updated["error"], reacted["error"]} == {"is_archived"}
    assert slack.refusals[0] == "chat.postMessage: is_archived: general is archived"


async def test_a_channel_that_apps_may_not_post_to(slack: LoopbackSlack, web: AsyncWebClient) -> None:
    await slack.makes_read_only(slack.general)

    answer = await refused(web.chat_postMessage(channel="C0GENERAL", text="Hello"))
    assert answer["error"] == "restricted_action_read_only_channel"


async def test_a_private_channel_without_the_app_is_not_even_named(
    slack: LoopbackSlack, web: AsyncWebClient
) -> None:
    await slack.removes(slack.admin, slack.private, slack.team.bot)

    answer = await refused(web.conversations_info(channel=slack.private.id))
    assert answer["error"] == "channel_not_found"


async def test_a_deleted_channel(slack: LoopbackSlack, web: AsyncWebClient) -> None:
    await slack.removes_channel(slack.admin, slack.general)

    answer = await refused(web.chat_postMessage(channel="C0GENERAL", text="Hello"))
    assert answer["error"] == "channel_not_found"


async def test_more_posts_than_a_channel_takes() -> None:
    async with LoopbackSlack(post_interval=60) as slack:
        web = AsyncWebClient(slack.bot_token, slack.api_url)
        await web.chat_postMessage(channel="C0GENERAL", text="One")
        await web.chat_postMessage(channel="C0PRIVATE", text="Another channel has a pace of its own")
        answer = await refused(web.chat_postMessage(channel="C0GENERAL", text="Two"))

    assert (answer.status_code, answer["error"]) == (429, "ratelimited")
    assert int(answer.headers["Retry-After"]) == 60


# Messages


async def test_a_message_of_somebody_else_is_not_updated(slack: LoopbackSlack, web: AsyncWebClient) -> None:
    act = await slack.says(slack.member, slack.general, "Mine")

    answer = await refused(web.chat_update(channel="C0GENERAL", ts=act.ts, text="Yours"))
    assert answer["error"] == "cant_update_message"


async def test_an_ephemeral_message_is_nowhere_to_be_found(slack: LoopbackSlack, web: AsyncWebClient) -> None:
    sent = await web.chat_postEphemeral(channel="C0GENERAL", user="U0BOB", text="For you")

    updated = await refused(web.chat_update(channel="C0GENERAL", ts=sent["message_ts"], text="Bye"))
    assert updated["error"] == "message_not_found"
    assert (await web.conversations_history(channel="C0GENERAL"))["messages"] == []


async def test_a_reaction_is_given_once_and_taken_once(slack: LoopbackSlack, web: AsyncWebClient) -> None:
    ts = (await slack.says(slack.member, slack.general, "Well?")).ts
    await web.reactions_add(channel="C0GENERAL", timestamp=ts, name="eyes")

    again = await refused(web.reactions_add(channel="C0GENERAL", timestamp=ts, name="eyes"))
    misspelt = await refused(web.reactions_add(channel="C0GENERAL", timestamp=ts, name=":eyes:"))
    await web.reactions_remove(channel="C0GENERAL", timestamp=ts, name="eyes")
    gone = await refused(web.reactions_remove(channel="C0GENERAL", timestamp=ts, name="eyes"))

    assert (again["error"], misspelt["error"], gone["error"]) == (
        "already_reacted",
        "invalid_name",
        "no_reaction",
    )


async def test_the_reactions_of_others_stay(slack: LoopbackSlack, web: AsyncWebClient) -> None:
    ts = (await slack.says(slack.member, slack.general, "Well?")).ts
    await web.reactions_add(channel="C0GENERAL", timestamp=ts, name="eyes")
    slack.world.messages["C0GENERAL"][ts].reactions["eyes"].append("U0ADA")
    await web.reactions_remove(channel="C0GENERAL", timestamp=ts, name="eyes")

    (message,) = (await web.conversations_history(channel="C0GENERAL"))["messages"]
    assert message["reactions"] == [{"name": "eyes", "users": ["U0ADA"], "count": 1}]


async def test_nobody_reacts_where_the_app_is_not(slack: LoopbackSlack, web: AsyncWebClient) -> None:
    ts = (await slack.says(slack.member, slack.elsewhere, "Well?")).ts

    answer = await refused(web.reactions_add(channel="C0ELSEWHERE", timestamp=ts, name="eyes"))
    assert answer["error"] == "not_in_channel"


async def test_reactions_have_an_end(slack: LoopbackSlack, web: AsyncWebClient) -> None:
    ts = (await slack.says(slack.member, slack.general, "Well?")).ts
    (message,) = slack.world.messages["C0GENERAL"].values()
    message.reactions = {f"emoji_{number}": [slack.team.bot.id] for number in range(23)}

    answer = await refused(web.reactions_add(channel="C0GENERAL", timestamp=ts, name="eyes"))
    assert answer["error"] == "too_many_reactions"
