"""Wire, the chat platform of docs/adapters.md, on loopback: what its members do and see."""

from __future__ import annotations

import asyncio
import json
import re
from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from types import TracebackType
from typing import Any, Self

from bot.chat.adapter import Adapter, App
from bot.chat.refs import MessageRef, Person, Place
from bot.errors import ChatError, NotAllowed, PlaceGone
from tests.contract.platform import Act, Fault, Shown, ShownForm
from tests.waiting import until

Frame = dict[str, Any]
MAX_LINE = 8_000_000
REFUSALS: dict[str, Frame] = {
    "archive": {"error": "gone", "why": "it is archived"},
    "readonly": {"error": "forbidden", "why": "bots can't write here"},
    "busy": {"error": "busy", "why": "too many posts", "wait": 7.0},
}


@dataclass
class WireMessage:
    """A message; `author` and `only_for` are members, the bot has no name."""

    id: str
    where: str
    text: str
    author: str | None = None
    only_for: str | None = None
    key: str | None = None
    quiet: bool = False
    buttons: list[list[str]] = field(default_factory=list)
    files: list[list[str]] = field(default_factory=list)
    reaction: str | None = None

    def shown(self) -> Shown:
        mentions = () if self.quiet else tuple(re.findall(r"(?<!\w)@\w+|<!\w+>", self.text))
        return Shown(
            ref=MessageRef(spot(self.where), self.id),
            text=self.text,
            buttons=tuple(label for label, _ in self.buttons),
            files={name: b64decode(data) for name, data in self.files},
            reactions=(self.reaction,) if self.reaction else (),
            mentions=mentions,
        )


@dataclass
class WireForm:
    """A form that a member has before them, and the event that opened it."""

    shape: Frame
    opened_by: Frame
    values: dict[str, str]
    problems: dict[str, str] = field(default_factory=dict)


