"""The same answer gets the same grade to the bit: in every process, on every machine, under every Python."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable

import pytest

from bot.domain.question import question_hash
from bot.grading.rubric.judge import VERSION
from tests.bot.grading.rubric.digests import RECORD
from tests.bot.grading.rubric.rubrics import QUESTIONS

OWN = {f"{VERSION} {question.id} {question_hash(question)}" for question in QUESTIONS}
"""The questions of these tests, which are no file that somebody might be writing just now."""

SEEDS = ("1", "4294967295")
"""Sets and dictionaries are ordered otherwise under another hash seed; grades are not."""


def by_question(lines: Iterable[str]) -> dict[str, str]:
    return dict(line.rsplit(" ", 1) for line in lines)


def grading(seed: str) -> subprocess.Popen[str]:
    """A process that grades everything."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.bot.grading.rubric.digests"],
        env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
        stdout=subprocess.PIPE,
        text=True,
    )


def assert_same(ours: dict[str, str], theirs: dict[str, str]) -> None:
    """A question that was changed is another one, and so is what it is graded by a later judge."""
    same = ours.keys() & theirs.keys()
    assert same >= OWN
    assert {key: ours[key] for key in same} == {key: theirs[key] for key in same}


@pytest.mark.slow
def test_two_processes_give_the_grades_that_were_recorded() -> None:
    """On another machine, maybe, and under another Python."""
    processes = [grading(seed) for seed in SEEDS]

    ours, others = (by_question(process.communicate()[0].splitlines()) for process in processes)

    assert [process.returncode for process in processes] == [0, 0]
    assert_same(ours, others)
    assert_same(ours, by_question(RECORD.read_text().splitlines()))
