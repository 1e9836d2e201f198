"""Options that are told apart by their numbers, and meant by one."""

from __future__ import annotations

import pytest

from bot.domain.question import Option
from bot.grading.figures import by_figures

TOP_P = {
    "two": "Two tokens, and the first comes with 63 %.",
    "cut-off": "Three tokens, and the first comes with 42 %.",
    "five": "Five tokens, and the first comes with 43 %.",
    "right": "Three tokens, and the first comes with 51 %.",
    "one": "One token, and it comes with 100 %.",
}
PASS_AT_5 = {
    "plug-in": "0.67, as 1 − (1 − 2/10)⁵",
    "times-five": "1.0, as 5 · 2/10",
    "any-of-ten": "1.0, as one of ten passes",
    "drawn": "0.78, as 1 − 56/252",
}


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("three tokens, 51 percent", "right"),
        ("3 tokens and 0.51", "right"),
        ("51%", "right"),
        ("0.42 / 0.82 = 51 %", "right"),
        ("42 %, no wait, 51 %", "right"),
        ("51 %, not 42 %", "right"),
        ("2 tokens, 63%", "two"),
        ("three tokens", None),
        ("five out of five", None),
        ("five tokens, 51 %", None),
        ("51 % or 42 %", None),
        ("63 %, 42 %, 43 %, 51 %, 100 %", None),
        ("not 51 %", None),
        ("77 %", None),
        ("no idea", None),
    ],
)
def test_an_option_is_meant_by_the_number_that_it_alone_has(text: str, id: str | None) -> None:
    assert by_figures(options(TOP_P), text) == id


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("0.78", "drawn"),
        (".78", "drawn"),
        ("78 %", "drawn"),
        ("0.778", "drawn"),
        ("1 - 56/252 = 0.78", "drawn"),
        ("0.67", "plug-in"),
        ("1.0", None),
        ("0.7", None),
        ("0.67 1.0 0.78", None),
    ],
)
def test_another_rounding_and_another_unit_are_the_same_number(text: str, id: str | None) -> None:
    assert by_figures(options(PASS_AT_5), text) == id


def test_numbers_mean_nothing_where_an_option_has_none() -> None:
    assert by_figures(options({**TOP_P, "none": "It can't be told."}), "51 %") is None


def options(texts: dict[str, str]) -> list[Option]:
    return [Option(id=id, text=text, why="So.") for id, text in texts.items()]
