"""The rubric's judge with a language model beside it, whose verdicts count as far as they can be checked."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import stamina

from bot.domain.grade import Evidence, Grade, Guard, Judgement, Verdict, score_of
from bot.domain.question import Prose, question_hash
from bot.grading.model.breaker import Breaker
from bot.grading.model.endpoint import ModelFailed
from bot.grading.model.opinion import BY, Asked, Ledger, Opinion, Said, fingerprint
from bot.grading.model.reply import VERSION, checked, messages, schema
from bot.grading.rubric import RubricJudge, Stretch
from bot.logs import get_logger

log = get_logger(__name__)

LIMIT = 20.0
"""Seconds for all tries together."""
TRIES = 3
MAX_APART = 0.3
"""Between the scores of rubric and model; beyond it the lower is given, and a person should look."""

FAILED = "The language model gave no usable reply, so the rubric alone graded this."
RESTS = "The language model is not answering at the moment, so the rubric alone graded this."
USED_UP = "Today's calls of the language model are used up, so the rubric alone graded this."
APART = "Rubric and language model are far apart here: the lower score is given, and marked for review."


SLOW = "choose a smaller model or a faster machine; nobody waits longer for a grade"


class Model(Protocol):
    """A language model by its name."""

    @property
    def name(self) -> str: ...

    async def complete(self, messages: list[dict[str, str]], schema: dict[str, Any]) -> str:
        """What it writes; raises ModelFailed."""


class _Spent(Exception):
    """The workspace has had all of today's calls."""


@dataclass(frozen=True)
class ModelJudge:
    """Grades by the rubric, then asks the model about the same criteria; `limit` is in seconds."""

    rubric: RubricJudge
    model: Model
    ledger: Ledger
    breaker: Breaker
    limit: float = LIMIT

    @property
    def version(self) -> str:
        return f"{VERSION}:{self.model.name}"

    async def judge(self, question: Prose, answer: str, workspace: str = "") -> Grade:
        """Where the model fails, in whatever way, the grade is the rubric's, with a sentence that says so."""
        grade = await self.rubric.judge(question, answer)
        heard = self.rubric.hear(question, answer)
        # Who speaks to the grader is not passed on to one that might listen.
        if not heard or grade.score is None or Guard.SPOKEN_TO_GRADER in grade.guards:
            return grade
        asked = Asked(question_hash(question), fingerprint(answer), f"{grade.version} {self.version}")
        opinion = await self.ledger.recall(asked)
        if opinion is None:
            if not self.breaker.lets():
                return replace(grade, note=RESTS)
            try:
                opinion = await self._ask(question, answer, heard, workspace)
            except _Spent:
                return replace(grade, note=USED_UP)
            except ModelFailed as failure:
                self.breaker.failed()
                log.warning("model_failed", model=self.model.name, reason=failure.reason)
                return replace(grade, note=FAILED)
            self.breaker.worked()
            await self.ledger.keep(asked, opinion)
        return settle(grade, opinion, answer, asked.model)

    async def _ask(self, question: Prose, answer: str, heard: Sequence[Stretch], workspace: str) -> Opinion:
        """Every try is a call that counts. Raises ModelFailed, and _Spent where there are no calls left."""
        try:
            async with asyncio.timeout(self.limit):
                async for attempt in stamina.retry_context(
                    on=_patience, attempts=TRIES, timeout=None, wait_initial=0.5, wait_max=4.0
                ):
                    with attempt:
                        if not await self.ledger.claim(workspace):
                            raise _Spent
                        reply = await self.model.complete(messages(question, answer, heard), schema(question))
                        return checked(reply, question, heard)
        except TimeoutError:
            raise ModelFailed(f"no reply within {self.limit:g} s", SLOW) from None
        raise AssertionError("stamina raises at the end of its tries")


def settle(grade: Grade, opinion: Opinion, answer: str, version: str) -> Grade:
    """The rubric's `grade` with the model's opinion put in, or the lower of both where they are far apart.

    A verdict that did not pass its checks leaves the rubric's, and so does praise for what the rubric saw
    the answer contradict.
    """
    assert grade.score is not None
    said = {each.criterion: each for each in opinion}
    judgements = tuple(_merged(each, said.get(each.criterion), answer) for each in grade.judgements)
    score = score_of(judgements)
    apart = round(abs(score - grade.score), 6) > MAX_APART
    note = APART if apart else grade.note
    if apart and grade.score < score:
        return replace(grade, note=note, review=True)
    return replace(grade, score=score, judgements=judgements, by=BY, version=version, note=note, review=apart)


def _merged(judgement: Judgement, said: Said | None, answer: str) -> Judgement:
    if said is None or said.verdict is Verdict.CANNOT_ASSESS or judgement.verdict is Verdict.CONTRADICTED:
        return judgement
    evidence = (Evidence(said.start, said.end, answer[said.start : said.end]),) if said.end else ()
    return replace(judgement, verdict=said.verdict, evidence=evidence)


def _patience(error: Exception) -> bool | float:
    return isinstance(error, ModelFailed) and error.again
