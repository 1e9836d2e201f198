"""Members who visit a Koko in another process, and wait for what it does."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.chat.card import CARDS, Button
from bot.chat.refs import Place
from tests.adapters.local.house import PRACTICE, Visitor
from tests.waiting import OFTEN, others

PATIENCE = 60.0  # seconds; a program that never ends is given eight of them

Shown = dict[str, Any]
"""A message as the local platform gives it."""


async def finds(member: Visitor, text: str, place: Place = PRACTICE) -> Shown:
    """The newest message with this text, as soon as there is one."""
    async with asyncio.timeout(PATIENCE):
        while not (found := [m for m in await member.messages(place) if text in m["plain"]]):
            await others(OFTEN)
    return found[-1]


async def presses(member: Visitor, message: Shown, label: str) -> Shown | None:
    """The form that the button opens, if it does."""
    button = _button(message, label)
    place = Place.parse(message["place"])
    form: Shown | None = (await member.press(message["id"], button.action, button.value, place))["form"]
    return form


async def fills(member: Visitor, message: Shown, label: str, **values: str) -> None:
    """Open the button's form and send it."""
    form = await presses(member, message, label)
    assert form, f"{label} opens no form"
    act = {"place": message["place"], "message": message["id"], "values": values}
    await member.act("/api/submit", action=form["action"], value=form["value"], **act)


def thread_of(message: Shown) -> Place:
    place = Place.parse(message["place"])
    return Place(place.adapter, place.workspace, place.channel, str(message["id"]))


def _button(message: Shown, label: str) -> Button:
    return next(one for one in CARDS.validate_python(message["card"]).buttons if one.label == label)
