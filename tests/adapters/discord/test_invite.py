"""The links ask for what Koko uses, and for no more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import discord as library
import pytest

from adapters.discord.invite import GRANTS, LEAST, Grant, guild_link, user_link
from bot.chat.adapter import Reaction
from bot.chat.card import Image, card
from bot.errors import ChatError
from tests.adapters.discord.house import Living
from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.loopback.founding import Founded
from tests.contract.cards import PIXEL

ID = "123456789012345678"
PLAIN = card("Today", "What is frozen?")


def asked(link: str) -> Mapping[str, str]:
    address = urlsplit(link)
    assert (address.scheme, address.hostname, address.path) == ("https", "discord.com", "/oauth2/authorize")
    return {name: value for name, [value] in parse_qs(address.query, strict_parsing=True).items()}


def test_a_server_is_asked_for_the_bot_its_commands_and_these_permissions() -> None:
    assert asked(guild_link(ID)) == {
        "client_id": ID,
        "scope": "bot applications.commands",
        "integration_type": "0",
        "permissions": str(library.Permissions(**dict.fromkeys(GRANTS, True)).value),
    }


def test_one_person_is_asked_for_commands_alone() -> None:
    assert asked(user_link(ID)) == {
        "client_id": ID,
        "scope": "applications.commands",
        "integration_type": "1",
    }


@pytest.mark.parametrize("grant", GRANTS.values(), ids=GRANTS)
def test_each_has_a_reason_that_continues_a_sentence(grant: Grant) -> None:
    assert grant.reason[0].islower()
    assert grant.reason[-1].isalpha()


async def server(discord: LoopbackDiscord, permissions: int) -> Founded:
    """One where nobody may do anything, until a role says so, with the bot in it."""
    founded = discord.adds_guild("Strict")
    founded.guild.roles[founded.guild.id].permissions = 0
    await discord.invites_bot(founded.guild, permissions)
    return founded


async def everything(house: Living, founded: Founded) -> None:
    """All that Koko does where it was invited."""
    koko, general = house.adapter, house.discord.place(founded.general)
    begun = datetime.now(UTC) - timedelta(minutes=1)
    question = await koko.send(general, card("Today", Image(PIXEL, "a small dot")), "challenge:1")
    thread = await koko.open_thread(question, "What is frozen?")
    line = await koko.send(thread, PLAIN, "verdict:1")
    await koko.react(line, Reaction.SEEN)
    await koko.react(line, Reaction.FULL)
    assert await koko.find(general, "challenge:1", begun) == question
    assert await koko.find(thread, "verdict:1", begun) == line
    await koko.edit(question, PLAIN)
    post = await koko.send(house.discord.place(founded.forum), PLAIN, "challenge:2")
    await koko.edit(post, PLAIN)
    await house.discord.archives(house.discord.channel(question.id))
    await koko.edit(line, PLAIN)


async def test_with_all_of_them_koko_does_all_it_does(discord: LoopbackDiscord, house: Living) -> None:
    await everything(house, await server(discord, LEAST))

    assert [said for said in discord.refusals if not said.startswith("update_message: 50083")] == []


@pytest.mark.parametrize("key", GRANTS)
async def test_without_one_of_them_it_can_not_and_names_it(
    discord: LoopbackDiscord, house: Living, key: str
) -> None:
    founded = await server(discord, LEAST & ~(1 << GRANTS[key].bit))

    with pytest.raises(ChatError, match=GRANTS[key].name):
        await everything(house, founded)
