"""What Discord tells, as events of the bot; decides nothing and asks nobody.

https://docs.discord.com/developers/events/gateway-events and
https://docs.discord.com/developers/interactions/receiving-and-responding
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any

from discord.utils import snowflake_time

from adapters.discord.client import Payload
from adapters.discord.commands import WITH_BOT, spoken, typing
from adapters.discord.faults import NO_CHANNEL
from adapters.discord.modal import submitted
from adapters.discord.places import ADAPTER, DIRECT, is_thread, place_of
from adapters.discord.posts import ORDINARY_IDS
from adapters.discord.render import pressed
from adapters.discord.text import addressee, to_markdown
from bot.chat.adapter import App
from bot.chat.events import (
    ButtonPressed,
    CommandInvoked,
    CompletionAsked,
    FormSubmitted,
    MessageDeleted,
    MessageEdited,
    MessageSent,
    PlaceGained,
    PlaceLost,
    ShortcutUsed,
    WorkspaceLost,
)
from bot.chat.refs import MessageRef, Person, Place
from bot.errors import UserError

SAID = {0, 19}
"""Types of a message that are a person's own words: said, or said in reply."""
EPHEMERAL = 1 << 6
ON_MESSAGE = 3  # type of a command that a message's own menu offers
UNKNOWN = "I don't know that command any more; `/koko help` shows what I can do."
_CALL = re.compile(r"\s*<@[!&]?\d+>[\s,:]*")

Done = CommandInvoked | ButtonPressed | FormSubmitted | ShortcutUsed


class Kind(IntEnum):
    """Of an interaction."""

    COMMAND = 2
    COMPONENT = 3
    COMPLETION = 4
    FORM = 5


@dataclass(frozen=True, slots=True)
class Origin:
    """How an answer finds back to what it answers: one interaction.

    `token` takes a first answer within three seconds, and more within fifteen minutes. `message` is the
    one whose button was pressed, or from which a form was opened, where it can be looked up: an ephemeral
    one can't be, and is `replaceable` all the same.
    """

    id: str
    token: str
    application: str
    kind: Kind
    person: Person
    place: Place
    message: MessageRef | None = None
    replaceable: bool = False
    in_private: bool = False
    """One person alone with Koko, where nothing need be hidden from others. The type of a channel does not
    tell: that of two people, one of whom has brought Koko along, is the same."""
    mark: int = 0
    """By which the message is known as the post that it is, and stays so when it is replaced."""


def origin(body: Payload) -> Origin:
    """Of any interaction."""
    workspace, channel = _workspace(body), body.get("channel") or {"id": body["channel_id"]}
    message = body.get("message")
    ref = _hung(message, channel, workspace) if message else None
    lookable = ref is not None and not (message or {}).get("flags", 0) & EPHEMERAL
    return Origin(
        id=str(body["id"]),
        token=body["token"],
        application=str(body["application_id"]),
        kind=Kind(body["type"]),
        person=_person(body, workspace),
        place=ref.place if ref else place_of(channel, workspace),
        message=ref if lookable else None,
        replaceable=ref is not None,
        in_private=body.get("context") == WITH_BOT,
        mark=_mark(message or {}),
    )


