"""Every card and form that Koko has, typical and at its largest, is one that Discord takes."""

from __future__ import annotations

from collections.abc import Iterable

from adapters.discord.modal import modal
from adapters.discord.render import message
from bot.chat.card import Card
from bot.chat.form import Form
from tests.adapters.discord.rules import mentions, message_problems, modal_problems
from tests.views import EveryView
from tests.views import bot as bot

MARK = 2**31 - 1


class TestEveryView(EveryView):
    def refused(self, shown: Iterable[Card | Form | None]) -> list[str]:
        found = []
        for one in dict.fromkeys(shown):
            if isinstance(one, Form):
                found += [*modal_problems(modal(one)), *mentions(modal(one))]
            elif isinstance(one, Card):
                body = message(one, MARK).body
                found += [*message_problems(body), *mentions(body)]
        return found
