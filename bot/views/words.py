"""Numbers, moments and names in words, the same on every card."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.chat.card import clip, escape
from bot.chat.refs import Person
from bot.domain.question import Question
from bot.domain.track import Plan, Track

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MAX_NAME = 40


def name(person: Person) -> str:
    """What somebody is called, as Markdown that can't do anything."""
    return escape(raw_name(person))


def raw_name(person: Person) -> str:
    """What somebody is called, as plain text."""
    return clip(" ".join(person.name.split()) or person.user, MAX_NAME)


def count(number: int, noun: str) -> str:
    """ "1 day", "3 days"; the noun takes an s."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def in_topics(questions: Collection[Question]) -> str:
    """ "3 questions in 1 topic"."""
    return f"{count(len(questions), 'question')} in {count(len({q.topic for q in questions}), 'topic')}"


def topic(text: str) -> str:
    """ "fine-tuning" as people read it."""
    return text.replace("-", " ") if text != "fine-tuning" else text


def about(question: Question) -> str:
    """Topic, difficulty and minutes in a line."""
    return f"{topic(question.topic)} · {question.difficulty} · {question.minutes} min"


def course(track: Track, number: int, plan: Plan, today: date) -> str:
    """ "LLM engineer, two weeks: 3 of 10 · interview in 9 days"."""
    place = f"{escape(track.title)}: {number} of {len(track.questions)}"
    if plan.interview is None or plan.interview <= today:
        return place
    left = (plan.interview - today).days
    return f"{place} · interview {'tomorrow' if left == 1 else f'in {left} days'}"


def moment(at: datetime, zone: str, *, seen_from: datetime | None = None) -> str:
    """ "Fri 16:00", with the date when it is a week or more away."""
    local = at.astimezone(ZoneInfo(zone))
    far = seen_from is not None and abs(at - seen_from) >= timedelta(days=6)
    return f"{local:%a %H:%M}" if not far else f"{local:%a} {local.day} {local:%b %H:%M}"


def day(value: date) -> str:
    """ "Fri 3 Apr"."""
    return f"{value:%a} {value.day} {value:%b}"


def dates(days: Iterable[date]) -> str:
    """ "2026-03-09 2026-12-24..2026-12-26", as `bot.domain.typed.read_dates` reads them."""
    runs = groupby(enumerate(sorted(days)), key=lambda pair: pair[1] - timedelta(days=pair[0]))
    return " ".join(_stretch([day for _, day in run]) for _, run in runs)


def _stretch(days: Sequence[date]) -> str:
    return f"{days[0]}..{days[-1]}" if len(days) > 2 else " ".join(map(str, days))


def weekdays(numbers: frozenset[int]) -> str:
    """ "Monday to Friday", "every day", or the days one by one."""
    if numbers == frozenset(range(5)):
        return "Monday to Friday"
    if numbers == frozenset(range(7)):
        return "every day"
    return ", ".join(DAYS[number] for number in sorted(numbers))


def hours(value: timedelta) -> str:
    whole = value.total_seconds() / 3600
    return count(int(whole), "hour") if whole == int(whole) else f"{whole:g} hours"
