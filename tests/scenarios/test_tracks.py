"""A channel follows a track, down to the day of an interview."""

from __future__ import annotations

from bot.bank.files import Bank
from bot.domain.track import Track
from tests.bank import CACHE, RIGHT
from tests.scenarios.team import Team

QUESTIONS = tuple(
    CACHE.model_copy(update={"id": f"inference/q-{n}", "title": f"Cache, part {n}"}) for n in range(4)
)
IDS = tuple(question.id for question in QUESTIONS)
TRACK = Track(id="caches", title="Caches, two days", about="What is kept", questions=(IDS[2], IDS[0], IDS[1]))


async def test_a_track_is_chosen_followed_and_left_when_the_interview_is_over(team: Team) -> None:
    you, ada, _, _ = team.members
    await team.begins(Bank(QUESTIONS, tracks=(TRACK,)))
    await you.types("/koko setup")
    settings = await you.fills(await you.opens("Track"), track="caches", interview="2026-03-04")
    assert "track “Caches, two days”, interview on Wed 4 Mar" in settings

    await team.later(hours=1)
    first = (await ada.reads())[-1]
    assert "Cache, part 2" in first
    assert "Caches, two days: 1 of 3 · interview in 2 days" in first
    assert "5/5" in await ada.answers(RIGHT)

    await team.later(hours=24)
    second = (await ada.reads())[-1]
    assert "Cache, part 0" in second
    assert "2 of 3 · interview tomorrow" in second

    await team.later(hours=24)
    assert "of 3" not in (await ada.reads())[-1]


async def test_an_interview_that_is_over_is_refused_in_the_form(team: Team) -> None:
    you = team.you
    await team.begins(Bank(QUESTIONS, tracks=(TRACK,)))
    await you.types("/koko setup")
    form = await you.opens("Track")
    assert form.text == ""
    assert list(form.options["track"]) == ["none", "caches"]
    assert "must lie ahead" in await you.fills(form, track="caches", interview="2026-03-01")
    await team.later(hours=1)
    assert await you.reads() == []
