"""What Koko may do and hear in a workspace, each with its reason; the manifest asks for this and no more."""

from __future__ import annotations

from collections.abc import Mapping

BOT_SCOPES: Mapping[str, str] = {
    "channels:history": "read the replies in threads of public channels that Koko was invited to, "
    "and find its own posts again after a crash",
    "channels:read": "learn that such a channel was archived, or Koko removed, and who made it: "
    "its creator may set Koko up",
    "chat:write": "post questions, verdicts and boards where Koko was invited, and change its own posts",
    "commands": "have slash commands and the entry in a message's menu",
    "files:write": "show a question's picture, and give a member all that is kept about them as a file",
    "groups:history": "the same as `channels:history`, in private channels that Koko was invited to",
    "groups:read": "the same as `channels:read`, in private channels that Koko was invited to",
    "im:history": "read what a member writes to Koko in private",
    "im:write": "open the private conversation in which notices and files are given",
    "reactions:write": "acknowledge an answer by a reaction",
    "users:read": "know members' names, and who is an owner, an admin, a guest or a bot",
}
"""Scopes of the bot token: what Koko needs each for, as an infinitive."""

APP_SCOPE = "connections:write"
"""The one scope of the app-level token, with which Socket Mode is opened."""

BOT_EVENTS: Mapping[str, str] = {
    "app_home_opened": "show a member's own page in Koko's Home tab",
    "app_uninstalled": "pause everything of a workspace that removed Koko",
    "channel_archive": "pause a channel that was archived",
    "channel_deleted": "pause a channel that was deleted",
    "channel_left": "pause a channel that Koko was removed from",
    "group_archive": "pause a private channel that was archived",
    "group_deleted": "pause a private channel that was deleted",
    "group_left": "pause a private channel that Koko was removed from",
    "member_joined_channel": "greet, once, in a channel that Koko was invited to",
    "message.channels": "take answers in threads of public channels, their edits and their removal",
    "message.groups": "take answers in threads of private channels, their edits and their removal",
    "message.im": "hear what a member writes to Koko in private",
    "tokens_revoked": "pause everything of a workspace that took Koko's token away",
}
"""Events that Slack is asked for: what Koko does with each, as an infinitive."""
