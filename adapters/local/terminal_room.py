"""Where somebody is in the terminal, and what they see there as it changes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from adapters.local.answers import Json
from adapters.local.model import ADAPTER, WORKSPACE
from adapters.local.platform import BOT, FIRST_CHANNEL
from adapters.local.terminal_client import Client
from adapters.local.terminal_view import Act, Screen
from bot.chat.refs import Place
from bot.errors import BotError, UserError

FEW = 10  # messages that are shown of what was before
PATIENCE = 20  # tenths of a second for the first question

Press = Callable[[int, str, str], Awaitable[None]]
"""Takes the message, and the action and value of its button."""


class Room:
    """A member in a place, with its messages on the screen; `heard` is set by whatever changes."""

    def __init__(self, client: Client, screen: Screen, press: Press) -> None:
        self._client = client
        self._screen = screen
        self._press = press
        self._state: Json = {}
        self._shown: dict[int, Json] = {}
        self._seq = 0
        self._latest = 0
        self._read_to = 0
        self._told_of: set[str] = set()
        self._working: list[str] = []
        self._turn = asyncio.Lock()  # of those who print
        self.place = _place(FIRST_CHANNEL)
        self.heard = asyncio.Event()

    @property
    def members(self) -> dict[str, str]:
        """Names by id, in the order they joined."""
        return {member["id"]: member["name"] for member in self._state["members"]}

    @property
    def channels(self) -> dict[str, str]:
        """Names by id."""
        return {c["id"]: BOT if c["direct"] else f"#{c['name']}" for c in self._state["channels"]}

    @property
    def me(self) -> str:
        """The member's name."""
        return self.members[self._state["me"]]

    @property
    def name(self) -> str:
        """The place's."""
        return self._name(self.place)

    @property
    def is_working(self) -> bool:
        """Whether Koko is reading here."""
        return str(self.place) in self._working

    @property
    def last_of_mine(self) -> Json:
        """Raises UserError where there is nothing of the member's."""
        mine = [message for message in self._shown.values() if message["author"] == self._state["me"]]
        if not mine:
            raise UserError("There is no message of yours here.")
        return max(mine, key=lambda message: int(message["id"]))

    async def arrange(self) -> None:
        """Learn who and what there is."""
        self._state = await self._client.get("/api/state")

    async def land(self) -> None:
        """Go to the last question; where nothing has been asked yet, wait a moment for it."""
        for _ in range(PATIENCE):
            with suppress(UserError):
                return await self.visit_thread()
            await asyncio.sleep(0.1)
        return await self.visit(self.place)

    async def visit_thread(self) -> None:
        """Go to the channel's last question. Raises UserError where there is none."""
        messages = (await self._read(self.place.parent))["messages"]
        while messages:
            asked = [message for message in messages if message["title"] and not message["author"]]
            if asked:
                return await self.visit(_thread(asked[-1]))
            messages = (await self._read(self.place.parent, before=messages[0]["id"]))["messages"]
        raise UserError("Nothing was asked here. `/koko ask now` asks a question.")

    async def enter(self, channel: str) -> None:
        """Go to the channel of this id."""
        await self.visit(_place(channel))

    async def be(self, member: str) -> None:
        """Become another member, in the same place or their own room."""
        self._client.me = member
        self._told_of.clear()
        await self.arrange()
        await self.visit(_place(f"@{member}") if self.place.channel.startswith("@") else self.place)

    async def visit(self, place: Place) -> None:
        """Go there. Raises Refusal where the member can't."""
        async with self._turn:
            await self._visit(place)

    async def earlier(self) -> None:
        """Show what came before."""
        async with self._turn:
            known = [id for id, message in self._shown.items() if message["place"] == str(self.place)]
            page = await self._read(self.place, before=min(known, default=0))
            self._show_last(page["messages"])

    async def listen(self) -> None:
        """Show what changes, for ever."""
        async for name, data in self._client.events(self._seq):
            async with self._turn:
                with suppress(BotError):  # the connection is lost, and that is an event of its own
                    await self._hear(name, data)
            self.heard.set()

    async def _visit(self, place: Place) -> None:
        root = await self._read(place.parent, before=int(place.thread) + 1) if place.thread else {}
        page = await self._read(place)
        self.place, self._shown, self._seq = place, {}, page["seq"]
        self._read_to = max((message["id"] for message in page["messages"]), default=0)
        self._told_of.discard(str(place))
        self._screen.place(f"{self.name} · as {self.me}")
        for message in root.get("messages", []):
            if str(message["id"]) == place.thread:
                self._show(message)
        self._show_last(page["messages"])
        await self._client.post("/api/seen", channel=place.channel)

    async def _read(self, place: Place, **before: int) -> Json:
        wanted = {name: str(value) for name, value in before.items()}
        return await self._client.get("/api/messages", place=str(place), **wanted)

    async def _hear(self, name: str, data: Json) -> None:
        match name:
            case "message":
                await self._arrived(data)
            case "working":
                self._working = data["places"]
            case "version" if data["version"] != self._state["version"]:
                await self.arrange()
            case "reset":
                await self._visit(self.place)
            case "lost":
                self._screen.note(f"\n{BOT} can't be reached; trying again …")
            case "found":
                self._screen.note(f"\n{BOT} is there again.")

    async def _arrived(self, message: Json) -> None:
        id, old = message["id"], self._shown.get(message["id"])
        is_here = message["place"] == str(self.place)
        # Changes come in their own order: one that was changed again comes after those that were said later.
        is_new = not old and not message["deleted"] and id > (self._read_to if is_here else self._latest)
        self._latest = max(id, self._latest)
        if old and message["deleted"]:
            del self._shown[id]
            self._screen.forget(id)
            self._screen.note(f"\nGone: {self._author(message)}'s “{old['plain'].splitlines()[0]}”")
        elif old and message["seq"] > old["seq"]:
            self._changed(old, message)
        elif is_new and is_here:
            self._show(message)
            await self._client.post("/api/seen", channel=self.place.channel)
        elif is_new and message["author"] != self._state["me"] and message["place"] not in self._told_of:
            self._told_of.add(message["place"])
            place = Place.parse(message["place"])
            self._screen.note(f"\n{self._name(place)}: {self._author(message)} wrote")
            self._screen.offer([("Go there", partial(self.visit, place))])

    def _changed(self, old: Json, message: Json) -> None:
        if (message["text"], message["card"]) != (old["text"], old["card"]):
            return self._show(message)
        self._shown[message["id"]] = message
        if message["reaction"] != old["reaction"]:
            self._screen.reaction(message, self._author(message))
        if message["title"] and not old["title"]:
            self._screen.offer(list(self._thread_offer(message)), message["id"])
        return None

    def _show_last(self, messages: Sequence[Json]) -> None:
        if len(messages) > FEW:
            self._screen.note("\n:earlier shows what came before")
        for message in messages[-FEW:]:
            self._show(message)

    def _show(self, message: Json) -> None:
        self._shown[message["id"]] = message
        self._latest = max(message["id"], self._latest)
        offers = [*self._offers(message), *self._thread_offer(message)]
        self._screen.message(message, self._author(message), offers)

    def _offers(self, message: Json) -> Iterator[tuple[str, Act]]:
        for block in message["card"]["blocks"] if message["card"] else []:
            match block:
                case {"kind": "buttons", "buttons": buttons}:
                    for each in buttons:
                        yield (
                            each["label"],
                            partial(self._press, message["id"], each["action"], each["value"]),
                        )
                case {"kind": "file", "name": name, "text": text}:
                    yield f"Save {name}", partial(self._save, name, text)

    async def _save(self, name: str, text: str) -> None:
        _write(Path(name), text)
        self._screen.note(f"{name} is in the folder in which koko was started.")

    def _thread_offer(self, message: Json) -> Iterator[tuple[str, Act]]:
        if (message["title"] or message["replies"]) and not self.place.thread:
            yield f"Open the thread ({message['replies']})", partial(self.visit, _thread(message))

    def _author(self, message: Json) -> str:
        author = message["author"]
        return self.members.get(author, str(author)) if author else BOT

    def _name(self, place: Place) -> str:
        channel = self.channels.get(place.channel, place.channel)
        return f"Thread in {channel}" if place.thread else channel


def _write(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise UserError(f"{path} can't be written: {error.strerror}.") from error


def _thread(message: Json) -> Place:
    return _place(message["channel"], str(message["id"]))


def _place(channel: str, thread: str | None = None) -> Place:
    return Place(ADAPTER, WORKSPACE, channel, thread)
