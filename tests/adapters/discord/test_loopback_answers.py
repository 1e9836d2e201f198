"""How the loopback Discord takes answers to interactions: once, in time, and later by their webhook."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.adapters.discord.loopback.caller import Caller
from tests.adapters.discord.loopback.discord import LoopbackDiscord
from tests.adapters.discord.loopback.dispatches import DiscordAct
from tests.adapters.discord.loopback.errors import ClientSaysNo
from tests.adapters.discord.loopback.samples import BUTTONS, COMMANDS, MODAL, MODAL_DATA, TEXT_FIELD
from tests.adapters.discord.loopback.state import Json
from tests.waiting import until

PUBLIC: Json = {"type": 4, "data": {"content": "Now"}}
PRIVATE: Json = {"type": 4, "data": {"content": "Now", "flags": 64}}
LATER: Json = {"type": 5}
LATER_PRIVATE: Json = {"type": 5, "data": {"flags": 64}}


@pytest.fixture(autouse=True)
async def registered(discord: LoopbackDiscord, caller: Caller) -> None:
    await caller("PUT", f"/applications/{discord.bot.id}/commands", COMMANDS)


@pytest.fixture
async def quick() -> AsyncIterator[LoopbackDiscord]:
    """Where nobody waits long."""
    async with LoopbackDiscord(interaction_life=0.02, token_life=0.05) as discord:
        async with Caller(discord) as caller:
            await caller("PUT", f"/applications/{discord.bot.id}/commands", COMMANDS)
        yield discord


async def quiz(discord: LoopbackDiscord) -> DiscordAct:
    return await discord.types(discord.member, discord.general, "/quiz")


async def pressed(discord: LoopbackDiscord, caller: Caller) -> DiscordAct:
    await caller.posts(discord.general.id, BUTTONS)
    (shown,) = await discord.reads(discord.member, discord.general)
    return await discord.presses(discord.member, shown, "Answer")


async def texts(discord: LoopbackDiscord) -> list[str]:
    return [one.text for one in await discord.reads(discord.member, discord.general)]


# The first answer


async def test_an_answer_for_all(discord: LoopbackDiscord, caller: Caller) -> None:
    act = await quiz(discord)
    answer = await caller("POST", _callback(act) + "?with_response=true", PUBLIC)

    assert answer.body["resource"]["message"]["content"] == "Now"
    assert answer.body["interaction"]["response_message_ephemeral"] is False
    assert [one.text for one in await discord.reads(discord.admin, discord.general)] == ["Now"]
    assert (act.acknowledgements, act.answer, act.failure) == (1, PUBLIC, "")


async def test_a_second_first_answer(discord: LoopbackDiscord, caller: Caller) -> None:
    act = await quiz(discord)
    answers = [await caller.answers(act, PUBLIC) for _ in range(2)]

    assert (answers[0].status, answers[1].code) == (204, 40060)
    assert "one first answer" in discord.refusals[0]
    assert act.acknowledgements == 1


async def test_an_answer_that_comes_too_late(quick: LoopbackDiscord) -> None:
    async with Caller(quick) as caller:
        act = await quiz(quick)
        await until(lambda: act.failure)
        answer = await caller.answers(act, PUBLIC)

    assert (answer.status, answer.code) == (404, 10062)
    assert act.failure == "The application did not respond"
    assert "within 0.02 seconds" in quick.refusals[-1]


@pytest.mark.parametrize("kind", [1, 6, 7, 8, 99])
async def test_a_command_is_not_answered_with(discord: LoopbackDiscord, caller: Caller, kind: int) -> None:
    answer = await caller.answers(await quiz(discord), {"type": kind})

    assert answer.code == 50035
    assert "is answered with" in discord.refusals[0]


@pytest.mark.parametrize(
    ("body", "code", "rule"),
    [
        ({"type": 4}, 50006, "a message has content"),
        ({"type": 4, "data": {"content": "x" * 2001}}, 50035, "data.content"),
        ({"type": 5, "data": {"flags": 1 << 15}}, 50035, "a deferral is ephemeral or not"),
    ],
)
async def test_an_answer_that_breaks_a_rule(
    discord: LoopbackDiscord, caller: Caller, body: Json, code: int, rule: str
) -> None:
    act = await quiz(discord)
    answer = await caller.answers(act, body)

    assert answer.code == code
    assert rule in discord.refusals[0]
    assert (await caller.answers(act, PUBLIC)).status == 204


async def test_a_button_changes_its_message(discord: LoopbackDiscord, caller: Caller) -> None:
    act = await pressed(discord, caller)
    await caller.answers(act, {"type": 7, "data": {"content": "Done", "components": []}})

    (shown,) = await discord.reads(discord.admin, discord.general)
    assert (shown.text, shown.buttons, shown.edited) == ("Done", (), True)


async def test_a_button_changes_its_message_later(discord: LoopbackDiscord, caller: Caller) -> None:
    act = await pressed(discord, caller)
    await caller.answers(act, {"type": 6})
    await caller.follows(act, "PATCH", "/messages/@original", {"content": "Done"})

    assert await texts(discord) == ["Done"]
    assert discord.refusals == []


async def test_a_message_that_is_gone_is_not_changed(discord: LoopbackDiscord, caller: Caller) -> None:
    act = await pressed(discord, caller)
    await caller("DELETE", f"/channels/{discord.general.id}/messages/{act.payload['message']['id']}")
    answer = await caller.answers(act, {"type": 7, "data": {"content": "Done"}})

    assert answer.code == 10008


async def test_a_place_that_is_gone_is_not_answered_in(discord: LoopbackDiscord, caller: Caller) -> None:
    act = await quiz(discord)
    later = await quiz(discord)
    await caller.answers(later, LATER)
    await discord.deletes_channel(discord.general)

    assert (await caller.answers(act, PUBLIC)).code == 10003
    assert (await caller.follows(later, body={"content": "Now"})).code == 10003


# What comes later


async def test_a_deferral_is_filled_in(discord: LoopbackDiscord, caller: Caller) -> None:
    act = await quiz(discord)
    await caller.answers(act, LATER_PRIVATE)
    (waiting,) = await discord.reads(discord.member, discord.general)
    await caller.follows(act, "PATCH", "/messages/@original", {"content": "Now"})
    (shown,) = await discord.reads(discord.member, discord.general)
    original = await caller.follows(act, "GET", "/messages/@original")

    assert (waiting.loading, waiting.ephemeral, waiting.text) == (True, True, "")
    assert (shown.loading, shown.ephemeral, shown.text, shown.edited) == (False, True, "Now", False)
    assert original.body["content"] == "Now"
    assert await discord.reads(discord.admin, discord.general) == []


async def test_the_first_follow_up_fills_a_deferral_in(discord: LoopbackDiscord, caller: Caller) -> None:
    act = await quiz(discord)
    await caller.answers(act, LATER)
    await caller.follows(act, body={"content": "One", "flags": 64})
    await caller.follows(act, body={"content": "Two", "flags": 64})

    assert await texts(discord) == ["One", "Two"]
    assert [one.text for one in await discord.reads(discord.admin, discord.general)] == ["One"]


async def test_a_follow_up_is_changed_and_taken_back(discord: LoopbackDiscord, caller: Caller) -> None:
    act = await quiz(discord)
    await caller.answers(act, PRIVATE)
    made = await caller.follows(act, body={"content": "One"})
    one = f"/messages/{made.body['id']}"
    await caller.follows(act, "PATCH", one, {"content": "Two"})
    seen = await caller.follows(act, "GET", one)
    await caller.follows(act, "DELETE", one)
    gone = await caller.follows(act, "GET", one)
    await caller.follows(act, "DELETE", "/messages/@original")

    assert (seen.body["content"], gone.code) == ("Two", 10008)
    assert await texts(discord) == []


async def test_a_follow_up_before_an_answer(discord: LoopbackDiscord, caller: Caller) -> None:
    answer = await caller.follows(await quiz(discord), body={"content": "Now"})

    assert answer.code == 10015
    assert "after its first answer" in discord.refusals[0]


async def test_a_follow_up_after_the_token_died(quick: LoopbackDiscord) -> None:
    async with Caller(quick) as caller:
        act = await quiz(quick)
        await caller.answers(act, PRIVATE)
        await until(lambda: _is_old(act))
        answer = await caller.follows(act, body={"content": "Now"})

    assert (answer.status, answer.code) == (401, 50027)
    assert "lives 0.05 seconds" in quick.refusals[-1]


# Forms and completion


async def test_a_form_is_filled_in(discord: LoopbackDiscord, caller: Caller) -> None:
    act = await pressed(discord, caller)
    await caller.answers(act, MODAL)
    form = await discord.form(discord.member)
    sent = await discord.submits(discord.member, {"Why?": "It is frozen.", "confidence": "Sure"})
    await caller.answers(sent, {"type": 6})

    assert form
    assert (form.title, form.texts, form.labels) == ("Answer", ("What is a tuple?",), ("Why?", "How sure?"))
    assert form.values == {"why": "Because", "confidence": []}
    labels = [one for one in sent.payload["data"]["components"] if one["type"] == 18]
    assert [one["component"].get("value") for one in labels] == ["It is frozen.", None]
    assert [one["component"].get("values") for one in labels] == [None, ["sure"]]
    assert sent.payload["message"]["id"] == act.payload["message"]["id"]
    assert await discord.form(discord.member) is None


async def test_a_form_that_nobody_takes_stays(quick: LoopbackDiscord) -> None:
    async with Caller(quick) as caller:
        await caller.answers(await quiz(quick), MODAL)
        await quick.submits(quick.member, {"confidence": "Sure"})
        await until(lambda: quick.world.forms[quick.member.id].get("trouble"))

    form = await quick.form(quick.member)
    assert form
    assert form.trouble == "Something went wrong. Try again."


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({}, "How sure?: choose 1 to 1"),
        ({"why": "", "confidence": "Sure"}, "Why?: this field is required"),
        ({"why": "x" * 201, "confidence": "Sure"}, "out of bounds"),
        ({"confidence": "Perhaps"}, "there are Sure, Guessing"),
        ({"other": "x", "confidence": "Sure"}, "there is no field other"),
    ],
)
async def test_a_form_that_the_client_does_not_send(
    discord: LoopbackDiscord, caller: Caller, values: dict[str, str], reason: str
) -> None:
    await caller.answers(await quiz(discord), MODAL)
    with pytest.raises(ClientSaysNo, match=reason.replace("?", r"\?")):
        await discord.submits(discord.member, values)


async def test_no_form(discord: LoopbackDiscord, caller: Caller) -> None:
    await caller.answers(await quiz(discord), MODAL)
    await discord.closes(discord.member)

    with pytest.raises(ClientSaysNo, match="no modal before them"):
        await discord.submits(discord.member, {})


MODALS: list[tuple[Json, str]] = [
    ({"title": "x" * 46}, "data.title"),
    ({"custom_id": ""}, "data.custom_id"),
    ({"components": []}, "data.components"),
    ({"components": MODAL_DATA["components"] * 2}, "data.components"),
    ({"components": [TEXT_FIELD]}, "a modal has labels"),
    ({"components": [{"type": 1, "components": []}]}, "one text input"),
    ({"components": [{"type": 18, "label": "x" * 46, "component": TEXT_FIELD}]}, "data.components.0.label"),
    ({"components": [{"type": 18, "label": "x", "description": "x" * 101}]}, "data.components.0.description"),
    ({"components": [{"type": 18, "label": "x", "component": {"type": 2}}]}, "of type"),
    (
        {"components": [{"type": 18, "label": "x", "component": TEXT_FIELD | {"label": "x"}}]},
        "none of its own",
    ),
    (
        {"components": [{"type": 18, "label": "x", "component": TEXT_FIELD | {"style": 3}}]},
        "the style 1 or 2",
    ),
    ({"components": [{"type": 18, "label": "x", "component": TEXT_FIELD | {"max_length": 9000}}]}, "4000"),
    ({"components": [{"type": 18, "label": "x", "component": TEXT_FIELD | {"value": "x" * 201}}]}, "value"),
    ({"components": [{"type": 10, "content": ""}]}, "data.components.0.content"),
    ({"components": [{"type": 18, "label": "x", "component": TEXT_FIELD}] * 2}, "cannot be duplicated"),
]


@pytest.mark.parametrize(("change", "rule"), MODALS)
async def test_a_form_that_breaks_a_rule(
    discord: LoopbackDiscord, caller: Caller, change: Json, rule: str
) -> None:
    answer = await caller.answers(await quiz(discord), {"type": 9, "data": MODAL_DATA | change})

    assert answer.code == 50035
    assert rule in discord.refusals[0]
    assert await discord.form(discord.member) is None


async def test_no_form_after_a_form(discord: LoopbackDiscord, caller: Caller) -> None:
    await caller.answers(await quiz(discord), MODAL)
    sent = await discord.submits(discord.member, {"confidence": "Sure"})

    assert (await caller.answers(sent, MODAL)).code == 50035
    assert (await caller.answers(sent, {"type": 6})).code == 50035
    assert (await caller.answers(sent, PRIVATE)).status == 204


async def test_options_are_completed(discord: LoopbackDiscord, caller: Caller) -> None:
    act = await discord.types_ahead(discord.member, discord.general, "/quiz count: 3 topic: asy")
    before = discord.choices(discord.member)
    await caller.answers(act, {"type": 8, "data": {"choices": [{"name": "async", "value": "async"}]}})

    assert act.payload["data"]["options"][-1] == {
        "name": "topic",
        "type": 3,
        "value": "asy",
        "focused": True,
    }
    assert (before, discord.choices(discord.member)) == (None, ["async"])


@pytest.mark.parametrize(
    "choices",
    [None, [{"name": "x", "value": "x"}] * 26, [{"name": "", "value": "x"}], [{"name": "x", "value": ""}]],
)
async def test_choices_that_break_a_rule(discord: LoopbackDiscord, caller: Caller, choices: Any) -> None:
    act = await discord.types_ahead(discord.member, discord.general, "/quiz topic: a")
    answer = await caller.answers(act, {"type": 8, "data": {"choices": choices}})

    assert answer.code == 50035
    assert "data.choices" in discord.refusals[0]


async def test_completion_takes_nothing_else(discord: LoopbackDiscord, caller: Caller) -> None:
    act = await discord.types_ahead(discord.member, discord.general, "/quiz topic: a")

    assert (await caller.answers(act, PUBLIC)).code == 50035


# An app that its user brought


async def test_an_app_that_its_user_brought(discord: LoopbackDiscord, caller: Caller) -> None:
    elsewhere = discord.adds_guild("Elsewhere")
    await discord.installs_app(elsewhere.member)
    act = await discord.types(elsewhere.member, elsewhere.general, "/quiz")
    await caller.answers(act, PUBLIC)
    answers = [await caller.follows(act, body={"content": "More", "flags": 64}) for _ in range(6)]
    posted = await caller.posts(elsewhere.general.id, {"content": "x"})

    assert act.payload["authorizing_integration_owners"] == {"1": elsewhere.member.id}
    assert [one.text for one in await discord.reads(elsewhere.admin, elsewhere.general)] == ["Now"]
    assert answers[5].code == 40094
    assert "that its user brought has 5" in discord.refusals[0]
    assert posted.code == 50001


async def test_where_its_user_may_not_show_it(discord: LoopbackDiscord, caller: Caller) -> None:
    elsewhere = discord.adds_guild("Elsewhere")
    await discord.installs_app(elsewhere.member)
    await discord.denies(elsewhere.general, "USE_EXTERNAL_APPS", user=elsewhere.member)
    said, later = [await discord.types(elsewhere.member, elsewhere.general, "/quiz") for _ in range(2)]
    await caller.answers(said, PUBLIC)
    await caller.answers(later, LATER)

    assert [one.ephemeral for one in await discord.reads(elsewhere.member, elsewhere.general)] == [True, True]


async def test_between_two_people(discord: LoopbackDiscord, caller: Caller) -> None:
    await discord.installs_app(discord.member)
    act = await discord.types(discord.member, discord.between(discord.member, discord.admin), "/quiz")

    assert (act.payload["context"], act.payload["user"]["id"]) == (2, discord.member.id)


def _callback(act: DiscordAct) -> str:
    return f"/interactions/{act.payload['id']}/{act.payload['token']}/callback"


def _is_old(act: DiscordAct) -> bool:
    assert act.interaction
    return time.monotonic() - act.interaction.made_at > 0.05
