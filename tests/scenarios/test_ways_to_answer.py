"""A channel decides how its members answer."""

from __future__ import annotations

from tests.bank import HALF, OPEN_ONLY, RIGHT
from tests.scenarios.team import Team, standings


async def test_sealed_answers_come_by_the_form_and_the_thread_opens_at_the_reveal(team: Team) -> None:
    you, ada, grace, _ = team.members
    await team.begins(OPEN_ONLY)
    await you.types("/koko setup")
    await you.fills(await you.opens("Answers"), answers="sealed", hours="4")
    await team.later(hours=1)
    assert "Replies do not count" in (await ada.reads())[-1]

    await ada.replies(RIGHT)
    assert await ada.reads_thread() == [RIGHT]
    await grace.answers(HALF)
    assert (await ada.reads_thread())[1:] == ["Grace 2/5 · streak 1\n\n[See why]"]

    await team.later(hours=4)
    revealed = (await ada.reads_thread())[-1]
    assert "1 of 1 said: It keeps copies of results." in revealed
    assert "The thread is open" in revealed


async def test_where_replies_are_the_answers_there_is_no_form(team: Team) -> None:
    you, ada, _, _ = team.members
    await team.begins(OPEN_ONLY)
    await you.types("/koko setup")
    await you.fills(await you.opens("Answers"), answers="thread", hours="4")
    await team.later(hours=1)

    [question] = await ada.reads()
    assert "Reply in the thread." in question
    assert "[Answer]" not in question
    await ada.replies(HALF)
    assert (await ada.reads_thread())[1:] == ["Ada 2/5 · streak 1\n\n[See why]"]
    await ada.presses("See why")
    assert "5/5" in await ada.fills(await ada.opens("Try again"), answer=RIGHT)


async def test_a_hidden_member_is_on_no_board_and_in_no_count(team: Team) -> None:
    you, ada, grace, linus = team.members
    await team.begins(OPEN_ONLY)
    await you.types("/koko ask now")
    assert "You are on no board now" in await linus.types("/koko hide")

    answer = await linus.replies(RIGHT)
    await ada.replies(HALF)

    assert (await linus.sees(answer)).reaction == "full"
    assert [text for text in await grace.reads_thread() if "Linus" in text] == []
    assert "Linus" not in await grace.types("/leaderboard")
    await team.later(hours=23)
    revealed = (await grace.reads_thread())[-1]
    assert "1 of 1 said: It keeps copies of results." in revealed
    assert "Linus" not in revealed

    assert "with all your points" in await linus.types("/koko show")
    assert standings(await grace.types("/leaderboard"))[0] == "1 Linus 100 1 1 +100"
