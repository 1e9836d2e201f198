from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Self

from bot.chat.commands import parse_line
from bot.chat.refs import MessageRef, Person, Place
from bot.errors import ChatError, NotAllowed, PlaceGone
from tests.adapter_contract import AdapterContract, WholeContract
from tests.adapters.discord.house import living, marks, words
from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.loopback.faults import Fault as DiscordFault
from tests.adapters.discord.loopback.faults import RateLimited
from tests.adapters.discord.loopback.seen import DiscordMessage
from tests.adapters.discord.loopback.seen import ShownForm as DiscordForm
from tests.adapters.discord.loopback.state import Channel, User
from tests.contract.capabilities import ThreadRules
from tests.contract.platform import Act, Fault, Platform, ScriptedApp, Shown, ShownForm
from tests.waiting import until

EXPECTED = ("10003", "50013", "40060", "160004")
"""What Discord says to what may be done twice, and what it is told to say."""
PATIENCE = 70  # seconds; discord.py waits out a shorter time by itself
BACK = "Back to the form"


@dataclass
class DiscordPlatform:
    """`tests.contract.platform.Platform`: members with Discord's client before them."""

    app: ScriptedApp
    discord: LoopbackDiscord
    _life: AsyncExitStack = field(default_factory=AsyncExitStack)
    _messages: dict[str, DiscordMessage] = field(default_factory=dict)

    async def __aenter__(self) -> Self:
        await self._start()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._life.aclose()

    async def _start(self) -> None:
        self.adapter = (await self._life.enter_async_context(living(self.discord, self.app))).adapter

    async def restarts(self) -> None:
        await self._life.aclose()
        await self._start()

    @property
    def channel(self) -> Place:
        return self.discord.place(self.discord.general)

    @property
    def admin(self) -> Person:
        return self._person(self.discord.admin)

    @property
    def member(self) -> Person:
        return self._person(self.discord.member)

    def mention(self, person: Person) -> str:
        return self.discord.mention(self._user(person))

    # What members do

    async def says(self, person: Person, place: Place, text: str) -> Act:
        return await self.discord.says(self._user(person), self._channel(place), text)

    async def bot_says(self, place: Place, text: str) -> None:
        await self.discord.bot_says(self._channel(place), text)

    async def edits(self, person: Person, message: MessageRef, text: str) -> Act:
        return await self.discord.edits(self._user(person), message, text)

    async def deletes(self, person: Person, message: MessageRef) -> Act:
        return await self.discord.deletes(self._user(person), message)

    async def invokes(self, person: Person, place: Place, line: str) -> Act:
        """Discord's client asks for each option by its name."""
        spec, options = parse_line(self.app.commands, line)
        typed = " ".join([f"/{spec.name}", *(f"{name}: {value}" for name, value in options.items())])
        return await self.discord.types(self._user(person), self._channel(place), typed)

    async def presses(self, person: Person, message: Shown, label: str) -> Act:
        return await self.discord.presses(self._user(person), self._messages[message.text], label)

    async def submits(self, person: Person, values: Mapping[str, str]) -> Act:
        """Choices come joined by commas."""
        user = self._user(person)
        form = await self.discord.form(user)
        assert form, "there is no form"
        several = {name for name, value in form.values.items() if isinstance(value, list)}
        typed = {
            name: [part for part in value.split(",") if part] if name in several else value
            for name, value in values.items()
        }
        return await self.discord.submits(user, typed)

    # What members see

    async def sees(self, person: Person, place: Place) -> Sequence[Shown]:
        channel = self._channel(place)
        shown = await self.discord.reads(self._user(person), channel)
        return [self._shown(place, message) for message in shown if not message.loading]

    async def form(self, person: Person) -> ShownForm | None:
        """Discord closes a form that is sent; one that was wrong is opened again with a button."""
        user = self._user(person)
        form = await self.discord.form(user)
        if form is None:
            form = await self._goes_back(user)
        return self._shown_form(user, form) if form else None

    async def breaks(self, error: type[ChatError]) -> Fault | None:
        if error is PlaceGone:
            await self.discord.deletes_channel(self.discord.general)
            return Fault(self.channel)
        if error is NotAllowed:
            await self.discord.denies(self.discord.general, "SEND_MESSAGES")
            return Fault(self.channel)
        self.discord.faults.add(DiscordFault("create_message", RateLimited(PATIENCE), count=100))
        return Fault(self.channel, retry_after=PATIENCE)

    async def _goes_back(self, user: User) -> DiscordForm | None:
        seen = await self.discord.reads(user, self.discord.general)
        complaint = next((message for message in seen if BACK in message.buttons), None)
        if complaint is None:
            return None
        act = await self.discord.presses(user, complaint, BACK)
        await until(lambda: act.acknowledgements)
        return await self.discord.form(user)

    def _shown_form(self, user: User, form: DiscordForm) -> ShownForm:
        labels = [one for one in self.discord.world.forms[user.id]["components"] if "component" in one]
        return ShownForm(
            title=form.title,
            text="\n".join(form.texts),
            labels=form.labels,
            values={name: _joined(value) for name, value in form.values.items()},
            problems={
                one["component"]["custom_id"]: one["description"] for one in labels if one.get("description")
            },
        )

    def _shown(self, place: Place, message: DiscordMessage) -> Shown:
        text = words(message.components)
        self._messages[text] = message
        return Shown(
            ref=None if message.ephemeral else MessageRef(place, message.id),
            text=text,
            buttons=message.buttons,
            files=message.files,
            reactions=tuple(message.reactions),
            mentions=tuple(message.mentions),
            markup=tuple(marks(message.components)),
        )

    def _person(self, user: User) -> Person:
        return Person("discord", self.discord.guild.id, user.id, user.global_name)

    def _user(self, person: Person) -> User:
        return self.discord.user(person.user)

    def _channel(self, place: Place) -> Channel:
        return self.discord.channel(place.thread or place.channel)


def _joined(value: Any) -> str:
    return ",".join(value) if isinstance(value, list) else str(value or "")


@asynccontextmanager
async def platform_in(discord: LoopbackDiscord, app: ScriptedApp) -> AsyncIterator[Platform]:
    async with discord, DiscordPlatform(app, discord) as platform:
        yield platform
        refused = [why for why in discord.refusals if not any(code in why for code in EXPECTED)]
        assert not refused


class TestContract(WholeContract):
    """With the intent *message content*."""

    patience = 15.0

    @asynccontextmanager
    async def platform_for(self, app: ScriptedApp) -> AsyncIterator[Platform]:
        async with platform_in(LoopbackDiscord(message_content=True), app) as platform:
            yield platform


class TestContractWithoutTexts(AdapterContract, ThreadRules):
    """As Discord gives it to anybody: without the privileged intents."""

    patience = 15.0

    @asynccontextmanager
    async def platform_for(self, app: ScriptedApp) -> AsyncIterator[Platform]:
        async with platform_in(LoopbackDiscord(), app) as platform:
            yield platform
