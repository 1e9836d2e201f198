"""A member's own page: how they do, what comes next, and what they can change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.chat.card import Button, Buttons, Card, Code, Fields, Style, card, place_link
from bot.domain.channel import Channel
from bot.domain.target import targeted
from bot.views.heatmap import LEGEND, heatmap
from bot.views.profile import TopicScore, strengths
from bot.views.words import count, moment

MAX_CHANNELS = 6
MAX_TOPICS = 8
NOTHING = "No answers in the last twelve weeks. Answer a question in a channel, or start a quiz."


@dataclass(frozen=True, slots=True)
class Active:
    """A channel in which the member takes part; `next` is when its next question comes (UTC)."""

    channel: Channel
    streak: int
    next: datetime | None
    begun: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """What a member did: `answers` are how many on each day, `asked` and `answered` count question days."""

    week: int
    ever: int
    topics: Sequence[TopicScore]
    answers: Mapping[date, int]
    asked: int
    answered: int


def home(practice: Practice, channels: Sequence[Active], today: date, now: datetime, *, hidden: bool) -> Card:
    return card(
        "Your practice",
        Fields(tuple(_facts(practice, channels, hidden=hidden))),
        *(_weeks(practice, today) if practice.answers else [NOTHING]),
        strengths(practice.topics[:MAX_TOPICS]),
        Buttons((Button("Start a quiz", "quiz", style=Style.PRIMARY), *_own(hidden=hidden))),
        *(block for active in channels[:MAX_CHANNELS] for block in _channel(active, now)),
    )


def _facts(practice: Practice, channels: Sequence[Active], *, hidden: bool) -> list[tuple[str, str]]:
    return [
        ("Streak", _streak(max(channels, key=lambda active: active.streak, default=None))),
        ("Points", f"{practice.week:,} in seven days, {practice.ever:,} in all"),
        ("Boards", "you are hidden" if hidden else "you are shown"),
    ]


def _streak(best: Active | None) -> str:
    if best is None or not best.streak:
        return "none yet"
    return f"{count(best.streak, 'question day')} in {place_link(best.channel.place)}"


def _weeks(practice: Practice, today: date) -> list[str | Code]:
    total = count(sum(practice.answers.values()), "answer")
    said = f"{total} in the last twelve weeks."
    if practice.asked:
        said += f" Answered on {practice.answered} of {count(practice.asked, 'question day')}."
    return [f"{said} {LEGEND}", Code(heatmap(practice.answers, today))]


def _own(*, hidden: bool) -> list[Button]:
    label, value = ("Show me on boards", "no") if hidden else ("Hide me", "yes")
    return [Button(label, "home.hide", value), Button("My data", "my data"), Button("Forget me", "forget me")]


def _channel(active: Active, now: datetime) -> list[str | Buttons]:
    place = active.channel.place
    line, where = f"**{place_link(place)}** · {_state(active, now)}", targeted(place)
    return [line, Buttons((Button("Set up", "setup", where),))] if where else [line]


def _state(active: Active, now: datetime) -> str:
    if not active.begun:
        return "nothing is scheduled"
    if active.channel.paused:
        return "paused"
    if active.next is None:
        return "no day is left on which I would ask"
    zone = active.channel.zone
    return f"next question {moment(active.next, zone, seen_from=now)} ({zone})"
