"""The same answer gets the same grade to the bit: in every process, on every machine, under every Python."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable

import pytest

from bot.domain.question import question_hash
from bot.grading.rubric.judge import VERSION
from tests.bot.grading.rubric.digests import RECORD, lines
from tests.bot.grading.rubric.rubrics import QUESTIONS

OWN = {f"{VERSION} {question.id} {question_hash(question)}" for question in QUESTIONS}
"""The questions of these tests, which are no file that somebody might be writing just now."""


def by_question(lines: Iterable[str]) -> dict[str, str]:
    return dict(line.rsplit(" ", 1) for line in lines)


OURS = by_question(lines())


def assert_same(theirs: dict[str, str]) -> None:
    """A question that was changed is another one, and so is what it is graded by a later judge."""
    same = OURS.keys() & theirs.keys()
    assert same >= OWN
    assert {key: OURS[key] for key in same} == {key: theirs[key] for key in same}


def test_grades_are_those_that_were_recorded() -> None:
    """On another machine, maybe, and under another Python."""
    assert_same(by_question(RECORD.read_text().splitlines()))


@pytest.mark.parametrize("seed", ["1", "4294967295"])
def test_another_process_gives_the_same_grades(seed: str) -> None:
    """Sets and dictionaries are ordered otherwise under another hash seed; grades are not."""
    other = subprocess.run(
        [sys.executable, "-m", "tests.bot.grading.rubric.digests"],
        env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
        capture_output=True,
        text=True,
        check=True,
    )
    assert_same(by_question(other.stdout.splitlines()))
