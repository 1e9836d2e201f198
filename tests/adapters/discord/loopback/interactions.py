"""How the app answers an interaction: its first answer, and later by the interaction's webhook."""

from __future__ import annotations

import time
from typing import Any

from tests.adapters.discord.loopback import shapes
from tests.adapters.discord.loopback.components import check_length, check_modal
from tests.adapters.discord.loopback.core import Core
from tests.adapters.discord.loopback.errors import DiscordError, invalid, unknown
from tests.adapters.discord.loopback.messages import refer
from tests.adapters.discord.loopback.operations import Asked, Operation
from tests.adapters.discord.loopback.posting import rewritten, written
from tests.adapters.discord.loopback.state import EPHEMERAL, LOADING, Channel, Interaction, Json, Message

PING, COMMAND, COMPONENT, COMPLETE, SUBMIT = 1, 2, 3, 4, 5
MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
ANSWERS = {
    COMMAND: (MESSAGE, DEFERRED, MODAL),
    COMPONENT: (MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, MODAL),
    COMPLETE: (CHOICES,),
    SUBMIT: (MESSAGE, DEFERRED),
}
CHOICES_MOST = 25


async def create_interaction_response(core: Core, asked: Asked) -> Any:
    world, body = core.world, asked.fields
    interaction = world.interactions.get(asked.params["interaction_id"])
    if not interaction or interaction.token != asked.params["interaction_token"]:
        raise unknown(10062, "interaction", "no interaction has this id and token")
    if interaction.answer is not None:
        raise DiscordError(
            400, 40060, "Interaction has already been acknowledged.", "an interaction has one first answer"
        )
    if time.monotonic() - interaction.made_at > world.interaction_life:
        raise unknown(
            10062, "interaction", f"its first answer comes within {world.interaction_life:g} seconds"
        )
    kind = body.get("type")
    allowed = ANSWERS[interaction.type]
    if interaction.type == SUBMIT and interaction.source:
        allowed = (*allowed, DEFERRED_UPDATE, UPDATE)
    if kind not in allowed:
        raise invalid("type", f"an interaction of type {interaction.type} is answered with {allowed}")
    message = _carry_out(core, interaction, kind, body.get("data") or {}, asked)
    interaction.answer, interaction.answered_at = body, time.monotonic()
    core.dispatches.answered(interaction)
    if message:
        interaction.original = message.id
    if asked.query.get("with_response", "false") not in ("true", "1"):
        return None
    return _response(core, interaction, kind, message)


def _carry_out(core: Core, interaction: Interaction, kind: int, data: Json, asked: Asked) -> Message | None:
    world = core.world
    channel = world.channels.get(interaction.channel)
    if not channel:
        raise unknown(10003, "Channel", "the channel of the interaction is gone")
    if kind == CHOICES:
        world.choices[interaction.user] = _choices(data)
    elif kind == MODAL:
        check_modal(data)
        world.forms[interaction.user] = {"interaction": interaction.id, **data}
    elif kind == MESSAGE:
        return _said(core, interaction, channel, data, asked, "data.")
    elif kind == DEFERRED:
        if (data.get("flags") or 0) & ~EPHEMERAL:
            raise invalid("data.flags", "a deferral is ephemeral or not, and nothing else")
        return _loading(core, interaction, channel, data.get("flags") or 0)
    else:
        source = world.messages[channel.id].get(interaction.source)
        if not source:
            raise unknown(10008, "Message", "the message that was acted on is gone")
        if kind == UPDATE:
            rewritten(core, source, data, asked, "data.")
            _tell(core, "MESSAGE_UPDATE", source)
        return source
    return None


def _choices(data: Json) -> list[Json]:
    choices = data.get("choices")
    if not isinstance(choices, list) or len(choices) > CHOICES_MOST:
        raise invalid("data.choices", f"Must be {CHOICES_MOST} or fewer in length.")
    for number, choice in enumerate(choices):
        check_length(choice.get("name"), 1, 100, f"data.choices.{number}.name")
        if isinstance(choice.get("value"), str):
            check_length(choice["value"], 1, 100, f"data.choices.{number}.value")
    return choices


def _said(
    core: Core, interaction: Interaction, channel: Channel, body: Json, asked: Asked, where: str = ""
) -> Message:
    if interaction.guest and not _may_speak(core, interaction, channel):
        body = body | {"flags": (body.get("flags") or 0) | EPHEMERAL}
    private = bool((body.get("flags") or 0) & EPHEMERAL)
    message = written(
        core,
        channel,
        body,
        asked,
        private=True,
        where=where,
        type=20 if interaction.type == COMMAND else 0,
        interaction=interaction.id,
        only_for=interaction.user if private else "",
    )
    if interaction.type == COMPONENT:
        refer(core, channel, message, {"message_id": interaction.source, "fail_if_not_exists": False})
    _tell(core, "MESSAGE_CREATE", message)
    return message


