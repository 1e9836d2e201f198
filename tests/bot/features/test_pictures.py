"""A question with a picture, from its card to its close."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import cache

import pytest

from bot.bank.files import Bank
from bot.chat.card import Card, Image
from bot.chat.form import Form
from bot.domain.picture import Panel, Picture
from bot.domain.question import Question
from bot.pictures.draw import draw
from bot.store.sql import SqlStore
from bot.views.challenge import body
from tests.bank import CACHE, CHOICE, CODE
from tests.bots import ADA, ADMIN, MONDAY, TestBot, build_bot, button, shown
from tests.fakes import FixedClock

LEVELS = Picture(
    alt="Bars: in March 3 and 7, in April 6 and 4.",
    x="bin",
    y="share",
    panels=(Panel(bars={"March": (3, 7), "April": (6, 4)}),),
)
SEEN: Question = CHOICE.model_copy(update={"picture": LEVELS})
CODED: Question = CODE.model_copy(update={"picture": LEVELS})


UNDRAWABLE: Question = CHOICE.model_copy(
    update={
        "picture": LEVELS.model_copy(
            update={"panels": (Panel.model_construct(bars={"March": (3.0, 7.0), "April": (6.0,)}),)}
        )
    }
)


async def a_bot(*questions: Question) -> TestBot:
    store = SqlStore("sqlite:///:memory:")
    await store.create_tables()
    return build_bot(store, FixedClock(MONDAY), Bank(questions))


@pytest.fixture
async def bot() -> AsyncIterator[TestBot]:
    """One that knows a question with a picture and nothing else, and has drawn it."""
    bot = await a_bot(SEEN)
    await bot.koko.draw_pictures()
    yield bot
    await bot.koko.parts.store.close()


def restarted(bot: TestBot, *questions: Question) -> TestBot:
    """The same with other files."""
    store = bot.koko.parts.store
    assert isinstance(store, SqlStore)
    again = build_bot(store, bot.clock, Bank(questions))
    again.numbers = bot.numbers
    return again


@cache
def image() -> Image:
    return Image(draw(LEVELS), LEVELS.alt)


def images(response: Card | Form | None) -> list[Image]:
    assert isinstance(response, Card)
    return [block for block in response.blocks if isinstance(block, Image)]


async def test_it_stands_above_what_can_be_chosen_and_stays_when_that_is_closed(bot: TestBot) -> None:
    await bot.command(ADMIN, "koko ask now")

    [card] = [sent.card for sent in bot.adapter.sent if sent.card.title == "Stack"]
    assert [block.kind for block in card.blocks] == ["text", "image", "text", "buttons"]
    assert images(card) == [image()]

    await bot.later(hours=23)

    assert images(bot.adapter.edited[-1][1]) == [image()]


@pytest.mark.slow
async def test_a_quiz_shows_it_above_its_letters(bot: TestBot) -> None:
    card = await bot.command(ADA, "quiz", count=1)

    assert images(card) == [image()]
    assert shown(card).index("[picture: Bars") < shown(card).index("A The one pushed")


@pytest.mark.slow
async def test_a_question_of_another_kind_has_it_too() -> None:
    bot = await a_bot(CODED)
    await bot.koko.draw_pictures()

    assert images(await bot.command(ADA, "quiz", count=1)) == [image()]
    await bot.koko.parts.store.close()


@pytest.mark.slow
async def test_it_is_not_asked_before_it_is_drawn() -> None:
    bot = await a_bot(CACHE, SEEN)
    early = await bot.command(ADA, "quiz", count=5)
    await bot.press(ADA, *button(early, "Stop"))
    await bot.koko.draw_pictures()

    late = await bot.command(ADA, "quiz", count=5)

    assert "1 of 1" in shown(early)
    assert "1 of 2" in shown(late)
    await bot.koko.parts.store.close()


@pytest.mark.slow
async def test_a_quiz_goes_on_with_a_picture_whose_file_has_changed(bot: TestBot) -> None:
    first = await bot.command(ADA, "quiz", count=1)

    changed = restarted(bot, CACHE)

    assert shown(await changed.command(ADA, "quiz")) == shown(first)
    assert images(await changed.command(ADA, "quiz")) == [image()]


@pytest.mark.slow
async def test_a_card_is_closed_with_a_picture_whose_file_has_changed(bot: TestBot) -> None:
    await bot.command(ADMIN, "koko ask now")

    changed = restarted(bot, CACHE)
    await changed.later(hours=23)

    assert images(changed.adapter.edited[-1][1]) == [image()]


async def test_what_can_t_be_drawn_is_not_asked() -> None:
    bot = await a_bot(UNDRAWABLE)
    await bot.koko.draw_pictures()

    assert "I have nothing to ask" in shown(await bot.command(ADMIN, "koko ask now"))
    await bot.koko.parts.store.close()


def test_what_was_asked_and_can_t_be_drawn_any_more_is_told_in_words() -> None:
    [prompt, words, options] = body(SEEN, "seed", None)

    assert words == r"Picture: Bars\: in March 3 and 7, in April 6 and 4\."
    assert (prompt, options) == (SEEN.prompt, body(SEEN, "seed", b"PNG")[2])
