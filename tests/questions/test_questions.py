"""The bank itself: every file loads, and the lint finds nothing in any."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.bank.files import QuestionFile, load_bank, question_files
from bot.bank.lint import lint_file
from bot.grading.sandbox import WasmRunner

QUESTIONS = Path(__file__).parents[2] / "questions"
FILES = list(question_files(QUESTIONS))


SEED = QUESTIONS.parents[1] / "shared/seed/rows.tsv"
"""The notes that the bank began with; they are not part of the repository."""


def test_every_file_loads() -> None:
    bank, problems = load_bank(QUESTIONS)
    assert [str(problem) for problem in problems] == []
    assert len(bank.questions) == len(FILES)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.id)
async def test_the_lint_finds_nothing(file: QuestionFile, machine_code: Path) -> None:
    async with WasmRunner(machine_code) as runner:
        problems = await lint_file(file, runner)
    assert [str(problem) for problem in problems] == []


if SEED.exists():

    def test_every_line_of_the_notes_is_a_question_of_its_id_and_kind() -> None:
        bank, _ = load_bank(QUESTIONS)
        rows = [row.split("\t") for row in SEED.read_text().splitlines()[1:]]
        kinds = {question.id: question.kind for question in bank.questions}
        assert {id: kinds.get(id) for id, *_ in rows} == {id: kind for id, kind, *_ in rows}
