"""Grades answers from a file, one JSON object a line, so that the grader can be measured."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from time import perf_counter
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from bot.bank.files import Bank
from bot.bank.problems import Where, missing, schema_problems
from bot.bank.sheet import Sheet
from bot.bank.word_lists import WordLists, written_out
from bot.domain.grade import Grade
from bot.domain.question import (
    QUESTIONS,
    NumericQuestion,
    ParameterValue,
    Prose,
    Question,
    question_hash,
)
from bot.grading.exact import with_parameters
from bot.grading.grader import Grader
from bot.grading.rubric import PatternError

MAX_TEXT = 20_000
"""Characters of an answer; members are given less, but a measurement may come from elsewhere."""

MAX_DEPTH = 12
"""How deep a fault is told; no question is nested deeper."""
Row = dict[str, Any]
"""One JSON object."""


class BadLine(ValueError):
    """A line that can't be graded; the message says why."""


class _Entry(BaseModel):
    """What a line holds; its other fields are the caller's own."""

    model_config = ConfigDict(extra="ignore")

    text: str = Field(max_length=MAX_TEXT)
    question_id: str | None = None
    question: Row | None = None
    parameters: dict[str, ParameterValue] = {}


class Batch:
    """Grades line after line against one bank, which the lines name questions of."""

    def __init__(self, bank: Bank, grader: Grader) -> None:
        self._bank = bank
        self._grader = grader
        self._ready: set[str] = set()

    async def grade(self, number: int, line: bytes) -> Row:
        """The line's own fields and its grade, or `error` and the number of the `line`."""
        own: Row = {}
        try:
            own = _read(line)
            result = await self._result(own)
        except BadLine as error:
            result = {"error": str(error), "line": number}
        kept = {name: value for name, value in own.items() if name not in ("text", "question")}
        clashing = {name: value for name, value in kept.items() if name in result}
        return {**kept, **result, **({"given": clashing} if clashing else {})}

    async def _result(self, own: Row) -> Row:
        try:
            entry = _Entry.model_validate(own)
        except ValidationError as error:
            raise BadLine(_said(error, own)) from None
        question = self._question(entry)
        try:
            await self._make_ready(question)
            begun = perf_counter()
            grade = await self._grader.grade(question, entry.text)
            return {**receipt(grade), "ms": round((perf_counter() - begun) * 1000, 3)}
        except PatternError as error:
            raise BadLine(f"The rubric can't be read: {error}.") from None

    def _question(self, entry: _Entry) -> Question:
        if (entry.question is None) == (entry.question_id is None):
            raise BadLine("Give either `question_id` or `question`.")
        lists = self._bank.word_lists
        question = (
            inline(entry.question, lists) if entry.question else self._bank.get(entry.question_id or "")
        )
        if question is None:
            raise BadLine(missing("question", entry.question_id or "", self._bank.by_id))
        if not entry.parameters:
            return question
        if not isinstance(question, NumericQuestion):
            raise BadLine("Only a numeric question has parameters.")
        try:
            return with_parameters(question, entry.parameters)
        except ValueError as error:
            raise BadLine(f"{error}.") from None

    async def _make_ready(self, question: Question) -> None:
        """A rubric is prepared once and then serves for months: that is no answer's time."""
        if isinstance(question, Prose):
            version = question_hash(question)
            if version not in self._ready:
                await self._grader.grade(question, "")
                self._ready.add(version)


def receipt(grade: Grade) -> Row:
    """What a program may want to know of a grade."""
    return {
        "score": grade.score,
        "verdicts": {
            judgement.criterion: {
                "verdict": judgement.verdict,
                "evidence": [{"start": e.start, "end": e.end, "text": e.text} for e in judgement.evidence],
            }
            for judgement in grade.judgements
        },
        "by": grade.by,
        "guards": list(grade.guards),
    }


def inline(fields: Row, shared: WordLists | None = None) -> Question:
    """A question from the fields of a file's front matter with its `prompt` and `answer`.

    What no grade depends on may be left out; patterns may name the `shared` lists. Raises BadLine.
    """
    sheet, complaints = written_out(Sheet(fields, {}), shared or {})
    for _, wrong, remedy in complaints:
        raise BadLine(f"In `question`: {wrong} {remedy}")
    fields = sheet.fields
    try:
        return QUESTIONS.validate_python({**_UNGRADED, **fields, "id": "inline/question"})
    except ValidationError as error:
        raise BadLine(f"In `question`: {_said(error, fields)}") from None


_UNGRADED = {
    "title": "Untitled",
    "difficulty": "medium",
    "minutes": 5,
}


def _read(line: bytes) -> Row:
    try:
        return _ROW.validate_python(json.loads(line))
    except (ValueError, RecursionError):
        raise BadLine("This line is no JSON object.") from None


_ROW: TypeAdapter[Row] = TypeAdapter(Row)


def _said(error: ValidationError, fields: Row) -> str:
    problems = schema_problems(error, "", dict.fromkeys(_places(fields, ()), 0))
    return " ".join(f"{problem.wrong} {problem.remedy}" for problem in problems)


def _places(value: object, where: Where) -> Iterator[Where]:
    yield where
    parts: Iterable[tuple[str | int, object]] = ()
    if isinstance(value, dict):
        parts = value.items()
    elif isinstance(value, list):
        parts = enumerate(value)
    for name, part in parts if len(where) < MAX_DEPTH else ():
        yield from _places(part, (*where, name))
