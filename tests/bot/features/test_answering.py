"""Answering the question of a channel."""

from __future__ import annotations

from bot.chat.adapter import Reaction
from tests.bank import HALF
from tests.bots import ADA, TestBot


async def test_a_reply_in_the_thread_is_graded_in_public_without_giving_anything_away(
    open_question: TestBot,
) -> None:
    message, private = await open_question.says(ADA, HALF)

    assert private is None
    assert await open_question.in_thread() == ["Ada 2/5 · streak 1\n\n[See why]"]
    assert open_question.adapter.reacted == [(message, Reaction.PART)]
