"""The same answer gets the same grade to the bit: in every process, on every machine, under every Python."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.domain.question import question_hash
from bot.grading.rubric.judge import VERSION
from tests.bot.grading.rubric.digests import by_question, recorded
from tests.bot.grading.rubric.rubrics import QUESTIONS

OWN = {f"{VERSION} {question.id} {question_hash(question)}" for question in QUESTIONS}
"""The questions of these tests, which are no file that somebody might be writing just now."""

SEEDS = ("1", "4294967295")
"""Sets and dictionaries are ordered otherwise under another hash seed; grades are not."""


def grading(seed: str, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.bot.grading.rubric.digests", *options],
        env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
def test_whatever_process_grades_it_gives_the_grades_of_another() -> None:
    """That one recorded them, on another machine maybe and under another Python; or it runs beside, where a
    question was changed since, or the judge."""
    processes = [grading(SEEDS[0]), grading(SEEDS[1], "--new")]

    ours, others = (by_question(process.communicate()[0].splitlines()) for process in processes)

    assert [process.returncode for process in processes] == [0, 0]
    theirs = others | recorded()
    same = ours.keys() & theirs.keys()
    assert same >= OWN
    assert {key: ours[key] for key in same} == {key: theirs[key] for key in same}
