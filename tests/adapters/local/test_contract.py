from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Self

import aiohttp
import pytest
from aiohttp import web

from adapters.local import create
from bot.chat.adapter import Adapter, Host
from bot.chat.card import card
from bot.chat.refs import MessageRef, Person, Place
from bot.errors import ChatError, PlaceGone, PlatformDown
from tests.adapter_contract import WholeContract
from tests.adapters.local.house import NOON, PRACTICE, LoopbackRoutes
from tests.adapters.local.member_view import MemberView, MessageOnPage
from tests.contract.platform import Act, Fault, Platform, ScriptedApp, Shown, ShownForm
from tests.fakes import NoVault
from tests.waiting import stop, until

Json = dict[str, Any]
YOU = Person("local", "home", "you", "You")
ADA = Person("local", "home", "ada", "Ada")


@dataclass
class LocalPlatform:
    """`tests.contract.platform.Platform`: members with the page before them, over a socket."""

    app: ScriptedApp
    folder: Path
    session: aiohttp.ClientSession
    channel: Place = PRACTICE
    admin: Person = YOU
    member: Person = ADA
    _running: AsyncExitStack = field(default_factory=AsyncExitStack)
    _forms: dict[str, Json] = field(default_factory=dict)
    _nonces: count[int] = field(default_factory=lambda: count(1))
    _under_way: set[asyncio.Task[Json]] = field(default_factory=set)

    async def __aenter__(self) -> Self:
        await self._start()
        return self

    async def __aexit__(self, *error: object) -> None:
        for call in self._under_way:
            call.cancel()
        await self._running.aclose()

    async def _start(self) -> None:
        routes = LoopbackRoutes()
        self.adapter: Adapter = create(Host(routes, self.folder, lambda: NOON, NoVault()))
        await routes.runner.setup()
        self._running.push_async_callback(routes.runner.cleanup)
        await web.TCPSite(routes.runner, "127.0.0.1", 0).start()
        self._url = f"http://127.0.0.1:{routes.address[1]}"
        self._bot = asyncio.create_task(self.adapter.run(self.app))
        self._running.push_async_callback(stop, self._bot)
        await until(lambda: self.adapter.health().connected)

    async def restarts(self) -> None:
        await self._running.aclose()
        await self._start()

    async def breaks(self, error: type[ChatError]) -> Fault | None:
        if error is PlaceGone:
            await self._call(self.admin, "POST", "/api/channels", {"name": "old"})
            await self._call(self.admin, "DELETE", "/api/channels/old")
            return Fault(Place("local", "home", "old"))
        if error is PlatformDown:
            await stop(self._bot)
            return Fault(self.channel)
        return None

    # What members do

    def mention(self, person: Person) -> str:
        return f"@{person.name}"

    async def says(self, person: Person, place: Place, text: str) -> Act:
        act = self._act(person, "/api/messages", place=str(place), text=text, nonce=self._nonce())
        await until(lambda: act.message)
        return act

    async def bot_says(self, place: Place, text: str) -> None:
        """There are no others here."""

    async def edits(self, person: Person, message: MessageRef, text: str) -> Act:
        return self._act(person, f"/api/messages/{message.id}", text=text)

    async def deletes(self, person: Person, message: MessageRef) -> Act:
        return self._act(person, f"/api/messages/{message.id}", method="DELETE")

    async def invokes(self, person: Person, place: Place, line: str) -> Act:
        return self._act(person, "/api/messages", place=str(place), text=line, nonce=self._nonce())

    async def presses(self, person: Person, message: Shown, label: str) -> Act:
        assert message.ref
        pressed = await self._read(person, message.ref.place, message.ref.id)
        action, value = next((action, value) for name, action, value in pressed.buttons if name == label)
        where: Json = {"place": str(message.ref.place), "message": int(message.ref.id)}
        return self._act(person, "/api/press", **where, action=action, value=value, nonce=self._nonce())

    async def submits(self, person: Person, values: Mapping[str, str]) -> Act:
        form = self._forms[person.user]
        form["values"] = values
        about = {name: form[name] for name in ("place", "message", "action", "value", "values")}
        return self._act(person, "/api/submit", **about, nonce=self._nonce())

    # What members see

    async def sees(self, person: Person, place: Place) -> Sequence[Shown]:
        return [await self._shown(place, message) for message in await self._page(person, place)]

    async def form(self, person: Person) -> ShownForm | None:
        form = self._forms.get(person.user)
        if form is None:
            return None
        return ShownForm(
            title=form["title"],
            text=form["text"],
            labels=tuple(entry["label"] for entry in form["inputs"]),
            values=form["values"],
            problems=form.get("problems", {}),
        )

    async def _shown(self, place: Place, message: MessageOnPage) -> Shown:
        files = {}
        for name, address in message.files.items():
            async with self.session.get(self._url + address) as file:
                files[name] = await file.read()
        return Shown(
            ref=MessageRef(place, message.id),
            text=" ".join(message.text.split()),
            buttons=tuple(label for label, _, _ in message.buttons),
            files=files,
            reactions=tuple(message.reactions),
            markup=tuple(message.markup),
        )

    async def _read(self, person: Person, place: Place, message: str) -> MessageOnPage:
        return next(one for one in await self._page(person, place) if one.id == message)

    async def _page(self, person: Person, place: Place) -> list[MessageOnPage]:
        path = f"/c/{place.channel}" + (f"/{place.thread}" if place.thread else "")
        async with self.session.get(self._url + path, params={"as": person.user}) as page:
            view = MemberView()
            view.feed(await page.text())
        return [message for message in view.messages if message.id != place.thread]

    # Requests

    def _act(self, person: Person, path: str, method: str = "POST", **sent: Any) -> Act:
        """A request under way; its answer is the acknowledgement."""

        async def again() -> None:
            await self._call(person, method, path, sent)

        async def first() -> Json:
            answer = await self._call(person, method, path, sent)
            if "message" in answer:
                act.message = MessageRef(
                    Place.parse(answer["message"]["place"]), str(answer["message"]["id"])
                )
            self._keep_form(person, path, sent, answer)
            act.acknowledgements += 1
            return answer

        act = Act(again)
        task = asyncio.create_task(first())
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return act

    def _keep_form(self, person: Person, path: str, sent: Json, answer: Json) -> None:
        if answer.get("form"):
            filled = {entry["id"]: entry["initial"] for entry in answer["form"]["inputs"]}
            values = {id: one if isinstance(one, str) else ",".join(one) for id, one in filled.items()}
            where = {"place": sent["place"], "message": sent.get("message"), "values": values}
            self._forms[person.user] = answer["form"] | where
        elif path == "/api/submit" and answer.get("problems"):
            self._forms[person.user]["problems"] = answer["problems"]
        elif path == "/api/submit":
            del self._forms[person.user]

    def _nonce(self) -> str:
        return f"contract-{next(self._nonces)}"

    async def _call(self, person: Person, method: str, path: str, body: Json | None = None) -> Json:
        url, member = self._url + path, {"as": person.user}
        async with self.session.request(method, url, params=member, json=body) as response:
            answer: Json = await response.json()
            assert response.status == 200, answer
            return answer


class TestContract(WholeContract):
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path

    @asynccontextmanager
    async def platform_for(self, app: ScriptedApp) -> AsyncIterator[Platform]:
        async with (
            aiohttp.ClientSession() as session,
            LocalPlatform(app, self.folder, session) as platform,
        ):
            yield platform

    async def test_what_is_meant_to_be_more_than_words_is(self, platform: Platform) -> None:
        await platform.adapter.send(platform.channel, card("Today", "**bold** and `code`"), "marked")

        (shown,) = await platform.sees(platform.member, platform.channel)
        assert (shown.text, shown.markup) == ("Today bold and code", ("strong", "code"))
