"""Places of the loopback Discord: threads and forums, what the bot may where, and guilds that come and go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.adapters.discord.loopback.caller import Answered, Caller
from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.loopback.errors import ClientSaysNo
from tests.adapters.discord.loopback.founding import BOT
from tests.adapters.discord.loopback.listener import Listener
from tests.adapters.discord.loopback.permissions import bits
from tests.adapters.discord.loopback.state import Channel
from tests.waiting import until

HELLO = {"content": "Hello"}
THREAD = {"name": "Today"}


async def opened(discord: LoopbackDiscord, caller: Caller, channel: Channel | None = None) -> Channel:
    """A thread on a message of the bot."""
    place = channel or discord.general
    posted = await caller.posts(place.id, HELLO)
    made = await caller("POST", f"/channels/{place.id}/messages/{posted.body['id']}/threads", THREAD)
    return discord.channel(made.body["id"])


async def post(discord: LoopbackDiscord, caller: Caller) -> Answered:
    body = {"name": "Monday", "message": {"content": "What is a tuple?"}}
    return await caller("POST", f"/channels/{discord.forum.id}/threads", body)


# Threads


async def test_a_thread_on_a_message(discord: LoopbackDiscord, listener: Listener, caller: Caller) -> None:
    thread = await opened(discord, caller)
    await discord.says(discord.member, thread, "Mine")
    await until(lambda: len(listener.of("MESSAGE_CREATE")) == 2)
    (shown,) = await discord.reads(discord.member, discord.general)
    (created,) = listener.of("THREAD_CREATE")

    assert shown.thread == shown.id == thread.id == created["id"]
    assert (created["type"], created["parent_id"], created["newly_created"]) == (11, discord.general.id, True)
    assert [one.text for one in await discord.reads(discord.admin, thread)] == ["Mine"]
    assert discord.place(thread).thread == thread.id


async def test_one_thread_a_message(discord: LoopbackDiscord, caller: Caller) -> None:
    thread = await opened(discord, caller)
    path = f"/channels/{discord.general.id}/messages/{thread.id}/threads"

    assert (await caller("POST", path, THREAD)).code == 160004
    assert (await caller("POST", f"/channels/{thread.id}/messages/1/threads", THREAD)).code == 10008


async def test_a_thread_in_announcements(discord: LoopbackDiscord, caller: Caller) -> None:
    thread = await opened(discord, caller, discord.announcements)
    path = f"/channels/{discord.announcements.id}/messages/{thread.id}/crosspost"
    crossposts = [await caller("POST", path) for _ in range(2)]

    assert thread.type == 10
    assert [one.body.get("code") for one in crossposts] == [None, 40033]


async def test_no_thread_in_a_thread(discord: LoopbackDiscord, caller: Caller) -> None:
    thread = await opened(discord, caller)
    said = await caller.posts(thread.id, HELLO)

    answer = await caller("POST", f"/channels/{thread.id}/messages/{said.body['id']}/threads", THREAD)
    assert answer.code == 50024


async def test_a_word_opens_an_archived_thread(
    discord: LoopbackDiscord, listener: Listener, caller: Caller
) -> None:
    thread = await opened(discord, caller)
    await discord.archives(thread)
    await caller.posts(thread.id, HELLO)
    await until(lambda: len(listener.of("THREAD_UPDATE")) == 2)

    assert [one["thread_metadata"]["archived"] for one in listener.of("THREAD_UPDATE")] == [True, False]


async def test_nothing_is_changed_in_an_archived_thread(discord: LoopbackDiscord, caller: Caller) -> None:
    thread = await opened(discord, caller)
    said = await caller.posts(thread.id, HELLO)
    await discord.archives(thread)
    one = f"/channels/{thread.id}/messages/{said.body['id']}"
    answers = [
        await caller("PATCH", one, HELLO),
        await caller("DELETE", one),
        await caller("PUT", f"{one}/reactions/%F0%9F%91%8D/@me"),
        await caller("PATCH", f"/channels/{thread.id}", {"name": "x"}),
        await caller("PUT", f"/channels/{thread.id}/thread-members/@me"),
    ]
    found = await caller("GET", f"/channels/{discord.general.id}/threads/archived/public")
    active = await caller("GET", f"/guilds/{discord.guild.id}/threads/active")

    assert [one.code for one in answers] == [50083] * 5
    assert [each["id"] for each in found.body["threads"]] == [thread.id]
    assert active.body["threads"] == []


async def test_a_thread_is_opened_and_named_again(discord: LoopbackDiscord, caller: Caller) -> None:
    thread = await opened(discord, caller)
    await discord.archives(thread)
    path = f"/channels/{thread.id}"
    awake = await caller("PATCH", path, {"archived": False})
    changed = await caller("PATCH", path, {"name": "Monday", "auto_archive_duration": 4320, "archived": True})

    assert awake.body["thread_metadata"]["archived"] is False
    assert (changed.body["name"], changed.body["thread_metadata"]["archived"]) == ("Monday", True)
    assert changed.body["thread_metadata"]["auto_archive_duration"] == 4320


async def test_a_locked_thread(discord: LoopbackDiscord, caller: Caller) -> None:
    thread = await opened(discord, caller)
    await discord.denies(discord.general, "MANAGE_THREADS")
    await discord.locks(thread)
    open_and_locked = await caller.posts(thread.id, HELLO)
    await discord.archives(thread, locked=True)
    archived = await caller.posts(thread.id, HELLO)
    opening = await caller("PATCH", f"/channels/{thread.id}", {"archived": False})
    with pytest.raises(ClientSaysNo, match="is locked"):
        await discord.says(discord.member, thread, "x")
    await discord.allows(discord.general, "MANAGE_THREADS")

    assert [one.code for one in (open_and_locked, archived, opening)] == [50013, 50083, 50013]
    assert "MANAGE_THREADS in Today, which is locked" in discord.refusals[0]
    assert (await caller.posts(thread.id, HELLO)).status == 200


async def test_a_thread_of_people(discord: LoopbackDiscord, listener: Listener, caller: Caller) -> None:
    act = await discord.says(discord.member, discord.general, "Hello")
    thread = await discord.opens_thread(discord.member, act, "Theirs")
    joined = await caller("PUT", f"/channels/{thread.id}/thread-members/@me")
    await until(lambda: listener.of("THREAD_CREATE"))

    assert (joined.status, thread.joined) == (204, [discord.member.id, discord.bot.id])


async def test_a_private_thread_is_for_those_in_it(discord: LoopbackDiscord, caller: Caller) -> None:
    await discord.allows(discord.general, "CREATE_PRIVATE_THREADS")
    made = await caller("POST", f"/channels/{discord.general.id}/threads", THREAD)
    thread = discord.channel(made.body["id"])
    await caller.posts(thread.id, HELLO)

    assert thread.type == 12
    assert await discord.reads(discord.member, thread) == []


# Forums


async def test_a_post_in_a_forum(discord: LoopbackDiscord, listener: Listener, caller: Caller) -> None:
    made = await post(discord, caller)
    await until(lambda: listener.of("MESSAGE_CREATE"))
    thread = discord.channel(made.body["id"])
    (shown,) = await discord.reads(discord.member, thread)

    assert made.body["message"]["id"] == thread.id == shown.id
    assert (thread.parent, shown.text) == (discord.forum.id, "What is a tuple?")


async def test_a_forum_that_wants_tags(discord: LoopbackDiscord, caller: Caller) -> None:
    discord.forum.requires_tag, discord.forum.tags = True, [{"id": "7", "name": "Daily", "moderated": False}]
    refused = await post(discord, caller)
    body = {"name": "Monday", "message": HELLO, "applied_tags": ["7"]}
    made = await caller("POST", f"/channels/{discord.forum.id}/threads", body)

    assert (refused.code, made.body["applied_tags"]) == (40067, ["7"])


async def test_a_post_of_somebody(discord: LoopbackDiscord, listener: Listener) -> None:
    thread = await discord.opens_post(discord.member, discord.forum, "Help", "How?")
    await until(lambda: listener.of("MESSAGE_CREATE"))

    assert listener.of("MESSAGE_CREATE")[0]["id"] == thread.id


# What the bot may


@pytest.mark.parametrize(
    ("taken", "body", "code"),
    [
        ("SEND_MESSAGES", HELLO, 50013),
        ("VIEW_CHANNEL", HELLO, 50001),
        ("EMBED_LINKS", {"embeds": [{"title": "x"}]}, 50013),
        ("READ_MESSAGE_HISTORY", HELLO | {"message_reference": {"message_id": "1"}}, 50013),
    ],
)
async def test_a_right_that_is_missing(
    discord: LoopbackDiscord, caller: Caller, taken: str, body: dict[str, object], code: int
) -> None:
    await discord.denies(discord.general, taken)
    answer = await caller.posts(discord.general.id, body)

    assert (answer.status, answer.code) == (403, code)
    assert f"the app needs {taken} in general" in discord.refusals[0]


async def test_rights_that_are_missing_elsewhere(discord: LoopbackDiscord, caller: Caller) -> None:
    thread = await opened(discord, caller)
    said = await discord.says(discord.member, discord.general, "Hello")
    one = f"/channels/{discord.general.id}/messages/{said.id}"
    await discord.denies(
        discord.general,
        *("SEND_MESSAGES_IN_THREADS", "CREATE_PUBLIC_THREADS", "ADD_REACTIONS", "READ_MESSAGE_HISTORY"),
    )
    answers = [
        await caller.posts(thread.id, HELLO),
        await caller("POST", f"{one}/threads", THREAD),
        await caller("GET", one),
        await caller("PUT", f"{one}/reactions/%F0%9F%91%8D/@me"),
    ]
    history = await caller("GET", f"/channels/{discord.general.id}/messages")
    await discord.allows(discord.general, "READ_MESSAGE_HISTORY")
    reaction = await caller("PUT", f"{one}/reactions/%F0%9F%91%8D/@me")

    assert [one.code for one in answers] == [50013] * 4
    assert history.body == []
    assert (reaction.code, "ADD_REACTIONS" in discord.refusals[-1]) == (50013, True)


async def test_history_is_read_from_somewhere_on(discord: LoopbackDiscord, caller: Caller) -> None:
    ids = [(await caller.posts(discord.general.id, HELLO)).body["id"] for _ in range(4)]
    path = f"/channels/{discord.general.id}/messages"
    pages = [
        await caller("GET", f"{path}?{query}")
        for query in (f"after={ids[0]}&limit=2", f"before={ids[2]}", "limit=1")
    ]

    assert [[one["id"] for one in page.body] for page in pages] == [
        [ids[2], ids[1]],
        [ids[1], ids[0]],
        [ids[3]],
    ]


async def test_an_owner_and_an_administrator_may_all(discord: LoopbackDiscord, caller: Caller) -> None:
    await discord.grants(discord.founded.bot_role, discord.guild, "ADMINISTRATOR")

    assert (await caller.posts(discord.hidden.id, HELLO)).status == 200
    discord.guild.owner = discord.newcomer.id
    assert len(await discord.reads(discord.newcomer, discord.hidden)) == 1


async def test_a_bot_that_was_timed_out_only_reads(discord: LoopbackDiscord, caller: Caller) -> None:
    await discord.times_out(discord.guild, discord.bot, datetime.now(UTC) + timedelta(minutes=5))
    silent = await caller.posts(discord.general.id, HELLO)
    reading = await caller("GET", f"/channels/{discord.general.id}/messages")
    await discord.times_out(discord.guild, discord.bot, None)

    assert (silent.code, reading.status) == (50013, 200)
    assert (await caller.posts(discord.general.id, HELLO)).status == 200


async def test_slow_mode_is_for_people(discord: LoopbackDiscord, caller: Caller) -> None:
    await discord.slows(discord.general, 60)
    await discord.says(discord.member, discord.general, "One")
    with pytest.raises(ClientSaysNo, match="slow mode is on in general"):
        await discord.says(discord.member, discord.general, "Two")
    posted = [await caller.posts(discord.general.id, HELLO) for _ in range(2)]

    assert [one.status for one in posted] == [200, 200]


async def test_a_place_that_is_gone(discord: LoopbackDiscord, listener: Listener, caller: Caller) -> None:
    thread = await opened(discord, caller)
    await discord.deletes_channel(thread)
    in_thread = await caller.posts(thread.id, HELLO)
    await discord.deletes_channel(discord.general)
    in_channel = await caller.posts(discord.general.id, HELLO)
    await until(lambda: listener.of("CHANNEL_DELETE"))

    assert (in_thread.code, in_channel.code) == (10003, 10003)
    assert [one["id"] for one in listener.of("THREAD_DELETE")] == [thread.id]
    with pytest.raises(ClientSaysNo, match="is gone"):
        await discord.says(discord.member, discord.general, "x")


async def test_the_app_deletes_a_thread(discord: LoopbackDiscord, caller: Caller) -> None:
    thread = await opened(discord, caller)

    assert (await caller("DELETE", f"/channels/{thread.id}")).status == 200
    assert (await caller("GET", f"/channels/{thread.id}")).code == 10003


# Direct messages


async def test_a_direct_conversation(discord: LoopbackDiscord, caller: Caller) -> None:
    made = await caller("POST", "/users/@me/channels", {"recipient_id": discord.member.id})
    posted = await caller.posts(made.body["id"], HELLO)

    assert (made.body["type"], posted.status) == (1, 200)
    assert len(await discord.reads(discord.member, discord.direct(discord.member))) == 1
    assert await discord.reads(discord.admin, discord.direct(discord.member)) == []


async def test_somebody_who_takes_no_direct_messages(discord: LoopbackDiscord, caller: Caller) -> None:
    await discord.closes_dms(discord.member)
    await discord.leaves(discord.admin, discord.guild)
    answers = [await caller.posts(discord.direct(user).id, HELLO) for user in (discord.member, discord.admin)]

    assert [(one.status, one.code) for one in answers] == [(403, 50007)] * 2


async def test_a_conversation_of_others(discord: LoopbackDiscord, caller: Caller) -> None:
    between = discord.between(discord.admin, discord.member)

    assert (await caller.posts(between.id, HELLO)).code == 50001


# Guilds that come and go


async def test_the_bot_is_invited(discord: LoopbackDiscord, listener: Listener, caller: Caller) -> None:
    elsewhere = discord.adds_guild("Elsewhere")
    before = await caller.posts(elsewhere.general.id, HELLO)
    await discord.invites_bot(elsewhere.guild, BOT & ~bits("SEND_MESSAGES"))
    await until(lambda: len(listener.of("GUILD_CREATE")) == 2)
    after = await caller.posts(elsewhere.general.id, HELLO)
    mine = await caller("GET", "/users/@me/guilds")

    # What its own role lacks comes from @everyone.
    assert (before.code, after.status) == (50001, 200)
    assert [one["name"] for one in mine.body] == ["Practice", "Elsewhere"]


async def test_the_bot_is_removed(discord: LoopbackDiscord, listener: Listener, caller: Caller) -> None:
    await discord.removes_bot(discord.guild)
    await discord.says(discord.member, discord.general, "Hello")
    await until(lambda: listener.of("GUILD_DELETE"))
    answers = [
        await caller.posts(discord.general.id, HELLO),
        await caller("GET", f"/guilds/{discord.guild.id}"),
    ]

    assert listener.of("GUILD_DELETE") == [{"id": discord.guild.id}]
    assert [one.code for one in answers] == [50001, 10004]
    assert listener.of("MESSAGE_CREATE") == []


async def test_the_bot_leaves(discord: LoopbackDiscord, listener: Listener, caller: Caller) -> None:
    await caller("DELETE", f"/users/@me/guilds/{discord.guild.id}")
    await until(lambda: listener.of("GUILD_DELETE"))

    assert (await caller("GET", f"/guilds/{discord.guild.id}/channels")).code == 10004


async def test_an_outage(discord: LoopbackDiscord, listener: Listener) -> None:
    await discord.goes_out(discord.guild)
    await discord.comes_back(discord.guild)
    await until(lambda: len(listener.of("GUILD_CREATE")) == 2)

    assert listener.of("GUILD_DELETE") == [{"id": discord.guild.id, "unavailable": True}]


async def test_a_channel_is_made_and_looked_up(
    discord: LoopbackDiscord, listener: Listener, caller: Caller
) -> None:
    made = await discord.makes_channel(discord.guild, "daily")
    await until(lambda: listener.of("CHANNEL_CREATE"))
    channels = await caller("GET", f"/guilds/{discord.guild.id}/channels")
    roles = await caller("GET", f"/guilds/{discord.guild.id}/roles")
    member = await caller("GET", f"/guilds/{discord.guild.id}/members/{discord.member.id}")
    user = await caller("GET", f"/users/{discord.member.id}")
    guild = await caller("GET", f"/guilds/{discord.guild.id}")

    assert made.id in {one["id"] for one in channels.body}
    assert {one["name"] for one in roles.body} == {"@everyone", "Managers", "Quizmaster", "Koko"}
    assert member.body["user"] == user.body
    assert guild.body["name"] == "Practice"


async def test_people_come_and_go(caller: Caller) -> None:
    intents = 1 | 1 << 1
    async with (
        LoopbackDiscord(members_intent=True) as discord,
        Listener(discord, intents=intents) as listener,
        Caller(discord) as plain,
    ):
        (person,) = discord.adds_people(discord.guild, 1)
        await discord.leaves(person, discord.guild)
        await discord.joins(person, discord.guild)
        await discord.gives_role(discord.guild, person, discord.founded.quizmaster)
        await until(lambda: listener.of("GUILD_MEMBER_UPDATE"))
        members = await plain("GET", f"/guilds/{discord.guild.id}/members?limit=1000")
        await discord.leaves(person, discord.guild)
        gone = await plain("GET", f"/guilds/{discord.guild.id}/members/{person.id}")

        assert len(listener.of("GUILD_MEMBER_ADD")) == 1
        assert person.id in {one["user"]["id"] for one in members.body}
        assert gone.code == 10007
