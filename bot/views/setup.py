"""The setup of a channel: one card with all settings, one small form for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.chat.adapter import Capabilities
from bot.chat.card import Button, Buttons, Card, Fields, Style, card, clip, escape, place_link
from bot.chat.form import MAX_ABOUT, MAX_OPTION, MAX_OPTIONS, Choice, Form, Select, TextInput
from bot.domain.channel import Answers, Channel
from bot.domain.question import Difficulty
from bot.domain.schedule import Schedule, ScheduleKind
from bot.domain.target import targeted
from bot.domain.track import Track
from bot.views.words import DAYS, count, dates, day, hours, moment, topic, weekdays

NEVER = "never"
NO_TRACK = "none"
MAX_QUESTIONS = 3
MAX_TOPICS = 600

ANSWERS = {
    Answers.BOTH: "in the thread or by the form",
    Answers.THREAD: "in the thread",
    Answers.SEALED: "by the form; the thread opens at the reveal",
}


def settings(
    channel: Channel,
    schedules: Sequence[Schedule],
    upcoming: Sequence[datetime],
    now: datetime,
    *,
    begun: bool,
    able: Capabilities,
    tracks: Sequence[Track],
) -> Card:
    """All settings with a button each; `upcoming` are the next posts (UTC), `able` what the place takes."""
    asking = [s for s in schedules if s.kind is ScheduleKind.QUESTION]
    board = next((s for s in schedules if s.kind is ScheduleKind.LEADERBOARD), None)
    fields = [("Channel", place_link(channel.place))]
    fields += [(_label("Question", n, len(asking)), _question(s, tracks)) for n, s in enumerate(asking, 1)]
    fields += [
        ("Time zone", channel.zone),
        ("Answers", f"{_ways(able)[_way(channel, able)]}, for {hours(channel.open_for)}"),
        ("Leaderboard", _board(board)),
        ("Days off", _off(channel)),
    ]
    posts = ", ".join(moment(at, channel.zone, seen_from=now) for at in upcoming) or "none"
    state = "Paused: `/koko resume` goes on." if channel.paused else f"Next posts: {posts}."
    return card(
        "Setup",
        Fields(tuple(fields)),
        state if begun else "Nothing is posted until you press *Start* or change a setting.",
        Buttons(_buttons(channel, len(asking), begun=begun, tracks=bool(tracks))),
        footer=f"all times {channel.zone}",
    )


def time_form(number: int, schedule: Schedule) -> Form:
    rule = schedule.recurrence
    days = tuple(Choice(name, str(index)) for index, name in enumerate(DAYS))
    return Form(
        action="setup.time",
        value=targeted(schedule.place, str(number)),
        title="When I ask",
        submit="Save",
        inputs=(
            TextInput(
                id="at", label="Time of day", initial=f"{rule.at:%H:%M}", placeholder="09:00", max_length=10
            ),
            TextInput(
                id="zone",
                label="Time zone",
                initial=rule.zone,
                placeholder="Europe/Berlin, or a city",
                max_length=60,
            ),
            Select(
                id="weekdays",
                label="Days",
                options=days,
                multiple=True,
                initial=tuple(str(number) for number in sorted(rule.weekdays)),
            ),
        ),
    )


def topics_form(number: int, schedule: Schedule, topics: Sequence[str]) -> Form:
    levels = tuple(Choice(level.value, level.value) for level in Difficulty)
    offered = tuple(Choice(clip(topic(name), MAX_OPTION), name) for name in topics[:MAX_OPTIONS])
    return Form(
        action="setup.topics",
        value=targeted(schedule.place, str(number)),
        title="What I ask",
        text="No topic chosen means any topic.",
        submit="Save",
        inputs=(
            Select(
                id="topics",
                label="Topics",
                options=offered,
                multiple=True,
                required=False,
                initial=tuple(sorted(schedule.topics & set(topics[:MAX_OPTIONS]))),
            ),
            Select(id="easiest", label="Easiest", options=levels, initial=(schedule.easiest.value,)),
            Select(id="hardest", label="Hardest", options=levels, initial=(schedule.hardest.value,)),
        ),
    )


def track_form(number: int, schedule: Schedule, tracks: Sequence[Track]) -> Form:
    """The tracks with what each is about; `NO_TRACK` stands for none."""
    offered = [
        Choice(clip(track.title, MAX_OPTION), track.id, clip(track.about, MAX_ABOUT))
        for track in tracks[: MAX_OPTIONS - 1]
    ]
    plan = schedule.plan if schedule.plan and schedule.plan.track in {c.value for c in offered} else None
    return Form(
        action="setup.track",
        value=targeted(schedule.place, str(number)),
        title="Follow a track",
        submit="Save",
        inputs=(
            Select(
                id="track",
                label="Track",
                options=(Choice("No track", NO_TRACK, "Draw from the topics"), *offered),
                initial=(plan.track if plan else NO_TRACK,),
            ),
            TextInput(
                id="interview",
                label="Count down to an interview on",
                required=False,
                max_length=10,
                initial=str(plan.interview) if plan and plan.interview else "",
                placeholder="2026-12-24",
            ),
        ),
    )


def answers_form(channel: Channel, able: Capabilities) -> Form:
    ways = tuple(Choice(clip(text, MAX_OPTION), way.value) for way, text in _ways(able).items())
    now = _way(channel, able)
    open_for = f"{channel.open_for.total_seconds() / 3600:g}"
    return Form(
        action="setup.answers",
        value=targeted(channel.place),
        title="How people answer",
        submit="Save",
        inputs=(
            Select(id="answers", label="Answers", options=ways, initial=(now.value,)),
            TextInput(id="hours", label="Open for how many hours", initial=open_for, max_length=10),
        ),
    )


def board_form(schedule: Schedule) -> Form:
    days = (*(Choice(name, str(index)) for index, name in enumerate(DAYS)), Choice("Never", NEVER))
    rule = schedule.recurrence
    return Form(
        action="setup.board",
        value=targeted(schedule.place),
        title="Leaderboard",
        submit="Save",
        inputs=(
            Select(
                id="weekday",
                label="Day",
                options=days,
                initial=tuple(str(n) for n in rule.weekdays) or (NEVER,),
            ),
            TextInput(id="at", label="Time of day", initial=f"{rule.at:%H:%M}", max_length=10),
        ),
    )


def off_form(channel: Channel) -> Form:
    return Form(
        action="setup.off",
        value=targeted(channel.place),
        title="Days off",
        text="Dates like 2026-12-24, or 2026-12-24..2027-01-02 for all days between.",
        submit="Save",
        inputs=(
            TextInput(
                id="dates",
                label="Dates",
                multiline=True,
                required=False,
                max_length=3000,
                initial=dates(channel.off.dates),
                placeholder="2026-12-24..2027-01-02",
            ),
            TextInput(
                id="country",
                label="Public holidays of (two letters)",
                required=False,
                max_length=10,
                initial=channel.off.country,
                placeholder="DE",
            ),
        ),
    )


def _buttons(channel: Channel, questions: int, *, begun: bool, tracks: bool) -> tuple[Button, ...]:
    place, here = channel.place, targeted(channel.place)
    buttons = [] if begun else [Button("Start", "setup.start", here, Style.PRIMARY)]
    if channel.paused:
        buttons.append(Button("Resume", "resume", here, Style.PRIMARY))
    for number in range(1, questions + 1):
        at = targeted(place, str(number))
        buttons.append(Button(_label("Time", number, questions), "setup.time", at))
        buttons.append(Button(_label("Topics", number, questions), "setup.topics", at))
        if tracks:
            buttons.append(Button(_label("Track", number, questions), "setup.track", at))
    buttons += [
        Button("Answers", "setup.answers", here),
        Button("Leaderboard", "setup.board", here),
        Button("Days off", "setup.off", here),
    ]
    if questions < MAX_QUESTIONS:
        buttons.append(Button("Add a question", "setup.add", here))
    if questions > 1:
        last = targeted(place, str(questions))
        buttons.append(Button(f"Remove question {questions}", "setup.remove", last))
    return tuple(buttons)


def _ways(able: Capabilities) -> Mapping[Answers, str]:
    """How people can answer: where a reply reaches Koko, where it does not, where there are no threads."""
    if able.reads_threads:
        return ANSWERS
    by_form = {Answers.BOTH: "by the form"}
    return by_form | {Answers.SEALED: ANSWERS[Answers.SEALED]} if able.threads else by_form


def _way(channel: Channel, able: Capabilities) -> Answers:
    """What was chosen, or what comes of it where that can't be."""
    return channel.answers if channel.answers in _ways(able) else Answers.BOTH


