"""What the loopback Discord refuses of calls: a number for programs, and the platform's rule for people."""

from __future__ import annotations

from typing import Any

import pytest

from tests.adapters.discord.loopback.caller import Caller
from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.loopback.state import Json

V2 = 1 << 15
TEXT: Json = {"type": 10, "content": "Hello"}
BUTTON: Json = {"type": 2, "style": 1, "label": "Go", "custom_id": "go"}
SELECT: Json = {"type": 3, "custom_id": "one", "options": [{"label": "A", "value": "a"}]}
OPTION: Json = {"label": "A", "value": "a"}
OTHER: Json = {"label": "B", "value": "b"}
SECTION: Json = {"type": 9, "components": [TEXT], "accessory": BUTTON}


def row(*components: Json) -> Json:
    return {"content": "x", "components": [{"type": 1, "components": list(components)}]}


def v2(*components: Json) -> Json:
    return {"flags": V2, "components": list(components)}


def embed(**fields: Any) -> Json:
    return {"embeds": [fields]}


# The body of a message, the field that is wrong, and words of the rule.
MESSAGES: list[tuple[Json, str, str]] = [
    ({"content": "x" * 2001}, "content", "2000 or fewer"),
    ({"content": "x", "flags": 64}, "flags", "can't be set here"),
    ({"content": "x", "nonce": "x" * 26}, "nonce", "25 or fewer"),
    ({"content": "x", "enforce_nonce": True}, "enforce_nonce", "a nonce that is enforced is there"),
    (
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        "allowed_mentions",
        "mutually exclusive",
    ),
    ({"content": "x", "allowed_mentions": {"parse": ["dogs"]}}, "allowed_mentions.parse", "no dogs to parse"),
    ({"content": "x", "message_reference": {"message_id": "1"}}, "message_reference", "Unknown message"),
    ({"content": "x", "attachments": [{"id": 0}]}, "attachments.0.id", "the number of its file"),
    # Embeds
    ({"embeds": [{"title": "x"}] * 11}, "embeds", "10 or fewer"),
    (embed(title="x" * 257), "embeds.0.title", "256 or fewer"),
    (embed(description="x" * 4097), "embeds.0.description", "4096 or fewer"),
    (embed(footer={"text": "x" * 2049}), "embeds.0.footer.text", "2048 or fewer"),
    (embed(fields=[{"name": "x", "value": "x"}] * 26), "embeds.0.fields", "25 or fewer"),
    (embed(fields=[{"name": "", "value": "x"}]), "embeds.0.fields.0", "required"),
    (embed(fields=[{"name": "x", "value": "x" * 1025}]), "embeds.0.fields.0.value", "1024 or fewer"),
    ({"embeds": [{"description": "x" * 4000}] * 2}, "embeds", "maximum size of 6000"),
    # Components of the old kind
    ({"content": "x", "components": [TEXT]}, "components.0.type", "IS_COMPONENTS_V2"),
    ({"components": [{"type": 1, "components": [BUTTON]}] * 6}, "components", "between 1 and 5"),
    (row(), "components.0.components", "between 1 and 5"),
    (row(BUTTON, SELECT), "components.0.components", "in a row of its own"),
    (row(TEXT), "components.0.components.0.type", "buttons or one select"),
    (row(BUTTON, BUTTON), "components", "custom_id cannot be duplicated"),
    (row(BUTTON | {"style": 9}), "components.0.components.0.style", "from 1 to 6"),
    (row(BUTTON | {"label": "x" * 81}), "components.0.components.0.label", "80 in length"),
    (row(BUTTON | {"custom_id": "x" * 101}), "components.0.components.0.custom_id", "100 in length"),
    (row(BUTTON | {"url": "https://example.com"}), "components.0.components.0.url", "only link buttons"),
    (row(BUTTON | {"style": 5}), "components.0.components.0.url", "between 1 and 512"),
    (
        row(BUTTON | {"style": 5, "url": "https://example.com"}),
        "components.0.components.0.custom_id",
        "no custom_id",
    ),
    (
        row({"type": 2, "style": 1, "custom_id": "x"}),
        "components.0.components.0.label",
        "a label or an emoji",
    ),
    (row(SELECT | {"options": []}), "components.0.components.0.options", "between 1 and 25"),
    (row(SELECT | {"options": [OPTION, OPTION]}), "components.0.components.0.options", "already used"),
    (row(SELECT | {"max_values": 2}), "components.0.components.0.max_values", "than there are options"),
    (row(SELECT | {"placeholder": "x" * 151}), "components.0.components.0.placeholder", "150 in length"),
    # Components v2
    (v2(TEXT) | {"content": "x"}, "content", "has no content"),
    (v2(TEXT) | {"embeds": [{"title": "x"}]}, "embeds", "has no embeds"),
    (v2(BUTTON), "components.0.type", "of type"),
    (v2({"type": 10, "content": ""}), "components.0.content", "between 1 and 4000"),
    (v2({"type": 10, "content": "x" * 2001}, {"type": 10, "content": "x" * 2000}), "components", "4,000"),
    (v2({"type": 17, "components": [TEXT] * 40}), "components", "at most 40 components"),
    (v2({"type": 17, "components": []}), "components.0.components", "1 or more"),
    (v2({"type": 17, "components": [{"type": 17, "components": [TEXT]}]}), "components.0.components.0", ""),
    (v2(SECTION | {"components": [TEXT] * 4}), "components.0.components", "between 1 and 3"),
    (v2(SECTION | {"accessory": None}), "components.0.accessory", "a button or a thumbnail"),
    (v2({"type": 12, "items": []}), "components.0.items", "between 1 and 10"),
    (
        v2({"type": 12, "items": [{"media": {"url": "attachment://a.png"}}]}),
        "components.0.items.0.media.url",
        "came with the message",
    ),
    (v2({"type": 12, "items": [{"media": {"url": "ftp://a"}}]}), "components.0.items.0.media.url", "Scheme"),
    (v2({"type": 13, "file": {"url": "https://a"}}), "components.0.file.url", "attachment://"),
    (v2(TEXT | {"id": 7}, TEXT | {"id": 7}), "components", "id cannot be duplicated"),
]


