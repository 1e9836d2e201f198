"""What members of the loopback Discord do, what reaches the app of it, and what they see."""

from __future__ import annotations

import pytest

from tests.adapters.discord.loopback.caller import Caller
from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.loopback.errors import ClientSaysNo
from tests.adapters.discord.loopback.listener import Listener
from tests.adapters.discord.loopback.samples import BUTTONS, COMMANDS
from tests.adapters.discord.loopback.state import Json
from tests.waiting import until


@pytest.fixture(autouse=True)
async def registered(discord: LoopbackDiscord, caller: Caller) -> None:
    await caller("PUT", f"/applications/{discord.bot.id}/commands", COMMANDS)


# Writing


async def test_words_are_changed_and_taken_back(discord: LoopbackDiscord, listener: Listener) -> None:
    place = discord.direct(discord.member)
    act = await discord.says(discord.member, place, "One")
    await discord.edits(discord.member, act, "Two")
    await discord.unfurls(act)
    await discord.deletes(discord.member, act)
    await until(lambda: listener.of("MESSAGE_DELETE"))

    changed, unfurled = listener.of("MESSAGE_UPDATE")
    assert (changed["content"], changed["edited_timestamp"] is None, changed["embeds"]) == ("Two", False, [])
    assert unfurled["edited_timestamp"] == changed["edited_timestamp"]
    assert [one["type"] for one in unfurled["embeds"]] == ["link"]
    assert listener.of("MESSAGE_DELETE") == [{"id": act.id, "channel_id": place.id}]
    assert await discord.reads(discord.member, place) == []


async def test_people_and_places_are_named(discord: LoopbackDiscord) -> None:
    await discord.says(discord.member, discord.general, "@ada @nobody in #private")
    (shown,) = await discord.reads(discord.admin, discord.general)

    assert shown.content == f"<@{discord.admin.id}> @nobody in <#{discord.private.id}>"
    assert shown.mentions == [discord.admin.id]


async def test_the_app_calls_whom_it_is_allowed_to(discord: LoopbackDiscord, caller: Caller) -> None:
    body = {"content": f"<@{discord.admin.id}> <@{discord.member.id}>"}
    allowed: tuple[Json | None, ...] = (None, {"parse": []}, {"parse": [], "users": [discord.admin.id]})
    posted = [await caller.posts(discord.general.id, body | {"allowed_mentions": one}) for one in allowed]

    assert [len(one.body["mentions"]) for one in posted] == [2, 0, 1]


async def test_another_app_speaks(discord: LoopbackDiscord, listener: Listener) -> None:
    await discord.bot_says(discord.general, "Beep")
    await discord.bot_says(discord.general, "Boop")
    await until(lambda: len(listener.of("MESSAGE_CREATE")) == 2)

    assert [one["author"]["bot"] for one in listener.of("MESSAGE_CREATE")] == [True, True]


async def test_discord_itself_writes(discord: LoopbackDiscord, listener: Listener) -> None:
    await discord.notices(discord.newcomer, discord.general)
    await until(lambda: listener.of("MESSAGE_CREATE"))

    (event,) = listener.of("MESSAGE_CREATE")
    assert (event["type"], event["content"], event["author"]["id"]) == (7, "", discord.newcomer.id)


async def test_a_file_comes_with_words(discord: LoopbackDiscord, listener: Listener) -> None:
    place = discord.direct(discord.member)
    await discord.says(discord.member, place, "See", files={"a.png": b"png"})
    await until(lambda: listener.of("MESSAGE_CREATE"))
    (event,) = listener.of("MESSAGE_CREATE")

    assert await listener.http.get_from_cdn(event["attachments"][0]["url"]) == b"png"


async def test_what_the_client_does_not_let_people_write(discord: LoopbackDiscord) -> None:
    act = await discord.says(discord.member, discord.general, "Mine")
    with pytest.raises(ClientSaysNo, match="not ada's message"):
        await discord.edits(discord.admin, act, "Mine")
    with pytest.raises(ClientSaysNo, match="ada needs MANAGE_MESSAGES"):
        await discord.deletes(discord.admin, act)
    with pytest.raises(ClientSaysNo, match="at most 2,000"):
        await discord.says(discord.member, discord.general, "x" * 2001)
    with pytest.raises(ClientSaysNo, match="needs SEND_MESSAGES in private"):
        await discord.says(discord.newcomer, discord.private, "x")
    with pytest.raises(ClientSaysNo, match="opens a post"):
        await discord.says(discord.member, discord.forum, "x")
    with pytest.raises(ClientSaysNo, match="what one alone sees"):
        await discord.dismisses(discord.member, act)


