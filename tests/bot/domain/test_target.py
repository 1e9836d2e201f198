from __future__ import annotations

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.card import MAX_ACTION
from bot.chat.refs import Person, Place
from bot.domain.target import MAX_PLACE, target, targeted
from bot.errors import UserError

ADA = Person("slack", "T1", "U1")


@given(st.text(min_size=1, max_size=20), st.none() | st.text(min_size=1), st.sampled_from(["", "1", "12"]))
def test_a_value_names_the_channel_and_says_what_else_it_said(
    channel: str, thread: str | None, rest: str
) -> None:
    with suppress(UnicodeEncodeError):
        place = Place("slack", "T1", channel, thread)
        known = place.parent if len(str(place.parent)) <= MAX_PLACE else None
        assert target(targeted(place, rest), ADA) == (rest, known)


@given(st.text() | st.from_regex(r"[12]?@slack:T[12]:[\w%]{0,5}(:\w)?", fullmatch=True))
def test_no_value_leads_out_of_a_workspace(value: str) -> None:
    with suppress(UserError):
        _, place = target(value, ADA)
        assert place is None or str(place).startswith("slack:T1:")


def test_a_value_fits_behind_every_action() -> None:
    longest = targeted(Place("slack", "T1", "C" * (MAX_PLACE - len("slack:T1:"))), "12")

    assert len("setup.answers") + len(longest) < MAX_ACTION
