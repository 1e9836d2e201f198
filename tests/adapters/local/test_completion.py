from __future__ import annotations

import pytest

from adapters.local.completion import suggest
from bot.chat.commands import CommandSpec, Option
from tests.adapters.local.house import COMMANDS


async def topics(spec: CommandSpec, option: Option, typed: str) -> list[str]:
    return [topic for topic in ("lora", "long context", "rlhf") if topic.startswith(typed)]


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("/", ["/quiz ", "/koko help", "/koko hide"]),
        ("/Q", ["/quiz "]),
        ("/koko h", ["/koko help", "/koko hide"]),
        ("/nothing", []),
        ("/koko help ", []),
        ("/quiz lo", ["/quiz lora", "/quiz 'long context'"]),
        ("/quiz topic=r", ["/quiz topic=rlhf"]),
        ("/quiz rlhf ", ["/quiz rlhf count=", "/quiz rlhf easy", "/quiz rlhf hard"]),
        ("/quiz 5 rlhf h", ["/quiz 5 rlhf hard"]),
        ("/quiz difficulty=", ["/quiz difficulty=easy", "/quiz difficulty=hard"]),
        ("/quiz nonsense=", []),
        ("/quiz rlhf 5 hard ", []),
    ],
)
async def test_a_line_is_completed(typed: str, lines: list[str]) -> None:
    assert [suggestion.line for suggestion in await suggest(COMMANDS, typed, topics)] == lines


@pytest.mark.parametrize(
    ("typed", "chosen"), [("/koko h", "/koko help"), ("/koko help", None), ("/quiz", None), ("/quiz ", None)]
)
async def test_enter_completes_only_what_is_not_whole(typed: str, chosen: str | None) -> None:
    suggestions = await suggest(COMMANDS, typed, topics)

    assert next((suggestion.line for suggestion in suggestions if suggestion.chosen), None) == chosen


async def test_what_values_are_for_is_said_once() -> None:
    suggestions = await suggest(COMMANDS, "/quiz rlhf ", topics)

    assert [each.description for each in suggestions] == ["How many, 1 to 20", "How hard", ""]


async def test_what_is_suggested_is_understood() -> None:
    [_, context] = await suggest(COMMANDS, "/quiz lo", topics)

    assert COMMANDS[0].parse(context.line.removeprefix("/quiz ")) == {"topic": "long context"}
