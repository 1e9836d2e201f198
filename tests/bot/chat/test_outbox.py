from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given

from bot.chat.adapter import Reaction
from bot.chat.card import card
from bot.chat.outbox import ACTIONS, Action, Edit, Post, React, Send
from bot.chat.refs import MessageRef, Person, Place
from tests.strategies import actions

NOON = datetime(2026, 4, 3, 12, tzinfo=UTC)
CHANNEL = Place("slack", "T1", "C1")
THREAD = Place("slack", "T1", "C1", "17")


def post(action: Action) -> Post:
    return Post(key="k", action=action, due_at=NOON, expires_at=NOON + timedelta(hours=6))


@given(actions)
def test_an_action_survives_json(action: Action) -> None:
    assert ACTIONS.validate_json(ACTIONS.dump_json(action)) == action


def test_a_channel_and_its_threads_are_one_lane() -> None:
    message = MessageRef(THREAD, "18")

    said = Send(CHANNEL, card("a")), Send(THREAD, card("b")), Edit(message, card("c"))

    assert {post(action).lane for action in said} == {str(CHANNEL)}


def test_a_channel_s_reactions_are_a_lane_beside_it() -> None:
    reactions = [React(MessageRef(place, "18"), Reaction.SEEN) for place in (CHANNEL, THREAD)]

    assert {post(reaction).lane for reaction in reactions} == {f"{CHANNEL}+"}


def test_a_person_is_a_lane_of_their_own() -> None:
    ada = Person("slack", "T1", "U1", "Ada")

    assert post(Send(ada, card("a"))).lane == str(ada)
