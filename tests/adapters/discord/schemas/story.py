"""A day of an app with everything that it sends, for checking what came in."""

from __future__ import annotations

from tests.adapters.discord.loopback.caller import Caller
from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.loopback.samples import BUTTONS, COMMANDS, MODAL
from tests.adapters.discord.loopback.state import Call, Json

CARD: Json = {
    "flags": 1 << 15,
    "nonce": "0123456789abcdef",
    "enforce_nonce": True,
    "allowed_mentions": {"parse": []},
    "components": [
        {
            "type": 17,
            "components": [
                {"type": 10, "content": "# What is a tuple?"},
                {"type": 14, "divider": True, "spacing": 1},
                {"type": 1, "components": [BUTTONS["components"][0]["components"][0]]},
            ],
        }
    ],
}


async def told() -> list[Call]:
    """The calls of it, all of which were taken."""
    async with LoopbackDiscord() as discord, Caller(discord) as caller:
        await caller("PUT", f"/applications/{discord.bot.id}/commands", COMMANDS)
        card = await caller.posts(discord.general.id, CARD)
        on = f"/channels/{discord.general.id}/messages/{card.body['id']}"
        await caller("PATCH", on, {"components": CARD["components"]})
        thread = await caller("POST", f"{on}/threads", {"name": "Today", "auto_archive_duration": 10080})
        await caller("PATCH", f"/channels/{thread.body['id']}", {"archived": True})
        post = {"name": "Monday", "message": {"content": "What is a tuple?"}}
        await caller("POST", f"/channels/{discord.forum.id}/threads", post)
        await caller("POST", "/users/@me/channels", {"recipient_id": discord.member.id})
        (shown,) = await discord.reads(discord.member, discord.general)
        pressed = await discord.presses(discord.member, shown, "Answer")
        await caller.answers(pressed, MODAL)
        sent = await discord.submits(discord.member, {"confidence": "Sure"})
        await caller.answers(sent, {"type": 5, "data": {"flags": 64}})
        await caller.follows(sent, "PATCH", "/messages/@original", {"content": "Right."})
        more = await caller.follows(sent, body={"content": "And more.", "flags": 64})
        await caller.follows(sent, "PATCH", f"/messages/{more.body['id']}", {"content": "And less."})
        again = await discord.presses(discord.member, shown, "Answer")
        await caller.answers(again, {"type": 7, "data": {"components": CARD["components"]}})
        late = await discord.presses(discord.member, shown, "Answer")
        await caller.answers(late, {"type": 6})
        typing = await discord.types_ahead(discord.member, discord.general, "/quiz topic: a")
        await caller.answers(typing, {"type": 8, "data": {"choices": [{"name": "async", "value": "async"}]}})
    assert discord.refusals == []
    return discord.world.calls
