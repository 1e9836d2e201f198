"""A life in Slack in which much goes wrong, logged as loudly as can be: the log to stderr, then to stdout,
as JSON, what must not be in it. A process of its own, since logging is set up once in a process."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from tempfile import TemporaryDirectory

import aiohttp

from adapters.slack.manifest import EVENTS_PATH
from adapters.slack.settings import Mode
from bot import logs
from bot.chat.adapter import Reply
from bot.chat.card import Button, Buttons, Card, File, Image, card
from bot.chat.events import Event
from bot.chat.form import Form, TextInput
from bot.chat.refs import Place
from bot.errors import ChatError
from bot.store.sql import SqlStore
from tests.adapters.slack.house import Living, living, settings
from tests.adapters.slack.loopback.faults import (
    CallAction,
    DropAfterAck,
    DropBeforeAck,
    Fault,
    RateLimited,
    ResetAfter,
    ResetBefore,
    Status,
)
from tests.adapters.slack.loopback.requests import signed
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.adapters.slack.screens import done, find
from tests.adapters.slack.whole import at_work
from tests.contract.cards import PIXEL
from tests.contract.platform import ScriptedApp
from tests.waiting import until

WORDS = "the okapi keeps four copies of results"
"""What members write, in all that they do."""
FORM = Form(action="answer", value="c1", title="Your answer", inputs=(TextInput(id="text", label="Text"),))
ASK = Buttons((Button("Answer", "answer", "c1"),))
EVERYTHING = card("Yours", WORDS, Image(PIXEL, WORDS), File("data.json", WORDS), ASK)
ANSWERS: dict[str, tuple[Reply, Card | Form]] = {
    "chat.postMessage": (Reply.PUBLIC, card("", WORDS)),
    "views.open": (Reply.FORM, FORM),
    "files.*": (Reply.PRIVATE, EVERYTHING),
    "upload": (Reply.PRIVATE, EVERYTHING),
    "response_url": (Reply.PRIVATE, card("", WORDS)),
    "users.info": (Reply.PRIVATE, card("", WORDS)),
}
"""Calls that fail, and an answer that needs them."""
TROUBLES: tuple[CallAction, ...] = (Status(503), RateLimited(0), ResetBefore(), ResetAfter())
Story = Callable[[LoopbackSlack], Awaitable[None]]
TYPED = f"/quiz topic='{WORDS}'"


@dataclass
class BrokenApp(ScriptedApp):
    """A bot whose store shows rows in its errors, as Postgres does below the first line."""

    async def accept(self, event: Event) -> Reply | None:
        raise ConnectionError(f"the row was refused\nDETAIL: {event}")

    async def respond(self, event: Event) -> Card | Form | None:
        raise ConnectionError(f"the row was refused\nDETAIL: {event}")


async def main() -> None:
    logs.configure(level="DEBUG", json=True)
    stories: list[Story] = [partial(_answers, trouble=trouble) for trouble in TROUBLES]
    stories += [_all_down, _nothing_taken, _sockets, _requests, _whole, _thrown_out]
    secrets = await asyncio.gather(*map(_lived, stories))
    print(json.dumps(sorted({WORDS, "ticket="}.union(*secrets))))


async def _lived(story: Story) -> set[str]:
    """The secrets of a Slack of the story's own, for each waits its turn many times."""
    async with LoopbackSlack(post_interval=0.0) as slack:
        await story(slack)
        world = slack.world
        return {
            *world.tokens,
            world.signing_secret,
            world.client_secret,
            *(path.rpartition("/")[2] for path in world.response_urls),
            *(file.secret for file in world.files.values() if file.secret),
        }


async def _answers(slack: LoopbackSlack, trouble: CallAction) -> None:
    """Every call fails, in one way, while every kind of answer is shown."""
    app = ScriptedApp()
    async with living(slack, app) as house:
        for call, (app.reply, app.response) in ANSWERS.items():
            slack.faults.add(Fault(call, trouble))
            await done(house, await slack.types(slack.member, slack.general, TYPED))
            slack.faults.clear()


async def _all_down(slack: LoopbackSlack) -> None:
    app = ScriptedApp()
    async with living(slack, app) as house:
        slack.faults.add(Fault("*", Status(503), 1000))
        app.reply, app.response = Reply.UPDATE, EVERYTHING
        await done(house, await slack.types(slack.member, slack.general, TYPED))
        await _posts(slack, house)
        slack.faults.clear()
        app.reply, app.response = Reply.FORM, FORM
        await done(house, await slack.types(slack.member, slack.general, "/quiz"))
        app.wrong = {"text": "Not so."}
        await done(house, await slack.submits(slack.member, {"text": WORDS}))
        await done(house, await slack.types(slack.member, slack.general, f"/quiz {WORDS} {WORDS}"))


async def _posts(slack: LoopbackSlack, house: Living) -> None:
    general = Place("slack", slack.team.id, slack.general.id)
    try:
        await house.adapter.send(general, EVERYTHING, "post")
    except ChatError as error:
        logs.get_logger("noisy").warning("post_postponed", reason=str(error))


async def _nothing_taken(slack: LoopbackSlack) -> None:
    async with living(slack, BrokenApp()) as house:
        asked = await slack.says(slack.admin, slack.general, WORDS)
        said = await slack.says(slack.member, slack.general, WORDS, asked.ts)
        await until(lambda: said.deliveries == 2)
        await done(house, await slack.types(slack.member, slack.general, TYPED))


async def _sockets(slack: LoopbackSlack) -> None:
    async with living(slack, ScriptedApp()) as house:
        asked = await slack.says(slack.admin, slack.general, WORDS)
        await done(house, asked)
        for drop in (DropBeforeAck(), DropAfterAck()):
            slack.faults.add(Fault("message", drop), Fault("socket", Status(403)))
            await done(house, await slack.says(slack.member, slack.general, WORDS, asked.ts))
            await until(lambda: slack.sockets.connections and house.adapter.health().connected, 30)
        await slack.sockets.disconnect("warning")


async def _requests(slack: LoopbackSlack) -> None:
    async with (
        living(slack, ScriptedApp(), settings(slack, Mode.HTTP)) as house,
        aiohttp.ClientSession() as session,
    ):
        await done(house, await slack.types(slack.member, slack.general, TYPED))
        for body in (f"text={WORDS}", f"payload={WORDS}"):
            for headers in ({}, signed(slack.signing_secret, body.encode())):
                kind = {"Content-Type": "application/x-www-form-urlencoded", **headers}
                async with session.post(f"{house.url}{EVENTS_PATH}", data=body.encode(), headers=kind):
                    pass


async def _whole(slack: LoopbackSlack) -> None:
    with TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/koko.db"
        store = SqlStore(database)
        await store.create_tables()
        await store.close()
        async with at_work(slack, database) as koko:
            await koko.settles(await slack.types(slack.admin, slack.general, "/koko ask now"))
            question = await find(slack, slack.member, slack.general, "What is a cache")
            slack.faults.add(Fault("reactions.add", Status(503)), Fault("chat.postEphemeral", ResetBefore()))
            said = await slack.says(slack.member, slack.general, WORDS, question.ts)
            await koko.settles(said)
            await koko.settles(await slack.edits(slack.member, said, f"{WORDS}, close by"))
            await koko.settles(await slack.presses(slack.admin, question, "Answer"))
            await koko.settles(await slack.submits(slack.admin, {"answer": WORDS}))


async def _thrown_out(slack: LoopbackSlack) -> None:
    async with living(slack, ScriptedApp()) as house:
        await done(house, await slack.revokes(slack.bot_token))


if __name__ == "__main__":
    asyncio.run(main())
