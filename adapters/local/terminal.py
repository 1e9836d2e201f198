"""`koko chat` at work: what somebody types is said, commanded, pressed or filled in."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

from prompt_toolkit.patch_stdout import patch_stdout

from adapters.local.answers import Json
from adapters.local.completion import Suggestion
from adapters.local.settings import read_settings
from adapters.local.terminal_client import Client, connected
from adapters.local.terminal_form import fill
from adapters.local.terminal_prompt import Keyboard, Pipe, Prompt, unblocked
from adapters.local.terminal_room import Room
from adapters.local.terminal_view import Screen
from bot.errors import BotError, UserError

TOUR = """
1. Answer the question: type it here, in your own words. You get a score at once, and a second try.
2. What has a [number] is a button: type that, or its label. Type / for the rest: /quiz, /leaderboard, …
3. Be a team: :who ada makes you Ada; answer as her too. :help says what else you can do."""
HELP = '''
Enter sends. Esc Enter begins a new line; a line of """ or ``` begins a block that the next one ends.
What has a [number] is a button: type that, or its label. A space before it makes it a message.
'''


async def chat(address: str, who: str, toured: Path) -> None:
    """Until the end of what is typed; with a tour, unless there is a file `toured`.

    Raises ConfigError where no local platform can be spoken to, and UserError for an unknown `who`.
    """
    async with connected(address, read_settings().token) as client:
        talk = Talk(client, Screen())
        if sys.stdin.isatty() and sys.stdout.isatty():
            with patch_stdout(raw=True):
                await talk.run(Keyboard(talk.suggest, talk.below), who, toured)
        else:
            await talk.run(Pipe(sys.stdin), who, toured)


class Talk:
    """One person with the local platform, as one member after the other."""

    def __init__(self, client: Client, screen: Screen) -> None:
        self._client = client
        self._screen = screen
        self._room = room = Room(client, screen, self._press)
        self._commands: dict[str, tuple[Callable[[str], Awaitable[None]], str]] = {
            ":who": (lambda name: self._choose(room.members, self._be, name), "be another member: :who ada"),
            ":channel": (lambda name: self._choose(room.channels, room.enter, name), "go to another channel"),
            ":thread": (lambda _: room.visit_thread(), "go to the last question's thread"),
            ":back": (lambda _: room.enter(room.place.channel), "go from a thread to its channel"),
            ":earlier": (lambda _: room.earlier(), "see older messages"),
            ":edit": (self._edit, "change your last message"),
            ":delete": (self._delete, "take your last message back"),
            ":new": (self._new, "add a member, or a channel: :new #sql"),
            ":help": (self._help, "see this"),
            ":quit": (self._quit, "leave, as Ctrl-D does"),
        }

    async def run(self, prompt: Prompt, who: str, toured: Path) -> None:
        """As `chat`, with what `prompt` reads."""
        self._prompt = prompt
        await self._room.arrange()
        if who:
            self._client.me = _named(who, self._room.members)
            await self._room.arrange()
        await self._room.land()
        if _is_first_use(toured):
            self._screen.note(TOUR)
        async with asyncio.TaskGroup() as self._tasks:
            self._listening = self._tasks.create_task(self._room.listen())
            await self._converse()
            self._listening.cancel()

    async def suggest(self, text: str) -> list[Suggestion]:
        """What the text could become."""
        if text.startswith("/"):
            with suppress(BotError):
                found = await self._client.get("/api/complete", place=str(self._room.place), line=text)
                return [Suggestion(**each) for each in found["suggestions"]]
        said, at, _ = text.rpartition("@")
        could = {f"{said}@{name}": "" for name in self._room.members.values() if at}
        if text.startswith(":"):
            could |= {name: meaning for name, (_, meaning) in self._commands.items()}
        if text.startswith((":who ", ":channel ")):
            command = text.split()[0]
            names = self._room.members if command == ":who" else self._room.channels
            could |= {f"{command} {name}": "" for name in names.values()}
        return [
            Suggestion(whole, whole, meaning)
            for whole, meaning in could.items()
            if whole.casefold().startswith(text.casefold())
        ]

    def below(self, columns: int) -> str:
        """The line under the prompt: where one is and what keys do, as far as it fits."""
        keys = "Koko is reading …" if self._room.is_working else "Esc Enter: new line · / · :help"
        whole = f"{self._room.name} · {keys}"
        return whole if len(whole) < columns else keys

    async def _converse(self) -> None:
        draft = ""
        while True:
            try:
                draft = await self._prompt.talk(self._room.me, draft)
                await (self._screen.chosen(draft) or partial(self._do, draft))()
                draft = ""
            except BotError as error:
                self._screen.problem(str(error))
            except KeyboardInterrupt:
                self._screen.note("Nothing was sent. ↑ brings it back, :quit leaves.")
                draft = ""
            except EOFError:
                return
            if isinstance(self._prompt, Pipe):
                await self._silence(self._prompt.silence)

    async def _silence(self, seconds: float) -> None:
        """Return when Koko has nothing more to say."""
        while True:
            self._room.heard.clear()
            try:
                await asyncio.wait_for(self._room.heard.wait(), seconds)
            except TimeoutError:
                if not self._room.is_working:
                    return

    async def _do(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        if re.fullmatch(r":[a-z]+", word):
            if word not in self._commands:
                raise UserError(f"There is no {word}; :help shows what there is.")
            await self._commands[word][0](rest.strip())
        elif line.isdecimal():
            self._screen.problem(f"There is no {line} to press.")
        elif line.strip():
            said = await self._client.act("/api/messages", place=str(self._room.place), text=unblocked(line))
            await self._fill(said.get("form"))

    async def _press(self, message: int, action: str, value: str) -> None:
        place = str(self._room.place)
        pressed = await self._client.act(
            "/api/press", place=place, message=message, action=action, value=value
        )
        await self._fill(pressed["form"])

    async def _fill(self, form: Json | None) -> None:
        if form:
            about = {name: form[name] for name in ("message", "action", "value")}
            submit = partial(self._client.act, "/api/submit", place=str(self._room.place), **about)
            await fill(form, self._prompt, self._screen, lambda values: submit(values=values))

    async def _choose(
        self, names: Mapping[str, str], act: Callable[[str], Awaitable[None]], name: str
    ) -> None:
        """Act on the id of that name; without a name, offer them all."""
        if name:
            await act(_named(name, names))
        else:
            self._screen.offer([(known, partial(act, id)) for id, known in names.items()])

    async def _be(self, member: str) -> None:
        self._listening.cancel()
        try:
            await self._room.be(member)
        finally:
            self._listening = self._tasks.create_task(self._room.listen())

    async def _edit(self, text: str) -> None:
        mine = self._room.last_of_mine
        text = text or await self._prompt.fill(mine["text"], multiline=True)
        await self._client.post(f"/api/messages/{mine['id']}", text=unblocked(text))

    async def _delete(self, _: str) -> None:
        await self._client.delete(f"/api/messages/{self._room.last_of_mine['id']}")

    async def _new(self, name: str) -> None:
        if name.startswith("#"):
            made = await self._client.post("/api/channels", name=name)
            await self._room.arrange()
            await self._room.enter(made["channel"])
        else:
            await self._be((await self._client.post("/api/members", name=name))["member"])

    async def _help(self, _: str) -> None:
        self._screen.note(HELP)
        for name, (_act, meaning) in self._commands.items():
            self._screen.note(f"{name:9} {meaning}")

    async def _quit(self, _: str) -> None:
        raise EOFError


def _is_first_use(mark: Path) -> bool:
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _named(name: str, names: Mapping[str, str]) -> str:
    """The id that has this name. Raises UserError."""
    wanted = name.removeprefix("#").casefold()
    for id, known in names.items():
        if wanted in (id, known.removeprefix("#").casefold()):
            return id
    raise UserError(f"There is no {name}; there are {', '.join(names.values())}.")
