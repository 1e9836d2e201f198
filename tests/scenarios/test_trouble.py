"""What goes wrong around Koko costs nobody a question or an answer."""

from __future__ import annotations

from bot.chat.events import FormSubmitted
from tests.bank import HALF, OPEN_ONLY, RIGHT
from tests.scenarios.team import Team


async def test_a_card_that_could_not_be_posted_comes_when_the_platform_is_back(team: Team) -> None:
    await team.begins(OPEN_ONLY)
    await team.you.types("/koko setup")
    await team.you.presses("Start")

    with team.platform_is_down():
        await team.later(hours=1)
        await team.later(hours=1)
        assert await team.ada.reads() == []

    await team.later(hours=1)
    [question] = await team.ada.reads()
    assert "What is a cache" in question
    await team.later(hours=1)
    assert len(await team.ada.reads()) == 1


async def test_a_verdict_that_could_not_be_posted_comes_too(team: Team) -> None:
    await team.begins(OPEN_ONLY)
    await team.you.types("/koko ask now")
    opened = await team.grace.opens("Answer")

    with team.platform_is_down():
        await team.grace.fills(opened, answer=HALF)
        assert await team.ada.reads_thread() == []

    await team.later(minutes=1)
    assert await team.ada.reads_thread() == ["Grace 2/5 · streak 1\n\n[See why]"]
    assert "It keeps copies of results." in await team.grace.presses("See why")


async def test_an_answer_that_was_accepted_and_then_left_lying_is_handled_after_a_restart(team: Team) -> None:
    await team.begins(OPEN_ONLY)
    await team.you.types("/koko ask now")
    opened = await team.ada.opens("Answer")

    await team.koko.router.accept(
        FormSubmitted(
            id="form:ada:from-before-the-crash",
            at=team.clock(),
            person=team.ada.person,
            place=team.stage.channel,
            action=opened.action,
            value=opened.value,
            values={"answer": RIGHT},
        )
    )
    await team.restarts()
    await team.later(minutes=3)

    assert await team.grace.reads_thread() == ["Ada 5/5 · streak 1\n\n[See why]"]
    assert "5/5 · 100 %" in await team.ada.presses("See why")


async def test_down_over_the_time_of_the_question_it_is_asked_late_and_down_for_longer_not_at_all(
    team: Team,
) -> None:
    await team.begins(OPEN_ONLY)
    await team.you.types("/koko setup")
    await team.you.presses("Start")

    await team.is_away(hours=5)
    assert len(await team.ada.reads()) == 1

    await team.is_away(hours=26)
    assert len(await team.ada.reads()) == 1
    assert "Tue 3 Mar no question: I was not running then" in await team.ada.types("/koko preview")
