"""What Slack tells, as events of the bot; decides nothing and asks nobody.

The payloads are those of https://docs.slack.dev/apis/events-api and
https://docs.slack.dev/interactivity; `team` is the workspace that Koko is installed in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from adapters.slack.manifest import shortcut_of
from adapters.slack.modal import submitted
from adapters.slack.names import CommandNames
from adapters.slack.render import pressed
from adapters.slack.text import addressee, to_markdown
from bot.chat.adapter import App
from bot.chat.commands import parse_line
from bot.chat.events import (
    ButtonPressed,
    CommandInvoked,
    Event,
    FormSubmitted,
    HomeOpened,
    MessageDeleted,
    MessageEdited,
    MessageSent,
    PlaceGained,
    PlaceLost,
    ShortcutUsed,
    WorkspaceLost,
)
from bot.chat.refs import MessageRef, Person, Place

ADAPTER = "slack"
SAID = {None, "file_share", "me_message", "thread_broadcast"}
"""Subtypes of a message that are a person's own words."""
LOST = {
    "channel_archive": "The channel was archived.",
    "channel_deleted": "The channel was deleted.",
    "channel_left": "I was removed from the channel.",
    "group_archive": "The channel was archived.",
    "group_deleted": "The channel was deleted.",
    "group_left": "I was removed from the channel.",
}
_CALL = re.compile(r"\s*<[@!][^>]*>[\s,:]*")

Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """How an answer finds back to what it answers.

    `trigger` opens one form within three seconds; `response_url` takes five answers in half an hour.
    `message` is the one whose button was pressed, where it can be edited: a private one can't be.
    """

    trigger: str = ""
    response_url: str = ""
    message: MessageRef | None = None
    from_home: bool = False

    def carried(self, place: Place) -> str:
        """What a form takes along, for the answer to its values."""
        message = str(self.message) if self.message else ""
        return json.dumps([str(place), message, self.response_url, self.from_home])


def carried(metadata: str) -> tuple[Place, Origin]:
    """What `Origin.carried` wrote."""
    place, message, response_url, from_home = json.loads(metadata)
    ref = MessageRef.parse(message) if message else None
    return Place.parse(place), Origin(response_url=response_url, message=ref, from_home=from_home)


def origin(body: Payload, team: str) -> Origin:
    """Of any payload; there is nothing in one of the Events API."""
    kind = body.get("type")
    if kind == "view_submission":
        return replace(carried(body["view"]["private_metadata"])[1], trigger=body.get("trigger_id", ""))
    return Origin(
        trigger=body.get("trigger_id", ""),
        response_url=body.get("response_url", ""),
        message=_pressed_on(body, team) if kind == "block_actions" else None,
        from_home=kind == "block_actions" and body["container"]["type"] == "view",
    )


def is_goodbye(body: Payload) -> bool:
    """Whether it says that a workspace has put Koko out, or taken its token away."""
    match body.get("event"):
        case {"type": "app_uninstalled"} | {"type": "tokens_revoked", "tokens": {"bot": [_, *_]}}:
            return True
        case _:
            return False


def asked_by(body: Payload) -> str:
    """The user that began the thread in which something was said, in a channel that workspaces share."""
    match body:
        case {
            "is_ext_shared_channel": True,
            "event": {"parent_user_id": str(user)}
            | {"message": {"parent_user_id": str(user)}}
            | {"previous_message": {"parent_user_id": str(user)}},
        }:
            return user
        case _:
            return ""


def turn_of(body: Payload) -> str:
    """With what it is taken in order: what its person does, or else what its channel or workspace is told."""
    match body:
        case {"user_id": str(one)} | {"user": {"id": str(one)}}:
            return one
        case {"event": {"type": "message", "previous_message": {"user": str(one)}}}:
            return one
        case {"event": {"type": "message", "user": str(one)} | {"channel": str(one)}}:
            return one
        case _:
            return str(body.get("team_id"))


@dataclass(frozen=True, slots=True)
class Asker:
    """Who did something where, known before it can be read; `id` is unique to what they did."""

    id: str
    person: Person
    place: Place


def asker(body: Payload, team: str) -> Asker:
    """Of a command, a button or a shortcut."""
    if "command" in body:
        return Asker(body["trigger_id"], _typed_by(body, team), Place(ADAPTER, team, body["channel_id"]))
    person = _person(body, team)
    channel = (body.get("channel") or {}).get("id", person.user)
    return Asker(body["trigger_id"], person, Place(ADAPTER, team, channel))


def pressed_in(body: Payload, team: str) -> Place | None:
    """Where a button hung; None for one on Koko's own page."""
    where = body["container"]
    if where["type"] != "message":
        return None
    return _in_thread(team, where["channel_id"], {"ts": where["message_ts"], **where})


