"""Commands as they are registered with Discord, and as they come back."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from adapters.discord.commands import registered, same, spoken, typing
from bot.chat.commands import CommandSpec, Option
from tests.adapters.discord.rules_commands import command_problems
from tests.bots import TestBot
from tests.bots import bot as bot

TOPIC = Option(name="topic", description="What about", completed=True)
COUNT = Option(name="count", description="How many", minimum=0, maximum=20)
LEVEL = Option(name="level", description="How hard", choices=("easy", "hard"))
QUIZ = CommandSpec("quiz", "Practise", (TOPIC, COUNT, LEVEL))
SPECS = [
    QUIZ,
    CommandSpec("leaderboard", "See who is ahead here"),
    CommandSpec("koko stats", "See your points"),
    CommandSpec("koko my data", "Get all"),
    CommandSpec("koko forget me", "Erase all"),
    CommandSpec("koko ask now", "Ask a question"),
    CommandSpec("koko help", "See what I can do"),
]


def named(payloads: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(payload for payload in payloads if payload["name"] == name)


def test_all_that_koko_can_is_taken(bot: TestBot) -> None:
    wanted = registered(bot.koko.router.commands, bot.koko.router.shortcuts)

    assert not command_problems(wanted)
    assert {command["name"] for command in wanted} == {"quiz", "leaderboard", "koko", "Why this score?"}


def test_options_have_their_types() -> None:
    quiz = named(registered(SPECS, []), "quiz")

    assert quiz["options"] == [
        {"type": 3, "name": "topic", "description": "What about", "autocomplete": True},
        {"type": 4, "name": "count", "description": "How many", "min_value": 0, "max_value": 20},
        {
            "type": 3,
            "name": "level",
            "description": "How hard",
            "choices": [{"name": "easy", "value": "easy"}, {"name": "hard", "value": "hard"}],
        },
    ]


def test_words_become_subcommands_and_groups_of_them() -> None:
    koko = named(registered(SPECS, []), "koko")
    my = named(koko["options"], "my")

    assert koko["description"] == "See what I can do"
    assert [(one["type"], one["name"]) for one in koko["options"]] == [
        (1, "stats"),
        (2, "my"),
        (2, "forget"),
        (2, "ask"),
        (1, "help"),
    ]
    assert my["options"] == [{"type": 1, "name": "data", "description": "Get all", "options": []}]


@pytest.mark.parametrize("clashing", [("koko", "koko help"), ("koko ask", "koko ask now")])
def test_a_command_with_others_under_it_is_refused(clashing: tuple[str, ...]) -> None:
    specs = [CommandSpec(name, "Words") for name in clashing]

    with pytest.raises(ValueError, match=f"/{clashing[0]} can't be used by itself"):
        registered(specs, [])


def test_what_serves_one_alone_is_everywhere_and_the_rest_in_servers() -> None:
    commands = registered(SPECS, ["Why this score?"])

    assert named(commands, "quiz")["contexts"] == [0, 1, 2]
    assert named(commands, "koko")["integration_types"] == [0, 1]
    assert named(commands, "leaderboard")["integration_types"] == [0]
    assert named(commands, "leaderboard")["contexts"] == [0]
    assert named(commands, "Why this score?") == {
        "type": 3,
        "name": "Why this score?",
        "integration_types": [0],
        "contexts": [0, 1],
    }


def test_descriptions_are_told_in_other_languages_where_there_are_words() -> None:
    german = {"Practise": "Üben", "What about": "Worüber", "Ask a question": "Eine Frage stellen"}
    commands = registered(SPECS, [], {"de": german})
    quiz, ask = named(commands, "quiz"), named(named(commands, "koko")["options"], "ask")

    assert not command_problems(commands)
    assert quiz["description_localizations"] == {"de": "Üben"}
    assert quiz["options"][0]["description_localizations"] == {"de": "Worüber"}
    assert ask["options"][0]["description_localizations"] == {"de": "Eine Frage stellen"}
    assert "description_localizations" not in quiz["options"][1]


class TestWhatIsRegisteredAlready:
    WANTED = registered(SPECS, ["Why this score?"])

    def kept(self) -> list[dict[str, Any]]:
        """The same, as Discord tells it again."""
        added = {
            "id": "1100000000000000001",
            "application_id": "1100000000000000002",
            "version": "1100000000000000003",
            "default_member_permissions": None,
            "dm_permission": True,
            "nsfw": False,
            "name_localizations": None,
            "description_localizations": None,
        }
        commands = [{"description": "", "options": []} | command | added for command in deepcopy(self.WANTED)]
        named(commands, "koko")["integration_types"] = [1, 0]
        named(commands, "quiz")["options"][0] |= {"required": False, "name_localizations": None}
        del named(named(commands, "koko")["options"], "help")["options"]
        return commands[::-1]

    def test_is_the_same_as_what_is_wanted(self) -> None:
        assert same(self.kept(), self.WANTED)

    @pytest.mark.parametrize(
        "changed",
        [
            {"description": "Practise a lot"},
            {"contexts": [0]},
            {"options": []},
            {"default_member_permissions": "8"},
            {"nsfw": True},
            {"description_localizations": {"de": "Üben"}},
            {"name": "quizzes"},
        ],
    )
    def test_differs_by_what_members_see(self, changed: dict[str, Any]) -> None:
        now = self.kept()
        named(now, "quiz").update(changed)

        assert not same(now, self.WANTED)

    @pytest.mark.parametrize("changed", [{"min_value": 1}, {"max_value": 25}, {"required": True}])
    def test_differs_by_an_option(self, changed: dict[str, Any]) -> None:
        now = self.kept()
        named(now, "quiz")["options"][1].update(changed)

        assert not same(now, self.WANTED)

    def test_differs_by_a_command(self) -> None:
        assert not same(self.kept()[1:], self.WANTED)
        assert not same([*self.kept(), {"type": 1, "name": "old", "description": "x"}], self.WANTED)


class TestWhatWasTyped:
    def test_is_a_command_with_its_options(self) -> None:
        data = {
            "name": "quiz",
            "type": 1,
            "options": [
                {"name": "topic", "type": 3, "value": "lora"},
                {"name": "count", "type": 4, "value": 5},
            ],
        }

        assert spoken(data) == ("quiz", {"topic": "lora", "count": 5})
        assert spoken({"name": "leaderboard", "type": 1}) == ("leaderboard", {})

    @pytest.mark.parametrize("name", ["koko stats", "koko ask now"])
    def test_is_a_command_of_several_words(self, name: str) -> None:
        first, *more = name.split(" ")
        options: list[dict[str, Any]] = []
        for depth, word in enumerate(reversed(more), start=1):
            options = [{"type": depth, "name": word, "options": options}]

        assert spoken({"name": first, "options": options}) == (name, {})

    def test_so_far_is_the_option_in_focus(self) -> None:
        data = {
            "name": "quiz",
            "options": [
                {"name": "count", "type": 4, "value": 5},
                {"name": "topic", "type": 3, "value": "lo", "focused": True},
            ],
        }

        assert typing(data) == ("quiz", "topic", "lo")
