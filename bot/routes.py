"""Everything the bot reacts to, on one screen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from bot.chat.adapter import Reply
from bot.chat.commands import CommandSpec, Option
from bot.domain.question import Difficulty
from bot.domain.standings import Period
from bot.features.answering import Answering
from bot.features.appealing import Appealing
from bot.features.calendar import Calendar
from bot.features.daily import Daily
from bot.features.explaining import Explaining
from bot.features.help import Help
from bot.features.home import Home
from bot.features.leaderboard import Leaderboard
from bot.features.privacy import Privacy
from bot.features.profile import Profile
from bot.features.quiz import MAX_COUNT, Quizzing
from bot.features.reporting import Reporting
from bot.features.setup import Setup
from bot.features.welcome import Welcome
from bot.router import (
    Route,
    button,
    command,
    deleted,
    edited,
    form,
    gained,
    home,
    lost,
    sent,
    shortcut,
    workspace_lost,
)

PRIVATE, PUBLIC, UPDATE, FORM = Reply.PRIVATE, Reply.PUBLIC, Reply.UPDATE, Reply.FORM

TOPIC = Option(name="topic", description="What to be asked about", completed=True)
COUNT = Option(name="count", description="How many questions", minimum=1, maximum=MAX_COUNT)
LEVEL = Option(name="difficulty", description="How hard", choices=tuple(level.value for level in Difficulty))
PERIOD = Option(name="period", description="Which points count", choices=tuple(p.value for p in Period))


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """All features, for the routes to choose from."""

    answering: Answering
    appealing: Appealing
    calendar: Calendar
    daily: Daily
    explaining: Explaining
    help: Help
    home: Home
    leaderboard: Leaderboard
    privacy: Privacy
    profile: Profile
    quiz: Quizzing
    reporting: Reporting
    setup: Setup
    welcome: Welcome


def routes(do: Features) -> list[Route]:
    """What people can do, and how each is answered."""
    listed = [
        command(
            CommandSpec("quiz", "Practise a few questions by yourself", (TOPIC, COUNT, LEVEL)),
            do.quiz.start,
            PRIVATE,
        ),
        command(CommandSpec("leaderboard", "See who is ahead here", (PERIOD,)), do.leaderboard.show, PUBLIC),
        command(CommandSpec("koko stats", "See your streak, points and strengths"), do.profile.show, PRIVATE),
        command(CommandSpec("koko report", "Say that a question is wrong"), do.reporting.ask, FORM),
        command(
            CommandSpec("koko preview", "See the next 14 days of this channel"), do.calendar.preview, PRIVATE
        ),
        command(CommandSpec("koko hide", "Leave you off every board"), do.privacy.hide, PRIVATE),
        command(CommandSpec("koko show", "Put you back on the boards"), do.privacy.show, PRIVATE),
        command(CommandSpec("koko my data", "Get all I keep about you"), do.privacy.data, PRIVATE),
        command(CommandSpec("koko forget me", "Erase all I keep about you"), do.privacy.confirm, PRIVATE),
        command(
            CommandSpec("koko ask now", "Ask a question here now (admins)"),
            do.daily.ask_now,
            PRIVATE,
            admin=True,
        ),
        command(
            CommandSpec("koko setup", "Set when and what I ask (admins)"), do.setup.show, PRIVATE, admin=True
        ),
        command(
            CommandSpec("koko skip", "Leave out the next day (admins)"), do.calendar.skip, PRIVATE, admin=True
        ),
        command(
            CommandSpec("koko pause", "Ask nothing here for now (admins)"),
            do.calendar.pause,
            PRIVATE,
            admin=True,
        ),
        command(
            CommandSpec("koko resume", "Ask here again (admins)"), do.calendar.resume, PRIVATE, admin=True
        ),
        command(
            CommandSpec("koko appeals", "Decide what members appealed (admins)"),
            do.appealing.listed,
            PRIVATE,
            admin=True,
        ),
        button("answer", do.answering.ask, FORM),
        form("answer", do.answering.submit, PRIVATE, check=do.answering.check),
        sent(do.answering.in_thread, wants=do.answering.expects),
        edited(do.answering.edited, wants=do.answering.expects),
        deleted(do.answering.deleted, wants=do.answering.is_answer),
        button("withdraw", do.answering.withdraw, UPDATE),
        button("why", do.explaining.why, PRIVATE),
        shortcut("Why this score?", do.explaining.why_message, PRIVATE),
        button("appeal", do.appealing.ask, FORM),
        form("appeal", do.appealing.submit, PRIVATE, check=do.appealing.check),
        button("appeal.show", do.appealing.show, PRIVATE),
        *(
            route
            for action in ("appeal.grant", "appeal.refuse")
            for route in (
                button(action, do.appealing.weigh, FORM),
                form(action, do.appealing.decide, UPDATE, check=do.appealing.check_decision),
            )
        ),
        button("hint", do.explaining.hint, PRIVATE),
        home(do.home.show),
        button("home.hide", do.home.hide, UPDATE),
        button("my data", do.privacy.data, PRIVATE),
        button("forget me", do.privacy.confirm, PRIVATE),
        button("quiz", do.quiz.start, PRIVATE),
        button("quiz.choose", do.quiz.choose, UPDATE),
        button("quiz.skip", do.quiz.skip, UPDATE),
        button("quiz.write", do.quiz.ask, FORM),
        form("quiz.write", do.quiz.submit, UPDATE, check=do.quiz.check),
        button("quiz.next", do.quiz.next, UPDATE),
        button("quiz.stop", do.quiz.stop, UPDATE),
        button("quiz.again", do.quiz.start, UPDATE),
        button("ask now", do.daily.ask_now, PRIVATE, admin=True),
        button("resume", do.calendar.resume, PRIVATE, admin=True),
        button("setup", do.setup.show, PRIVATE, admin=True),
        button("setup.start", do.setup.start, UPDATE, admin=True),
        button("setup.add", do.setup.add, UPDATE, admin=True),
        button("setup.remove", do.setup.remove, UPDATE, admin=True),
        *(
            route
            for action in (
                "setup.time",
                "setup.topics",
                "setup.track",
                "setup.answers",
                "setup.board",
                "setup.off",
            )
            for route in (
                button(action, do.setup.ask, FORM, admin=True),
                form(action, do.setup.submit, UPDATE, check=do.setup.check, admin=True),
            )
        ),
        button("report", do.reporting.ask, FORM),
        form("report", do.reporting.submit, PRIVATE, check=do.reporting.check),
        button("forget", do.privacy.forget, UPDATE),
        gained(do.welcome.gained),
        lost(do.welcome.lost),
        workspace_lost(do.welcome.workspace_lost),
    ]
    specs = [route.spec for route in listed if route.spec]
    about = CommandSpec("koko help", "See what I can do")
    return [*listed, command(about, partial(do.help.show, [*specs, about]), PRIVATE)]
