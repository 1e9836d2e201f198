"""What a picture in a question's file may be, and how large."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from bot.domain.picture import MAX_PANELS, MAX_POINTS, MAX_SERIES, MAX_VALUES, Picture

LINES: dict[str, Any] = {"title": "ash", "lines": {"training": [2, 1, 0.5], "validation": [2.1, 1.2, 1]}}
BARS: dict[str, Any] = {"title": "age", "bars": {"March": [20, 80], "April": [30, 70]}}
POINTS: dict[str, Any] = {"points": {"open": [[0.2, 0.5]], "choice": [[0.1, 0.4], [0.9, 0.1]]}}


def picture(*panels: dict[str, Any], **fields: object) -> Picture:
    whole = {"alt": "What is to be seen.", "x": "epoch", "y": "loss", "panels": panels, **fields}
    return Picture.model_validate(whole)


@pytest.mark.parametrize(
    ("panel", "names"),
    [(LINES, ("training", "validation")), (BARS, ("March", "April")), (POINTS, ("open", "choice"))],
)
def test_a_panel_has_lines_or_bars_or_points(panel: dict[str, Any], names: tuple[str, ...]) -> None:
    assert picture(panel).panels[0].names == names


def test_ticks_stand_below_the_values() -> None:
    assert picture(LINES, ticks=[1, 10, 100]).ticks == (1, 10, 100)
    assert picture(BARS, ticks=["mobile", "desktop"]).ticks == ("mobile", "desktop")


def test_the_largest_is_taken() -> None:
    row = list(range(MAX_VALUES))
    many = {"title": "t" * 20, "lines": {f"{n}" * 20: row for n in range(MAX_SERIES)}}
    assert len(picture(*[many] * MAX_PANELS, ticks=["12345678"] * MAX_VALUES).panels) == MAX_PANELS
    assert picture({"points": {"all": [[0, 0]] * MAX_POINTS}})


@pytest.mark.parametrize(
    ("panels", "fields", "said"),
    [
        ([], {}, "at least 1 item"),
        ([LINES] * (MAX_PANELS + 1), {}, "at most 4 items"),
        ([{"title": "ash"}], {}, "one of lines, bars and points"),
        ([LINES | BARS], {}, "one of lines, bars and points"),
        ([{"lines": {"a": [1, 2], "b": [1, 2, 3]}}], {}, "differ in length"),
        ([{"lines": {"a": [1]}}], {}, "at least 2 items"),
        ([{"lines": {"a": [1] * (MAX_VALUES + 1)}}], {}, "at most 40 items"),
        ([{"bars": {f"{n}": [1, 2] for n in range(MAX_SERIES + 1)}}], {}, "at most 3 items"),
        ([{"points": {"a": [[0, 0]] * (MAX_POINTS + 1)}}], {}, "at most 400 items"),
        ([{"points": {"a": [[1, 2, 3]]}}], {}, "at most 2 items"),
        ([{"lines": {"a": [1, float("nan")]}}], {}, "less than or equal to"),
        ([{"lines": {"a": [1, float("inf")]}}], {}, "less than or equal to"),
        ([{"lines": {"a": [1, "two"]}}], {}, "valid number"),
        ([{"lines": {"": [1, 2]}}], {}, "at least 1 character"),
        ([LINES, BARS], {}, "differ in the names of their series"),
        ([LINES, LINES | {"lines": {"training": [1, 2, 3]}}], {}, "differ in the names of their series"),
        ([LINES], {"ticks": [1, 2]}, "not as many ticks as values"),
        ([LINES, {"lines": {"training": [1, 2], "validation": [1, 2]}}], {"ticks": [1, 2]}, "as many ticks"),
        ([BARS], {"ticks": ["too long a tick", "b"]}, "at most 8 characters"),
        ([LINES], {"alt": ""}, "at least 1 character"),
        ([LINES], {"alt": "x" * 601}, "at most 600 characters"),
        ([LINES], {"x": "x" * 31}, "at most 30 characters"),
        ([LINES | {"title": "x" * 21}], {}, "at most 20 characters"),
        ([LINES], {"url": "https://example.org/a.png"}, "not permitted"),
        ([LINES | {"file": "/etc/passwd"}], {}, "not permitted"),
    ],
)
def test_what_can_t_be_drawn_is_refused(
    panels: list[dict[str, Any]], fields: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValidationError, match=said):
        picture(*panels, **fields)


def test_another_picture_has_another_digest() -> None:
    assert picture(LINES).digest == picture(LINES).digest
    assert len({picture(LINES).digest, picture(BARS).digest, picture(LINES, x="step").digest}) == 3
