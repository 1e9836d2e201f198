"""What a platform refuses is said in plain words, and stands on a card as it was said."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from adapters.discord import faults as of_discord
from adapters.discord import people as discord_people
from adapters.slack import faults as of_slack
from adapters.slack import people as slack_people
from bot.errors import ChatError, NotAllowed, PlaceGone, PlatformDown
from tests.bots import ADMIN, CHANNEL, TestBot, shown
from tests.bots import bot as bot
from tests.fakes import Fault

SAID = "The scope *a_b* or `c` is missing, see [1](x)"


def sentences(module: ModuleType) -> Iterator[str]:
    """All that it could say."""
    tree = ast.parse(Path(str(module.__file__)).read_text())
    constants = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    documents = {
        ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, DOCUMENTED)
    }
    yield from (text for text in constants if isinstance(text, str) and " " in text and text not in documents)


DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


@pytest.mark.parametrize("module", [of_discord, discord_people, of_slack, slack_people])
def test_no_sentence_of_an_adapter_is_more_than_words(module: ModuleType) -> None:
    said = list(sentences(module))

    assert any(text.endswith(".") for text in said)
    assert [text for text in said if set(text) & set("*`[]")] == []


@pytest.mark.parametrize("error", [NotAllowed(SAID), PlaceGone(SAID)])
async def test_it_is_told_to_the_admin_as_it_was_said(bot: TestBot, error: ChatError) -> None:
    await bot.submit(ADMIN, "setup.topics", "1", topics="systems", easiest="easy", hardest="easy")
    bot.adapter.faults.append(Fault(f"send {CHANNEL}", error))
    await bot.later(hours=1)
    await bot.tick()

    assert SAID in bot.in_private(ADMIN)[0]


@pytest.mark.parametrize("error", [NotAllowed(SAID), PlatformDown(SAID)])
async def test_it_is_answered_as_it_was_said(bot: TestBot, error: ChatError) -> None:
    bot.adapter.faults.append(Fault("is_admin", error))

    assert SAID in shown(await bot.command(ADMIN, "koko setup"))


async def test_pages_of_it_still_reach_the_admin_and_hold_up_no_other_post(bot: TestBot) -> None:
    await bot.press(ADMIN, "setup.start")
    bot.adapter.faults.append(Fault(f"send {CHANNEL}", NotAllowed("*" * 9000)))
    await bot.later(hours=1)
    await bot.tick()

    assert "In #daily: ***" in bot.in_private(ADMIN)[0]
    assert "the card could not be posted: ***" in shown(await bot.command(ADMIN, "koko preview"))


async def test_pages_of_it_are_answered(bot: TestBot) -> None:
    bot.adapter.faults.append(Fault("is_admin", PlatformDown("*" * 9000)))

    assert "I can't do that now: ***" in shown(await bot.command(ADMIN, "koko setup"))
