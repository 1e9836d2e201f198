"""The part of an answer that may take seconds, so that a person's next event need not wait for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.chat.card import Card
from bot.chat.form import Form


@dataclass(frozen=True, slots=True)
class Later:
    """What must be kept is kept; `finish` grades or waits, outside of the person's lock."""

    finish: Callable[[], Awaitable[Card | None]]


class NotYet(Exception):
    """The event can't be handled before something else has happened; it is to be tried again soon."""


Response = Card | Form | Later | None
"""What a handler may give back; None says nothing."""
