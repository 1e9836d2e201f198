"""What members write, and what opens doors, is in no line of the log."""

from __future__ import annotations

import aiohttp
import asyncpg
import pytest

from bot.bank.files import Bank
from tests.adapters.local.house import Visitor
from tests.bank import CACHE, STORY, write_files
from tests.bot.cli.house import House
from tests.bot.cli.visits import fills, finds, presses, thread_of

SAID = "zugzwang"
ANSWER = f"A cache keeps copies of the results of {SAID} close by."
STORY_TOLD = f"At my last job we fell out over {SAID}, and I proposed a trial."
PASSWORD, TOKEN = "sesame-open", "0123456789-open-sesame"


@pytest.mark.parametrize("form", ["json", "console"])
async def test_neither_answers_nor_secrets_are_logged(house: House, postgres_url: str, form: str) -> None:
    write_files(house.folder / "questions", Bank((CACHE, STORY)))
    house.settings |= {
        "KOKO_LOG_LEVEL": "DEBUG",
        "KOKO_LOG_FORMAT": form,
        "KOKO_DATABASE_URL": postgres_url.replace("postgres:@", f"postgres:{PASSWORD}@"),
        "KOKO_LOCAL_TOKEN": TOKEN,
    }
    assert PASSWORD in house.settings["KOKO_DATABASE_URL"]
    house.koko("migrate")

    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        with house.running() as koko:
            await session.get(koko.url, params={"token": TOKEN})
            you, ada = (Visitor(session, koko.url, name) for name in ("you", "ada"))
            await has_a_busy_day(you, ada)
            await meets_a_broken_database(postgres_url, you)
            written = koko.said + koko.leaves() + house.log

    for event in (
        "challenge_opened",
        "answer_graded",
        "question_reported",
        "event_failed",
        "member_forgotten",
    ):
        assert event in written
    for secret in (SAID, PASSWORD, TOKEN):
        assert secret not in written


async def has_a_busy_day(you: Visitor, ada: Visitor) -> None:
    """Every way to write something to Koko, and some that are refused."""
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
    thread = thread_of(question)
    message = (await ada.say(ANSWER, thread))["message"]
    await finds(ada, "Ada 2/5", thread)
    await ada.post(f"/api/messages/{message['id']}", text=f"{ANSWER} So it need not be computed again.")
    await presses(ada, await finds(ada, "Ada 5/5", thread), "See why")
    receipt = await finds(ada, SAID, thread)
    await fills(ada, await finds(ada, "5/5 · 100 %", thread), "Report the question", text=f"It lacks {SAID}.")
    await finds(ada, "Thank you", thread)
    await fills(you, question, "Answer", answer=ANSWER * 100)
    await fills(you, question, "Answer", answer=ANSWER)
    await finds(you, "You 2/5", thread)
    await ada.say("/quiz topic=behavioural count=1")
    await fills(ada, await finds(ada, "Tell me about a conflict"), "Answer", answer=STORY_TOLD)
    await finds(ada, "See the result")
    await ada.say(f"/quiz topic={SAID}")
    await ada.say(f"/koko {SAID}")
    await ada.call("POST", "/api/messages", json={"text": SAID})
    await ada.call("POST", "/api/press", json={"place": SAID, "message": receipt["id"], "action": SAID})
    await ada.say("/koko my data")
    await finds(ada, "koko-my-data.json")
    await ada.delete(f"/api/messages/{message['id']}")
    await ada.say("/koko forget me")
    await presses(ada, await finds(ada, "This erases your answers"), "Erase everything about me")
    await finds(ada, "Erased.")


async def meets_a_broken_database(postgres_url: str, you: Visitor) -> None:
    connection = await asyncpg.connect(postgres_url.replace("+asyncpg", ""))
    await connection.execute("ALTER TABLE attempts ADD CHECK (text = '') NOT VALID")
    await connection.close()
    await fills(you, await finds(you, "What is a cache"), "Answer", answer=f"{ANSWER} It is fast.")
    await finds(you, "That went wrong on my side")
