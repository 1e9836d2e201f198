from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Self

from adapters.slack.settings import Mode
from bot.chat.refs import MessageRef, Person, Place
from bot.errors import ChatError, NotAllowed, PlaceGone
from tests.adapter_contract import WholeContract
from tests.adapters.slack.house import living, marks, settings, words
from tests.adapters.slack.loopback.faults import Answer, RateLimited
from tests.adapters.slack.loopback.faults import Fault as SlackFault
from tests.adapters.slack.loopback.seen import SlackMessage
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.adapters.slack.loopback.state import Channel, User
from tests.adapters.slack.rules import mentions
from tests.contract.platform import Act, Fault, Platform, ScriptedApp, Shown, ShownForm

EXPECTED = ("already_reacted", "no_reaction", "is_archived", "restricted_action")
"""What Slack says to what may be done twice, and what it is told to say."""
PATIENCE = 7  # seconds that a limited call has to wait


@dataclass
class SlackPlatform:
    """`tests.contract.platform.Platform`: members with Slack's client before them."""

    app: ScriptedApp
    slack: LoopbackSlack
    mode: Mode
    _life: AsyncExitStack = field(default_factory=AsyncExitStack)
    _messages: dict[str, SlackMessage] = field(default_factory=dict)

    async def __aenter__(self) -> Self:
        await self._start()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._life.aclose()

    async def _start(self) -> None:
        house = living(self.slack, self.app, settings(self.slack, self.mode))
        self.adapter = (await self._life.enter_async_context(house)).adapter

    async def restarts(self) -> None:
        await self._life.aclose()
        await self._start()

    @property
    def channel(self) -> Place:
        return Place("slack", self.slack.team.id, self.slack.general.id)

    @property
    def admin(self) -> Person:
        return self._person(self.slack.admin)

    @property
    def member(self) -> Person:
        return self._person(self.slack.member)

    def mention(self, person: Person) -> str:
        return self.slack.mention(self._user(person))

    # What members do

    async def says(self, person: Person, place: Place, text: str) -> Act:
        return await self.slack.says(self._user(person), self._channel(place), text, place.thread)

    async def bot_says(self, place: Place, text: str) -> None:
        await self.slack.bot_says(self._channel(place), text, place.thread)

    async def edits(self, person: Person, message: MessageRef, text: str) -> Act:
        return await self.slack.edits(self._user(person), await self._found(person, message), text)

    async def deletes(self, person: Person, message: MessageRef) -> Act:
        return await self.slack.deletes(self._user(person), await self._found(person, message))

    async def invokes(self, person: Person, place: Place, line: str) -> Act:
        return await self.slack.types(self._user(person), self._channel(place), line)

    async def presses(self, person: Person, message: Shown, label: str) -> Act:
        pressed = self._messages[message.text]
        return await self.slack.presses(self._user(person), pressed, label)

    async def submits(self, person: Person, values: Mapping[str, str]) -> Act:
        """Choices come joined by commas."""
        user = self._user(person)
        modal = await self.slack.modal(user)
        assert modal, "there is no form"
        several = {
            block["block_id"]
            for block in modal.blocks
            if block["type"] == "input" and block["element"]["type"] in ("checkboxes", "multi_static_select")
        }
        typed = {
            name: [part for part in value.split(",") if part] if name in several else value
            for name, value in values.items()
        }
        return await self.slack.submits(user, typed)

    # What members see

    async def sees(self, person: Person, place: Place) -> Sequence[Shown]:
        user, channel = self._user(person), self._channel(place)
        shown = await self.slack.reads(user, channel, place.thread)
        return [await self._shown(user, channel, place, message) for message in shown]

    async def form(self, person: Person) -> ShownForm | None:
        modal = await self.slack.modal(self._user(person))
        if modal is None:
            return None
        inputs = [block for block in modal.blocks if block["type"] == "input"]
        return ShownForm(
            title=modal.title,
            text=words(modal.blocks),
            labels=tuple(block["label"]["text"] for block in inputs),
            values={block: _value(next(iter(state.values()))) for block, state in modal.values.items()},
            problems=modal.errors,
        )

    async def breaks(self, error: type[ChatError]) -> Fault | None:
        if error is PlaceGone:
            await self.slack.archives(self.slack.admin, self.slack.general)
            return Fault(self.channel)
        action = Answer("restricted_action") if error is NotAllowed else RateLimited(PATIENCE)
        self.slack.faults.add(SlackFault("chat.postMessage", action, count=100))
        return Fault(self.channel, retry_after=None if error is NotAllowed else PATIENCE)

    async def _shown(self, user: User, channel: Channel, place: Place, message: SlackMessage) -> Shown:
        """With the files that hang in the thread on it."""
        files = {**message.files, **message.pictures}
        if not place.thread:
            for reply in await self.slack.reads(user, channel, message.ts):
                files.update(reply.files)
        text = words(message.blocks) or message.text
        self._messages[text] = message
        return Shown(
            ref=None if message.ephemeral else MessageRef(place, message.ts),
            text=text,
            buttons=message.buttons,
            files=files,
            reactions=tuple(message.reactions),
            mentions=tuple(mentions({"text": message.text, "blocks": list(message.blocks)})),
            markup=tuple(marks(message.blocks)),
        )

    async def _found(self, person: Person, message: MessageRef) -> SlackMessage:
        place = message.place
        shown = await self.slack.reads(self._user(person), self._channel(place), place.thread)
        return next(one for one in shown if one.ts == message.id)

    def _person(self, user: User) -> Person:
        return Person("slack", self.slack.team.id, user.id, user.display_name or user.real_name)

    def _user(self, person: Person) -> User:
        return self.slack.user(person.user)

    def _channel(self, place: Place) -> Channel:
        return self.slack.channel(place.channel)


def _value(state: Mapping[str, object]) -> str:
    match state:
        case {"selected_options": list(options)}:
            return ",".join(option["value"] for option in options)
        case {"selected_option": {"value": str(value)}} | {"value": str(value)}:
            return value
        case _:
            return ""


class TestContract(WholeContract):
    patience = 15.0
    mode = Mode.SOCKET

    @asynccontextmanager
    async def platform_for(self, app: ScriptedApp) -> AsyncIterator[Platform]:
        async with LoopbackSlack() as slack, SlackPlatform(app, slack, self.mode) as platform:
            yield platform
            refused = [why for why in slack.refusals if not any(code in why for code in EXPECTED)]
            assert not refused


class TestContractOverHttp(TestContract):
    mode = Mode.HTTP
