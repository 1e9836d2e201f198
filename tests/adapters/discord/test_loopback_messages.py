"""Messages of the app at the loopback Discord: replies, edits, files, and what is refused of them."""

from __future__ import annotations

import json
from typing import Any

import aiohttp
import pytest

from tests.adapters.discord.loopback.caller import Answered, Caller
from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.loopback.errors import ClientSaysNo
from tests.adapters.discord.loopback.faults import Fault, Unanswered
from tests.adapters.discord.loopback.listener import Listener
from tests.adapters.discord.loopback.samples import BUTTONS, COMMANDS, TEXT_FIELD
from tests.adapters.discord.loopback.state import Json
from tests.waiting import until

CARD: Json = {"flags": 1 << 15, "components": [{"type": 10, "content": "What is a tuple?"}]}
PNG = ("files[0]", "a.png", b"png")


async def sent(
    discord: LoopbackDiscord, method: str, path: str, body: Any, *files: tuple[str, str, bytes]
) -> Answered:
    """A form with files."""
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("payload_json", body if isinstance(body, str) else json.dumps(body))
    for name, filename, data in files:
        form.add_field(name, data, filename=filename, content_type="image/png")
    async with (
        Caller(discord) as caller,
        aiohttp.ClientSession() as session,
        session.request(method, discord.api_url + path, data=form, headers=caller.headers) as response,
    ):
        return Answered(response.status, await response.json(), dict(response.headers))


def general(discord: LoopbackDiscord, message: str = "") -> str:
    return f"/channels/{discord.general.id}/messages" + (f"/{message}" if message else "")


async def test_a_reply(discord: LoopbackDiscord, caller: Caller) -> None:
    act = await discord.says(discord.member, discord.general, "Why?")
    reference = {"message_id": act.id}
    await caller.posts(discord.general.id, {"content": "So.", "message_reference": reference})
    await discord.deletes(discord.member, act)
    lost = {"content": "So.", "message_reference": reference | {"fail_if_not_exists": False}}
    await caller.posts(discord.general.id, lost)

    shown = await discord.reads(discord.member, discord.general)
    assert [one.reply_to for one in shown] == [act.id, ""]
    assert discord.refusals == []


async def test_an_edit_changes_what_it_names(
    discord: LoopbackDiscord, listener: Listener, caller: Caller
) -> None:
    posted = await caller.posts(discord.general.id, BUTTONS)
    await caller("PATCH", general(discord, posted.body["id"]), {"content": "What was a tuple?"})
    await until(lambda: listener.of("MESSAGE_UPDATE"))

    (shown,) = await discord.reads(discord.member, discord.general)
    assert (shown.text, shown.buttons, shown.edited) == ("What was a tuple?", ("Answer", "Read"), True)


async def test_an_edit_makes_a_card_of_words(discord: LoopbackDiscord, caller: Caller) -> None:
    posted = await caller.posts(discord.general.id, {"content": "Words"})
    path = general(discord, posted.body["id"])
    refused = await caller("PATCH", path, CARD)
    taken = await caller("PATCH", path, CARD | {"content": None})
    back = await caller("PATCH", path, {"content": "Words"})
    empty = await caller("PATCH", path, {"components": []})

    assert [one.body.get("code") for one in (refused, taken, back, empty)] == [50035, None, 50035, 50006]
    assert "gives up its content and embeds" in discord.refusals[0]


async def test_an_edit_keeps_the_files_that_it_names(discord: LoopbackDiscord, caller: Caller) -> None:
    posted = await sent(discord, "POST", general(discord), {"content": "x"}, PNG)
    path = general(discord, posted.body["id"])
    kept = {"attachments": [{"id": posted.body["attachments"][0]["id"]}, {"id": "0", "filename": "b.png"}]}
    both = await sent(discord, "PATCH", path, kept, ("files[0]", "b.png", b"b"))
    none = await caller("PATCH", path, {"attachments": []})

    assert [one["filename"] for one in both.body["attachments"]] == ["a.png", "b.png"]
    assert none.body["attachments"] == []
    assert discord.refusals == []


@pytest.mark.parametrize(
    ("body", "files", "code", "rule"),
    [
        ({"content": "x"}, [("file", "a.png", b"")], 50035, "a file is called files[n]"),
        ("{", [PNG], 50109, "JSON"),
        ({"content": "x"}, [(f"files[{n}]", "a.png", b"") for n in range(11)], 50035, "10 or fewer"),
        ({"attachments": [{"id": 0, "description": "x" * 1025}]}, [PNG], 50035, "1024 or fewer"),
    ],
)
async def test_files_that_break_a_rule(
    discord: LoopbackDiscord, body: Any, files: list[tuple[str, str, bytes]], code: int, rule: str
) -> None:
    answer = await sent(discord, "POST", general(discord), body, *files)

    assert answer.code == code
    assert rule in discord.refusals[0]


