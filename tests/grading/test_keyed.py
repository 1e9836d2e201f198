"""Keys and tests give what a person would give."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bot.domain.question import ChoiceQuestion, CodeQuestion, NumericQuestion
from bot.grading.grader import Grader
from bot.grading.rubric import RubricJudge
from bot.grading.sandbox import WasmRunner
from tests.grading.answers import bank
from tests.grading.keys import DISPUTED, KINDS, keyed_answers

ANSWERS = keyed_answers()
PROGRAMS = [answer for answer in ANSWERS if answer.outcome]


def test_every_question_with_a_key_has_every_kind() -> None:
    keyed = (q for q in bank().questions if isinstance(q, ChoiceQuestion | NumericQuestion | CodeQuestion))
    wanted = {(question.id, kind) for question in keyed for kind in KINDS}
    assert wanted - {(answer.question_id, answer.kind) for answer in ANSWERS} == set()


def test_each_is_one_of_a_kind() -> None:
    assert [id for id, count in Counter(a.id for a in ANSWERS).items() if count > 1] == []
    texts = Counter((a.question_id, a.text) for a in ANSWERS)
    assert [text for text, count in texts.items() if count > 1] == []


async def test_a_key_gives_what_a_person_gives(tmp_path: Path) -> None:
    grader = Grader(RubricJudge(), WasmRunner(tmp_path))  # which runs nothing here
    answers = [answer for answer in ANSWERS if not answer.outcome]
    grades = {a.id: (await grader.grade(bank().by_id[a.question_id], a.text)).score for a in answers}
    off = {a.id: (a.text, grades[a.id]) for a in answers if grades[a.id] != pytest.approx(a.score, abs=0.1)}
    assert off.keys() == {a.id for a in answers} & set(DISPUTED), off


async def test_tests_give_what_a_person_gives(machine_code: Path) -> None:
    async with WasmRunner(machine_code) as runner:
        grader = Grader(RubricJudge(), runner)
        grades = {a.id: await grader.grade(bank().by_id[a.question_id], a.text) for a in PROGRAMS}
    assert {id: grade.note.partition(":")[0] for id, grade in grades.items()} == {
        a.id: SAID[a.outcome] for a in PROGRAMS
    }
    off = {a.id for a in PROGRAMS if abs((grades[a.id].score or 0) - a.score) > 0.1}
    assert off == {a.id for a in PROGRAMS} & set(DISPUTED)


SAID = {
    "accepted": "Accepted",
    "wrong_answer": "Wrong answer",
    "time_limit": "Time limit reached",
    "runtime_error": "Runtime error",
    "syntax_error": "Syntax error",
}
