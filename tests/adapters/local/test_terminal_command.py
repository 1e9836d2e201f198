"""`koko chat` as a program: before somebody's eyes, or in a pipe, with a Koko of its own or one that runs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.bank.files import Bank
from tests.bank import CACHE, HALF, RIGHT, write_files
from tests.tmux import LONG, window

ROOT = Path(__file__).parents[3]
CHAT = [sys.executable, "-m", "bot", "chat"]
# Whichever is asked first, the other is left for a quiz, and has the same answers.
TWINS = Bank((CACHE, CACHE.model_copy(update={"id": "systems/buffer", "title": "Buffer"})))


@pytest.fixture
def variables(tmp_path: Path, machine_code: Path) -> dict[str, str]:
    """Two questions, an empty folder and a free port."""
    write_files(tmp_path / "questions", TWINS)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "sandbox").symlink_to(machine_code)
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "LC_ALL": "C.UTF-8",
        "KOKO_FOLDER": str(tmp_path / "data"),
        "KOKO_QUESTIONS": str(tmp_path / "questions"),
        "KOKO_HTTP_PORT": "0",
    }


def chat(typed: str, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """In a pipe, to the end of what is typed."""
    return subprocess.run(
        [*CHAT, *arguments], input=typed, env=variables, capture_output=True, text=True, timeout=LONG
    )


@pytest.mark.slow
@pytest.mark.parametrize("columns", [80, 40])
async def test_a_first_visit_by_keys(variables: dict[str, str], columns: int) -> None:
    with window(CHAT, variables, columns) as newcomer:
        await newcomer.sees("What is a cache and what is it good for?", "1. Answer the question", "You ›")

        newcomer.keys(HALF, "Enter")
        await newcomer.sees("You 2/5 · streak 1", "See why")
        newcomer.keys("see why", "Enter")
        await newcomer.sees("only you see this", "✓ It keeps copies of results.", "1 point still missing")

        newcomer.keys("/qui")
        await newcomer.sees("/quiz [topic]")
        newcomer.keys("Tab", "1", "Enter")
        await newcomer.sees("1 of 1", "I don't know")
        newcomer.keys("answer", "Enter")
        await newcomer.sees("Your answer", "Esc Enter: send")
        newcomer.keys(RIGHT, "Enter", "That is all.", "Escape", "Enter")
        await newcomer.sees("5/5 · 100 %", "It saves computing them again.", "See the result")

        newcomer.keys("C-d")
        await newcomer.closes()


@pytest.mark.slow
async def test_what_is_given_up_can_be_brought_back(variables: dict[str, str]) -> None:
    with window(CHAT, variables, 80) as member:
        await member.sees("You ›")
        member.keys("answer", "Enter")
        await member.sees("Your answer")

        member.keys("Half of it", "C-c")
        await member.sees("Nothing was sent.", "You ›")
        member.keys("Up")

        await member.sees("You › Half of it")


@pytest.mark.slow
async def test_a_second_one_joins_the_first(variables: dict[str, str]) -> None:
    with window(CHAT, variables, 80) as yours:
        await yours.sees("Its page: http://127.0.0.1:", "You ›")
        [port] = re.findall(r"127\.0\.0\.1:(\d+)", yours.text())

        ada = chat(f"{RIGHT}\nsee why\n", "--as", "Ada", **variables | {"KOKO_HTTP_PORT": port})

        assert "Ada 5/5 · streak 1" in ada.stdout
        assert "It saves computing them again." in ada.stdout
        assert (ada.returncode, ada.stderr) == (0, "")
        await yours.sees(RIGHT, "Ada 5/5 · streak 1")


def test_a_pipe_is_read_to_its_end(variables: dict[str, str]) -> None:
    run = chat(f"{RIGHT}\nsee why\n", **variables)

    assert run.returncode == 0, run.stderr
    assert "You 5/5 · streak 1" in run.stdout
    assert "✓ It saves computing them again." in run.stdout
    assert "\x1b" not in run.stdout
    log = Path(variables["KOKO_FOLDER"], "chat.log").read_text()
    assert "answer_graded" in log
    assert RIGHT not in log


def test_an_unknown_member_is_refused(variables: dict[str, str]) -> None:
    run = chat("", "--as", "Mallory", **variables)

    assert run.returncode == 1
    assert run.stderr.endswith("koko: There is no Mallory; there are You, Ada, Grace, Linus.\n")
