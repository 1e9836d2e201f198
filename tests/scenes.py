"""What a team sees of Koko in its first days; told by the real bot on the real bank."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.bank.files import Bank
from bot.chat.card import Button, Card
from bot.chat.events import HomeOpened
from bot.chat.form import Form
from bot.store.sql import SqlStore
from tests.bots import ADA, ADMIN, GRACE, LINUS, MONDAY, TestBot, build_bot
from tests.fakes import FixedClock
from tests.questions.bank import whole_bank

LORA, HELM, KOKO = "fine-tuning/lora", "evaluation/helm-metrics", "coding/koko-eating-bananas"
ADAS = """\
You keep the pretrained weights frozen. Next to a weight matrix W you learn an update that is the product \
of two small matrices, B times A, of rank 8 or so, and only those two are trained. After training BA can be \
added into W, so serving is as fast as before."""
GRACES = "The base model stays frozen and you train two small low-rank matrices beside each weight matrix."
LINUSS = "It is a cheaper way of fine-tuning in which every weight of the model is updated a little."


@dataclass(frozen=True)
class Scene:
    """Something to be drawn: a message, a form, or a page of one's own."""

    name: str
    shown: Card | Form
    at: str = "9:00 AM"
    private: bool = False
    is_home: bool = False


async def scenes() -> list[Scene]:
    """In the order in which a team meets them."""
    bank = whole_bank()
    async with _bot(bank, LORA) as lora, _bot(bank, HELM) as helm, _bot(bank, KOKO) as koko:
        return [*await _a_day(lora), *await _a_quiz(helm, "choice"), *await _a_quiz(koko, "code")]


@asynccontextmanager
async def _bot(bank: Bank, id: str) -> AsyncIterator[TestBot]:
    """One that knows one question."""
    store = SqlStore("sqlite:///:memory:")
    await store.create_tables()
    only = Bank(tuple(question for question in bank.questions if question.id == id))
    yield build_bot(store, FixedClock(MONDAY), only)
    await store.close()


async def _a_day(bot: TestBot) -> list[Scene]:
    setup = await bot.command(ADMIN, "koko setup")
    time = await bot.press(ADMIN, "setup.time", "1")
    await bot.command(ADMIN, "koko ask now")
    asked = bot.adapter.sent[-1].card
    answer = await bot.press(ADA, *_pressed(asked, "answer"))
    await bot.says(ADA, ADAS)
    line = bot.adapter.sent[-1].card
    verdict = await bot.press(ADA, *_pressed(line, "why"))
    await bot.says(GRACE, GRACES)
    await bot.says(LINUS, LINUSS)
    await bot.later(hours=23)
    revealed = bot.adapter.sent[-1].card
    home = await bot.does(HomeOpened(id="home", person=ADA))
    assert isinstance(home, Card)
    return [
        Scene("home", home, is_home=True),
        _message("setup", setup, private=True),
        _message("question", asked),
        _form("answer", answer),
        _message("line", line, at="9:04 AM"),
        _message("verdict", verdict, at="9:04 AM", private=True),
        _message("reveal", revealed, at="8:00 AM"),
        _message("leaderboard", await bot.command(ADA, "leaderboard"), at="4:00 PM"),
        _message("stats", await bot.command(ADA, "koko stats"), at="4:00 PM", private=True),
        _message("preview", await bot.command(ADMIN, "koko preview"), at="4:00 PM", private=True),
        _form("setup-time", time),
    ]


async def _a_quiz(bot: TestBot, kind: str) -> list[Scene]:
    question = await bot.command(GRACE, "quiz", count=1)
    form = await bot.press(GRACE, *_pressed(question, "quiz.write"))
    return [_message(f"quiz-{kind}", question, private=True), _form(f"quiz-{kind}-form", form)]


def _pressed(card: Card | Form | None, action: str) -> tuple[str, str]:
    assert isinstance(card, Card)
    button: Button = next(button for button in card.buttons if button.action == action)
    return button.action, button.value


def _message(name: str, card: Card | Form | None, *, at: str = "9:00 AM", private: bool = False) -> Scene:
    assert isinstance(card, Card)
    return Scene(name, card, at, private)


def _form(name: str, form: Card | Form | None) -> Scene:
    assert isinstance(form, Form)
    return Scene(name, form)
