"""What Koko may do and hear in a workspace, each with its reason; the manifest asks for this and no more."""

from __future__ import annotations

from collections.abc import Mapping

BOT_SCOPES: Mapping[str, str] = {
    "channels:history": "read the answers in threads of public channels that it was invited to, "
    "and find its own posts there again after a crash",
    "channels:read": "see that a public channel was archived, or Koko removed from it, and who made it: "
    "a channel's creator may set Koko up",
    "chat:write": "post questions, verdicts and boards where it was invited, and change its own posts",
    "commands": "have slash commands, and an entry in the menu of a message",
    "files:write": "show a question's picture, and hand members what is kept about them as a file",
    "groups:history": "read the answers in threads of private channels that it was invited to, "
    "and find its own posts there again after a crash",
    "groups:read": "see that a private channel was archived, or Koko removed from it, and who made it",
    "im:history": "read what a member writes to it in private",
    "im:write": "open the private conversation in which it gives notices",
    "reactions:write": "acknowledge an answer by a reaction",
    "users:read": "know members' names, and who is an owner, an admin, a guest or a bot",
}
"""Scopes of the bot token, and what Koko can't do without each."""

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
"""Events that Slack is asked for, and what Koko does with each."""
