"""What happens to channels of the loopback Slack, and the events by which the app hears of it."""

from __future__ import annotations

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack.loopback.listener import Listener
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.waiting import until


async def test_the_app_is_invited_and_removed(slack: LoopbackSlack, listener: Listener) -> None:
    act = await slack.invites(slack.admin, slack.elsewhere, slack.team.bot)
    await until(lambda: act.acknowledgements)
    joined = listener.events[-1]
    assert (joined["type"], joined["channel"], joined["user"], joined["inviter"]) == (
        "member_joined_channel",
        "C0ELSEWHERE",
        "U0KOKO",
        "U0ADA",
    )

    act = await slack.removes(slack.admin, slack.elsewhere, slack.team.bot)
    await until(lambda: act.acknowledgements)
    assert (listener.events[-1]["type"], listener.events[-1]["channel"]) == ("channel_left", "C0ELSEWHERE")
    act = await slack.says(slack.member, slack.elsewhere, "Are they gone?")
    assert act.deliveries == 0


async def test_slack_writes_into_the_channel_what_happened(slack: LoopbackSlack, listener: Listener) -> None:
    channel = await slack.creates_channel(slack.admin, "new")
    await slack.invites(slack.admin, channel, slack.team.bot)
    await slack.invites(slack.admin, channel, slack.member)
    await slack.removes(slack.admin, channel, slack.member)
    await slack.renames(slack.admin, channel, "newer")
    await slack.makes_private(slack.admin, channel)
    await slack.archives(slack.admin, channel)
    act = await slack.unarchives(slack.admin, channel)

    assert [one.subtype for one in await slack.reads(slack.admin, channel)] == [
        "channel_join",
        "channel_join",
        "channel_name",
        "channel_convert_to_private",
        "group_archive",
        "group_unarchive",
    ]
    assert act.payload["event"]["type"] == "group_unarchive"
    assert await slack.reads(slack.member, channel) == []
    await until(lambda: len(listener.events) > 5)


@pytest.mark.parametrize(("name", "kind"), [("general", "channel"), ("private", "group")])
async def test_what_happens_to_public_and_private_channels_has_names_of_its_own(
    slack: LoopbackSlack, listener: Listener, name: str, kind: str
) -> None:
    channel = {"general": slack.general, "private": slack.private}[name]
    archived = await slack.archives(slack.admin, channel)
    left = await slack.removes(slack.admin, channel, slack.team.bot)
    deleted = await slack.removes_channel(slack.admin, channel)
    await until(lambda: left.acknowledgements)

    types = [act.payload["event"]["type"] for act in (archived, left, deleted)]
    assert types == [f"{kind}_archive", f"{kind}_left", f"{kind}_deleted"]


async def test_events_need_scopes_and_subscriptions() -> None:
    scopes = frozenset({"groups:history", "channels:read"})
    events = frozenset({"message.channels", "message.groups", "channel_archive", "group_archive"})
    async with LoopbackSlack(scopes=scopes, events=events) as slack, Listener(slack) as listener:
        await until(lambda: slack.sockets.connections)
        await slack.says(slack.member, slack.general, "Without channels:history")
        await slack.says(slack.member, slack.private, "Heard")
        await slack.opens_home(slack.member)
        await slack.archives(slack.admin, slack.general)
        await slack.archives(slack.admin, slack.private)
        await until(lambda: len(listener.events) == 3)

    heard = [(event["type"], event.get("text")) for event in listener.events]
    told = "<@U0ADA> archived the channel"
    assert heard == [("message", "Heard"), ("channel_archive", None), ("message", told)]


async def test_a_rename_tells_the_new_name(listener: Listener, slack: LoopbackSlack) -> None:
    act = await slack.renames(slack.admin, slack.general, "all-hands")

    assert act.payload["event"]["channel"]["name"] == "all-hands"
    assert act.deliveries == 0, "the manifest does not ask for it"


