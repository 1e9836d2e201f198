"""Other judges than the rubric's, and bots that have them."""

from __future__ import annotations

from dataclasses import replace

from bot.compose import build
from bot.domain.grade import Grade
from bot.domain.question import Prose
from bot.grading.model.judge import APART
from bot.grading.ports import Judge
from bot.grading.rubric import RubricJudge
from tests.bots import TestBot


class Torn:
    """Two judges that are far apart whatever was answered, the rubric's the lower."""

    async def judge(self, question: Prose, answer: str, workspace: str = "") -> Grade:
        return replace(await RubricJudge().judge(question, answer), note=APART, review=True)


def judged_by(bot: TestBot, judge: Judge) -> TestBot:
    """The same bot after a restart, with another judge."""
    return replace(bot, koko=build(replace(bot.koko.parts, judge=judge)))
