"""Slack as a stage: the loopback one, in which the team has its channel among those of others."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from adapters.slack.adapter import SlackAdapter
from adapters.slack.posts import REACTIONS
from adapters.slack.render import pressed
from bot.chat.refs import Person, Place
from bot.compose import Koko
from tests.adapters.slack.loopback.deliveries import SlackAct
from tests.adapters.slack.loopback.faults import Fault, Status
from tests.adapters.slack.loopback.inputs import MANY
from tests.adapters.slack.loopback.seen import SlackMessage
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.adapters.slack.loopback.state import Channel, Json, User, Workspace
from tests.adapters.slack.reading import message_text, read
from tests.fakes import FixedClock
from tests.scenarios.stage import NAMES, Message, OpenForm
from tests.scenarios.team import Member, Team
from tests.waiting import until

QUESTION = {"Answer", "Hint (−10 %)"}
"""Buttons that a question has while it is open."""


@dataclass(frozen=True)
class SlackClient:
    """`tests.scenarios.stage.Client`."""

    slack: LoopbackSlack
    channel: Channel
    user: User

    @property
    def person(self) -> Person:
        return Person("slack", self.user.team, self.user.id, self.user.display_name)

    @property
    def direct(self) -> Channel:
        """The member's own place with Koko."""
        return self.slack.direct(self.user, self._workspace)

    @property
    def _workspace(self) -> Workspace:
        return self.slack.world.workspaces[self.channel.team]

    async def types(self, line: str) -> str:
        await told(await self.slack.types(self.user, self.channel, line))
        return ""

    async def replies(self, to: Message, text: str) -> str:
        await told(await self.slack.says(self.user, self.channel, text, to.given.ts))
        return ""

    async def edits(self, message: Message, text: str) -> str:
        await told(await self.slack.edits(self.user, message.given, text))
        return ""

    async def deletes(self, message: Message) -> None:
        await told(await self.slack.deletes(self.user, message.given))

    async def presses(self, message: Message, label: str) -> None:
        await told(await self.slack.presses(self.user, message.given, label))

    async def uses(self, shortcut: str, message: Message) -> None:
        """An entry of the message's own menu, by its callback id."""
        await told(await self.slack.uses_shortcut(self.user, message.given, shortcut))

    async def opens_home(self) -> None:
        """The tab with Koko's page for the member."""
        await told(await self.slack.opens_home(self.user, self._workspace))

    async def home(self) -> str:
        """What stands there."""
        view = await self.slack.home(self.user, self._workspace)
        return read(view.blocks) if view else ""

    async def presses_at_home(self, label: str) -> None:
        view = await self.slack.home(self.user, self._workspace)
        assert view, "the tab was never opened"
        await told(await self.slack.presses(self.user, view, label))

    async def opens(self, message: Message, label: str) -> OpenForm:
        await self.presses(message, label)
        modal = await self.slack.modal(self.user)
        assert modal, "no form was opened"
        action, value = pressed(modal.view["callback_id"])
        options = {
            block["block_id"]: [option["value"] for option in block["element"]["options"]]
            for block in _inputs(modal.blocks)
            if "options" in block["element"]
        }
        return OpenForm(action, value, read(modal.blocks), options, modal.blocks)

    async def submits(self, opened: OpenForm, values: Mapping[str, str]) -> str:
        several = {block["block_id"] for block in _inputs(opened.given) if block["element"]["type"] in MANY}
        typed = {name: value.split(",") if name in several else value for name, value in values.items()}
        await told(await self.slack.submits(self.user, typed))
        modal = await self.slack.modal(self.user)
        return "\n\n".join([*modal.errors.values(), modal.trouble]).strip() if modal else ""

    async def makes_admin(self, name: str) -> None:
        person(self.slack, name).admin = True

    async def sees(self) -> Sequence[Message]:
        channel = await self.slack.reads(self.user, self.channel)
        threads = {one.ts: await self.slack.reads(self.user, self.channel, one.ts) for one in channel}
        direct = await self.slack.reads(self.user, self.direct)
        return [
            *(self._read(one, has_thread=bool(threads[one.ts])) for one in channel),
            *(self._read(reply) for replies in threads.values() for reply in replies),
            *(self._read(one, is_private=True) for one in direct),
        ]

    def _read(self, shown: SlackMessage, *, has_thread: bool = False, is_private: bool = False) -> Message:
        author = self.slack.world.users.get(shown.user)
        return Message(
            id=f"{shown.ts} {shown.channel}",
            author=(None if author.bot else author.name) if author else "another app",
            text=message_text(shown),
            thread=f"{shown.thread_ts} {shown.channel}" if shown.thread_ts else None,
            is_private=is_private or shown.ephemeral,
            has_thread=has_thread or not QUESTION.isdisjoint(shown.buttons),
            reaction=" ".join(mine for mine, name in REACTIONS.items() if name in shown.reactions) or None,
            buttons=shown.buttons,
            given=shown,
        )