async def test_channels_are_looked_up(slack: LoopbackSlack, web: AsyncWebClient) -> None:
    general = (await web.conversations_info(channel="C0GENERAL"))["channel"]
    private = (await web.conversations_info(channel="C0PRIVATE", include_num_members=True))["channel"]
    elsewhere = (await web.conversations_info(channel="C0ELSEWHERE"))["channel"]
    direct = (await web.conversations_open(users="U0BOB", return_im=True))["channel"]
    shared = (await web.conversations_info(channel="C0SHARED"))["channel"]

    assert (general["creator"], general["is_member"], general["is_private"]) == ("U0ADA", True, False)
    assert (private["is_private"], private["num_members"]) == (True, 3)
    assert not elsewhere["is_member"]
    assert (direct["is_im"], direct["user"]) == (True, "U0BOB")
    assert shared["is_ext_shared"]


async def test_people_are_of_all_kinds(slack: LoopbackSlack, web: AsyncWebClient) -> None:
    ids = ("U0ADA", "U0BOB", "U0GUS", "U0SAM", "U0ZED", "U0KOKO")
    ada, bob, gus, sam, zed, koko = [(await web.users_info(user=id))["user"] for id in ids]

    assert (ada["is_owner"], ada["profile"]["display_name"]) == (True, "Ada")
    assert not bob["is_admin"]
    assert (gus["is_restricted"], zed["deleted"], koko["is_bot"]) == (True, True, True)
    assert (sam["team_id"], "is_admin" in sam, sam["is_stranger"]) == ("T0OTHER", False, False)
    await slack.removes(slack.admin, slack.shared, slack.team.bot)
    assert (await web.users_info(user="U0SAM"))["user"]["is_stranger"]


async def test_history_comes_in_pages_with_metadata_where_asked(
    slack: LoopbackSlack, web: AsyncWebClient
) -> None:
    for number in range(3):
        metadata = {"event_type": "koko_post", "event_payload": {"key": str(number)}}
        await web.chat_postMessage(channel="C0GENERAL", text=f"No. {number}", metadata=metadata)
    first = await web.conversations_history(channel="C0GENERAL", limit=2)
    cursor = first["response_metadata"]["next_cursor"]
    second = await web.conversations_history(channel="C0GENERAL", limit=2, cursor=cursor)
    since = await web.conversations_history(
        channel="C0GENERAL", oldest=first["messages"][1]["ts"], include_all_metadata=True
    )

    assert [one["text"] for one in first["messages"]] == ["No. 2", "No. 1"]
    assert "metadata" not in first["messages"][0]
    assert ([one["text"] for one in second["messages"]], second["has_more"]) == (["No. 0"], False)
    assert [one["metadata"]["event_payload"] for one in since["messages"]] == [{"key": "2"}]


async def test_a_thread_is_read_from_its_parent_on(slack: LoopbackSlack, web: AsyncWebClient) -> None:
    parent = (await slack.says(slack.member, slack.general, "Why?")).ts
    await web.chat_postMessage(channel="C0GENERAL", text="Because", thread_ts=parent)
    shouted = await web.chat_postMessage(
        channel="C0GENERAL", text="Loud", thread_ts=parent, reply_broadcast=True
    )
    deeper = await web.chat_postMessage(channel="C0GENERAL", text="More", thread_ts=shouted["ts"])

    thread = (await web.conversations_replies(channel="C0GENERAL", ts=parent))["messages"]
    assert [one["text"] for one in thread] == ["Why?", "Because", "Loud", "More"]
    assert (thread[0]["thread_ts"], thread[0]["reply_count"]) == (parent, 3)
    assert thread[1]["parent_user_id"] == "U0BOB"
    assert deeper["message"]["thread_ts"] == parent
    history = (await web.conversations_history(channel="C0GENERAL"))["messages"]
    assert [one["text"] for one in history] == ["Loud", "Why?"]