async def test_a_form_has_two_kinds_of_fields(discord: LoopbackDiscord, caller: Caller) -> None:
    form = aiohttp.FormData({"content": "x"})
    form.add_field("files[0]", b"", filename="a.png")
    url = discord.api_url + general(discord)
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=form, headers=caller.headers) as answer,
    ):
        assert answer.status == 400
    assert "a form has payload_json and files[n]" in discord.refusals[0]


async def test_files_need_their_right(discord: LoopbackDiscord) -> None:
    await discord.denies(discord.general, "ATTACH_FILES")

    assert (await sent(discord, "POST", general(discord), {"content": "x"}, PNG)).code == 50013
    assert "ATTACH_FILES in general" in discord.refusals[0]


async def test_twenty_reactions(discord: LoopbackDiscord, caller: Caller) -> None:
    act = await discord.says(discord.member, discord.general, "Why?")
    path = general(discord, act.id)
    answers = [await caller("PUT", f"{path}/reactions/{chr(0x1F600 + n)}/@me") for n in range(21)]

    assert [one.status for one in answers] == [204] * 20 + [403]
    assert answers[20].code == 30010


async def test_three_dots(discord: LoopbackDiscord, caller: Caller) -> None:
    typing = await caller("POST", f"/channels/{discord.general.id}/typing")

    assert typing.status == 204


async def test_a_channel_gets_another_name(discord: LoopbackDiscord, caller: Caller) -> None:
    await discord.grants(discord.founded.bot_role, discord.guild, "MANAGE_CHANNELS")
    await caller("PATCH", f"/channels/{discord.general.id}", {"name": "daily"})

    assert (await caller("GET", f"/channels/{discord.general.id}")).body["name"] == "daily"


async def test_a_button_is_answered_with_a_reply(discord: LoopbackDiscord, caller: Caller) -> None:
    posted = await caller.posts(discord.general.id, BUTTONS)
    (shown,) = await discord.reads(discord.member, discord.general)
    act = await discord.presses(discord.member, shown, "Answer")
    await caller.answers(act, {"type": 4, "data": {"content": "Right.", "flags": 64}})

    _, answer = await discord.reads(discord.member, discord.general)
    assert (answer.reply_to, answer.ephemeral) == (posted.body["id"], True)


async def test_an_app_that_says_nothing(caller: Caller) -> None:
    async with (
        LoopbackDiscord(interaction_life=0.02) as discord,
        Caller(discord) as caller,
        Listener(discord) as listener,
    ):
        await caller("PUT", f"/applications/{discord.bot.id}/commands", COMMANDS)
        await discord.types(discord.member, discord.general, "/quiz")
        await until(lambda: discord.refusals)

    assert len(listener.arrived) == 1
    assert discord.refusals == ["INTERACTION_CREATE /quiz: not answered within 0.02 seconds"]


async def test_a_form_of_the_old_kind(discord: LoopbackDiscord, caller: Caller) -> None:
    await caller("PUT", f"/applications/{discord.bot.id}/commands", COMMANDS)
    act = await discord.types(discord.member, discord.general, "/quiz")
    row = {"type": 1, "components": [TEXT_FIELD | {"label": "Why?"}]}
    await caller.answers(act, {"type": 9, "data": {"custom_id": "x", "title": "x", "components": [row]}})
    sent = await discord.submits(discord.member, {"Why?": "So."})

    (field,) = sent.payload["data"]["components"][0]["components"]
    assert (field["custom_id"], field["value"]) == ("why", "So.")


async def test_nobody_acts_on_what_is_gone(discord: LoopbackDiscord, caller: Caller) -> None:
    await caller("PUT", f"/applications/{discord.bot.id}/commands", COMMANDS)
    posted = await caller.posts(discord.general.id, BUTTONS)
    (shown,) = await discord.reads(discord.member, discord.general)
    await caller("DELETE", general(discord, posted.body["id"]))
    with pytest.raises(ClientSaysNo, match="any more"):
        await discord.presses(discord.member, shown, "Answer")
    with pytest.raises(ClientSaysNo, match="no modal before them"):
        await discord.closes(discord.member)
    await discord.deletes_channel(discord.general)
    with pytest.raises(ClientSaysNo, match="general is gone"):
        await discord.types(discord.member, discord.general, "/quiz")


async def test_the_gateway_closes_and_loses_sessions(discord: LoopbackDiscord, listener: Listener) -> None:
    discord.gateway.drop(sessions=True)
    await until(lambda: len(listener.of("READY")) == 2)
    await discord.gateway.close(4000, "unknown")
    await until(lambda: discord.gateway.resumed)
    gateway = await listener.call("GET", "/gateway")

    assert gateway == {"url": discord.gateway_url}


async def test_a_heartbeat_fault_is_of_heartbeats(discord: LoopbackDiscord, caller: Caller) -> None:
    discord.faults.add(Fault("heartbeat", Unanswered()))
    await caller("GET", "/users/@me")

    assert len(discord.faults.coming) == 1
