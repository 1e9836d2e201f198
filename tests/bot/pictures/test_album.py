"""Pictures are drawn once, beside the bot, and a bot that can't draw says why."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import psutil
import pytest

from bot.domain.picture import Panel, Picture
from bot.domain.question import Question
from bot.pictures.album import Album
from bot.pictures.draw import draw
from tests.bank import CACHE, CHOICE
from tests.waiting import until

CURVES = Picture(
    alt="Two lines.", x="epoch", y="loss", panels=(Panel(lines={"a": (3, 2, 1), "b": (3, 3, 4)}),)
)
SEEN = CHOICE.model_copy(update={"picture": CURVES})
REWORDED: Question = SEEN.model_copy(update={"title": "Look at the stack"})


async def test_a_picture_is_there_once_it_is_drawn() -> None:
    album = Album()
    assert not album.has(SEEN)
    assert album.png(SEEN) is None

    assert await album.draw([CACHE, SEEN]) is None

    assert album.has(SEEN)
    assert album.png(SEEN) == draw(CURVES)


async def test_a_question_without_a_picture_lacks_nothing() -> None:
    album = Album()

    assert album.has(CACHE)
    assert await album.draw([CACHE]) is None
    assert album.png(CACHE) is None


async def test_the_same_picture_is_drawn_once_for_all_that_show_it() -> None:
    album = Album()
    await album.draw([SEEN])

    assert album.has(REWORDED)
    assert album.png(REWORDED) is album.png(SEEN)


async def test_two_that_want_it_at_once_get_it() -> None:
    album = Album()

    reasons = await asyncio.gather(album.draw([SEEN]), album.draw([SEEN]))

    assert list(reasons) == [None, None]
    assert album.has(SEEN)


async def test_whoever_stops_waiting_leaves_no_process_behind() -> None:
    album, before = Album(), set(psutil.Process().children())
    drawing = asyncio.create_task(album.draw([SEEN]))
    await until(lambda: set(psutil.Process().children()) - before)

    drawing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await drawing

    await until(lambda: not set(psutil.Process().children()) - before)
    assert await album.draw([SEEN]) is None


async def test_where_it_can_t_be_drawn_the_reason_is_said() -> None:
    broken = Panel.model_construct(title="", lines={"a": (1.0, 2.0), "b": (1.0,)})
    album = Album()

    reason = await album.draw(
        [CHOICE.model_copy(update={"picture": CURVES.model_copy(update={"panels": (broken,)})})]
    )

    assert reason
    assert "\n" not in reason


def test_a_bot_does_not_carry_what_draws() -> None:
    run = subprocess.run(
        [sys.executable, "-c", "import sys, bot.compose; print('matplotlib' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "False"
