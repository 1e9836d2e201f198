"""The daily question's card, open and closed, and what to do when there is none."""

from __future__ import annotations

from datetime import datetime

from bot.chat.card import Block, Button, Buttons, Card, Image, Style, card, clip, escape
from bot.domain.challenge import Challenge, takes_form, takes_replies
from bot.domain.channel import Channel
from bot.domain.question import ChoiceQuestion, CodeQuestion, NumericQuestion, Question
from bot.domain.target import targeted
from bot.grading.exact import options_for
from bot.views.words import about, count, moment, weekdays

MAX_BODY = 3300
MAX_ALT = 700


def asked(
    challenge: Challenge,
    question: Question,
    channel: Channel,
    course: str = "",
    png: bytes | None = None,
    *,
    reads_threads: bool,
) -> Card:
    """The open card; it invites to the thread only where a reply there would count.

    `course` says where on its track a channel is, if it follows one; `png` is the question's picture.
    """
    replies = takes_replies(challenge.answers, question, reads_threads=reads_threads)
    by_form = takes_form(challenge.answers, question, reads_threads=reads_threads)
    buttons = [Button("Answer", "answer", challenge.id, Style.PRIMARY)] if by_form else []
    if question.hint:
        buttons.append(Button("Hint (−10 %)", "hint", challenge.id))
    if channel.set_up_by is None:
        buttons.append(Button("Set up", "setup"))
    closes = f"open until {moment(challenge.closes_at, channel.zone)} ({channel.zone})"
    lines = (course, f"{about(question)} · {closes}", _how(question, replies, by_form, reads_threads))
    return card(
        question.title,
        *body(question, challenge.id, png),
        Buttons(tuple(buttons)),
        footer="\n".join(filter(None, lines)),
    )


def closed(challenge: Challenge, question: Question, answered: int, png: bytes | None = None) -> Card:
    """The same card after the close: nothing left to press, and where to read on."""
    where = " · revealed in the thread" if challenge.thread else ""
    return card(
        question.title,
        *body(question, challenge.id, png),
        footer=f"{about(question)} · closed · {count(answered, 'answer')}{where}",
    )


def body(question: Question, seed: str, png: bytes | None) -> tuple[Block | str, ...]:
    """The question itself; options stand in an order that says nothing, and below what they speak of."""
    below = _below(question, seed)
    if not question.picture:
        return (clip(f"{question.prompt}\n\n{below}" if below else question.prompt, MAX_BODY),)
    rest = MAX_BODY - MAX_ALT - len(question.prompt)
    return tuple(filter(None, (question.prompt, picture(question, png), clip(below, rest))))


def picture(question: Question, png: bytes | None) -> Image | str | None:
    """What belongs to a question; in words where it can't be drawn, for those are enough to answer by."""
    if not question.picture:
        return None
    alt = question.picture.alt
    return Image(png, alt) if png else clip(f"Picture: {escape(alt)}", MAX_ALT)


def _below(question: Question, seed: str) -> str:
    match question:
        case ChoiceQuestion():
            return "\n".join(f"- {option.text}" for option in options_for(question, seed))
        case CodeQuestion():
            return f"```python\n{question.signature}\n```"
        case _:
            return ""


def begun(channel: Channel, now: datetime) -> Card:
    """What *Ask one now* says in private when it has set a channel going with the defaults."""
    daily = channel.daily().recurrence
    first = daily.after(now, since=now.astimezone(daily.tz).date())
    when = f" The next one comes {moment(first.at, channel.zone, seen_from=now)}." if first else ""
    return card(
        "",
        f"From now on I ask one question here {weekdays(daily.weekdays)} at {daily.at:%H:%M} "
        f"({channel.zone}).{when} *Set up* changes that, `/koko pause` stops it.",
        Buttons((Button("Set up", "setup", targeted(channel.place)),)),
    )


def _how(question: Question, replies: bool, by_form: bool, reads_threads: bool) -> str:
    """Of replies it speaks only where they ever count."""
    otherwise = " Replies do not count." if reads_threads else ""
    if isinstance(question, NumericQuestion):
        return f"Press Answer: everybody gets their own numbers.{otherwise}"
    if not replies:
        return f"Press Answer; only you and I see it.{otherwise}"
    return (
        "Reply in the thread, or press Answer to keep it between us." if by_form else "Reply in the thread."
    )
