"""Programs of people who mean well: every style that is right is accepted, whatever it arrives in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.bank.files import read_file
from bot.domain.grade import Grade
from bot.domain.question import CodeQuestion
from bot.grading.grader import Grader
from bot.grading.ports import Outcome, Report
from bot.grading.rubric.judge import RubricJudge
from bot.grading.sandbox import WasmRunner
from tests.bot.grading.sandbox.honest.classes import CLASSES
from tests.bot.grading.sandbox.honest.functions import FUNCTIONS
from tests.bot.grading.sandbox.honest.sent import ABOUT, SEARCH, WRAPPED
from tests.bot.grading.sandbox.honest.shapes import SHAPES, Shape

KOKO = read_file(Path(__file__).parents[4] / "questions/coding/koko-eating-bananas.md").question
LIMIT_S = 10
"""Five times the question's own, since tests share their machine."""

STYLES = {**WRAPPED, **ABOUT, **FUNCTIONS, **CLASSES}
SHAPED = {
    f"{name} {number}": (shape, source)
    for name, shape in SHAPES.items()
    for number, source in enumerate(shape.right, start=1)
}

in_one_pool = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pool(machine_code: Path) -> AsyncIterator[WasmRunner]:
    async with WasmRunner(machine_code, at_once=1) as runner:
        yield runner


async def grade(pool: WasmRunner, text: str) -> Grade:
    """What Koko says to an answer, as the platforms hand it over."""
    assert isinstance(KOKO, CodeQuestion)
    question = KOKO.model_copy(update={"limit_s": LIMIT_S})
    return await Grader(RubricJudge(), pool).grade(question, text)


@in_one_pool
@pytest.mark.parametrize("text", STYLES.values(), ids=STYLES)
async def test_a_right_program_in_any_style_is_accepted(pool: WasmRunner, text: str) -> None:
    graded = await grade(pool, text)

    assert (graded.score, graded.note) == (1, "Accepted: 16 of 16 cases passed."), graded


@in_one_pool
@pytest.mark.parametrize(("shape", "source"), SHAPED.values(), ids=SHAPED)
async def test_every_shape_of_value_goes_in_and_comes_back(
    pool: WasmRunner, shape: Shape, source: str
) -> None:
    report = await pool.run(source, shape.function, shape.method, shape.told(), LIMIT_S)

    assert report == Report(Outcome.ACCEPTED, len(shape.cases), len(shape.cases))


@in_one_pool
@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "piles = list(map(int, input().split()))\n" + SEARCH,
            "line 1: EOFError: there is nobody to type; the function is called with all that it needs",
        ),
        ("import numpy as np\n" + SEARCH, "line 1: ModuleNotFoundError: No module named 'numpy'"),
        ("def min_eating_speed(piles):\n    return 4", "takes 1 positional argument but 2 were given"),
        ("print(4)", "there is no function min_eating_speed, nor a class Solution with minEatingSpeed"),
        ("def min_eating_speed(piles, h):\n    print(4)", "returned None; expected 4"),
        ("def min_eating_speed(piles, h):\n    yield 4", "returned <generator object"),
        ("Halve the range of speeds until it is one.", "line 1: invalid syntax"),
        ("def min_eating_speed(piles, h):\n  return “4”", "line 2: invalid character '“' (U+201C)"),
        (
            "def min_eating_speed(piles, h):\n\u00a0 return 4",
            "line 2: invalid non-printable character U+00A0",
        ),
        ("def min_eating_speed(piles, h):\n\tif h:\n        return 4", "line 3: inconsistent use of tabs"),
    ],
    ids=[
        "input",
        "numpy",
        "arity",
        "script",
        "print",
        "yield",
        "prose",
        "quotes",
        "space",
        "tabs and spaces",
    ],
)
async def test_a_slip_is_told_so_that_it_can_be_mended(pool: WasmRunner, text: str, told: str) -> None:
    graded = await grade(pool, text)

    assert graded.score == 0
    assert told in graded.judgements[0].note


@in_one_pool
async def test_all_that_is_wrong_in_the_questions_own_file_gets_the_verdict_that_it_must(
    pool: WasmRunner,
) -> None:
    assert isinstance(KOKO, CodeQuestion)

    reports = [
        await pool.run(wrong.source, KOKO.function, KOKO.method, KOKO.cases, KOKO.limit_s)
        for wrong in KOKO.wrong
    ]

    assert [report.outcome for report in reports] == [wrong.verdict for wrong in KOKO.wrong]
