"""Practising alone, and going on after Koko was away."""

from __future__ import annotations

import re

from bot.bank.files import Bank
from tests.bank import BANK, NUMERIC
from tests.scenarios.team import Team


async def test_a_quiz_goes_on_after_a_restart(team: Team) -> None:
    await team.begins(BANK)
    ada = team.ada
    first = await ada.types("/quiz count=3")
    assert "1 of 3" in first
    await ada.presses("I don't know")

    await team.restarts()
    resumed = await ada.types("/quiz")
    assert "2 of 3" in resumed
    assert await ada.presses("Next") == resumed, "the card from before the restart works"

    await ada.presses("I don't know", on="2 of 3")
    await ada.presses("Next")
    await ada.presses("I don't know", on="3 of 3")
    result = await ada.presses("See the result")
    assert result.startswith("Quiz done\n\n3 questions, 0 %")
    again = await ada.types("/quiz count=3")
    assert again.partition("\n")[0] in result, "what was missed comes first"


async def test_nobody_else_sees_a_quiz(team: Team) -> None:
    await team.begins(BANK)

    await team.ada.types("/quiz topic=maths count=1")

    assert await team.grace.reads() == []
    assert await team.ada.reads() == []


async def test_a_quiz_shows_the_numbers_that_one_is_to_calculate_with(team: Team) -> None:
    await team.begins(Bank((NUMERIC,)))

    shown = await team.ada.types("/quiz")
    own = re.findall(r"\d+", shown.rpartition("Your numbers:")[2].partition("[Answer]")[0])

    form = await team.ada.opens("Answer")
    assert len(own) == 2
    assert re.findall(r"\d+", form.text.rpartition("Your numbers:")[2]) == own