@pytest.mark.parametrize(("body", "where", "rule"), MESSAGES)
async def test_a_message_that_breaks_a_rule(
    discord: LoopbackDiscord, caller: Caller, body: Json, where: str, rule: str
) -> None:
    answer = await caller.posts(discord.general.id, body)

    assert (answer.status, answer.code) == (400, 50035)
    (refusal,) = discord.refusals
    assert refusal.startswith("create_message: 50035 Invalid Form Body: ")
    assert where in refusal
    assert rule in refusal
    assert await discord.reads(discord.member, discord.general) == []


async def test_messages_that_break_no_rule(discord: LoopbackDiscord, caller: Caller) -> None:
    everything = {"type": 17, "components": [TEXT, {"type": 14}, SECTION, row(SELECT)["components"][0]]}
    bodies = [
        {"content": "x" * 2000},
        row(BUTTON, BUTTON | {"custom_id": "b"}),
        v2(everything),
        v2({"type": 17, "components": [TEXT] * 39}),
        {"embeds": [{"description": "x" * 3000}] * 2},
    ]
    answers = [await caller.posts(discord.general.id, body) for body in bodies]

    assert [answer.status for answer in answers] == [200] * 5
    assert discord.refusals == []


async def test_an_empty_message(discord: LoopbackDiscord, caller: Caller) -> None:
    answers = [
        await caller.posts(discord.general.id, body) for body in ({}, {"content": "  "}, {"flags": V2})
    ]

    assert [answer.code for answer in answers] == [50006] * 3
    assert discord.refusals[0].endswith("a message has content, embeds, components or files")