# Seeing


async def test_a_private_channel_is_seen_by_some(discord: LoopbackDiscord, caller: Caller) -> None:
    await caller.posts(discord.private.id, {"content": "Psst"})

    assert len(await discord.reads(discord.member, discord.private)) == 1
    assert len(await discord.reads(discord.admin, discord.private)) == 1
    assert await discord.reads(discord.newcomer, discord.private) == []


async def test_what_one_alone_sees_is_dismissed(discord: LoopbackDiscord, caller: Caller) -> None:
    act = await discord.types(discord.member, discord.general, "/quiz")
    await caller.answers(act, {"type": 4, "data": {"content": "Psst", "flags": 64}})
    (shown,) = await discord.reads(discord.member, discord.general)
    with pytest.raises(ClientSaysNo, match="ada does not see"):
        await discord.presses(discord.admin, shown, "Answer")
    with pytest.raises(ClientSaysNo, match="has no commands"):
        await discord.uses_message_command(discord.member, shown, "Why this score?")
    await discord.dismisses(discord.member, shown)

    assert await discord.reads(discord.member, discord.general) == []


async def test_what_is_under_a_message(discord: LoopbackDiscord, caller: Caller) -> None:
    posted = await caller.posts(discord.general.id, BUTTONS)
    one = f"/channels/{discord.general.id}/messages/{posted.body['id']}/reactions/%F0%9F%91%8D/@me"
    await caller("PUT", one)
    await caller("PUT", one)
    (before,) = await discord.reads(discord.member, discord.general)
    reactions = dict(before.reactions)
    read = await caller("GET", f"/channels/{discord.general.id}/messages/{posted.body['id']}")
    await caller("DELETE", one)
    (after,) = await discord.reads(discord.member, discord.general)

    assert (reactions, after.reactions) == ({"👍": [discord.bot.id]}, {})
    assert [(each["count"], each["me"]) for each in read.body["reactions"]] == [(1, True)]
    assert before.buttons == ("Answer", "Read")


async def test_files_of_the_app(discord: LoopbackDiscord, listener: Listener) -> None:
    body = (
        '{"flags": 32768, "attachments": [{"id": "0", "filename": "a.png", "description": "A curve"}],'
        ' "components": [{"type": 12, "items": [{"media": {"url": "attachment://a.png"}}]}]}'
    )
    form = [
        {"name": "payload_json", "value": body, "content_type": "application/json"},
        {"name": "files[0]", "value": b"png", "filename": "a.png", "content_type": "image/png"},
    ]
    posted = await listener.call("POST", f"/channels/{discord.general.id}/messages", form=form)
    (shown,) = await discord.reads(discord.member, discord.general)

    assert (shown.files, shown.descriptions) == ({"a.png": b"png"}, {"a.png": "A curve"})
    assert posted["components"][0]["items"][0]["media"]["url"].startswith("http://127.0.0.1")
    assert discord.refusals == []


# Commands


async def test_a_line_becomes_options(discord: LoopbackDiscord) -> None:
    words = "topic: async io count: 3 hard: True pace: 1.5 with: @ada where: #forum for: @Quizmaster"
    act = await discord.types(discord.member, discord.general, f"/quiz {words} level: Hard")
    data = act.payload["data"]

    assert {one["name"]: one["value"] for one in data["options"]} == {
        "topic": "async io",
        "count": 3,
        "hard": True,
        "pace": 1.5,
        "with": discord.admin.id,
        "where": discord.forum.id,
        "for": discord.founded.quizmaster.id,
        "level": "hard",
    }
    assert data["resolved"].keys() == {"users", "channels", "roles"}
    assert act.payload["member"]["user"]["id"] == discord.member.id


