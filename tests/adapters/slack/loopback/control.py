"""The members' side over HTTP, for a Slack in a process of its own.

People and channels are named by their ids, messages by `channel` and `ts` as `user` sees them.
"""

from __future__ import annotations

from dataclasses import asdict

from tests.adapters.loopback import control
from tests.adapters.slack.loopback.deliveries import SlackAct
from tests.adapters.slack.loopback.errors import ClientSaysNo
from tests.adapters.slack.loopback.faults import ACTIONS
from tests.adapters.slack.loopback.seen import ShownView, SlackMessage
from tests.adapters.slack.loopback.slack import LoopbackSlack
from tests.adapters.slack.loopback.state import Channel, Json, User


class Control(control.Control[SlackAct]):
    def __init__(self, slack: LoopbackSlack) -> None:
        verbs = (
            *(self.says, self.types, self.presses, self.submits, self.storm),
            *(self.reads, self.modal, self.home),
            *(self.act, self.drop, self.disconnect, self.refusals, self.people),
        )
        super().__init__(slack.faults, ACTIONS, ClientSaysNo, verbs)
        self._slack = slack

    # What members do

    async def says(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> Json:
        return self._told(await self._slack.says(self._user(user), self._channel(channel), text, thread_ts))

    async def types(self, user: str, channel: str, line: str) -> Json:
        return self._told(await self._slack.types(self._user(user), self._channel(channel), line))

    async def presses(self, user: str, button: str, channel: str = "", ts: str = "") -> Json:
        """On a message, or without one on the Home tab."""
        person = self._user(user)
        shown = await self._message(person, channel, ts) if channel else await self._slack.home(person)
        if shown is None:
            raise ClientSaysNo(f"{user} has no Home tab yet")
        return self._told(await self._slack.presses(person, shown, button))

    async def submits(self, user: str, values: dict[str, str | list[str]]) -> Json:
        return self._told(await self._slack.submits(self._user(user), values))

    async def storm(
        self,
        channel: str,
        count: int,
        seconds: float,
        text: str = "",
        thread_ts: str | None = None,
        line: str = "",
        button: str = "",
        ts: str = "",
    ) -> Json:
        """So many acts, spread evenly over so many seconds and over all people of a channel in turn.

        A command where there is a `line`, else a press where there is a `button` (of the message `ts`), else
        a message. Returns the numbers of the acts as `first` and `count`.
        """
        place = self._channel(channel)
        people = [self._user(id) for id in place.members if not self._user(id).bot]
        pressed = await self._message(people[0], channel, ts) if button else None

        async def does(person: User, number: int) -> SlackAct:
            if line:
                return await self._slack.types(person, place, line)
            if pressed:
                return await self._slack.presses(person, pressed, button)
            return await self._slack.says(person, place, f"{text} {number}", thread_ts)

        return await self._spread(people, count, seconds, does)

    # What they see

    async def reads(self, user: str, channel: str, thread_ts: str | None = None) -> Json:
        shown = await self._slack.reads(self._user(user), self._channel(channel), thread_ts)
        return {"messages": [_json(message) for message in shown]}

    async def modal(self, user: str) -> Json:
        return {"view": _json(await self._slack.modal(self._user(user)))}

    async def home(self, user: str) -> Json:
        return {"view": _json(await self._slack.home(self._user(user)))}

    # What became of it

    async def act(self, number: int) -> Json:
        act = self._acts[number]
        return {
            "acknowledgements": act.acknowledgements,
            "ack_payload": act.ack_payload,
            "ack_seconds": act.ack_seconds,
            "deliveries": act.deliveries,
            "failure": act.failure,
            "payload": act.payload,
            "ts": act.ts,
        }

    async def refusals(self) -> Json:
        return {"refusals": self._slack.refusals, "calls": len(self._slack.world.calls)}

    async def people(self, channel: str, count: int) -> Json:
        """So many more people join a channel."""
        return {"users": [user.id for user in self._slack.adds_people(self._channel(channel), count)]}

    async def drop(self) -> Json:
        self._slack.sockets.drop()
        return {}

    async def disconnect(self, reason: str) -> Json:
        await self._slack.sockets.disconnect(reason)
        return {}

    def _told(self, act: SlackAct) -> Json:
        return self._noted(act, {"ts": act.ts})

    async def _message(self, user: User, channel: str, ts: str) -> SlackMessage:
        place = self._channel(channel)
        threads = [
            None,
            *{one.thread_ts for one in self._slack.world.messages[channel].values() if one.thread_ts},
        ]
        for thread in threads:
            for message in await self._slack.reads(user, place, thread):
                if message.ts == ts:
                    return message
        raise ClientSaysNo(f"{user.name} sees no message {ts} in {place.name}")

    def _user(self, id: str) -> User:
        return self._slack.user(id)

    def _channel(self, id: str) -> Channel:
        return self._slack.channel(id)


def _json(shown: SlackMessage | ShownView | None) -> Json | None:
    """Of files and pictures only the sizes."""
    if shown is None:
        return None
    body = asdict(shown)
    for name in ("files", "pictures"):
        if name in body:
            body[name] = {file: len(data) for file, data in body[name].items()}
    return body | {"buttons": list(shown.buttons)}
