"""Every card and form that Koko has, typical and at its largest, is one that Slack takes."""

from __future__ import annotations

from collections.abc import Iterable

from adapters.slack.modal import modal
from adapters.slack.names import CommandNames
from adapters.slack.render import Renderer
from bot.chat.card import Card
from bot.chat.form import Form
from tests.adapters.slack.rules import mentions, message_problems, view_problems
from tests.views import EveryView
from tests.views import bot as bot

NAMES = CommandNames("a-prefix-of-16-")
RENDERER = Renderer(NAMES)
METADATA = "m" * 3000


class TestEveryView(EveryView):
    def refused(self, shown: Iterable[Card | Form | None]) -> list[str]:
        """As a message and an App Home, which have the same blocks, or as a modal."""
        found = []
        for one in dict.fromkeys(shown):
            if isinstance(one, Form):
                found += view_problems(modal(NAMES, one, METADATA))
            elif isinstance(one, Card):
                home = RENDERER.home(one)
                message = {"text": RENDERER.text(one), "blocks": home["blocks"]}
                found += [*message_problems(message), *view_problems(home), *mentions(message)]
        return found