def _loading(core: Core, interaction: Interaction, channel: Channel, flags: int) -> Message:
    if interaction.guest and not _may_speak(core, interaction, channel):
        flags |= EPHEMERAL
    world = core.world
    message = Message(
        id=world.id(),
        channel=channel.id,
        author=world.bot.id,
        type=20 if interaction.type == COMMAND else 0,
        flags=LOADING | flags,
        app=True,
        interaction=interaction.id,
        only_for=interaction.user if flags & EPHEMERAL else "",
    )
    world.messages[channel.id][message.id] = message
    _tell(core, "MESSAGE_CREATE", message)
    return message


def _may_speak(core: Core, interaction: Interaction, channel: Channel) -> bool:
    """Whether what an app says that its user brought shows to others: only with that right of the user."""
    may = core.world.may(core.world.users[interaction.user], channel)
    return bool(may & (1 << 50)) or not interaction.guild


def _tell(core: Core, event: str, message: Message) -> None:
    """Nobody is told of what only one person sees."""
    if not message.only_for:
        core.tell_message(event, message)


def _response(core: Core, interaction: Interaction, kind: int, message: Message | None) -> Json:
    body: Json = {
        "interaction": {
            "id": interaction.id,
            "type": interaction.type,
            "channel_id": interaction.channel,
            "response_message_loading": kind == DEFERRED,
        }
    }
    if message:
        private = shapes.is_ephemeral(message)
        body["interaction"] |= {"response_message_id": message.id, "response_message_ephemeral": private}
        body["resource"] = {"type": kind, "message": shapes.message(core.world, message)}
    return body


# Its webhook


async def execute_webhook(core: Core, asked: Asked) -> Any:
    interaction, body = _answered(core, asked), asked.fields
    channel = core.world.channels.get(interaction.channel)
    if not channel:
        raise unknown(10003, "Channel", "the channel of the interaction is gone")
    original = core.world.messages[channel.id].get(interaction.original)
    if original and original.loading and original.interaction == interaction.id:
        # The first follow-up to a deferral is what the deferral promised, private or not.
        body = {name: value for name, value in body.items() if name != "flags"} | _shown(body)
        rewritten(core, original, body, asked)
        _tell(core, "MESSAGE_UPDATE", original)
        return shapes.message(core.world, original)
    interaction.followups += 1
    if interaction.guest and interaction.followups > core.world.guest_followups:
        raise DiscordError(
            400,
            40094,
            "This interaction has reached its maximum number of follow-up messages.",
            f"an app that its user brought has {core.world.guest_followups}",
        )
    return shapes.message(core.world, _said(core, interaction, channel, body, asked))


def _shown(body: Json) -> Json:
    flags = (body.get("flags") or 0) & ~EPHEMERAL
    return {"flags": flags} if flags else {}


async def get_webhook_message(core: Core, asked: Asked) -> Any:
    return shapes.message(core.world, _message(core, asked))


async def update_webhook_message(core: Core, asked: Asked) -> Any:
    message = _message(core, asked)
    rewritten(core, message, asked.fields, asked)
    _tell(core, "MESSAGE_UPDATE", message)
    return shapes.message(core.world, message)


async def delete_webhook_message(core: Core, asked: Asked) -> Any:
    message = _message(core, asked)
    del core.world.messages[message.channel][message.id]
    if not message.only_for:
        core.tell_deleted(message)
    return None


def _answered(core: Core, asked: Asked) -> Interaction:
    if asked.params["webhook_id"] != core.world.application:
        raise unknown(10015, "Webhook", "an interaction's webhook has the id of the application")
    interaction = core.world.interaction(asked.params["webhook_token"])
    if interaction.answer is None:
        raise unknown(10015, "Webhook", "an interaction has its webhook after its first answer")
    return interaction


def _message(core: Core, asked: Asked) -> Message:
    interaction = _answered(core, asked)
    id = asked.params.get("message_id", interaction.original)
    found = core.world.messages[interaction.channel].get(id)
    if not found or (found.interaction != interaction.id and found.id != interaction.original):
        raise unknown(10008, "Message", "this interaction has no such message")
    return found


def _operation(id: str, method: str, path: str, handler: Any) -> Operation:
    path = f"/webhooks/{{webhook_id}}/{{webhook_token}}{path}"
    major = ("webhook_id", "webhook_token")
    return Operation(id=id, method=method, path=path, handler=handler, major=major, authorized=False)


_ORIGINAL, _ONE = "/messages/@original", "/messages/{message_id}"

OPERATIONS = [
    Operation(
        id="create_interaction_response",
        method="POST",
        path="/interactions/{interaction_id}/{interaction_token}/callback",
        handler=create_interaction_response,
        major=("interaction_id", "interaction_token"),
        authorized=False,
    ),
    _operation("execute_webhook", "POST", "", execute_webhook),
    _operation("get_original_webhook_message", "GET", _ORIGINAL, get_webhook_message),
    _operation("update_original_webhook_message", "PATCH", _ORIGINAL, update_webhook_message),
    _operation("delete_original_webhook_message", "DELETE", _ORIGINAL, delete_webhook_message),
    _operation("get_webhook_message", "GET", _ONE, get_webhook_message),
    _operation("update_webhook_message", "PATCH", _ONE, update_webhook_message),
    _operation("delete_webhook_message", "DELETE", _ONE, delete_webhook_message),
]
