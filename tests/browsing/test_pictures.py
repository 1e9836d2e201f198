"""The pictures of the page in README can be drawn again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browsing.pictures import draw_all

SHOWN = Path(__file__).parents[2] / "docs/pictures"


def size(png: Path) -> bytes:
    """Width and height, as the file's header has them."""
    return png.read_bytes()[16:24]


@pytest.mark.browser
async def test_what_is_drawn_has_the_sizes_of_what_is_shown(tmp_path: Path) -> None:
    await draw_all(tmp_path)

    drawn = {png.name: size(png) for png in tmp_path.iterdir()}
    assert drawn == {name: size(SHOWN / name) for name in drawn}
    assert set(drawn) == {"page-1280.png", "page-390.png", "quiz-dark.png", "setup.png"}
