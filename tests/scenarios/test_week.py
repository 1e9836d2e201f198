"""A week of a team in a channel."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.bank.files import Bank
from tests.bank import CACHE, HALF, RIGHT
from tests.scenarios.conftest import ON_DISCORD, ON_LOCAL, ON_SLACK
from tests.scenarios.team import Team, standings

CACHES = Bank(
    tuple(
        CACHE.model_copy(update={"id": f"systems/cache-{number}", "title": f"Cache {number}"})
        for number in range(1, 6)
    )
)


def march(day: int, hour: int, minute: int = 0) -> datetime:
    """In the channel's zone."""
    return datetime(2026, 3, day, hour, minute, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    "where", [*ON_LOCAL, *ON_SLACK, *ON_DISCORD, pytest.param("slack postgres", marks=pytest.mark.postgres)]
)
async def test_a_week_in_a_channel(team: Team) -> None:
    you, ada, grace, linus = team.members
    await team.begins(CACHES)

    # On Monday morning the channel is set up, with Thursday off.
    assert "Nothing is posted until you press Start" in await you.types("/koko setup")
    await you.fills(await you.opens("Time"), at="10:00", zone="Europe/Berlin")
    card = await you.fills(await you.opens("Days off"), dates="2026-03-05")
    assert "Next posts: Mon 10:00, Tue 10:00, Wed 10:00." in card
    assert await ada.reads() == []

    # Monday: one answers in the thread, one by the form, one thinks better of it.
    await team.until(march(2, 10))
    [question] = await ada.reads()
    assert "What is a cache" in question
    assert "open until Tue 09:00 (Europe/Berlin)" in question
    await ada.replies(RIGHT)
    receipt = await grace.answers(HALF)
    assert "2/5 · 50 %" in receipt
    assert "1 point still missing; the reveal says which." in receipt
    rash = await linus.replies(RIGHT)
    await linus.deletes(rash)
    assert await ada.reads_thread() == [
        RIGHT,
        "Ada 5/5 · streak 1\n\n[See why]",
        "Grace 2/5 · streak 1\n\n[See why]",
        "Linus 5/5 · streak 1\n\n[See why]",
    ]

    # Tuesday: the reveal comes first, then the next question.
    await team.until(march(3, 9))
    revealed = (await ada.reads_thread())[-1]
    assert "so that they need not be computed again" in revealed
    assert "- 2 of 2 said: It keeps copies of results." in revealed
    assert "- 1 of 2 said: It saves computing them again." in revealed
    assert "Ada     5/5    100\nGrace   2/5    50\n" in revealed
    assert "Linus" not in revealed
    assert "○ It saves computing them again." in await grace.presses("See why", on="Grace")
    await team.until(march(3, 10))
    [monday, _] = await ada.reads()
    assert "closed · 2 answers" in monday
    assert "[Answer]" not in monday

    # One mends an answer, one's talk is taken for an answer.
    first = await grace.replies(HALF)
    assert "Grace 5/5 · streak 2" in await grace.edits(first, RIGHT)
    assert (await grace.sees(first)).reaction == "full"
    await linus.replies("I wonder how long this will take me")
    await linus.presses("See why", on="Linus")
    assert "Taken back" in await linus.presses("Not an answer")
    await linus.replies(RIGHT)

    # Wednesday: one comes too late for Tuesday's question.
    unsent = await ada.opens("Answer")
    await team.until(march(4, 9, 30))
    assert "5/5 · 100 % · practice, no points" in await ada.fills(unsent, answer=RIGHT)
    await team.until(march(4, 10))
    await ada.replies(RIGHT)
    await linus.answers(HALF)

    # Thursday is off: Wednesday's answer is revealed, and nothing is asked.
    await team.until(march(5, 9))
    assert "Revealed" in (await ada.reads_thread())[-1]
    await team.until(march(5, 19))
    assert len(await ada.reads()) == 3

    # Friday: the last question, and the board.
    await team.until(march(6, 10))
    assert len(await ada.reads()) == 4
    await ada.replies(HALF)
    await grace.replies(RIGHT)
    await team.until(march(6, 15, 59))
    assert len(await ada.reads()) == 4
    await team.until(march(6, 16))
    board = (await ada.reads())[-1]
    assert board.startswith("Leaderboard · This week\n\n")
    assert standings(board) == ["1 Ada 250 3 2 +250", "1 Grace 250 3 1 +250", "3 Linus 150 2 2 +150"]