def _label(text: str, number: int, of: int) -> str:
    return f"{text} {number}" if of > 1 else text


def _question(schedule: Schedule, tracks: Sequence[Track]) -> str:
    rule = schedule.recurrence
    when = f"{weekdays(rule.weekdays)} at {rule.at:%H:%M}"
    plan = schedule.plan
    track = next((track for track in tracks if plan and track.id == plan.track), None)
    if plan and track:
        interview = f", interview on {day(plan.interview)}" if plan.interview else ""
        return f"{when}, track “{escape(track.title)}”{interview}"
    topics = clip(", ".join(topic(name) for name in sorted(schedule.topics)), MAX_TOPICS) or "any topic"
    levels = (
        schedule.easiest.value
        if schedule.easiest is schedule.hardest
        else f"{schedule.easiest.value} to {schedule.hardest.value}"
    )
    return f"{when}, {topics}, {levels}"


def _board(schedule: Schedule | None) -> str:
    if schedule is None or not schedule.recurrence.weekdays:
        return "never posted by itself"
    return f"{weekdays(schedule.recurrence.weekdays)} at {schedule.recurrence.at:%H:%M}"


def _off(channel: Channel) -> str:
    listed = count(len(channel.off.dates), "date") if channel.off.dates else ""
    country = f"public holidays of {channel.off.country}" if channel.off.country else ""
    return ", ".join(part for part in (listed, country) if part) or "none"
