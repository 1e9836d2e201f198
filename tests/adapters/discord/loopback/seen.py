"""What a member sees: messages and forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.adapters.discord.loopback import permissions
from tests.adapters.discord.loopback.components import nested
from tests.adapters.discord.loopback.core import Core
from tests.adapters.discord.loopback.rules import texts
from tests.adapters.discord.loopback.state import DM, PRIVATE_THREAD, Channel, Json, Message, User

LABEL, TEXT_INPUT, TEXT = 18, 4, 10


@dataclass(frozen=True, kw_only=True)
class DiscordMessage:
    """A message on somebody's screen. `user` is the id of who wrote it, `files` the bytes by name.

    `mentions` are the ids of those it calls. `ephemeral` ones only they see; a `loading` one is a deferral
    that still shows three dots. `thread` is the id of the thread on it.
    """

    channel: str
    id: str
    user: str
    content: str
    components: Sequence[Json]
    embeds: Sequence[Json] = ()
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    descriptions: Mapping[str, str] = field(default_factory=dict)
    mentions: Sequence[str] = ()
    reactions: Mapping[str, Sequence[str]] = field(default_factory=dict)
    reply_to: str = ""
    thread: str = ""
    flags: int = 0
    edited: bool = False
    ephemeral: bool = False
    loading: bool = False

    @property
    def text(self) -> str:
        """Content and text displays, one under the other."""
        return "\n".join(filter(None, [self.content, *texts(list(self.components))]))

    @property
    def buttons(self) -> tuple[str, ...]:
        """By their labels, those that can be pressed or followed."""
        return tuple(one.get("label", "") for one in pressable(self.components))


@dataclass(frozen=True, kw_only=True)
class ShownForm:
    """A modal on somebody's screen. `values` are what is filled in, by `custom_id`.

    `trouble` is what Discord's own client says when the app did not answer.
    """

    custom_id: str
    title: str
    texts: tuple[str, ...]
    labels: tuple[str, ...]
    values: Mapping[str, Any]
    fields: Sequence[Json]
    trouble: str = ""


def pressable(components: Sequence[Json]) -> list[Json]:
    return [one for one in nested(list(components)) if one["type"] == 2 and not one.get("disabled")]


def inputs(components: Sequence[Json]) -> list[Json]:
    """The fields of a form that are filled in."""
    return [one for one in nested(list(components)) if "custom_id" in one]


class Screens:
    """What is on people's screens."""

    core: Core

    async def reads(self, user: User, channel: Channel) -> list[DiscordMessage]:
        """The messages of a channel, thread or conversation, the oldest first; none where one can't look."""
        world = self.core.world
        granted = world.may(user, channel)
        if not permissions.allows(granted, "VIEW_CHANNEL"):
            return []
        if channel.type == PRIVATE_THREAD and user.id not in channel.joined:
            return []
        if channel.type != DM and not permissions.allows(granted, "READ_MESSAGE_HISTORY"):
            return []
        found = sorted(world.messages[channel.id].values(), key=lambda one: int(one.id))
        return [self.shown(one) for one in found if one.only_for in ("", user.id)]

    async def form(self, user: User) -> ShownForm | None:
        """The modal before somebody."""
        form = self.core.world.forms.get(user.id)
        if form is None:
            return None
        components = form["components"]
        fields = inputs(components)
        return ShownForm(
            custom_id=form["custom_id"],
            title=form["title"],
            texts=tuple(texts(components)),
            labels=tuple(
                one["label"] for one in nested(components) if "label" in one and one["type"] in (4, 18)
            ),
            values={one["custom_id"]: preset(one) for one in fields},
            fields=fields,
            trouble=form.get("trouble", ""),
        )

    def shown(self, one: Message) -> DiscordMessage:
        return DiscordMessage(
            channel=one.channel,
            id=one.id,
            user=one.author,
            content=one.content,
            components=one.components,
            embeds=one.embeds,
            files={file.name: file.data for file in one.files},
            descriptions={file.name: file.description for file in one.files},
            mentions=one.mentions,
            reactions={name: list(people) for name, people in one.reactions.items()},
            reply_to=(one.reference or {}).get("message_id", ""),
            thread=one.thread,
            flags=one.flags,
            edited=one.edited_at is not None,
            ephemeral=bool(one.only_for),
            loading=one.loading,
        )


def preset(one: Json) -> Any:
    """What a field says before anybody touched it."""
    if one["type"] == TEXT_INPUT:
        return one.get("value") or ""
    return [option["value"] for option in one.get("options") or [] if option.get("default")]