# Method, path, body, number, and words of the rule. `{general}` and the like are ids.
CALLS: list[tuple[str, str, Any, int, str]] = [
    ("POST", "/channels/{general}/messages", [], 50035, "the body is an object"),
    ("GET", "/channels/{general}/messages?limit=101", None, 50035, "from 1 to 100"),
    # Places
    ("POST", "/channels/1/messages", {"content": "x"}, 10003, "there is no channel 1"),
    ("POST", "/channels/{hidden}/messages", {"content": "x"}, 50001, "VIEW_CHANNEL in hidden"),
    ("GET", "/channels/{hidden}/messages", None, 50001, "VIEW_CHANNEL in hidden"),
    ("POST", "/channels/{forum}/messages", {"content": "x"}, 50008, "a forum has posts only"),
    ("GET", "/channels/{general}/messages/1", None, 10008, "no message 1 is in general"),
    ("PATCH", "/channels/{general}/messages/1", {"content": "x"}, 10008, "no message 1"),
    ("DELETE", "/channels/{general}/messages/1", None, 10008, "no message 1"),
    ("PATCH", "/channels/{general}/messages/{said}", {"content": "x"}, 50005, "only one's own"),
    ("DELETE", "/channels/{general}/messages/{said}", None, 50013, "MANAGE_MESSAGES in general"),
    ("POST", "/channels/{general}/messages/{said}/crosspost", None, 50024, "of announcements only"),
    ("PUT", "/channels/{general}/messages/{said}/reactions/smile/@me", None, 10014, "the character itself"),
    ("PUT", "/channels/{general}/messages/1/reactions/%F0%9F%91%8D/@me", None, 10008, "no message 1"),
    ("PATCH", "/channels/{general}", {"name": "x"}, 50013, "MANAGE_CHANNELS in general"),
    ("DELETE", "/channels/{general}", None, 50013, "MANAGE_CHANNELS in general"),
    ("PUT", "/channels/{general}/thread-members/@me", None, 50024, "only threads are joined"),
    # Threads
    ("POST", "/channels/{general}/messages/1/threads", {"name": "x"}, 10008, "no message 1"),
    ("POST", "/channels/{general}/messages/{said}/threads", {"name": "x" * 101}, 50035, "between 1 and 100"),
    ("POST", "/channels/{general}/messages/{said}/threads", {}, 50035, "between 1 and 100"),
    (
        "POST",
        "/channels/{general}/messages/{said}/threads",
        {"name": "x", "auto_archive_duration": 61},
        50035,
        "Value must be one of",
    ),
    ("POST", "/channels/{general}/threads", {"name": "x", "type": 0}, 50035, "of the type 10, 11 or 12"),
    ("POST", "/channels/{general}/threads", {"name": "x"}, 50013, "CREATE_PRIVATE_THREADS in general"),
    ("POST", "/channels/{forum}/threads", {"name": "x"}, 50035, "begins with its message"),
    (
        "POST",
        "/channels/{forum}/threads",
        {"name": "x", "message": {"content": "x"}, "applied_tags": ["1"]},
        50035,
        "there is no tag 1 here",
    ),
    ("POST", "/channels/{forum}/threads", {"name": "x", "message": {}}, 50006, "a message has content"),
    # People and guilds
    ("POST", "/users/@me/channels", {}, 50035, "has a recipient"),
    ("POST", "/users/@me/channels", {"recipient_id": "1"}, 50035, "a recipient is a person"),
    ("GET", "/users/1", None, 10013, "nobody is 1"),
    ("GET", "/guilds/1", None, 10004, "in no guild 1"),
    ("GET", "/guilds/{guild}/members/1", None, 10013, "nobody is 1"),
    ("GET", "/guilds/{guild}/members", None, 50001, "with the members intent"),
    # Commands
    ("PUT", "/applications/1/commands", [], 10002, "its own commands"),
    ("GET", "/applications/{app}/commands/1", None, 10063, "no command of this id"),
    # Interactions
    ("POST", "/interactions/1/x/callback", {"type": 4}, 10062, "no interaction has this id"),
    ("POST", "/webhooks/1/x", {"content": "x"}, 10015, "the id of the application"),
    ("POST", "/webhooks/{app}/x", {"content": "x"}, 10015, "no interaction has this token"),
]


@pytest.mark.parametrize(("method", "path", "body", "code", "rule"), CALLS)
async def test_a_call_that_breaks_a_rule(
    discord: LoopbackDiscord, caller: Caller, method: str, path: str, body: Any, code: int, rule: str
) -> None:
    said = await discord.says(discord.member, discord.general, "Hello")
    ids = {name: getattr(discord, name).id for name in ("general", "hidden", "forum", "guild")}
    answer = await caller(method, path.format(said=said.id, app=discord.bot.id, **ids), body)

    assert answer.code == code
    (refusal,) = discord.refusals
    assert f": {code} " in refusal
    assert rule in refusal