class WirePlatform:
    """`tests.contract.platform.Platform`; `connect` makes an adapter for a port."""

    def __init__(self, app: App, connect: Callable[[int], Adapter]) -> None:
        self._app = app
        self._connect = connect
        self._numbers = count(1)
        self._messages: dict[str, WireMessage] = {}
        self._forms: dict[str, WireForm] = {}
        self._told: dict[str, tuple[Frame, Act]] = {}
        self._writer: asyncio.StreamWriter | None = None
        self.channel = spot("general")
        self.admin = Person("wire", "main", "ada", "Ada")
        self.member = Person("wire", "main", "bob", "Bob")

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=MAX_LINE)
        await self._start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stop()
        self._server.close()
        await self._server.wait_closed()

    async def _start(self) -> None:
        self.adapter = self._connect(self._server.sockets[0].getsockname()[1])
        self._running = asyncio.create_task(self.adapter.run(self._app))
        await until(lambda: self._writer)

    async def _stop(self) -> None:
        self._running.cancel()
        await asyncio.wait([self._running])
        await until(lambda: self._writer is None)

    async def restarts(self) -> None:
        await self._stop()
        await self._start()

    async def breaks(self, error: type[ChatError]) -> Fault | None:
        channel = {PlaceGone: "archive", NotAllowed: "readonly"}.get(error, "busy")
        return Fault(spot(channel), REFUSALS[channel].get("wait"))

    # What members do

    def mention(self, person: Person) -> str:
        return f"@{person.user}"

    async def says(self, person: Person, place: Place, text: str) -> Act:
        message = self._add(where=where(place), text=text, author=person.user)
        return self._tell("said", person, place, message=message.id, text=text)

    async def bot_says(self, place: Place, text: str) -> None:
        other = Person("wire", "main", "rss", "RSS")
        message = self._add(where=where(place), text=text)
        self._tell("said", other, place, message=message.id, text=text, bot=True)

    async def edits(self, person: Person, message: MessageRef, text: str) -> Act:
        self._messages[message.id].text = text
        return self._tell("edited", person, message.place, message=message.id, text=text)

    async def deletes(self, person: Person, message: MessageRef) -> Act:
        del self._messages[message.id]
        return self._tell("deleted", person, message.place, message=message.id)

    async def invokes(self, person: Person, place: Place, line: str) -> Act:
        return self._tell("command", person, place, line=line)

    async def presses(self, person: Person, message: Shown, label: str) -> Act:
        assert message.ref
        button = dict(self._messages[message.ref.id].buttons)[label]
        return self._tell("pressed", person, message.ref.place, message=message.ref.id, button=button)

    async def submits(self, person: Person, values: Mapping[str, str]) -> Act:
        form = self._forms[person.user]
        form.values = dict(values)
        about = {
            "message": form.opened_by["message"],
            "button": f"{form.shape['action']}|{form.shape['value']}",
        }
        return self._tell("filled", person, spot(form.opened_by["where"]), values=form.values, **about)

    # What members see

    async def sees(self, person: Person, place: Place) -> Sequence[Shown]:
        if place.channel.startswith("@") and place.channel != f"@{person.user}":
            return []
        here = [message for message in self._messages.values() if message.where == where(place)]
        return [message.shown() for message in here if message.only_for in (None, person.user)]

    async def form(self, person: Person) -> ShownForm | None:
        form = self._forms.get(person.user)
        if form is None:
            return None
        return ShownForm(
            title=form.shape["title"],
            text=form.shape["text"],
            labels=tuple(entry["label"] for entry in form.shape["inputs"]),
            values=form.values,
            problems=form.problems,
        )

    # The connection

    def _add(self, **about: Any) -> WireMessage:
        message = WireMessage(str(next(self._numbers)), **about)
        self._messages[message.id] = message
        return message

    def _tell(self, event: str, person: Person, place: Place, **about: Any) -> Act:
        frame = {
            "event": event,
            "id": f"e{len(self._told) + 1}",
            "at": datetime.now(UTC).isoformat(),
            "who": person.user,
            "name": person.name,
            "where": where(place),
            "message": None,
            "bot": False,
            **about,
        }
        message = MessageRef(place, frame["message"]) if frame["message"] else None
        act = Act(lambda: self._tell_again(frame), message)
        self._told[frame["id"]] = frame, act
        self._push(frame)
        return act

    def _push(self, frame: Frame) -> None:
        if self._writer:
            self._writer.write(json.dumps(frame).encode() + b"\n")

    async def _tell_again(self, frame: Frame) -> None:
        self._push(frame)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        for frame, act in self._told.values():
            if not act.acknowledgements:
                self._push(frame)
        async for line in reader:
            call = json.loads(line)
            number, do = call.pop("call"), call.pop("do")
            refusal = REFUSALS.get(call.get("where", "")) or {}
            answer = refusal or {"ok": getattr(self, f"_do_{do}")(**call)}
            self._push({"answer": number, **answer})
        writer.close()
        await writer.wait_closed()
        self._writer = None

    def _do_post(self, **card: Any) -> Frame:
        return {"message": self._add(**card).id}

    def _do_edit(self, message: str, **card: Any) -> Frame:
        for name, value in card.items():
            setattr(self._messages[message], name, value)
        return {}

    def _do_react(self, message: str, reaction: str) -> Frame:
        self._messages[message].reaction = reaction
        return {}

    def _do_thread(self, message: str, title: str) -> Frame:
        return {"where": f"{self._messages[message].where.partition('/')[0]}/{message}"}

    def _do_direct(self, who: str) -> Frame:
        return {"where": f"@{who}"}

    def _do_find(self, where: str, key: str) -> Frame:
        found = [one.id for one in self._messages.values() if (one.where, one.key) == (where, key)]
        return {"message": found[0] if found else None}

    def _do_admin(self, who: str, where: str) -> Frame:
        return {"admin": who == self.admin.user}

    def _do_form(self, event: str, form: Frame) -> Frame:
        frame, act = self._told[event]
        filled = {entry["id"]: entry["initial"] for entry in form["inputs"]}
        values = {id: one if isinstance(one, str) else ",".join(one) for id, one in filled.items()}
        self._forms[frame["who"]] = WireForm(form, frame, values)
        act.acknowledgements += 1
        return {}

    def _do_ack(self, event: str, problems: Frame | None = None) -> Frame:
        frame, act = self._told[event]
        act.acknowledgements += 1
        if problems:
            self._forms[frame["who"]].problems = problems
        elif frame["event"] == "filled":
            del self._forms[frame["who"]]
        return {}


def spot(where: str) -> Place:
    channel, _, thread = where.partition("/")
    return Place("wire", "main", channel, thread or None)


def where(place: Place) -> str:
    return f"{place.channel}/{place.thread}" if place.thread else place.channel
