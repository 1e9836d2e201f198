"""Bodies against Discord's schemas as the npm package discord-api-spec has them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.adapters.discord.loopback.caller import Caller
from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.loopback.samples import BUTTONS, MODAL_DATA
from tests.adapters.discord.schemas.schemas import Schemas, with_bodies
from tests.adapters.discord.schemas.story import told

pytestmark = pytest.mark.node

WRONG: list[tuple[str, Any, str]] = [
    ("create_message", {"content": 7}, "content: Invalid input: expected string, received number"),
    ("create_message", {"contents": "x"}, "contents: not known here"),
    ("create_message", {"components": [{"type": 10}]}, "components.0.content: Invalid input"),
    ("create_message", BUTTONS | {"components": BUTTONS["components"] * 21}, "components: Too big"),
    ("create_interaction_response", {"type": 9, "data": MODAL_DATA | {"title": "x" * 46}}, "data.title"),
    ("create_dm", {"recipient_id": "x"}, "recipient_id: Invalid string"),
    ("bulk_set_application_commands", [{"name": ""}], "0.name: Too small"),
    ("get_channel", {}, "there is no schema for get_channel"),
]


@pytest.mark.parametrize(("operation", "body", "wrong"), WRONG)
def test_a_body_that_discord_does_not_take(schemas: Schemas, operation: str, body: Any, wrong: str) -> None:
    assert wrong in "\n".join(schemas.check(operation, body))


async def test_all_that_an_app_sends(schemas: Schemas) -> None:
    calls = await told()

    assert len({call.operation for call in with_bodies(calls)}) >= 10
    assert schemas.check_all(calls) == []


async def test_what_a_discord_took_and_discord_does_not_take_is_an_error_at_its_end() -> None:
    there = LoopbackDiscord()
    wrong = r"POST /channels/\d+/messages \(create_message\): contents: not known here"

    with pytest.raises(AssertionError, match=wrong):
        async with there as discord, Caller(discord) as caller:
            await caller.posts(discord.general.id, {"content": "x", "contents": "x"})
