"""Numbers as a PNG: whole, small, legible, and the same wherever it is drawn."""

from __future__ import annotations

import base64
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.domain.picture import MAX_VALUES, PICTURES, Panel, Picture
from bot.pictures.draw import OKABE_ITO, PIXELS, draw

MOST = 60_000  # bytes
ROWS = {
    "training": tuple(2 / (n + 1) for n in range(20)),
    "validation": tuple(2 / (n + 1) + n / 40 for n in range(20)),
}
NAMES = ("a" * 20, "b" * 20, "c" * 20)
ZIGZAG = tuple(float(n * 7919 % 1000) * 1e6 for n in range(MAX_VALUES))


def picture(*panels: Panel, ticks: tuple[float | str, ...] = ()) -> Picture:
    return Picture(alt="What is to be seen.", x="epoch", y="loss", ticks=ticks, panels=panels)


LINES = picture(*(Panel(title=title, lines=ROWS) for title in ("ash", "elm", "oak", "yew")))
BARS = picture(Panel(bars={"March": (10, 60, 30), "April": (30, 50, 20)}), ticks=("a", "b", "c"))
POINTS = picture(Panel(points={"open": ((0.1, 0.5), (0.4, -0.2)), "choice": ((0.9, 0.1),)}))
THREE = picture(*(Panel(title=title, bars=ROWS) for title in ("ash", "elm", "oak")))
MEASURED = picture(Panel(lines={"model": (0.2, 0.7, 0.9)}), ticks=(0.1, 0.5, 0.9))
LARGEST = picture(
    *[Panel(title="t" * 20, bars=dict.fromkeys(NAMES, ZIGZAG))] * 4, ticks=("12345678",) * MAX_VALUES
)
CLOUD = picture(
    Panel(points={name: tuple(zip(ZIGZAG * 10, ZIGZAG[::-1] * 10, strict=True)) for name in NAMES})
)
ALL = {
    "lines": LINES, "bars": BARS, "points": POINTS, "three": THREE, "measured": MEASURED,
    "largest": LARGEST, "cloud": CLOUD,
}  # fmt: skip


def opened(png: bytes) -> Image.Image:
    """All of it read, which raises for one that is torn."""
    image = Image.open(BytesIO(png))
    image.load()
    return image


def colours(png: bytes) -> set[tuple[int, ...]]:
    found = opened(png).convert("RGB").getcolors()
    assert found
    return {colour for _, colour in found if isinstance(colour, tuple)}


@pytest.mark.parametrize("shown", ALL.values(), ids=list(ALL))
def test_it_is_a_whole_and_small_png(shown: Picture) -> None:
    png = draw(shown)

    assert opened(png).format == "PNG"
    assert opened(png).width == PIXELS
    assert len(png) < MOST


def test_it_is_on_white_in_colours_that_the_colour_blind_tell_apart() -> None:
    seen = colours(draw(LINES))
    wanted = [tuple(bytes.fromhex(colour[1:])) for colour in OKABE_ITO[:2]]

    assert (255, 255, 255) in seen
    for colour in wanted:
        assert min(max(abs(a - b) for a, b in zip(colour, near, strict=True)) for near in seen) < 8


@pytest.mark.slow
def test_it_is_the_same_each_time_and_in_another_process(tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text("font.size: 40\nfigure.facecolor: red\n")
    here = [draw(LINES), draw(BARS)]

    there = subprocess.run(
        [sys.executable, "-I", "-m", "bot.pictures.draw"],
        input=PICTURES.dump_json([LINES, BARS]),
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )

    assert [base64.b64decode(line) for line in there.stdout.split()] == here
    assert [draw(LINES), draw(BARS)] == here


def test_it_does_not_say_what_made_it_or_when() -> None:
    assert opened(draw(BARS)).info.keys() <= {"dpi"}


def test_a_sign_of_mathematics_is_a_letter_like_others() -> None:
    dollars = Picture(alt="…", x=r"cost, $\frac{", y="$^$", panels=(Panel(lines={"$_$": (1, 2)}),))

    assert opened(draw(dollars)).width == PIXELS


def test_points_below_zero_are_in_the_picture() -> None:
    low = picture(Panel(points={"all": ((0.5, -1.0), (0.5, 1.0))}))
    high = picture(Panel(points={"all": ((0.5, 0.0), (0.5, 1.0))}))

    assert draw(low) != draw(high)
