"""Draws a picture of numbers as a PNG, the same bytes each time.

For an eye that sees no colours and for a telephone: the palette of Okabe and Ito
(https://jfly.uni-koeln.de/color/), a dash, mark or hatch of its own for each series, and a page as wide as a
telephone's at sizes of type that can be read there. What is written is never read as mathematics.

    python -m bot.pictures.draw    # a JSON list of pictures in; a line of base64 for each out
"""

from __future__ import annotations

import base64
import sys
from collections.abc import Sequence
from io import BytesIO

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from PIL import Image

from bot.domain.picture import PICTURES, Panel, Picture

PIXELS = 900
WIDTH = 390 / 72  # inches: a telephone's width, if one of its pixels is a point
ROW, ALONE = 2.0, 2.8  # inches for each row of panels, and for a panel alone
HEAD = 1.1  # inches for the names of series and of the axes
PAD = 0.07  # inches around each panel, and so at the edge of the picture
LETTER = 17  # pixels, about
COLOURS = 48  # a few shades of each line's edge; a third of the bytes that all shades would take
FONT = 15

OKABE_ITO = ("#0072B2", "#D55E00", "#000000")
DASHES = ("-", (0, (3, 1.2)), (0, (1, 1)))
MARKS = ("o", "^", "s")
HATCHES = ("", "////", "..")
GRID = "#D0D0D0"
ROUND = (1, 2, 2.5, 5, 10)


def draw(picture: Picture) -> bytes:
    """A PNG, 900 pixels wide, on white; takes some 0.2 s, and 0.3 s and 40 MB for matplotlib once."""
    matplotlib.rcdefaults()  # what a file in the folder one stands in may have changed
    with matplotlib.rc_context(
        {
            "font.family": "DejaVu Sans",  # which matplotlib brings
            "font.size": FONT,
            "axes.titlesize": FONT,
            "axes.titleweight": "bold",
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.axisbelow": True,
            "figure.facecolor": "white",
            "figure.constrained_layout.h_pad": PAD,
            "figure.constrained_layout.w_pad": PAD,
            "hatch.linewidth": 2,
            "text.parse_math": False,
        }
    ):
        return _png(_figure(picture))


def _figure(picture: Picture) -> Figure:
    count = len(picture.panels)
    across, down = (1, 1) if count == 1 else (2, -(-count // 2))
    height = HEAD + (ALONE if count == 1 else ROW * down)
    figure = Figure(figsize=(WIDTH, height), dpi=PIXELS / WIDTH, layout="constrained")
    grid = figure.subplots(down, across, sharex=True, sharey=True, squeeze=False)
    room = PIXELS * 0.85 / across
    for axes, panel in zip(grid.flat, picture.panels, strict=False):
        _fill(axes, panel, picture, room)
    values = [value for panel in picture.panels for row in panel.rows.values() for value in row]
    if values and min(values) >= 0:
        grid[0, 0].set_ylim(bottom=0)  # of all, which share it
    for axes in grid.flat[count:]:
        axes.remove()
        grid[-2, -1].tick_params(labelbottom=True)
    names = picture.panels[0].names
    if len(names) > 1:
        handles, _ = grid[0, 0].get_legend_handles_labels()
        columns = max(1, PIXELS // (160 + LETTER * max(map(len, names))))
        figure.legend(handles, names, loc="outside upper center", ncols=columns, frameon=False)
    figure.supxlabel(picture.x, fontsize=FONT)
    figure.supylabel(picture.y, fontsize=FONT)
    return figure


def _fill(axes: Axes, panel: Panel, picture: Picture, room: float) -> None:
    axes.set_title(panel.title)
    axes.grid(axis="y" if panel.bars else "both", color=GRID)
    axes.tick_params(length=0)
    axes.yaxis.set_major_locator(MaxNLocator(5, steps=ROUND))
    axes.xaxis.set_major_locator(MaxNLocator(5, steps=ROUND))
    if panel.points:
        _scatter(axes, panel)
        return
    (count,) = panel.lengths
    ticks = picture.ticks or (tuple(range(1, count + 1)) if panel.bars else ())
    numbers = tuple(tick for tick in ticks if not isinstance(tick, str))
    if panel.lines and len(numbers) == len(ticks):
        _lines(axes, panel, numbers or range(1, count + 1))
        return
    places = range(1, count + 1)
    if panel.bars:
        _bars(axes, panel, count)
    else:
        _lines(axes, panel, places)
    words = [_said(tick) for tick in ticks]
    step = -(-count * LETTER * (max(map(len, words)) + 1) // int(room))  # as many as there is room for
    axes.set_xticks(places[::step], words[::step])


def _lines(axes: Axes, panel: Panel, places: Sequence[float]) -> None:
    for (name, values), colour, dash in zip(panel.lines.items(), OKABE_ITO, DASHES, strict=False):
        axes.plot(places, values, label=name, color=colour, linestyle=dash, linewidth=2.4)


def _bars(axes: Axes, panel: Panel, count: int) -> None:
    width = 0.84 / len(panel.bars)
    for n, (name, values) in enumerate(panel.bars.items()):
        left = [place - 0.42 + n * width for place in range(1, count + 1)]
        axes.bar(
            left,
            values,
            width,
            align="edge",
            label=name,
            color="white" if HATCHES[n] else OKABE_ITO[n],
            edgecolor=OKABE_ITO[n],
            hatch=HATCHES[n],
            linewidth=1.2,
        )


def _scatter(axes: Axes, panel: Panel) -> None:
    for (name, points), colour, mark in zip(panel.points.items(), OKABE_ITO, MARKS, strict=False):
        x, y = zip(*points, strict=True)
        axes.scatter(x, y, s=18, c=colour, marker=mark, label=name, linewidths=0)


def _said(tick: float | str) -> str:
    return tick if isinstance(tick, str) else f"{tick:g}"


def _png(figure: Figure) -> bytes:
    """In few colours, which makes it small, and without a word on what made it when."""
    full, small = BytesIO(), BytesIO()
    figure.savefig(full, format="png")
    opaque = Image.open(full).convert("RGB")
    opaque.quantize(COLOURS, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    return small.getvalue()


def main() -> None:
    for picture in PICTURES.validate_json(sys.stdin.buffer.read()):
        sys.stdout.write(f"{base64.b64encode(draw(picture)).decode()}\n")


if __name__ == "__main__":
    main()
