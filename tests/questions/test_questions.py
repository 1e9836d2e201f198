"""The bank itself: every file loads, and the lint finds nothing in any."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.bank.files import QuestionFile, question_files
from bot.bank.lint import lint_file
from bot.grading.sandbox import WasmRunner
from tests.questions.bank import QUESTIONS, TOPICS, loaded, whole_bank

SEED = QUESTIONS.parents[1] / "shared/seed/rows.tsv"
"""The notes that the bank began with; they are not part of the repository."""


def test_every_file_loads() -> None:
    bank, problems = loaded()
    assert [str(problem) for problem in problems] == []
    assert len(bank.questions) == len(list(QUESTIONS.glob("*/*.md")))


@pytest.fixture(scope="module")
def files() -> list[QuestionFile]:
    return list(question_files(QUESTIONS))


@pytest.mark.parametrize("topic", TOPICS)
async def test_the_lint_finds_nothing(topic: str, files: list[QuestionFile], machine_code: Path) -> None:
    own = [file for file in files if file.id.startswith(f"{topic}/")]
    async with WasmRunner(machine_code) as runner:
        problems = [problem for file in own for problem in await lint_file(file, runner)]
    assert [str(problem) for problem in problems] == []


if SEED.exists():

    def test_every_line_of_the_notes_is_a_question_of_its_id_and_kind() -> None:
        rows = [row.split("\t") for row in SEED.read_text().splitlines()[1:]]
        kinds = {question.id: question.kind for question in whole_bank().questions}
        assert {id: kinds.get(id) for id, *_ in rows} == {id: kind for id, kind, *_ in rows}
