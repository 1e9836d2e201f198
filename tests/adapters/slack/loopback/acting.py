"""What people do besides writing: commands, buttons, forms, menus and the Home tab."""

from __future__ import annotations

from collections.abc import Mapping

from tests.adapters.slack.loopback import shapes
from tests.adapters.slack.loopback.answers import carry_out
from tests.adapters.slack.loopback.client import Client
from tests.adapters.slack.loopback.composer import escaped
from tests.adapters.slack.loopback.deliveries import SlackAct
from tests.adapters.slack.loopback.errors import ClientSaysNo, SlackError
from tests.adapters.slack.loopback.inputs import Typed, fill, missing
from tests.adapters.slack.loopback.seen import ShownView, SlackMessage, element
from tests.adapters.slack.loopback.state import Channel, Json, Message, User, View, Workspace
from tests.adapters.slack.loopback.submissions import respond
from tests.adapters.slack.loopback.world import APP

SLASH = "slash_commands"
INTERACTIVE = "interactive"


class Actors(Client):
    """What Slack's client would not allow raises ClientSaysNo."""

    async def types(self, user: User, channel: Channel, line: str, thread_ts: str | None = None) -> SlackAct:
        """A slash command. In a thread Slack knows none, and strangers have none of the app's.

        Its text stays as it was typed, mentions too, for the manifest leaves `should_escape` off.
        """
        command, _, text = line.partition(" ")
        if command not in self.world.commands:
            raise ClientSaysNo(f"{command} is not a valid command.")
        if thread_ts:
            raise ClientSaysNo(f"{line.split()[0]} is not supported in threads.")
        self._may_write(user, channel, connected=False)
        workspace = self._home(channel)
        response_url = self.world.response_url("commands", workspace, channel, user)
        payload = {
            "token": "verification-token",
            "team_id": workspace.id,
            "team_domain": workspace.domain,
            "channel_id": channel.id,
            "channel_name": {"im": "directmessage", "group": "privategroup"}.get(channel.kind, channel.name),
            "user_id": user.id,
            "user_name": user.name,
            "command": command,
            "text": escaped(text),
            "api_app_id": APP,
            "is_enterprise_install": "false",
            "response_url": response_url,
            "trigger_id": self.world.trigger(workspace, user),
        }
        act = self.core.act(SLASH, command, payload)
        act.on_ack = lambda answer: self._answered(command, response_url, answer)
        return self.core.deliveries.deliver(act)

    async def presses(self, user: User, shown: SlackMessage | ShownView, button: str) -> SlackAct:
        """A button, by its `action_id` or its label, on a message or a view."""
        where = self._before(user, shown)
        block_id, pressed = element(
            where.shape["blocks"] if isinstance(where, View) else where.blocks, button
        )
        workspace = self.world.workspaces[where.team]
        payload: Json = {
            "type": "block_actions",
            "user": self.core.person(workspace, user),
            "api_app_id": APP,
            "token": "verification-token",
            "trigger_id": self.world.trigger(workspace, user),
            "team": {"id": workspace.id, "domain": workspace.domain},
            "enterprise": None,
            "is_enterprise_install": False,
            "actions": [
                {name: pressed[name] for name in ("action_id", "text", "value", "style") if name in pressed}
                | {"block_id": block_id, "type": "button", "action_ts": f"{self.world.now().timestamp():.6f}"}
            ],
        }
        payload |= self._in_view(where) if isinstance(where, View) else self._on_message(user, where)
        return self.core.deliveries.deliver(self.core.act(INTERACTIVE, "block_actions", payload))

    async def uses_shortcut(self, user: User, message: SlackMessage, callback_id: str) -> SlackAct:
        """An entry in a message's own menu."""
        if callback_id not in self.world.shortcuts:
            raise ClientSaysNo(f"there is no shortcut {callback_id}")
        found = self._before(user, message)
        if not isinstance(found, Message) or found.only_for:
            raise ClientSaysNo("an ephemeral message has no shortcuts")
        channel = self.world.channels[found.channel]
        self._may_write(user, channel, connected=False)
        workspace = self._home(channel)
        payload: Json = {
            "type": "message_action",
            "token": "verification-token",
            "action_ts": f"{self.world.now().timestamp():.6f}",
            "team": {"id": workspace.id, "domain": workspace.domain},
            "user": self.core.person(workspace, user),
            "channel": {"id": channel.id, "name": channel.name},
            "is_enterprise_install": False,
            "enterprise": None,
            "callback_id": callback_id,
            "trigger_id": self.world.trigger(workspace, user),
            "response_url": self.world.response_url("app", workspace, channel, user, found),
            "message_ts": found.ts,
            "message": shapes.message(self.world, found, metadata=True),
            "api_app_id": APP,
        }
        return self.core.deliveries.deliver(self.core.act(INTERACTIVE, "message_action", payload))

    async def submits(self, user: User, values: Mapping[str, Typed]) -> SlackAct:
        """Fill in the modal before somebody, `values` by `block_id` or `action_id`, and send it."""
        view = self._modal(user)
        fill(view, values)
        if empty := missing(view):
            raise ClientSaysNo(f"{', '.join(empty)}: please complete this required field")
        if not view.shape.get("submit"):
            raise ClientSaysNo("there is no button to send this with")
        workspace = self.world.workspaces[view.team]
        payload = self._of_view("view_submission", view, user)
        payload |= {"trigger_id": self.world.trigger(workspace, user), "response_urls": []}
        act = self.core.act(INTERACTIVE, "view_submission", payload)
        view.errors, view.trouble = {}, ""
        act.on_ack = lambda answer: respond(self.core, view, answer)
        act.on_failure = lambda failure: setattr(view, "trouble", failure)
        return self.core.deliveries.deliver(act)

    async def closes(self, user: User) -> SlackAct:
        """Dismiss the modal; the app is told only where the view asks for it."""
        view = self._modal(user)
        self.world.modals[user.id].remove(view)
        act = self.core.act(
            INTERACTIVE, "view_closed", self._of_view("view_closed", view, user) | {"is_cleared": False}
        )
        return self.core.deliveries.deliver(act) if view.shape.get("notify_on_close") else act

    async def opens_home(self, user: User, workspace: Workspace | None = None) -> SlackAct:
        workspace = workspace or self.world.workspaces[user.team]
        view = self.world.homes.get((workspace.id, user.id))
        event: Json = {
            "type": "app_home_opened",
            "user": user.id,
            "channel": self.world.direct(workspace, user).id,
            "tab": "home",
            "event_ts": f"{self.world.seconds()}.000000",
        }
        return self.core.tell(workspace, event | ({"view": shapes.view(self.world, view)} if view else {}))

    def _answered(self, command: str, response_url: str, answer: Json) -> None:
        """What came with the acknowledgement of a slash command is shown like any other answer."""
        if not answer:
            return
        try:
            carry_out(self.core, self.world.response_urls[response_url.removeprefix(self.world.url)], answer)
        except SlackError as error:
            self.world.refuse(f"{command}, acknowledged with a message: {error}")

    def _on_message(self, user: User, message: Message) -> Json:
        channel = self.world.channels[message.channel]
        workspace = self._home(channel)
        container: Json = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": bool(message.only_for),
        }
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        body: Json = {
            "container": container,
            "channel": {
                "id": channel.id,
                "name": channel.name if channel.kind != "group" else "privategroup",
            },
            "state": {"values": {}},
            "response_url": self.world.response_url("actions", workspace, channel, user, message),
        }
        if not message.only_for:
            body["message"] = shapes.message(self.world, message, metadata=True)
        return body

    def _in_view(self, view: View) -> Json:
        return {
            "container": {"type": "view", "view_id": view.id},
            "view": shapes.view(self.world, view),
        }

    def _of_view(self, kind: str, view: View, user: User) -> Json:
        """`team` is the person's own workspace; the one in which the app is installed stands in the view."""
        home = self.world.workspaces.get(user.team)
        return {
            "type": kind,
            "team": {"id": user.team, "domain": home.domain if home else "elsewhere"},
            "user": self.core.person(self.world.workspaces[view.team], user),
            "api_app_id": APP,
            "token": "verification-token",
            "view": shapes.view(self.world, view),
            "is_enterprise_install": False,
            "enterprise": None,
        }

    def _before(self, user: User, shown: SlackMessage | ShownView) -> Message | View:
        """What is on somebody's screen at this moment."""
        if isinstance(shown, ShownView):
            view = self.world.views[shown.id]
            if view.user != user.id:
                raise ClientSaysNo(f"{user.name} does not see this view")
            return view
        channel, found = self._found(shown)
        if user.id not in channel.members or found.only_for not in ("", user.id):
            raise ClientSaysNo(f"{user.name} does not see this message")
        return found

    def _modal(self, user: User) -> View:
        stack = self.world.modals[user.id]
        if not stack:
            raise ClientSaysNo(f"{user.name} has no modal before them")
        return stack[-1]
