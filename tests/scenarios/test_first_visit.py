"""Somebody tries Koko on their own machine for the first time."""

from __future__ import annotations

import pytest

from tests.bank import OPEN_ONLY, RIGHT
from tests.scenarios.conftest import ON_LOCAL
from tests.scenarios.team import Team

pytestmark = pytest.mark.parametrize("where", ON_LOCAL)


async def test_a_newcomer_finds_an_open_question_and_answers_it(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KOKO_LOCAL_WELCOME")
    await team.begins(OPEN_ONLY)
    await team.you.waits()

    [question] = await team.you.reads()
    assert "What is a cache" in question
    answer = await team.you.replies(RIGHT)
    assert (await team.you.sees(answer)).reaction == "full"
    assert (await team.you.reads_thread())[-1] == "You 5/5 · streak 1\n\n[See why]"

    await team.restarts()
    assert await team.you.reads() == [question]
