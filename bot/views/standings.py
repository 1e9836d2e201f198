"""The leaderboard's card."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.card import Card, Table, card
from bot.domain.standings import Period, Ranked
from bot.views.words import name, raw_name

MAX_PLACES = 20
_TITLES = {Period.WEEK: "This week", Period.MONTH: "This month", Period.ALL: "All time"}


def board(places: Sequence[Ranked], period: Period, improved: Ranked | None) -> Card:
    """Places from the first down; at most twenty, and how many more there are."""
    title = f"Leaderboard · {_TITLES[period]}"
    if not places:
        return card(title, "Nobody has points yet. The next answer leads.")
    changes = period is not Period.ALL
    rows = tuple(_row(place, changes=changes) for place in places[:MAX_PLACES])
    header = ("", "member", "points", "answered", "streak", *(("change",) if changes else ()))
    more = len(places) - MAX_PLACES
    return card(
        title,
        Table(header, rows),
        f"Most improved: **{name(improved.person)}**, {improved.change:+,} points." if improved else None,
        footer=f"and {more} more" if more > 0 else "",
    )


def _row(place: Ranked, *, changes: bool) -> tuple[str, ...]:
    change = "" if place.change is None else f"{place.change:+,}"
    cells = (
        str(place.rank),
        raw_name(place.person),
        f"{place.points:,}",
        str(place.challenges),
        str(place.streak),
    )
    return (*cells, change) if changes else cells
