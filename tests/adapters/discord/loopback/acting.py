"""What people do besides writing: commands, buttons, forms, menus."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from typing import Any

from tests.adapters.discord.loopback import permissions, shapes, typed
from tests.adapters.discord.loopback.client import Client
from tests.adapters.discord.loopback.commands import MESSAGE, SLASH
from tests.adapters.discord.loopback.components import STRING_SELECT, nested
from tests.adapters.discord.loopback.dispatches import DiscordAct
from tests.adapters.discord.loopback.errors import ClientSaysNo
from tests.adapters.discord.loopback.filling import Typed, filled
from tests.adapters.discord.loopback.interactions import COMMAND, COMPLETE, COMPONENT, SUBMIT
from tests.adapters.discord.loopback.seen import DiscordMessage, pressable
from tests.adapters.discord.loopback.state import Channel, Command, Interaction, Json, Message, User


class Actors(Client):
    """What Discord's client would not allow raises ClientSaysNo."""

    async def types(self, user: User, channel: Channel, line: str) -> DiscordAct:
        """A slash command with its options: `/koko ask now topic: async count: 3`."""
        command = self._command(user, channel, line.split()[0].removeprefix("/"), SLASH)
        data = typed.read(self.world, command, line, channel.guild)
        return self._interact(user, channel, COMMAND, data, (line.split()[0], "command"))

    async def types_ahead(self, user: User, channel: Channel, line: str) -> DiscordAct:
        """A command up to here, the last option unfinished. What is offered is then in `choices`."""
        command = self._command(user, channel, line.split()[0].removeprefix("/"), SLASH)
        data = typed.read(self.world, command, line, channel.guild, focused=True)
        self.world.choices.pop(user.id, None)
        return self._interact(user, channel, COMPLETE, data, ("complete",))

    def choices(self, user: User) -> list[str] | None:
        """The names that autocompletion offers somebody; None while the app has not answered."""
        offered = self.world.choices.get(user.id)
        return None if offered is None else [one["name"] for one in offered]

    async def presses(self, user: User, shown: DiscordMessage, button: str) -> DiscordAct:
        """A button, by its `custom_id` or its label."""
        channel, message = self._before(user, shown)
        there = pressable(message.components)
        for one in there:
            if button in (one.get("custom_id"), one.get("label")):
                break
        else:
            raise ClientSaysNo(
                f"there is no button {button!r}; there are {[one.get('label') for one in there]}"
            )
        if one["style"] == 5:
            raise ClientSaysNo(f"{button} is a link, of which the app is not told")
        data = {"custom_id": one["custom_id"], "component_type": 2, "id": one["id"]}
        return self._on_component(user, channel, message, data, "press")

    async def chooses(self, user: User, shown: DiscordMessage, custom_id: str, *labels: str) -> DiscordAct:
        """Options of a select, by their labels."""
        channel, message = self._before(user, shown)
        for one in nested(message.components):
            if one.get("custom_id") == custom_id and one["type"] == STRING_SELECT:
                break
        else:
            raise ClientSaysNo(f"there is no select {custom_id}")
        values = {option["label"]: option["value"] for option in one["options"]}
        data = {"custom_id": custom_id, "component_type": 3, "id": one["id"]}
        data["values"] = [values[label] for label in labels]
        return self._on_component(user, channel, message, data, "choose")

    async def uses_message_command(self, user: User, shown: DiscordMessage, name: str) -> DiscordAct:
        """An entry in a message's own menu."""
        channel, message = self._before(user, shown)
        if message.only_for:
            raise ClientSaysNo("an ephemeral message has no commands")
        command = self._command(user, channel, name, MESSAGE)
        data = {
            "id": command.id,
            "name": name,
            "type": MESSAGE,
            "target_id": message.id,
            "resolved": {"messages": {message.id: shapes.message(self.world, message)}},
        }
        return self._interact(user, channel, COMMAND, data, ("message command", name))

    async def submits(self, user: User, values: Mapping[str, Typed]) -> DiscordAct:
        """Fill in the modal before somebody, `values` by `custom_id` or label, and send it."""
        form = self.world.forms.get(user.id)
        if form is None:
            raise ClientSaysNo(f"{user.name} has no modal before them")
        cause = self.world.interactions[form["interaction"]]
        data = {"custom_id": form["custom_id"], "components": filled(form, values)}
        channel = self.world.channels.get(cause.channel)
        if not channel:
            raise ClientSaysNo("the channel is gone")
        fields: Json = {}
        if cause.source and cause.source in self.world.messages[channel.id]:
            message = self.world.messages[channel.id][cause.source]
            fields["message"] = shapes.message(self.world, message)
        act = self._interact(user, channel, SUBMIT, data, ("submit",), cause.source, **fields)
        form.pop("trouble", None)
        act.on_failure = lambda: form.update(trouble="Something went wrong. Try again.")
        act.on_answer = lambda: self._close(user, form)
        return act

    async def closes(self, user: User) -> None:
        """Dismiss the modal, of which nobody is told."""
        if self.world.forms.pop(user.id, None) is None:
            raise ClientSaysNo(f"{user.name} has no modal before them")

    def _close(self, user: User, form: Json) -> None:
        if self.world.forms.get(user.id) is form:
            del self.world.forms[user.id]

    def _on_component(
        self, user: User, channel: Channel, message: Message, data: Json, name: str
    ) -> DiscordAct:
        shape = shapes.message(self.world, message)
        return self._interact(user, channel, COMPONENT, data, (name,), message.id, message=shape)

    def _interact(
        self,
        user: User,
        channel: Channel,
        kind: int,
        data: Json,
        names: tuple[str, ...],
        source: str = "",
        **fields: Any,
    ) -> DiscordAct:
        guest = not (
            self.world.guilds[channel.guild].installed if channel.guild else self._is_direct(channel)
        )
        interaction = Interaction(
            id=self.world.id(),
            token=secrets.token_urlsafe(48),
            type=kind,
            user=user.id,
            channel=channel.id,
            guild=channel.guild,
            made_at=time.monotonic(),
            data=data,
            source=source,
            guest=guest,
        )
        self.world.begin(interaction)
        payload = shapes.interaction(self.world, interaction, **fields)
        act = self.core.act(
            "INTERACTION_CREATE", payload, guild=channel.guild, names=names, interaction=interaction
        )
        return self.core.dispatches.deliver(act)

    def _is_direct(self, channel: Channel) -> bool:
        return self.world.bot.id in channel.recipients

    def _command(self, user: User, channel: Channel, name: str, kind: int) -> Command:
        """One that Discord's client offers this person here."""
        if channel.id not in self.world.channels:
            raise ClientSaysNo(f"{channel.name} is gone")
        for command in self.world.commands:
            is_it = (command.spec["name"], command.spec.get("type", SLASH)) == (name, kind)
            is_here = command.guild in ("", channel.guild)
            if is_it and is_here and self._is_offered(user, channel, command):
                return command
        raise ClientSaysNo(f"{user.name} is offered no {name} in {channel.name or 'this conversation'}")

    def _is_offered(self, user: User, channel: Channel, command: Command) -> bool:
        """By who brought the app, by the kind of place, and by what the person may do there."""
        spec = command.spec
        brought = spec.get("integration_types") or [0]
        direct = not channel.guild and self._is_direct(channel)
        home = self.world.guilds[channel.guild] if channel.guild else None
        by_guild = 0 in brought and (direct or (home is not None and home.installed))
        if not by_guild and not (1 in brought and user.installed):
            return False
        context = 0 if home else (1 if direct else 2)
        contexts = spec.get("contexts")
        if contexts is not None and context not in contexts:
            return False
        if home:
            granted = self.world.may(user, channel)
            needed = int(spec.get("default_member_permissions") or 0)
            allowed = permissions.allows(granted, "USE_APPLICATION_COMMANDS")
            return allowed and granted & needed == needed
        return True

    def _before(self, user: User, shown: DiscordMessage) -> tuple[Channel, Message]:
        """What is on somebody's screen at this moment."""
        channel, found = self._found(shown)
        self._may(user, channel, "VIEW_CHANNEL")
        if found.only_for not in ("", user.id):
            raise ClientSaysNo(f"{user.name} does not see this message")
        return channel, found
