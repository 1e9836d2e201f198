"""The bank itself: every file loads, and the lint finds nothing in any."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.bank.files import QuestionFile, load_bank, question_files
from bot.bank.lint import lint_file
from bot.grading.sandbox import WasmRunner

QUESTIONS = Path(__file__).parents[2] / "questions"
FILES = list(question_files(QUESTIONS))


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """CPython's machine code is made once for all of them."""
    return tmp_path_factory.mktemp("sandbox")


def test_every_file_loads() -> None:
    bank, problems = load_bank(QUESTIONS)
    assert [str(problem) for problem in problems] == []
    assert len(bank.questions) == len(FILES)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.id)
async def test_the_lint_finds_nothing(file: QuestionFile, sandbox: Path) -> None:
    async with WasmRunner(sandbox) as runner:
        problems = await lint_file(file, runner)
    assert [str(problem) for problem in problems] == []
