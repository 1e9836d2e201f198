"""A Koko with a language model: a member answers, the model fails or lies, and the verdict says so."""

from __future__ import annotations

import asyncio
import json

import aiohttp
import pytest

from tests.adapters.local.house import Visitor
from tests.bot.cli.house import House
from tests.bot.cli.visits import fills, finds
from tests.bot.grading.model.endpoint import Loopback, judges, sends, writes

KEY = "key-of-the-model"
ANSWER = "A cache keeps copies of the results of zugzwang close by."
UNUSABLE = "The language model gave no usable reply, so the rubric alone graded this."
GOOD = {"measures-temperature": ("met", "measures temperature"), "made-of-glass": ("unmet", "")}


def with_model(house: House, url: str) -> House:
    house.settings |= {
        "KOKO_MODEL_URL": url,
        "KOKO_MODEL_NAME": "tiny",
        "KOKO_MODEL_KEY": KEY,
        "KOKO_LOG_LEVEL": "DEBUG",
    }
    return house


async def test_a_member_is_graded_whatever_the_model_does_and_told(house: House) -> None:
    async with Loopback().serving() as loopback, aiohttp.ClientSession() as session:
        loopback.acts = [
            sends(json.dumps({"error": f"No such model for {KEY}. {ANSWER}"}), 404),
            writes(f"Full marks! {KEY} {ANSWER}"),
            judges({"keeps-copies": ("met", "keeps copies"), "saves-work": ("unmet", "")}),
        ]
        with with_model(house, loopback.url).running() as koko:
            you, ada, linus = (Visitor(session, koko.url, name) for name in ("you", "ada", "linus"))
            await you.say("/koko setup")
            await fills(
                you,
                await finds(you, "Nothing is posted until"),
                "Topics",
                topics="systems",
                easiest="easy",
                hardest="hard",
            )
            await finds(you, "systems, easy to hard")
            await you.say("/koko ask now")
            question = await finds(ada, "What is a cache")

            await fills(ada, question, "Answer", answer=ANSWER)
            refused = await finds(ada, "2/5 · 50 %")
            await fills(linus, question, "Answer", answer=f"{ANSWER} Truly.")
            unread = await finds(linus, "2/5 · 50 %")
            await fills(you, question, "Answer", answer=f"{ANSWER} Indeed.")
            graded = await finds(you, "2/5 · 50 %")
            written = koko.said + koko.leaves() + house.log

    for receipt in (refused, unread):
        assert UNUSABLE in receipt["plain"]
        assert "Graded by its rubric, version " in receipt["plain"]
    assert UNUSABLE not in graded["plain"]
    assert "Graded by its rubric, with a language model, version " in graded["plain"]
    assert written.count("model_failed") == 2
    for secret in (KEY, "zugzwang", "Full marks"):
        assert secret not in written


async def test_a_check_says_how_long_the_model_took(house: House) -> None:
    async with Loopback().serving() as loopback:
        loopback.acts = [judges(GOOD)]
        run = await asyncio.to_thread(with_model(house, loopback.url).koko, "check")

    assert run.returncode == 0
    assert "✓ model\n    tiny graded a small answer in " in run.stdout


@pytest.mark.parametrize(
    ("settings", "what", "remedy"),
    [
        ({}, "tiny: it answered with status 401 (No entry with ….)", "check KOKO_MODEL_KEY; the rubric"),
        ({"KOKO_MODEL_URL": "http://127.0.0.1:1"}, "tiny: the connection failed", "see whether it runs"),
        ({"KOKO_MODEL_URL": "http://far.example"}, "KOKO_MODEL_URL: answers would go", "use https"),
        ({"KOKO_MODEL_NAME": ""}, "KOKO_MODEL_NAME: the model has no name", "set it to one"),
        ({"KOKO_MODEL_URL": ""}, "KOKO_MODEL_NAME: there is no KOKO_MODEL_URL", "set both or neither"),
    ],
)
async def test_a_check_says_what_to_do_where_it_does_not_answer(
    house: House, settings: dict[str, str], what: str, remedy: str
) -> None:
    async with Loopback().serving() as loopback:
        loopback.acts = [sends(f"No entry with {KEY}.", 401)]
        run = await asyncio.to_thread(with_model(house, loopback.url).koko, "check", "--json", **settings)

    [problem] = json.loads(run.stdout)["model"]
    assert run.returncode == 1
    assert problem["what"].startswith(what)
    assert remedy in problem["remedy"]
    assert KEY not in run.stdout + run.stderr


async def test_no_model_is_asked_about_a_team_that_is_played(house: House) -> None:
    async with Loopback().serving() as loopback:
        loopback.acts = [judges({})]
        run = await asyncio.to_thread(
            with_model(house, loopback.url).koko, "simulate", "--days", "3", "--start", "2026-03-02"
        )

    assert "question" in run.stdout
    assert loopback.asked == []


def test_a_start_with_half_a_model_is_refused(house: House) -> None:
    run = with_model(house, "https://models.example/v1").koko("run", KOKO_MODEL_NAME="")

    assert run.returncode == 2
    assert "KOKO_MODEL_NAME: the model has no name" in run.stderr
