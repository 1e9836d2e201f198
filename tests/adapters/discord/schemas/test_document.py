"""Bodies against Discord's OpenAPI document, which is no part of the project: collected where it is there."""

from __future__ import annotations

from tests.adapters.discord.schemas.schemas import Document
from tests.adapters.discord.schemas.story import told


async def test_all_that_an_app_sends() -> None:
    assert Document().check_all(await told()) == []


def test_a_body_that_discord_does_not_take() -> None:
    assert Document().check("create_message", {"content": 7}) == [
        "content: 7 is not of type 'string', 'null'"
    ]
