"""Tries an endpoint with a small question, for `koko check`: the same prompt and checks as for an answer."""

from __future__ import annotations

import asyncio
import time

from bot.domain.question import OpenQuestion
from bot.grading.model.endpoint import Endpoint, ModelFailed
from bot.grading.model.judge import LIMIT, SLOW
from bot.grading.model.reply import checked, messages, schema
from bot.grading.rubric import RubricJudge

_ANSWER = "A thermometer measures temperature, and it needs no battery."
_QUESTION = OpenQuestion.model_validate(
    {
        "kind": "open",
        "id": "check/probe",
        "title": "Thermometer",
        "difficulty": "easy",
        "minutes": 1,
        "hint": "It hangs outside the window.",
        "sources": ["Koko's own"],
        "prompt": "What does a thermometer measure, and what is it made of?",
        "answer": "It measures temperature and is made of glass.",
        "criteria": [
            {
                "id": id,
                "weight": 0.5,
                "statement": statement,
                "any": [[[word]]],
                "examples": {"met": [statement], "unmet": ["It hangs outside."]},
            }
            for id, word, statement in (
                ("measures-temperature", "temperature", "It measures temperature."),
                ("made-of-glass", "glass", "It is made of glass."),
            )
        ],
    }
)


async def probe(endpoint: Endpoint, limit: float = LIMIT) -> float:
    """Milliseconds until a reply came whose verdicts pass the checks; raises ModelFailed."""
    began = time.monotonic()
    heard = RubricJudge().hear(_QUESTION, _ANSWER)
    asked = messages(_QUESTION, _ANSWER, heard), schema(_QUESTION)
    try:
        async with asyncio.timeout(limit):
            try:
                reply = await endpoint.complete(*asked)
            except ModelFailed as failure:
                if not failure.again:
                    raise
                reply = await endpoint.complete(*asked)  # without a schema, if that was refused
    except TimeoutError:
        raise ModelFailed(f"no reply within {limit:g} s", SLOW) from None
    checked(reply, _QUESTION, heard)
    return (time.monotonic() - began) * 1000
