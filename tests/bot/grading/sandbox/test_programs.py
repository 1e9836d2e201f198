"""What members are told about their programs."""

from __future__ import annotations

import pytest

from bot.domain.question import Case
from bot.grading.ports import Outcome, Report
from bot.grading.sandbox import WasmRunner

CASES = [
    Case(arguments=([3, 6, 7, 11], 8), expected=4, hidden=False),
    Case(arguments=([30, 11, 23, 4, 20], 5), expected=30, hidden=False),
    Case(arguments=([30, 11, 23, 4, 20], 6), expected=23),
    Case(arguments=([312_884_470], 968_709_470), expected=1),
]

SEARCH = """
def min_eating_speed(piles, h):
    low, high = 1, max(piles)
    while low < high:
        speed = (low + high) // 2
        if sum(-(-pile // speed) for pile in piles) <= h:
            high = speed
        else:
            low = speed + 1
    return low
"""


async def run(runner: WasmRunner, source: str, limit_s: float = 10) -> Report:
    return await runner.run(source, "min_eating_speed", "minEatingSpeed", CASES, limit_s)


async def test_a_wrong_program_is_told_its_first_visible_case(runner: WasmRunner) -> None:
    report = await run(runner, SEARCH.replace("return low", "return low + 1"))

    assert report == Report(
        Outcome.WRONG_ANSWER, 0, 4, 0, "min_eating_speed([3, 6, 7, 11], 8) returned 5; expected 4"
    )


async def test_a_program_that_fails_hidden_cases_alone_is_not_told_which(runner: WasmRunner) -> None:
    report = await run(runner, "def min_eating_speed(piles, h):\n    return 4 if h == 8 else 30")

    assert report == Report(Outcome.WRONG_ANSWER, 2, 4, None, "a hidden case came out wrong")


async def test_a_slow_program_is_told_how_far_it_came(runner: WasmRunner) -> None:
    linear = """
def min_eating_speed(piles, h):
    speed = 1
    while len(piles) == 4 and sum(-(-pile // speed) for pile in piles) > h:
        speed += 1
    while len(piles) == 5:
        pass
    return speed
"""
    report = await run(runner, linear, limit_s=0.5)

    assert report == Report(
        Outcome.TIME_LIMIT, 1, 4, 1, "out of time before min_eating_speed([30, 11, 23, 4, 20], 5) returned"
    )


async def test_an_error_is_told_with_the_members_own_line(runner: WasmRunner) -> None:
    report = await run(
        runner, "import heapq\n\ndef min_eating_speed(piles, h):\n    return heapq.heappop(h // 0)"
    )

    assert (report.outcome, report.failing) == (Outcome.RUNTIME_ERROR, 0)
    assert report.detail == "line 4: ZeroDivisionError: integer division or modulo by zero"


async def test_an_error_inside_the_library_is_told_with_the_line_that_called_it(runner: WasmRunner) -> None:
    report = await run(runner, "import json\ndef min_eating_speed(piles, h):\n    return json.loads('[')")

    assert report.detail.startswith("line 3: json.decoder.JSONDecodeError: ")


async def test_an_error_while_loading_blames_no_case(runner: WasmRunner) -> None:
    report = await run(runner, "def min_eating_speed(piles, h):\n    return 4\nspeed = piles[0]")

    assert report == Report(
        Outcome.RUNTIME_ERROR, 0, 4, None, "line 3: NameError: name 'piles' is not defined"
    )


@pytest.mark.parametrize(
    ("source", "detail"),
    [
        ("def min_eating_speed(piles, h):\n    return (4", "line 2: '(' was never closed"),
        ("def min_eating_speed(piles, h):\nreturn 4", "line 2: expected an indented block after function"),
        ("(" * 5_000, "nested too deeply"),
        ("-" * 15_000 + "1", "nested too deeply"),
    ],
)
async def test_what_is_not_python_is_told_with_its_line(runner: WasmRunner, source: str, detail: str) -> None:
    report = await run(runner, source)

    assert report.outcome is Outcome.SYNTAX_ERROR
    assert report.detail.startswith(detail)


@pytest.mark.parametrize(
    ("source", "detail"),
    [
        ("x = 1", "there is no function min_eating_speed, nor a class Solution with minEatingSpeed"),
        ("class Solution:\n    pass", "there is no function min_eating_speed, nor a class Solution with"),
        ("#" * 20_001, "the program is longer than 20,000 characters"),
        (SEARCH + "\0", "the program holds a NUL character"),
        (SEARCH + "# \ud83c", "the program holds half a character"),
    ],
)
async def test_what_cannot_be_run_is_refused(runner: WasmRunner, source: str, detail: str) -> None:
    report = await run(runner, source)

    assert (report.outcome, report.passed, report.total) == (Outcome.REFUSED, 0, 4)
    assert report.detail.startswith(detail)


async def test_a_name_of_the_library_is_no_solution(runner: WasmRunner) -> None:
    report = await runner.run("pass", "permutations", None, CASES, 10)

    assert report.outcome is Outcome.REFUSED


async def test_what_is_printed_is_kept_apart_from_the_results(runner: WasmRunner) -> None:
    report = await run(runner, SEARCH.replace("    low", "    print('piles', piles)\n    low", 1))

    assert report.outcome is Outcome.ACCEPTED
    assert report.output.startswith("piles [3, 6, 7, 11]\npiles [30, 11, 23, 4, 20]\n")


async def test_what_json_cannot_say_is_shown_as_python_does(runner: WasmRunner) -> None:
    report = await run(runner, "def min_eating_speed(piles, h):\n    return {len(piles)}")

    assert report.detail == "min_eating_speed([3, 6, 7, 11], 8) returned {4}; expected 4"


async def test_tuples_and_numbers_of_either_sort_come_back(runner: WasmRunner) -> None:
    source = "def halves(n):\n    return n // 2, n / 2, {'n': float('inf')}, None"
    case = Case(arguments=(6,), expected=[3, 3, {"n": float("inf")}, None])

    assert (await runner.run(source, "halves", None, [case], 10)).outcome is Outcome.ACCEPTED


async def test_sets_of_words_have_one_order_every_day(runner: WasmRunner) -> None:
    source = "def order(words):\n    return list(set(words))"
    one = Case(arguments=(["base", "rank", "adapter", "frozen"],), expected=[], hidden=False)

    reports = [await runner.run(source, "order", None, [one], 10) for _ in range(3)]

    assert len({report.detail for report in reports}) == 1