@dataclass
class SlackStage:
    """`tests.scenarios.stage.Stage`. `in_slack` is the channel as Slack has it."""

    slack: LoopbackSlack
    in_slack: Channel
    clients: Mapping[str, SlackClient]
    adapter: ClassVar[str] = "slack"
    _adapter: SlackAdapter | None = field(default=None, init=False)

    @property
    def channel(self) -> Place:
        return Place("slack", self.in_slack.team, self.in_slack.id)

    @property
    def environment(self) -> Mapping[str, str]:
        return {
            "KOKO_SLACK_API_URL": self.slack.api_url,
            "KOKO_SLACK_APP_TOKEN": self.slack.app_token,
            "KOKO_SLACK_BOT_TOKEN": self.slack.bot_token,
            "KOKO_SLACK_POST_INTERVAL": "0",
        }

    def opens(self, koko: Koko) -> None:
        [self._adapter] = [one for one in koko.parts.adapters if isinstance(one, SlackAdapter)]

    async def settles(self, seconds: float) -> None:
        assert self._adapter, "Koko has not begun"
        await self._adapter.finish(seconds)

    @contextmanager
    def is_down(self) -> Iterator[None]:
        self.slack.faults.add(Fault("chat.postMessage", Status(503), count=1_000_000))
        yield
        self.slack.faults.clear()


@asynccontextmanager
async def slack_stage(folder: Path, clock: FixedClock) -> AsyncIterator[SlackStage]:
    """With Koko in the channel. Whatever it does until the end, Slack must take."""
    async with LoopbackSlack(clock) as slack:
        channel = practice(slack)
        channel.members.append(slack.team.bot.id)
        clients = {name: SlackClient(slack, channel, person(slack, name)) for name in NAMES}
        yield SlackStage(slack, channel, clients)
        wrong = refused(slack)
        assert not wrong, wrong
        twice = doubled(slack)
        assert not twice, twice


def practice(slack: LoopbackSlack) -> Channel:
    """The team's channel, made by `you`, without Koko."""
    users = [person(slack, name).id for name in NAMES]
    channel = Channel(
        id="C0PRACTICE", team=slack.team.id, name="interview-practice", creator=users[0], members=users
    )
    slack.world.channels[channel.id] = channel
    return channel


def person(slack: LoopbackSlack, name: str) -> User:
    """A member of the team, who joins the workspace where they are not there yet."""
    user = User(
        id=f"U0TEAM{name.upper()}",
        team=slack.team.id,
        name=name,
        real_name=f"{name.capitalize()} of the team",
        display_name=name.capitalize(),
    )
    return slack.world.users.setdefault(user.id, user)


def member_of(team: Team, stage: SlackStage, channel: Channel, user: User) -> Member:
    """Somebody in another channel than the team's."""
    return Member(team, SlackClient(stage.slack, channel, user), user.name)


async def told(act: SlackAct) -> None:
    """Wait until Koko has acknowledged what was done."""
    await until(lambda: act.acknowledgements or act.failure)
    assert not act.failure, f"Slack tells the member: {act.failure}"


def refused(slack: LoopbackSlack) -> list[str]:
    """What Koko asked for and Slack did not take, but for reactions that are as they should be."""
    harmless = ("already_reacted", "no_reaction")
    return [why for why in slack.refusals if not any(code in why for code in harmless)]


def doubled(slack: LoopbackSlack) -> list[Json]:
    """Messages that say once more what another has said."""
    keys = [
        message.metadata["event_payload"]
        for messages in slack.world.messages.values()
        for message in messages.values()
        if message.metadata
    ]
    return [key for number, key in enumerate(keys) if key in keys[:number]]


def _inputs(blocks: Sequence[Json]) -> list[Json]:
    return [block for block in blocks if block["type"] == "input"]
