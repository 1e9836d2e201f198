"""Every card and form can be built from the largest that a question file, a name or a setting may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.adapter import Capabilities
from bot.chat.card import CARDS, Card
from bot.chat.outbox import Send, joined
from bot.chat.refs import MessageRef, Person, Place
from bot.domain.appeal import Appeal
from bot.domain.attempt import MAX_ANSWER, Attempt, Standing
from bot.domain.calendar import plan
from bot.domain.challenge import Challenge, coverage
from bot.domain.channel import Answers, Channel
from bot.domain.grade import Evidence, Grade, Guard, Judgement, Verdict
from bot.domain.picture import Panel, Picture
from bot.domain.question import QUESTIONS, Difficulty, Question
from bot.domain.quiz import Quiz
from bot.domain.schedule import DaysOff, Occurrence, Skip
from bot.domain.standings import Period, Tally, most_improved, rank
from bot.domain.track import MAX_ABOUT, Plan, Track
from bot.domain.typed import read_dates
from bot.store.repositories.outbox import MOST_LINES
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

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ID = "a1b2c3d4e5f60718"
LONG = "aa-" * 19 + "aaa"  # the longest id of a part
TOPIC = "t" * 76
ZONE = "America/Argentina/ComodRivadavia"
ABLE = (Capabilities(), Capabilities(reads_messages=False), Capabilities(threads=False))
SEPARATORS = ("x", "*", "\t", "`", "語 ", "a\n", "```\n")


def filled(length: int, unit: str) -> str:
    """Text of a length that consists of a unit, beginning and ending with a letter."""
    return f"x{unit * length}"[: length - 1] + "x"


def questions(unit: str) -> list[Question]:
    """One of each kind, everything in it as long as it can be."""

    def text(length: int) -> str:
        return filled(length, unit)

    shared = {
        "id": f"{TOPIC}/sss",
        "title": text(80),
        "difficulty": "medium",
        "minutes": 60,
        "hint": text(400),
        "sources": [text(400)] * 5,
        "prompt": text(1500),
        "answer": text(3000),
    }
    ids = [f"{n}{LONG[1:]}" for n in range(8)]
    examples = {"met": ["x"], "unmet": ["y"]}
    prose = {
        "criteria": [
            {"id": id, "weight": 1 / 6, "statement": text(400), "any": [[["x"]]], "examples": examples}
            for id in ids[:6]
        ],
        "probes": {id: text(400) for id in ids[:6]},
    }
    options = [{"id": id, "text": text(300), "why": text(400)} for id in ids]
    number = {"label": text(400), "choices": [tuple([1.23456e-5] * 20)], "default": 1, "unit": text(40)}
    return [
        QUESTIONS.validate_python({**shared, **own})
        for own in (
            {"kind": "open", **prose},
            {"kind": "behavioural", **prose},
            {"kind": "choice", "options": options, "correct": ids[:1]},
            {"kind": "choice", "options": options, "correct": ids},
            {
                "kind": "numeric",
                "parameters": {f"p{n}": number for n in range(9)},
                "values": [
                    {"id": id, "label": text(45), "expression": "1e300", "unit": text(40)} for id in ids[:4]
                ],
                "decision": {
                    "id": ids[4],
                    "label": text(45),
                    "options": [{"id": id, "text": text(75), "when": "1 > 0"} for id in ids[:6]],
                },
            },
            {
                "kind": "code",
                "function": "f",
                "signature": text(400),
                "cases": [
                    {"arguments": ["x" * 5000], "expected": "x" * 5000, "hidden": False},
                    {"arguments": [1], "expected": 1},
                ],
                "reference": "x",
                "wrong": [{"source": "x"}],
            },
        )
    ]


def pictured(question: Question, unit: str) -> Question:
    panel = Panel(lines={"a": (1, 2)})
    shown = Picture(alt=filled(600, unit), x="x", y="y", panels=(panel,))
    return question.model_copy(update={"picture": shown})


def person(number: int, unit: str = "*") -> Person:
    return Person("local", "team", f"{number:060}", unit * 200)


def graded(question: Question, kind: Verdict, unit: str) -> Grade:
    """A grade with a judgement on everything that can be judged, all of it at length."""
    long = filled(1000, unit)
    evidence = tuple(Evidence(0, len(long), long) for _ in range(5))
    statements = [c.statement for c in getattr(question, "criteria", ())] or [long[:200]] * 5
    ids = [c.id for c in getattr(question, "criteria", ())] or list("abcde")
    judgements = tuple(
        Judgement(id, statement, 1 / len(ids), kind, evidence, note=long)
        for id, statement in zip(ids, statements, strict=True)
    )
    return Grade(0.5, judgements, "rubric", "1", "hash", guards=tuple(Guard), note=long)


def attempts(question: Question, unit: str, length: int = MAX_ANSWER) -> list[Attempt]:
    source = MessageRef(Place("local", "team", "c", "t"), "m")
    return [
        Attempt(
            ID, ID, 2, person(1, unit), filled(length, unit), NOW, source, True, standing,
            graded(question, kind, unit),
        )
        for kind, standing in product(Verdict, Standing)
    ]  # fmt: skip


def each_alone(tried: Sequence[Attempt]) -> list[Attempt]:
    """Of all these, each verdict and each standing once: a standing is a word in a title or a button, which
    is beside what a verdict says at length and not in it."""
    return [*tried[:: len(Standing)], *tried[1 : len(Standing)]]


def asked_here(question: Question, answers: Answers) -> Challenge:
    place = Place("local", "team", "c")
    return Challenge(
        ID, place, question.id, "hash", NOW.date(), NOW, NOW + timedelta(hours=167), answers,
        message=MessageRef(place, "1"), thread=replace(place, thread="1"),
    )  # fmt: skip


def busy_channel() -> Channel:
    dates = frozenset(date(2026, 1, 1) + timedelta(days=2 * n) for n in range(183))
    off = DaysOff(dates, "DE")
    place = Place("local", "team", "c")
    return Channel(place, ZONE, Answers.SEALED, timedelta(hours=167), off, set_up_by=None)


def long_tracks() -> list[Track]:
    """As many as there may be, as long as they may be."""
    ids = tuple(f"{TOPIC[:20]}/{n}" for n in range(100))
    return [Track(id=f"t-{n}", title="*" * 60, about="|" * MAX_ABOUT, questions=ids) for n in range(40)]


COURSE = course(long_tracks()[0], 100, Plan("t-0", NOW, date(2027, 12, 1)), NOW.date())


def fits(card: Card) -> None:
    assert CARDS.validate_json(CARDS.dump_json(card)) == card


@pytest.mark.parametrize("unit", SEPARATORS)
class TestTheLongestQuestions:
    def test_are_asked_and_closed(self, unit: str, subtests: pytest.Subtests) -> None:
        for question, answers in product(questions(unit), Answers):
            with subtests.test(question.kind, answers=answers):
                here = asked_here(question, answers)
                for reads in (True, False):
                    fits(challenge.asked(here, question, busy_channel(), COURSE, reads_threads=reads))
                fits(challenge.closed(here, question, 1_000_000))

    def test_are_answered_by_a_form(self, unit: str, subtests: pytest.Subtests) -> None:
        for question in questions(unit):
            with subtests.test(question.kind):
                form = answer.answer_form(
                    question, action="answer", value=ID, seed="seed", note="n" * 100, before="b" * MAX_ANSWER
                )
                assert form.inputs

    def test_are_revealed(self, unit: str, subtests: pytest.Subtests) -> None:
        scores = [(person(n), 5, 200) for n in range(50)]
        for question in questions(unit):
            with subtests.test(question.kind):
                grades = [a.grade for a in attempts(question, "*") if a.grade]
                fits(reveal.reveal(question, coverage(grades), scores, 1_000_000, opens_thread=True))
                fits(reveal.reveal(question, (), (), 0))

    def test_are_graded(self, unit: str, subtests: pytest.Subtests) -> None:
        for question, answered in product(questions(unit), SEPARATORS):
            where = asked_here(question, Answers.BOTH)
            with subtests.test(question.kind, answered=answered):
                for attempt, revealed in product(each_alone(attempts(question, answered)), (True, False)):
                    run = Quiz(ID, attempt.person, where.place, ("hash",), NOW)
                    fits(verdict.line(attempt, 1_000_000))
                    fits(verdict.receipt(attempt, question, where, may_retry=True, revealed=revealed))
                    fits(quiz.verdict(run, question, attempt))

    def test_are_part_of_a_quiz(self, unit: str, subtests: pytest.Subtests) -> None:
        run = Quiz(ID, person(1), Place("local", "team", "c"), ("hash",) * 20, NOW, position=19)
        for question in questions(unit):
            with subtests.test(question.kind):
                fits(quiz.question(run, question, "seed"))
                fits(quiz.result([question] * 20, attempts(question, "*")))
                form = answer.answer_form(question, action="quiz.write", value=f"{ID}:19", seed="seed")
                assert form.inputs


@pytest.mark.parametrize("unit", SEPARATORS)
def test_the_longest_question_with_a_picture_fits(unit: str) -> None:
    run = Quiz(ID, person(1), Place("local", "team", "c"), ("hash",) * 20, NOW, position=19)
    for question, png in product(questions(unit), (b"\x89PNG", None)):
        seen, here = pictured(question, unit), asked_here(question, Answers.BOTH)
        fits(challenge.asked(here, seen, busy_channel(), COURSE, png, reads_threads=True))
        fits(challenge.closed(here, seen, 1_000_000, png))
        fits(quiz.question(run, seen, "seed", png))


def test_as_many_appeals_and_disagreements_as_are_listed_fit() -> None:
    question = questions(SEPARATORS[0])[0]
    cases = [
        (
            Appeal(
                attempt=f"{ID}{n}",
                person=person(n),
                place=Place("local", "team", "c"),
                reason="r",
                missed=(),
                consent=True,
                at=NOW,
            ),
            question,
        )
        for n in range(2 * appeal.MAX_LISTED)
    ]

    fits(appeal.waiting(cases[: appeal.MAX_LISTED], cases[appeal.MAX_LISTED :]))
    assert appeal.waiting(cases[: appeal.MAX_LISTED], []).footer == appeal.OLDEST
    assert appeal.waiting(cases[: appeal.MAX_LISTED - 1], []).footer == ""


def test_as_many_public_lines_as_share_a_message() -> None:
    long = [a for q in questions("*")[:1] for unit in SEPARATORS for a in attempts(q, unit)]
    lines = [
        Send(Place("local", "team", "c"), verdict.line(attempt, 1_000_000), line=True) for attempt in long
    ]

    fits(joined(lines[:MOST_LINES]).card)


@pytest.mark.parametrize("period", Period)
def test_a_board_of_fifty_with_long_names(period: Period) -> None:
    people = [person(n) for n in range(50)]
    tallies = [Tally(one, 1_000_000, 100_000) for one in people]
    before = dict.fromkeys(people, 0)
    places = rank(tallies, before, dict.fromkeys(people, 10_000))

    fits(standings.board(places, period, most_improved(places, before)))


def test_a_profile_of_many_topics() -> None:
    topics = [profile.TopicScore(f"{n}{TOPIC}", 1_000_000, 1.0) for n in range(100)]

    fits(
        profile.stats(
            streak=400, best=400, week=10**9, ever=10**9, answered=10**9, topics=topics, hidden=True
        )
    )


def busy_member() -> tuple[home.Practice, list[home.Active]]:
    """Much practice in many channels of long names, in every state."""
    practice = home.Practice(
        week=10**9,
        ever=10**9,
        topics=[profile.TopicScore(f"{n}{TOPIC}", 1_000_000, 1.0) for n in range(100)],
        answers={NOW.date() - timedelta(days=n): n for n in range(1000)},
        asked=1000,
        answered=1000,
    )
    states = [(NOW, True, False), (None, True, False), (None, True, True), (None, False, False)]
    channels = [
        home.Active(
            replace(busy_channel(), place=Place("local", "t", f"{n:0{length}}"), paused=paused), n, at, begun
        )
        for n, ((at, begun, paused), length) in enumerate(product(states, (3, 60, 190, 1000)))
    ]
    return practice, channels


def test_a_home_of_somebody_who_is_everywhere(subtests: pytest.Subtests) -> None:
    practice, channels = busy_member()

    for first in range(16):
        with subtests.test(first=first):
            fits(home.home(practice, channels[first:], NOW.date(), NOW, hidden=True))


def test_the_state_of_each_channel_is_said() -> None:
    practice, channels = busy_member()

    said = str([home.home(practice, channels[n:], NOW.date(), NOW, hidden=False) for n in range(16)])

    for state in ("next question Mon", "no day is left", "paused", "nothing is scheduled"):
        assert state in said


def test_a_setup_with_all_that_can_be_set() -> None:
    channel, topics = busy_channel(), [f"{n:02}{TOPIC}" for n in range(40)]
    tracks = long_tracks()
    asking = [
        replace(
            channel.daily(number, time(16), frozenset((0, 1, 2, 3, 5, 6))),
            topics=frozenset(topics[:25]), easiest=Difficulty.MEDIUM,
            plan=Plan(tracks[number].id, NOW, NOW.date()) if number > 1 else None,
        )
        for number in range(1, setup.MAX_QUESTIONS + 1)
    ]  # fmt: skip
    upcoming = [NOW + timedelta(days=n) for n in (100, 200, 300)]

    for begun, able in product((True, False), ABLE):
        schedules = [*asking, channel.board()]
        fits(setup.settings(channel, schedules, upcoming, NOW, begun=begun, able=able, tracks=tracks))
        assert setup.answers_form(channel, able)
    assert setup.time_form(3, asking[0])
    assert setup.topics_form(3, asking[0], topics)
    assert setup.track_form(3, asking[2], tracks)
    assert setup.board_form(channel.board())
    assert setup.off_form(channel)


def test_a_preview_of_a_full_fortnight() -> None:
    channel = replace(busy_channel(), off=DaysOff(frozenset(), "DE"))
    asking = [
        replace(
            channel.daily(number, time(16), frozenset(range(7))),
            topics=frozenset(f"{n:02}{TOPIC}" for n in range(25)),
            next=Occurrence(NOW.date(), NOW),
        )
        for number in range(1, setup.MAX_QUESTIONS + 1)
    ]
    skips = [
        Skip(schedule.id, NOW.date(), "no question fits the topics and the difficulty") for schedule in asking
    ]

    entries = plan(channel, asking, skips, NOW, 14, [NOW + timedelta(hours=1)])

    card = calendar.preview(channel, entries, NOW, begun=True)
    fits(card)
    assert "Sun 15 Mar" in str(card)


@given(st.lists(st.dates(date(2026, 1, 1), date(2028, 1, 1)), max_size=270))
def test_days_off_can_be_saved_as_the_form_shows_them(days: Sequence[date]) -> None:
    channel = replace(busy_channel(), off=DaysOff(frozenset(days)))

    shown = setup.off_form(channel).inputs[0].initial

    assert isinstance(shown, str)
    assert read_dates(shown) == frozenset(days)


def test_a_whole_year_off_can_be_saved_as_the_form_shows_it() -> None:
    year = read_dates("2026-01-01..2026-12-31")

    shown = setup.off_form(replace(busy_channel(), off=DaysOff(year))).inputs[0].initial

    assert isinstance(shown, str)
    assert read_dates(shown) == year
