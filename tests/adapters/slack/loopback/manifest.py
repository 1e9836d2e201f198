"""The app as Slack knows it: what Koko's own manifest asks for, and no more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_MANIFEST: dict[str, Any] = json.loads((Path(__file__).parents[4] / "deploy/slack-manifest.json").read_text())

SCOPES = frozenset(_MANIFEST["oauth_config"]["scopes"]["bot"])
EVENTS = frozenset(_MANIFEST["settings"]["event_subscriptions"]["bot_events"])
COMMANDS = frozenset(command["command"] for command in _MANIFEST["features"]["slash_commands"])
SHORTCUTS = frozenset(shortcut["callback_id"] for shortcut in _MANIFEST["features"]["shortcuts"])
