"""What Koko may do in a server, each with its reason, and the links that ask for it and no more.

Nothing here needs discord.py, since the command line is made of it in every installation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from types import MappingProxyType
from urllib.parse import urlencode

AUTHORIZE = "https://discord.com/oauth2/authorize"
GUILD_INSTALL, USER_INSTALL = 0, 1
"""Discord's numbers for who an application is installed by: a server, or one person."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A permission: its name in Discord's own pages, its bit, and what Koko can't do without it.

    https://docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags
    """

    name: str
    bit: int
    reason: str


GRANTS: Mapping[str, Grant] = MappingProxyType(
    {
        "view_channel": Grant("View Channel", 10, "see a channel at all, and so do anything in it"),
        "send_messages": Grant(
            "Send Messages", 11, "post questions, verdicts and boards, and begin a post of a forum"
        ),
        "create_public_threads": Grant(
            "Create Public Threads", 35, "open the thread in which a question is answered and talked over"
        ),
        "send_messages_in_threads": Grant(
            "Send Messages in Threads", 38, "say there what an answer was worth, and open a thread that rests"
        ),
        "read_message_history": Grant(
            "Read Message History",
            16,
            "find its own posts again after a crash, read what was answered while it was away, and react",
        ),
        "add_reactions": Grant("Add Reactions", 6, "acknowledge an answer in a thread by a reaction"),
        "attach_files": Grant("Attach Files", 15, "show a question's picture"),
    }
)
"""By discord.py's names for them."""

LEAST = reduce(or_, (1 << grant.bit for grant in GRANTS.values()))
"""All of them, as Discord writes it in a link."""


def guild_link(client_id: str) -> str:
    """Brings Koko into a server, for whoever may manage that."""
    asked = {"permissions": LEAST, "integration_type": GUILD_INSTALL, "scope": "bot applications.commands"}
    return f"{AUTHORIZE}?{urlencode({'client_id': client_id, **asked})}"


def user_link(client_id: str) -> str:
    """Brings Koko's commands to one person, in private and in servers that don't have Koko."""
    asked = {"integration_type": USER_INSTALL, "scope": "applications.commands"}
    return f"{AUTHORIZE}?{urlencode({'client_id': client_id, **asked})}"