@dataclass(frozen=True, slots=True)
class Parser:
    """Each method takes a payload of one kind; None for what does not concern the bot."""

    app: App
    now: Callable[[], datetime]

    def interaction(self, body: Payload, back: Origin) -> Done | None:
        """What somebody did. Raises UserError for a command that is none any more."""
        data: Any = body["data"]
        once: dict[str, Any] = {"id": back.id, "at": _moment(back.id), "person": back.person}
        match back.kind:
            case Kind.COMMAND if data.get("type") == ON_MESSAGE:
                if data["name"] not in self.app.shortcuts:
                    raise UserError(UNKNOWN)
                target = MessageRef(back.place, str(data["target_id"]))
                return ShortcutUsed(**once, place=back.place, shortcut=data["name"], message=target)
            case Kind.COMMAND:
                command, options = spoken(data)
                if command not in {spec.name for spec in self.app.commands}:
                    raise UserError(UNKNOWN)  # Discord keeps what was registered before for a while
                return CommandInvoked(**once, place=back.place, command=command, options=options)
            case Kind.COMPONENT:
                action, value = pressed(data["custom_id"])
                return ButtonPressed(
                    **once, place=back.place, action=action, value=value, message=back.message
                )
            case Kind.FORM:
                action, value, values = submitted(data)
                if (opening := _mark(data)) >= ORDINARY_IDS:
                    once["id"] = f"form {back.person.user} {opening}"
                return FormSubmitted(
                    **once,
                    place=back.place,
                    action=action,
                    value=value,
                    values=values,
                    message=back.message,
                )
            case _:
                return None

    def completion(self, body: Payload, back: Origin) -> CompletionAsked:
        command, option, typed = typing(body["data"])
        return CompletionAsked(
            id=back.id, person=back.person, place=back.place, command=command, option=option, typed=typed
        )

    def message(self, body: Payload, place: Place, me: str) -> MessageSent | MessageEdited | None:
        """What was said, or now is, in a thread or to the bot alone.

        The id of what is said is the message's own; that of an edit tells its time, so that a message read
        anew is the same event as the one that was told.
        """
        if not is_heard(body, me) or (place.thread is None and place.workspace != DIRECT):
            return None
        content = body.get("content", "")
        called, names = addressee(content), _names(body)
        said: dict[str, Any] = {
            "person": Person(ADAPTER, place.workspace, body["author"]["id"], _name(body)),
            "message": MessageRef(place, str(body["id"])),
            "text": to_markdown(_CALL.sub("", content, count=1) if called == me else content, names),
            "addressed": called not in (None, me),
        }
        if edited := body.get("edited_timestamp"):
            at = datetime.fromisoformat(edited).astimezone(UTC)
            return MessageEdited(id=f"edited {body['id']} {edited}", at=at, **said)
        return MessageSent(id=str(body["id"]), at=_moment(body["id"]), **said)

    def gone(self, message: str, place: Place) -> MessageDeleted | None:
        if place.thread is None and place.workspace != DIRECT:
            return None
        return MessageDeleted(id=f"deleted {message}", at=self.now(), message=MessageRef(place, message))

    def gained(self, guild: Payload, place: Place) -> PlaceGained:
        return PlaceGained(id=f"joined {guild['id']} {guild['joined_at']}", at=self.now(), place=place)

    def lost(self, channel: Payload) -> PlaceLost:
        place = place_of(channel, str(channel["guild_id"]))
        return PlaceLost(id=f"deleted {channel['id']}", at=self.now(), place=place, reason=NO_CHANNEL)

    def left(self, guild: str, joined: str) -> WorkspaceLost:
        """`joined` tells one stay from the next."""
        return WorkspaceLost(
            id=f"left {guild} {joined}",
            at=self.now(),
            adapter=ADAPTER,
            workspace=guild,
            reason="Koko was removed from this server.",
        )


def is_heard(message: Payload, me: str) -> bool:
    """Whether it is a person's own words, and all of them: of some changes Discord tells a part."""
    author = message.get("author") or {}
    return bool(
        author
        and author.get("id") != me
        and not author.get("bot")
        and not author.get("system")
        and "webhook_id" not in message
        and message.get("type", 0) in SAID
        and "content" in message
    )


def _workspace(body: Payload) -> str:
    """The server, if Koko is in it. What somebody does with an app that they alone have brought along
    is theirs, as in a conversation of two: https://docs.discord.com/developers/resources/application
    """
    guild = body.get("guild_id")
    brought = body.get("authorizing_integration_owners")
    if not guild or (brought and "0" not in brought):
        return DIRECT
    return str(guild)


def _hung(message: Payload, channel: Payload, workspace: str) -> MessageRef:
    """A post of a forum is a message in a thread of the same id, and belongs to the forum itself."""
    place, id = place_of(channel, workspace), str(message["id"])
    if is_thread(channel) and id == str(channel["id"]):
        return MessageRef(place.parent, id)
    return MessageRef(place, id)


def _mark(message: Payload) -> int:
    first: Payload = next(iter(message.get("components") or ()), {})
    return int(first.get("id") or 0)


def _person(body: Payload, workspace: str) -> Person:
    member = body.get("member") or {}
    user = member.get("user") or body["user"]
    return Person(ADAPTER, workspace, str(user["id"]), _called(member, user))


def _name(message: Payload) -> str:
    return _called(message.get("member") or {}, message["author"])


def _called(member: Payload, user: Payload) -> str:
    return str(member.get("nick") or user.get("global_name") or user.get("username") or "")


def _names(message: Payload) -> dict[str, str]:
    return {user["id"]: _called(user.get("member") or {}, user) for user in message.get("mentions", ())}


def _moment(snowflake: str) -> datetime:
    return snowflake_time(int(snowflake))
