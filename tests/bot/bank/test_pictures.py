"""A question's file with a picture: the example of docs/writing-questions.md, and faults with their lines."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.bank.files import load_bank, read_file
from bot.bank.lint import lint_file
from tests.bot.bank.examples import FILES, PAGE
from tests.bot.bank.test_lint import Runner

[EXAMPLE] = re.findall(r"^```yaml\n(picture:\n.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
GOOD = FILES["retrieval/recall-at-k.md"].replace("options:\n", f"{EXAMPLE}options:\n")
FIRST = GOOD[: GOOD.index("picture:")].count("\n") + 1
"""The line where the picture begins; `alt` is the next, and the last row of values the tenth from there."""


def write(folder: Path, text: str) -> Path:
    path = folder / "retrieval" / "recall.md"
    path.parent.mkdir()
    path.write_text(text)
    return path


async def test_the_example_is_read_and_nothing_is_wrong_with_it(tmp_path: Path) -> None:
    file = read_file(write(tmp_path, GOOD))

    assert await lint_file(file, Runner()) == []
    assert file.question
    assert file.question.picture
    assert file.question.picture.panels[0].names == ("bm25", "dense")


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("  x: k\n", "", 0, "`x` is missing."),
        ("0.6]\n        dense", "much]\n        dense", 7, "`bm25` must be a number, not 'much'."),
        (", 0.6]\n        dense", "]\n        dense", 6, "The series of a panel differ in length."),
        ("  panels:\n", "  ticks: [1, 2]\n  panels:\n", 0, "There are not as many ticks as values."),
        ("- lines:", "- line:", 6, "`line` is no field here. Did you mean `lines`?"),
        (
            "- lines:",
            "- title: a\n      bars: {a: [1, 2]}\n      lines:",
            6,
            "A panel has one of lines, bars and",
        ),
        ("  x: k\n", "  x: k\n  file: /etc/passwd\n", 4, "`file` is no field here."),
        ("  x: k\n", f"  x: {'k' * 31}\n", 3, "`x` has 31 characters. Make it 30 at most."),
    ],
)
def test_a_picture_that_is_wrong_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, said: str
) -> None:
    assert GOOD.count(old) == 1
    write(tmp_path, GOOD.replace(old, new))

    bank, problems = load_bank(tmp_path)

    assert bank.questions == ()
    assert any(
        problem.line == FIRST + line and str(problem).split(": ", 1)[1].startswith(said)
        for problem in problems
    ), [str(problem) for problem in problems]


async def test_words_that_leave_out_a_series_are_told_of(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD.replace("for dense 0.4", "for the other 0.4"))

    [problem] = await lint_file(read_file(path), Runner())

    assert problem.line == FIRST + 1
    assert problem.wrong == "The alternative text does not speak of 'dense'."