async def test_a_subcommand_in_a_group(discord: LoopbackDiscord) -> None:
    setup = await discord.types(discord.admin, discord.general, "/koko setup")
    now = await discord.types(discord.admin, discord.general, "/koko ask now topic: x")

    assert setup.payload["data"]["options"] == [{"name": "setup", "type": 1, "options": []}]
    (group,) = now.payload["data"]["options"]
    assert (group["name"], group["type"], group["options"][0]["name"]) == ("ask", 2, "now")
    assert group["options"][0]["options"] == [{"name": "topic", "type": 3, "value": "x"}]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("/shout", "is offered no shout"),
        ("/quiz 3", "there are the options"),
        ("/quiz count: many", "count: a number"),
        ("/quiz count: 21", "count: out of bounds"),
        ("/quiz hard: yes", "True or False"),
        ("/quiz level: Medium", "one of Easy, Hard"),
        ("/quiz with: @nobody", "there is no @nobody"),
        ("/koko", "there are setup, ask"),
        ("/koko ask", "there are now"),
        ("/koko ask now", "topic: this option is required"),
    ],
)
async def test_a_line_that_the_client_does_not_send(discord: LoopbackDiscord, line: str, reason: str) -> None:
    with pytest.raises(ClientSaysNo, match=reason):
        await discord.types(discord.admin, discord.general, line)


async def test_who_is_offered_a_command(discord: LoopbackDiscord) -> None:
    with pytest.raises(ClientSaysNo, match="bob is offered no koko in general"):
        await discord.types(discord.member, discord.general, "/koko setup")
    with pytest.raises(ClientSaysNo, match="is offered no koko in this conversation"):
        await discord.types(discord.admin, discord.direct(discord.admin), "/koko setup")
    await discord.denies(discord.general, "USE_APPLICATION_COMMANDS", user=discord.member)
    with pytest.raises(ClientSaysNo, match="is offered no quiz"):
        await discord.types(discord.member, discord.general, "/quiz")
    elsewhere = discord.adds_guild("Elsewhere")
    with pytest.raises(ClientSaysNo, match="is offered no quiz"):
        await discord.types(elsewhere.member, elsewhere.general, "/quiz")


async def test_a_command_of_one_guild(discord: LoopbackDiscord, caller: Caller) -> None:
    path = f"/applications/{discord.bot.id}/guilds/{discord.guild.id}/commands"
    made = await caller("POST", path, {"name": "here", "description": "Only here."})
    listed = await caller("GET", path)
    act = await discord.types(discord.member, discord.general, "/here")
    await caller("DELETE", f"{path}/{made.body['id']}")

    assert [one["name"] for one in listed.body] == ["here"]
    assert act.payload["data"]["guild_id"] == discord.guild.id
    assert (await caller("GET", path)).body == []


async def test_commands_keep_their_ids(discord: LoopbackDiscord, caller: Caller) -> None:
    path = f"/applications/{discord.bot.id}/commands"
    before = (await caller("GET", path)).body
    after = (await caller("PUT", path, [COMMANDS[0]])).body

    assert [one["id"] for one in after] == [before[0]["id"]]
    assert (await caller("GET", f"{path}/{before[1]['id']}")).code == 10063


async def test_a_message_command_carries_its_message(discord: LoopbackDiscord, listener: Listener) -> None:
    act = await discord.says(discord.admin, discord.general, "Mine")
    (shown,) = await discord.reads(discord.member, discord.general)
    await discord.uses_message_command(discord.member, shown, "Why this score?")
    await until(lambda: listener.of("INTERACTION_CREATE"))
    (event,) = listener.of("INTERACTION_CREATE")

    assert event["data"]["target_id"] == act.id
    assert event["data"]["resolved"]["messages"][act.id]["content"] == "Mine"


# Buttons and menus


async def test_what_can_be_pressed(discord: LoopbackDiscord, caller: Caller) -> None:
    await caller.posts(discord.general.id, BUTTONS)
    (shown,) = await discord.reads(discord.member, discord.general)
    pressed = await discord.presses(discord.member, shown, "answer|7")
    chosen = await discord.chooses(discord.member, shown, "level", "Hard")

    assert pressed.payload["data"] == {"custom_id": "answer|7", "component_type": 2, "id": 2}
    assert pressed.payload["message"]["id"] == shown.id
    assert chosen.payload["data"]["values"] == ["hard"]
    with pytest.raises(ClientSaysNo, match="there is no button 'Later'"):
        await discord.presses(discord.member, shown, "Later")
    with pytest.raises(ClientSaysNo, match="Read is a link"):
        await discord.presses(discord.member, shown, "Read")
    with pytest.raises(ClientSaysNo, match="there is no select answer"):
        await discord.chooses(discord.member, shown, "answer", "Hard")


async def test_an_act_is_told_once_more(discord: LoopbackDiscord, listener: Listener) -> None:
    act = await discord.types(discord.member, discord.general, "/quiz")
    await act.again()
    await until(lambda: len(listener.of("INTERACTION_CREATE")) == 2)

    first, second = listener.of("INTERACTION_CREATE")
    assert first == second
    assert act.deliveries == 2
