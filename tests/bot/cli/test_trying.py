"""`koko bank try`, in a pipe and in a real terminal."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from tests.bot.bank.examples import FILES
from tests.tmux import window

ASKED = "retrieval/reranking"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (f"{ASKED}.md", "retrieval/reciprocal-rank.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(FILES[name])
    return tmp_path


def tried(folder: Path, question: str, typed: str) -> Result:
    return CliRunner().invoke(app, ("bank", "try", question, "--questions", str(folder)), input=typed)


def test_in_a_pipe_an_answer_is_explained_once(folder: Path) -> None:
    result = tried(folder, ASKED, "A cross-encoder reads it. I doubt that it is fast.")
    assert result.exit_code == 0, result.output
    assert "read-together came nearest in “A cross-encoder reads it”" in result.stdout
    assert "✓ “cross-encoder”" in result.stdout
    assert "nothing of: query, question" in result.stdout
    assert "Read as 2 clauses: A cross-encoder reads it | I doubt that it is fast" in result.stdout


def test_a_question_without_a_rubric_has_nothing_to_watch(folder: Path) -> None:
    result = tried(folder, "retrieval/reciprocal-rank", "def f(): ...")
    assert result.exit_code == 2
    assert "has no rubric to watch" in result.stderr


@pytest.mark.slow
async def test_in_a_terminal_every_key_shows_what_it_changes(folder: Path) -> None:
    command = [sys.executable, "-m", "bot", "bank", "try", ASKED, "--questions", str(folder)]
    with window(command, {**os.environ}, 80) as author:
        await author.sees("Type an answer; Ctrl-D ends.", "Score 0.00")
        author.keys("BM25 gives a shortlist of candidates;")
        await author.sees("“BM25 … shortlist”", "Score 0.50")
        author.keys("C-d")
        await author.closes()
