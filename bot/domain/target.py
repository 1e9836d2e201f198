"""Which channel an admin's button changes, wherever it is pressed: its value says so."""

from __future__ import annotations

from bot.chat.refs import Person, Place
from bot.errors import UserError

MAX_PLACE = 80  # characters; with an action and a number it still fits into a button
UNKNOWN = "I don't know that channel."


def targeted(place: Place, rest: str = "") -> str:
    """A button's or a form's value that names a channel, and behind it what else it says.

    A channel of too long a name is left out, so its button works in the channel alone.
    """
    channel = str(place.parent)
    return f"{rest}@{channel}" if len(channel) <= MAX_PLACE else rest


def target(value: str, presser: Person) -> tuple[str, Place | None]:
    """The rest of such a value and its channel; None where it means the one in which it was pressed.

    Anybody can forge a value: raises UserError for what is no channel of the presser's workspace.
    """
    rest, named, channel = value.partition("@")
    if not named:
        return rest, None
    try:
        place = Place.parse(channel).parent
    except ValueError:
        raise UserError(UNKNOWN) from None
    if (place.adapter, place.workspace) != (presser.adapter, presser.workspace):
        raise UserError(UNKNOWN)
    return rest, place