@dataclass(frozen=True, slots=True)
class Parser:
    """Each method takes a payload of one kind; None for what does not concern the bot."""

    names: CommandNames
    app: App
    now: Callable[[], datetime]

    def command(self, body: Payload, team: str) -> CommandInvoked:
        """Raises UserError for what is none."""
        spec, options = parse_line(
            self.app.commands, self.names.line(body["command"], to_markdown(body.get("text", "")))
        )
        return CommandInvoked(
            id=body["trigger_id"],
            at=self.now(),
            person=_typed_by(body, team),
            place=Place(ADAPTER, team, body["channel_id"]),
            command=spec.name,
            options=options,
        )

    def button(self, body: Payload, team: str, place: Place) -> ButtonPressed:
        """`place` is where it hung."""
        action = body["actions"][0]
        name, value = pressed(action["action_id"])
        return ButtonPressed(
            id=body["trigger_id"],
            at=_moment(action["action_ts"]),
            person=_person(body, team),
            place=place,
            action=name,
            value=value,
            message=_pressed_on(body, team),
        )

    def form(self, body: Payload, team: str) -> FormSubmitted:
        place, back = carried(body["view"]["private_metadata"])
        action, value, values = submitted(body["view"])
        return FormSubmitted(
            id=body["view"]["id"],
            at=self.now(),
            person=_person(body, team),
            place=place,
            action=action,
            value=value,
            values=values,
            message=back.message,
        )

    def shortcut(self, body: Payload, team: str) -> ShortcutUsed | None:
        shown = shortcut_of(body["callback_id"], self.app.shortcuts)
        place = _in_thread(team, body["channel"]["id"], body["message"])
        if shown is None:
            return None
        return ShortcutUsed(
            id=body["trigger_id"],
            at=_moment(body["action_ts"]),
            person=_person(body, team),
            place=place,
            shortcut=shown,
            message=MessageRef(place, body["message"]["ts"]),
        )

    def goodbye(self, body: Payload, team: str) -> WorkspaceLost:
        return WorkspaceLost(
            id=body["event_id"],
            at=datetime.fromtimestamp(body["event_time"], UTC),
            adapter=ADAPTER,
            workspace=team,
            reason="Koko was removed from this workspace.",
        )

    def event(self, body: Payload, team: str, bot_user: str) -> Event | None:
        """Of the Events API. Of messages the id is their own: Slack tells some of them twice."""
        event = body["event"]
        once: dict[str, Any] = {"id": body["event_id"], "at": datetime.fromtimestamp(body["event_time"], UTC)}
        match event:
            case {"type": "message"}:
                return _message(event, team, bot_user)
            case {"type": "member_joined_channel", "user": user, "channel": channel} if user == bot_user:
                inviter = Person(ADAPTER, team, event["inviter"]) if event.get("inviter") else None
                return PlaceGained(**once, place=Place(ADAPTER, team, channel), person=inviter)
            case {"type": str(what), "channel": str(channel)} if what in LOST:
                return PlaceLost(**once, place=Place(ADAPTER, team, channel), reason=LOST[what])
            case {"type": "app_home_opened", "tab": "home", "user": user}:
                return HomeOpened(id=body["event_id"], person=Person(ADAPTER, team, user))
        return None


def _message(event: Payload, team: str, bot_user: str) -> Event | None:
    """What is said, edited or deleted in a thread or to the bot alone."""
    subtype = event.get("subtype")
    match subtype:
        case "message_changed":
            now, before = event["message"], event.get("previous_message", {})
        case "message_deleted":
            now = before = event.get("previous_message", {})
        case _:
            now, before = event, {}
    place = _in_thread(team, event["channel"], now)
    if place.thread is None and event.get("channel_type") != "im":
        return None
    if subtype == "message_deleted" or now.get("subtype") == "tombstone":
        gone = MessageRef(place, event.get("deleted_ts") or now["ts"])
        once = f"deleted {place.channel} {gone.id}"
        return MessageDeleted(id=once, at=_moment(event["event_ts"]), message=gone)
    if now.get("subtype") not in SAID or "bot_id" in now or now.get("user") in (None, bot_user):
        return None
    if subtype == "message_changed" and now.get("text") == before.get("text"):
        return None  # a link was unfurled, a reply counted
    called, text = addressee(now.get("text", "")), now.get("text", "")
    said: dict[str, Any] = {
        "person": Person(ADAPTER, team, now["user"]),
        "message": MessageRef(place, now["ts"]),
        "text": to_markdown(_CALL.sub("", text, count=1) if called == bot_user else text, bot_user),
        "addressed": called not in (None, bot_user),
    }
    which = f"{event['channel']} {now['ts']}"
    if subtype == "message_changed":
        changed = event["event_ts"]  # its own `edited` is in whole seconds
        return MessageEdited(id=f"edited {which} {changed}", at=_moment(changed), **said)
    return MessageSent(id=f"sent {which}", at=_moment(now["ts"]), **said)


def _in_thread(team: str, channel: str, message: Payload) -> Place:
    """A message that has replies names itself as its thread, and is in none."""
    thread = message.get("thread_ts")
    return Place(ADAPTER, team, channel, thread if thread != message.get("ts") else None)


def _pressed_on(body: Payload, team: str) -> MessageRef | None:
    """A message that one alone can see has no name that the Web API knows."""
    place, where = pressed_in(body, team), body["container"]
    return MessageRef(place, where["message_ts"]) if place and not where.get("is_ephemeral") else None


def _typed_by(body: Payload, team: str) -> Person:
    return Person(ADAPTER, team, body["user_id"], body.get("user_name", ""))


def _person(body: Payload, team: str) -> Person:
    user = body["user"]
    return Person(ADAPTER, team, user["id"], user.get("name") or user.get("username") or "")


def _moment(ts: str) -> datetime:
    """Slack's timestamps are seconds since 1970, with a count behind the point."""
    return datetime.fromtimestamp(float(ts), UTC)
