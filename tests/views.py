"""Every card and form that Koko has, typical and at its largest, as a test for each platform."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from importlib import import_module
from inspect import getmembers, isfunction
from itertools import product
from pkgutil import iter_modules
from typing import Any, get_type_hints

import pytest

from bot import views
from bot.bank.files import Bank
from bot.chat.card import Card
from bot.chat.events import HomeOpened, PlaceGained
from bot.chat.form import Form, Input, Select
from bot.chat.refs import Person
from bot.domain.appeal import MAX_SENTENCE, Appeal, Decision, disagreement
from bot.domain.attempt import MAX_ANSWER, Attempt, Standing
from bot.domain.calendar import plan
from bot.domain.challenge import coverage
from bot.domain.channel import Answers
from bot.domain.grade import Grade
from bot.domain.question import Question
from bot.domain.quiz import Quiz
from bot.domain.schedule import DaysOff, Occurrence
from bot.domain.standings import Period, Tally, most_improved, rank
from bot.domain.track import Plan, Track
from bot.store.sql import SqlStore
from bot.views import (
    answer,
    appeal,
    calendar,
    challenge,
    home,
    profile,
    quiz,
    reveal,
    setup,
    standings,
    verdict,
)
from bot.views.words import course
from tests.bank import BANK
from tests.bot.views.test_limits import (
    ABLE,
    ID,
    NOW,
    SEPARATORS,
    TOPIC,
    asked_here,
    attempts,
    busy_channel,
    busy_member,
    each_alone,
    filled,
    long_tracks,
    person,
    pictured,
    questions,
)
from tests.bots import ADA, ADMIN, CHANNEL, GRACE, MONDAY, TestBot, build_bot
from tests.contract.cards import PIXEL, largest_value
from tests.fakes import FixedClock
from tests.questions.bank import TOPICS, whole_bank

PRESSES = 4  # of one action, since a quiz leads to another


@dataclass
class Seen:
    """Views that were called, and what they showed."""

    views: set[str] = field(default_factory=set)
    shown: list[Card | Form] = field(default_factory=list)

    def see(self, view: Callable[..., Card | Form], *given: Any, **named: Any) -> None:
        self.views.add(f"{view.__module__}.{view.__name__}")
        self.shown.append(view(*given, **named))


def of_a_question(question: Question, unit: str, length: int = MAX_ANSWER) -> Seen:
    """From its card to its reveal, and in a quiz; `unit` is what answers of that length consist of, and what
    is said of them."""
    seen, png = Seen(), PIXEL if question.picture else None
    for answers, reads in product(Answers, (True, False)):
        here = asked_here(question, answers)
        seen.see(challenge.asked, here, question, busy_channel(), COURSE, png, reads_threads=reads)
    here = asked_here(question, Answers.BOTH)
    seen.see(challenge.closed, here, question, 1_000_000, png)
    for before in ("", "b" * MAX_ANSWER):
        seen.see(answer.answer_form, question, action="answer", value=ID, seed="seed", before=before)
    tried = attempts(question, unit, length)
    for attempt, revealed in product(each_alone(tried), (True, False)):
        seen.see(verdict.line, attempt, 6)
        seen.see(verdict.receipt, attempt, question, here, may_retry=True, revealed=revealed)
        run = Quiz(ID, attempt.person, here.place, ("hash",), NOW)
        seen.see(quiz.verdict, run, question, attempt)
        seen.see(quiz.handed_back, run, question, attempt)
    see_appeals(seen, question, tried)
    met = coverage([attempt.grade for attempt in tried if attempt.grade])
    scores = [(person(number), 5, 200) for number in range(50)]
    seen.see(reveal.reveal, question, met, scores, 50, opens_thread=True)
    seen.see(reveal.reveal, question, (), (), 0)
    run = Quiz(ID, ADA, here.place, ("hash",) * 20, NOW, position=19)
    seen.see(quiz.question, run, question, "seed", png)
    seen.see(quiz.result, [question] * 20, tried)
    return seen


def see_appeals(seen: Seen, question: Question, tried: Sequence[Attempt]) -> None:
    """Against each of these, open, granted and refused, with sentences as long as they may be; and the same
    where nobody appealed, but two judges disagreed."""
    for attempt in tried[:: len(Standing)]:
        grade, here, words = attempt.grade, asked_here(question, Answers.BOTH), filled(MAX_SENTENCE, "*")
        assert grade
        missed = tuple(judgement.criterion for judgement in grade.judgements)
        filed = Appeal(
            attempt=ID, person=attempt.person, place=here.place, reason=words, missed=missed,
            consent=True, at=NOW,
        )  # fmt: skip
        seen.see(appeal.appeal_form, attempt, grade, question, revealed=False)
        seen.see(appeal.appeal_form, attempt, grade, question, revealed=True)
        for one in (filed, disagreement(attempt, here.place)):
            see_appeal(seen, one, question, attempt, grade)
        many = [replace(filed, attempt=f"{n:02}{ID[2:]}") for n in range(2 * appeal.MAX_LISTED)]
        listed = [(each, question) for each in many]
        seen.see(appeal.waiting, listed[: appeal.MAX_LISTED], listed[appeal.MAX_LISTED :])
        seen.see(appeal.waiting, [], listed[appeal.MAX_LISTED :])


def see_appeal(seen: Seen, filed: Appeal, question: Question, attempt: Attempt, grade: Grade) -> None:
    here, words = asked_here(question, Answers.BOTH), filled(MAX_SENTENCE, "*")
    for before in (grade, None):
        decision = Decision(granted=bool(before), by=person(2), sentence=words, at=NOW, before=before)
        over = replace(filed, decision=decision)
        seen.see(appeal.decided, over, attempt, question)
        seen.see(appeal.told, over, attempt, question)
        seen.see(verdict.receipt, attempt, question, here, may_retry=True, revealed=True, appeal=over)
    seen.see(appeal.case, filed, attempt, question, note=words[:80])
    for revealed in (True, False):
        value = f"{ID}:{ID[:8]}:unasked"
        seen.see(appeal.grant_form, filed, attempt, grade, question, value, revealed=revealed)
        seen.see(appeal.refuse_form, filed, attempt, question, value, revealed=revealed)


COURSE = course(long_tracks()[0], 100, Plan("t-0", NOW, date(2027, 12, 1)), NOW.date())


def of_a_channel() -> Seen:
    """Its settings, its next days and its boards."""
    seen, channel = Seen(), busy_channel()
    topics = [f"{number:02}{TOPIC}" for number in range(40)]
    asking = [
        replace(
            channel.daily(number, time(16), frozenset(range(7))),
            topics=frozenset(topics[:25]),
            next=Occurrence(NOW.date(), NOW),
        )
        for number in range(1, setup.MAX_QUESTIONS + 1)
    ]
    for begun, able in product((True, False), ABLE):
        schedules = [*asking, channel.board()]
        seen.see(
            setup.settings, channel, schedules, [NOW] * 3, NOW, begun=begun, able=able, tracks=long_tracks()
        )
        seen.see(setup.answers_form, channel, able)
    seen.see(setup.time_form, 3, asking[0])
    seen.see(setup.topics_form, 3, asking[0], topics)
    seen.see(setup.track_form, 3, asking[0], long_tracks())
    seen.see(setup.board_form, channel.board())
    seen.see(setup.off_form, channel)
    seen.see(challenge.begun, channel, NOW)
    for off, begun in product((channel.off, DaysOff(frozenset(), "DE")), (True, False)):
        entries = plan(replace(channel, off=off), asking, [], NOW, 14, [NOW])
        seen.see(calendar.preview, channel, entries, NOW, begun=begun)
    return seen


def of_members() -> Seen:
    """Their boards and their own numbers."""
    seen, people = Seen(), [person(number) for number in range(50)]
    before = dict.fromkeys(people, 0)
    tallies = [Tally(one, 1_000_000, 100_000) for one in people]
    places = rank(tallies, before, dict.fromkeys(people, 10_000))
    for period, shown in product(Period, (places, places[:2], [])):
        seen.see(standings.board, shown, period, most_improved(places, before))
    practice, channels = busy_member()
    for told, listed in ((practice, channels), (replace(practice, answers={}, topics=()), [])):
        seen.see(home.home, told, listed, NOW.date(), NOW, hidden=True)
    topics = [profile.TopicScore(f"{number}{TOPIC}", 1_000_000, 1.0) for number in range(100)]
    for answered, few in product((0, 9), (topics, topics[:1])):
        seen.see(
            profile.stats,
            streak=400, best=400, week=9, ever=10**9, answered=answered, topics=few, hidden=True,
        )  # fmt: skip
    return seen


def public_views() -> Iterator[str]:
    for module in iter_modules(views.__path__, f"{views.__name__}."):
        for name, view in getmembers(import_module(module.name), isfunction):
            own = view.__module__ == module.name and not name.startswith("_")
            if own and get_type_hints(view)["return"] in (Card, Form):
                yield f"{module.name}.{name}"


async def bot_says(bot: TestBot, person: Person) -> list[Card | Form | None]:
    """What comes of every command and every button that it leads to, forms filled to the brim."""
    shown, presses = [], Counter[str]()
    waiting: deque[Card | Form | None] = deque(sent.card for sent in bot.adapter.sent[-3:])
    waiting.append(await bot.command(person, "quiz", count=1))
    waiting.append(await bot.command(person, "quiz", topic="<!channel>" * 30, count=99))
    waiting += [await bot.command(person, spec.name) for spec in bot.koko.router.commands]
    while waiting:
        one = waiting.popleft()
        shown.append(one)
        for button in one.buttons if isinstance(one, Card) else ():
            presses[button.action] += 1
            if presses[button.action] <= PRESSES:
                waiting.append(await bot.press(person, button.action, button.value))
        if isinstance(one, Form):
            filled = {entry.id: value_for(entry) for entry in one.inputs}
            waiting.append(await bot.submit(person, one.action, one.value, CHANNEL, **filled))
    return shown


def value_for(entry: Input) -> str:
    if isinstance(entry, Select):
        return ",".join(entry.initial) or entry.options[0].value
    return entry.initial or largest_value(entry)


@pytest.fixture
async def bot() -> AsyncIterator[TestBot]:
    """With a track in its bank, which a button leads to."""
    track = Track(id="two", title="Two", about="Both", questions=tuple(q.id for q in BANK.questions[:2]))
    store = SqlStore("sqlite:///:memory:")
    await store.create_tables()
    yield build_bot(store, FixedClock(MONDAY), Bank(BANK.questions, tracks=(track,)))
    await store.close()


class EveryView:
    """`refused` is what the platform would say to any of them, however it is shown there."""

    def refused(self, shown: Iterable[Card | Form | None]) -> list[str]:
        raise NotImplementedError

    def refused_of(
        self, several: Iterable[Question], unit: str, length: int = MAX_ANSWER
    ) -> list[tuple[str, str, list[str]]]:
        """Id and kind of each question of which something is refused, with that."""
        said = [(q, self.refused(of_a_question(q, unit, length).shown)) for q in several]
        return [(q.id, q.kind, problems) for q, problems in said if problems]

    @pytest.mark.parametrize("unit", SEPARATORS)
    def test_of_the_largest_questions(self, unit: str) -> None:
        assert self.refused_of(questions(unit), "```\n") == []

    def test_of_the_largest_questions_with_a_picture(self) -> None:
        assert self.refused_of([pictured(question, "*") for question in questions("*")], "```\n") == []

    def test_of_a_question_of_every_kind(self) -> None:
        assert self.refused_of(BANK.questions, "word ") == []

    @pytest.mark.parametrize("topic", TOPICS)
    def test_of_every_question_in_the_bank(self, topic: str) -> None:
        own = [question for question in whole_bank().questions if question.topic == topic]
        assert self.refused_of(own, "word ", 300) == []

    def test_of_the_busiest_channel_and_its_members(self) -> None:
        assert not self.refused([*of_a_channel().shown, *of_members().shown])

    async def test_of_everything_that_can_be_pressed_in_a_week(self, bot: TestBot) -> None:
        await bot.does(PlaceGained(id="invited", at=bot.clock(), place=CHANNEL))
        shown = [await bot.command(ADMIN, "koko setup"), *await bot_says(bot, ADMIN)]
        await bot.later(hours=1.5)
        for _ in range(6):
            await bot.later(hours=24)
            await bot.says(ADA, "<!channel> they say *that* it holds copies of results & saves work")
            await bot.says(GRACE, "<!channel> it holds copies of *results*, and the rest you must guess")
            shown += [message for one in (ADA, GRACE, ADMIN) for message in await bot_says(bot, one)]
        await bot.command(ADMIN, "koko pause")
        shown += [
            await bot.command(ADMIN, "koko setup"),
            *[await bot.does(HomeOpened(id=bot.id(), person=person)) for person in (ADA, ADMIN)],
        ]
        shown += [sent.card for sent in bot.adapter.sent] + [card for _, card in bot.adapter.edited]

        assert not self.refused(shown)
        assert {button.action for one in shown if isinstance(one, Card) for button in one.buttons} == {
            route.name for route in bot.koko.router.routes if route.kind == "button"
        }