async def test_there_is_no_such_operation(discord: LoopbackDiscord, caller: Caller) -> None:
    answer = await caller("GET", "/shouts")

    assert answer.status == 404
    assert discord.refusals == ["GET /shouts: there is no such operation"]


async def test_a_body_that_is_no_json(discord: LoopbackDiscord, caller: Caller) -> None:
    typed = {"Content-Type": "text/plain"}
    answer = await caller("POST", f"/channels/{discord.general.id}/messages", {"content": "x"}, typed)

    assert answer.code == 50109
    assert "application/json or multipart/form-data" in discord.refusals[0]


@pytest.mark.parametrize(
    ("headers", "status", "rule"),
    [
        ({"Authorization": ""}, 401, "a call carries the bot's token"),
        ({"Authorization": "Bot guessed"}, 401, "a call carries the bot's token"),
        ({"User-Agent": "curl/8"}, 403, "DiscordBot (url, version)"),
    ],
)
async def test_a_caller_nobody_knows(
    discord: LoopbackDiscord, caller: Caller, headers: dict[str, str], status: int, rule: str
) -> None:
    answer = await caller("GET", "/users/@me", headers=headers)

    assert answer.status == status
    assert rule in discord.refusals[0]


# Commands: what is registered, the number, and words of the rule.
COMMAND: Json = {"name": "quiz", "description": "A run."}
TOPIC: Json = {"type": 3, "name": "topic", "description": "What about."}
GROUP: Json = {"type": 2, "name": "group", "description": "A group.", "options": [TOPIC]}


LONG: Json = TOPIC | {"choices": [{"name": "x" * 90, "value": "y" * 90}] * 10}


def options(*options: Json) -> Json:
    return COMMAND | {"options": list(options)}


COMMANDS: list[tuple[Json, str]] = [
    ({"body": COMMAND}, "a list of commands"),
    ({"body": [COMMAND, COMMAND]}, "must be unique"),
    ({"body": [COMMAND | {"name": "Quiz"}]}, "small letters"),
    ({"body": [COMMAND | {"name": "x" * 33}]}, "1 to 32"),
    ({"body": [COMMAND | {"description": ""}]}, "between 1 and 100"),
    ({"body": [COMMAND | {"type": 9}]}, "of the type 1, 2 or 3"),
    ({"body": [COMMAND | {"type": 3}]}, "only slash commands have a description"),
    ({"body": [COMMAND | {"contexts": [7]}]}, "of [0, 1, 2]"),
    ({"body": [options(*[TOPIC | {"name": f"n{n}"} for n in range(26)])]}, "25 or fewer"),
    ({"body": [options(TOPIC, TOPIC)]}, "Option names must be unique"),
    ({"body": [options(TOPIC, TOPIC | {"name": "b", "required": True})]}, "before non-required"),
    ({"body": [options(TOPIC, GROUP)]}, "don't stand side by side"),
    ({"body": [options(GROUP)]}, "a group has subcommands"),
    ({"body": [options(GROUP | {"options": [GROUP]})]}, "a group stands in a command"),
    ({"body": [options(TOPIC | {"type": 99})]}, "from 1 to 11"),
    ({"body": [options(TOPIC | {"choices": [{"name": "x", "value": 1}]})]}, "of the option's type"),
    ({"body": [options(TOPIC | {"type": 5, "autocomplete": True})]}, "are completed"),
    ({"body": [options(TOPIC | {"min_value": 1})]}, "only numbers have a least"),
    ({"body": [options(TOPIC | {"type": 4, "min_length": 1})]}, "only texts have a length"),
    ({"body": [options(*[LONG | {"name": f"n{n}"} for n in range(5)])]}, "at most 8,000 characters"),
    ({"body": [COMMAND | {"name": f"n{n}"} for n in range(101)]}, "100 of the type 1"),
]


@pytest.mark.parametrize(("call", "rule"), COMMANDS)
async def test_commands_that_break_a_rule(
    discord: LoopbackDiscord, caller: Caller, call: Json, rule: str
) -> None:
    answer = await caller("PUT", f"/applications/{discord.bot.id}/commands", call["body"])

    assert answer.status == 400
    assert rule in discord.refusals[0]
