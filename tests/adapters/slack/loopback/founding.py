"""Workspaces as a test finds them: a few people of every kind, and a few channels."""

from __future__ import annotations

from tests.adapters.slack.loopback.state import Channel, User, Workspace
from tests.adapters.slack.loopback.world import World

ELSEWHERE = "T0OTHER"
"""The workspace of strangers, where the app is not installed."""


def found(world: World, id: str, name: str) -> Workspace:
    """A workspace in which the app is installed. Its ids end with the workspace's number, unless it is T1."""
    suffix = "" if id == "T1" else id.removeprefix("T")

    def person(handle: str, real_name: str, team: str = id) -> User:
        user = User(id=f"U0{handle.upper()}{suffix}", team=team, name=handle, real_name=real_name)
        world.users[user.id] = user
        return user

    def channel(name: str, *members: User) -> Channel:
        made = Channel(
            id=f"C0{name.upper().replace('-', '')}{suffix}",
            team=id,
            name=name,
            creator=members[0].id,
            members=[user.id for user in members],
        )
        world.channels[made.id] = made
        return made

    bot = person("koko", "Koko")
    ada, bob, gus = person("ada", "Ada Lovelace"), person("bob", "Bob"), person("gus", "Gus Guest")
    zed, sam = person("zed", "Zed"), person("sam", "Sam Stranger", ELSEWHERE)
    ada.display_name = "Ada"
    bot.bot = ada.admin = ada.owner = gus.guest = zed.deactivated = True
    workspace = Workspace(
        id=id,
        name=name,
        domain=name.lower(),
        bot=bot,
        bot_id=f"B0KOKO{suffix}",
        admin=ada,
        member=bob,
        guest=gus,
        stranger=sam,
        deactivated=zed,
        general=channel("general", ada, bob, gus, bot),
        private=channel("private", ada, bob, bot),
        elsewhere=channel("elsewhere", ada, bob),
        shared=channel("shared", ada, bob, sam, bot),
    )
    workspace.private.kind = "group"
    workspace.shared.shared_with.add(ELSEWHERE)
    world.workspaces[id] = workspace
    return workspace
