"""Discord's rules for commands: what is valid passes, and each rule refuses what breaks it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.adapters.broken import misjudged
from tests.adapters.discord.reading import Json
from tests.adapters.discord.rules_commands import command_problems

WHERE = {"integration_types": [0, 1], "contexts": [0, 1, 2]}


def typed(*options: Json, **more: Any) -> Json:
    return {"type": 1, "name": "quiz", "description": "Practise", "options": list(options)} | WHERE | more


def under(kind: int, *options: Json, **more: Any) -> Json:
    return {"type": kind, "name": "ask", "description": "Ask", "options": list(options), **more}


def option(kind: int = 3, **more: Any) -> Json:
    return {"type": kind, "name": "topic", "description": "What about", **more}


def menu(**more: Any) -> Json:
    return {"type": 3, "name": "Why this score?"} | WHERE | more


def choices(count: int, **more: Any) -> list[Json]:
    return [{"name": f"n{number}", "value": f"v{number}"} | more for number in range(count)]


def test_what_is_valid_is_taken() -> None:
    level = option(name="level", choices=choices(25), required=False)
    count = option(4, name="count", min_value=0, max_value=20)
    quiz = typed(option(autocomplete=True), level, count, description_localizations={"de": "Üben"})

    assert command_problems([quiz, typed(under(1), under(2, under(1), name="my"), name="koko"), menu()]) == []


BROKEN: list[tuple[Json, str]] = [
    (typed(name="Quiz"), "name is of the form"),
    (typed(name="x" * 33), "name is of the form"),
    (typed(name="koko ask"), "name is of the form"),
    (typed(description=""), "description is not blank"),
    (typed(description="x" * 101), "description has at most 100 characters"),
    (typed(description_localizations={"de": "x" * 101}), "has at most 100 characters"),
    (typed(description_localizations={"german": "x"}), "has no language german"),
    (typed(id="7"), "id is not known here"),
    (typed(integration_types=[]), "integration_types has at least 1 items"),
    (typed(contexts=[3]), "contexts.0 is 0, 1 or 2"),
    (typed(contexts=[0, 0]), "has the context 0 more than once"),
    (typed(integration_types=[1, 1]), "has the integration type 1 more than once"),
    (typed(*[option(name=f"n{number}") for number in range(26)]), "options has at most 25 items"),
    (typed(option(), option()), "has the option topic more than once"),
    (typed(option(), under(1)), "has subcommands or options of its own, not both"),
    (typed(option(5)), "is of no type that is allowed here"),
    (typed(option(name="Topic")), "name is of the form"),
    (typed(option(description="x" * 101)), "description has at most 100 characters"),
    (typed(option(choices=[])), "choices has at least 1 items"),
    (typed(option(choices=choices(26))), "choices has at most 25 items"),
    (typed(option(choices=choices(2, name="x"))), "has the choice x more than once"),
    (typed(option(choices=choices(2, value="x"))), "has the value x more than once"),
    (typed(option(choices=choices(1, value="x" * 101))), "value has at most 100 characters"),
    (typed(option(choices=choices(1), autocomplete=True)), "has choices or is completed, not both"),
    (typed(option(min_value=1)), "min_value is not known here"),
    (typed(option(4, min_value=3, max_value=2)), "has a min_value up to its max_value"),
    (typed(option(4, max_value=2**53 + 1)), "max_value is at most 9007199254740992"),
    (typed(under(2)), "options has at least 1 items"),
    (typed(under(2, under(2))), "type is 1"),
    (typed(under(2, *[under(1, name=f"n{n}") for n in range(26)])), "options has at most 25 items"),
    (typed(under(2, under(1), under(1))), "has the option ask more than once"),
    (typed(under(1, under(1))), "is of no type that is allowed here"),
    (menu(description="x"), "description is not known here"),
    (menu(name="x" * 33), "name has at most 32 characters"),
    (menu(type=2), "is of no type that is allowed here"),
]


def test_a_command_that_breaks_a_rule_is_refused_by_its_name() -> None:
    assert misjudged(BROKEN, lambda command: command_problems([command])) == []


def test_a_command_is_not_too_long_in_all() -> None:
    options = [option(name=f"o{number}", description="x" * 100) for number in range(25)]

    assert command_problems([typed(*[under(1, *options, name=f"n{number}") for number in range(3)])]) == []
    (problem,) = command_problems([typed(*[under(1, *options, name=f"n{number}") for number in range(4)])])
    assert "has at most 8,000 characters" in problem


@pytest.mark.parametrize(
    ("commands", "rule"),
    [
        ([typed(), typed()], "has the command (1, 'quiz') more than once"),
        ([typed(name=f"n{number}") for number in range(101)], "has at most 100 commands that are typed"),
        ([menu(name=f"n{number}") for number in range(6)], "has at most 5 commands of messages"),
    ],
)
def test_an_application_has_so_many(commands: list[Json], rule: str) -> None:
    (problem,) = command_problems(commands)
    assert rule in problem
