"""What a member sees: messages, modals and the Home tab."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tests.adapters.slack.loopback import shapes
from tests.adapters.slack.loopback.core import Core
from tests.adapters.slack.loopback.errors import ClientSaysNo
from tests.adapters.slack.loopback.state import Channel, Json, Message, User, View, Workspace


@dataclass(frozen=True, kw_only=True)
class SlackMessage:
    """A message on somebody's screen. `user` is the id of who wrote it, `files` the bytes by name.

    `pictures` are those inside of blocks, by their alternative text. `ephemeral` ones only they see.
    """

    channel: str
    ts: str
    user: str
    text: str
    blocks: Sequence[Json]
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    thread_ts: str = ""
    reactions: Mapping[str, Sequence[str]] = field(default_factory=dict)
    metadata: Json | None = None
    edited: bool = False
    ephemeral: bool = False
    subtype: str = ""

    @property
    def buttons(self) -> tuple[str, ...]:
        return tuple(button["text"]["text"] for _, button in buttons(self.blocks))


@dataclass(frozen=True, kw_only=True)
class ShownView:
    """A modal or Home tab on somebody's screen.

    `values` is the state by block and action; `errors` the sentences at inputs, by block. `trouble` is what
    Slack's own client says when the app did not answer, or wrongly.
    """

    id: str
    view: Json
    values: Mapping[str, Mapping[str, Json]]
    errors: Mapping[str, str] = field(default_factory=dict)
    trouble: str = ""

    @property
    def title(self) -> str:
        return str((self.view.get("title") or {}).get("text", ""))

    @property
    def blocks(self) -> Sequence[Json]:
        return list(self.view["blocks"])

    @property
    def buttons(self) -> tuple[str, ...]:
        return tuple(button["text"]["text"] for _, button in buttons(self.blocks))


def buttons(blocks: Sequence[Json]) -> Iterator[tuple[str, Json]]:
    """Each button with the id of its block."""
    for block in blocks:
        for one in [*block.get("elements", []), block.get("accessory", {})]:
            if one.get("type") == "button":
                yield block["block_id"], one


def element(blocks: Sequence[Json], name: str) -> tuple[str, Json]:
    """The button with this `action_id`, or with this label."""
    found = list(buttons(blocks))
    for block_id, button in found:
        if name == button["action_id"]:
            return block_id, button
    for block_id, button in found:
        if name == button["text"]["text"]:
            return block_id, button
    raise ClientSaysNo(f"there is no button {name!r}; there are {[b['text']['text'] for _, b in found]}")


class Screens:
    """What is on people's screens."""

    core: Core

    async def reads(self, user: User, channel: Channel, thread_ts: str | None = None) -> list[SlackMessage]:
        """A channel's own messages, or with `thread_ts` a thread's replies, the oldest first.

        A private channel shows nothing to those who are not in it. In a thread, ephemeral words show only
        once somebody has replied there, as in Slack's client.
        """
        if user.id not in channel.members and (channel.kind != "channel" or user.team != channel.team):
            return []
        messages = self.core.world.messages[channel.id]
        active = any(one.thread_ts == thread_ts and not one.only_for for one in messages.values())
        return [
            self._message(one)
            for one in sorted(messages.values(), key=lambda one: one.ts)
            if one.only_for in ("", user.id)
            and _is_shown(one, thread_ts)
            and (active or not one.only_for or not thread_ts)
        ]

    async def modal(self, user: User) -> ShownView | None:
        """The modal that is on top."""
        stack = self.core.world.modals[user.id]
        return self._view(stack[-1]) if stack else None

    async def home(self, user: User, workspace: Workspace | None = None) -> ShownView | None:
        """The app's Home tab, None before anything was published."""
        view = self.core.world.homes.get((workspace.id if workspace else user.team, user.id))
        return self._view(view) if view else None

    def _view(self, view: View) -> ShownView:
        return ShownView(
            id=view.id,
            view=shapes.view(self.core.world, view),
            values=view.values,
            errors=view.errors,
            trouble=view.trouble,
        )

    def _message(self, message: Message) -> SlackMessage:
        files = self.core.world.files
        return SlackMessage(
            channel=message.channel,
            ts=message.ts,
            user=message.user,
            text=message.text,
            blocks=message.blocks,
            files={files[id].name: files[id].data or b"" for id in message.files},
            pictures={
                block["alt_text"]: files[block["slack_file"]["id"]].data or b""
                for block in message.blocks
                if block["type"] == "image" and "slack_file" in block
            },
            thread_ts=message.thread_ts,
            reactions=message.reactions,
            metadata=message.metadata,
            edited=message.edited is not None,
            ephemeral=bool(message.only_for),
            subtype=message.subtype,
        )


def _is_shown(message: Message, thread_ts: str | None) -> bool:
    is_reply = bool(message.thread_ts) and message.thread_ts != message.ts
    if thread_ts:
        return is_reply and message.thread_ts == thread_ts
    return not is_reply or message.broadcast
