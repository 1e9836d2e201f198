"""Each kind of question, asked in a channel and answered by members."""

from __future__ import annotations

import re

from bot.bank.files import Bank
from bot.domain.question import Option, Question
from tests.bank import CHOICE, CODE, NUMERIC, STORY
from tests.scenarios.stage import OpenForm
from tests.scenarios.team import Team

ENDS = CHOICE.model_copy(
    update={
        "options": tuple(
            Option(id=end, text=f"The one pushed {end}", why="Last in, first out.")
            for end in ("last", "first", "twice", "never")
        )
    }
)
TRIED = "On a project we could not agree on a design, so I proposed a trial of both."


async def test_everybody_gets_numbers_of_their_own(team: Team) -> None:
    _, ada, grace, _ = team.members
    await asks_at_nine(team, NUMERIC)

    for_ada, for_grace = await ada.opens("Answer"), await grace.opens("Answer")
    assert sides(for_ada) != sides(for_grace)

    copied = await grace.fills(for_grace, area=area(for_ada))
    assert "0/5" in copied
    assert "5/5" in await ada.fills(for_ada, area=area(for_ada))
    assert "5/5" in await grace.fills(await grace.opens("Try again"), area=area(for_grace))


async def test_everybody_gets_options_in_an_order_of_their_own(team: Team) -> None:
    you, ada, grace, _ = team.members
    await asks_at_nine(team, ENDS)

    for_you, for_ada = await you.opens("Answer"), await ada.opens("Answer")
    assert options(for_you) != options(for_ada)
    assert sorted(options(for_you)) == sorted(options(for_ada))

    assert "5/5" in await ada.fills(for_ada, answer="last")
    assert "0/5" in await you.fills(for_you, answer="first")

    await grace.replies("It takes from the end that was pushed last")
    assert len(await grace.reads_thread()) == 3, "a reply is talk here"


async def test_a_program_is_run_in_the_sandbox(team: Team) -> None:
    _, ada, grace, linus = team.members
    await team.begins(Bank((CODE,)))
    await team.you.types("/koko ask now")

    assert "5/5" in await ada.answers("def increment(x):\n    return x + 1")
    wrong = await grace.answers("def increment(x):\n    return x")
    assert "0/5" in wrong
    assert "Not all tests pass yet." in wrong
    assert "0/5" in await linus.answers("import os\nos.listdir('/')\n\ndef increment(x):\n    return x + 1")


async def test_a_story_of_ones_own_is_heard(team: Team) -> None:
    await team.begins(Bank((STORY,)))
    await team.you.types("/koko ask now")

    await team.ada.replies(TRIED)
    await team.grace.replies("I am a good listener and everybody likes to work with me.")

    lines = [text for text in await team.ada.reads_thread() if "streak" in text]
    assert lines == ["Ada 5/5 · streak 1\n\n[See why]", "Grace 0/5 · streak 1\n\n[See why]"]
    assert "you said “so I proposed a trial of both”" in await team.ada.presses("See why", on="Ada")


async def asks_at_nine(team: Team, question: Question) -> None:
    """By schedule: what members draw for such a question is the same in every run."""
    await team.begins(Bank((question,)))
    await team.you.types("/koko setup")
    await team.you.presses("Start")
    await team.later(hours=1)


def sides(opened: OpenForm) -> list[int]:
    """The numbers that a member was given."""
    return [int(number) for number in re.findall(r"\d+", opened.text.rpartition("Your numbers:")[2])]


def area(opened: OpenForm) -> str:
    width, height = sides(opened)
    return str(width * height)


def options(opened: OpenForm) -> list[str]:
    [offered] = opened.options.values()
    return list(offered)
