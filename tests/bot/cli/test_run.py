"""`koko run`: how it starts, says how it is, and leaves."""

from __future__ import annotations

import asyncio
import signal
import socket
import sqlite3
from contextlib import closing

import aiohttp
import asyncpg
import httpx
import pytest

from bot.bank.files import Bank
from bot.clock import Clock
from tests.adapters.local.house import Visitor
from tests.bank import CODE, RIGHT, write_files
from tests.bot.cli.house import House
from tests.bot.cli.offline import WHY
from tests.bot.cli.visits import PATIENCE, fills, finds, thread_of
from tests.waiting import OFTEN, until

BAD_USAGE = 2
ENDLESS = "def increment(x):\n    while True:\n        x += 1"


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_says_once_that_it_is_ready_is_well_and_leaves_when_told(
    house: House, how: signal.Signals
) -> None:
    house.anew = True

    with house.running() as koko:
        assert koko.said.startswith("koko is ready: local; 1 question; http://127.0.0.1:")
        assert health(koko.url) == (200, [])

        assert koko.leaves(how) == ""
        assert koko.process.returncode == 0


async def test_a_platform_that_lets_nobody_in_makes_it_unwell_with_the_reason(house: House) -> None:
    port = free_port()
    with house.starting(KOKO_ADAPTERS="local,tests.bot.cli.offline", KOKO_HTTP_PORT=port) as process:
        await becomes(f"http://127.0.0.1:{port}", 503, f"offline is not connected: {WHY}")

        process.terminate()
        written, _ = process.communicate()

    assert written == "", "it was never ready"
    assert process.returncode == 0


async def test_a_clock_that_has_not_ticked_makes_it_unwell_until_it_does(
    house: House, postgres_url: str
) -> None:
    house.settings |= {"KOKO_DATABASE_URL": postgres_url, "KOKO_HTTP_PORT": free_port()}
    house.koko("migrate")
    url = f"http://127.0.0.1:{house.settings['KOKO_HTTP_PORT']}"
    connection = await asyncpg.connect(postgres_url.replace("+asyncpg", ""))
    await connection.execute("BEGIN; LOCK TABLE inbox")
    with house.starting():
        await becomes(url, 503, "the clock has not ticked yet")

        await connection.execute("COMMIT")
        await becomes(url, 200)
    await connection.close()


def test_a_clock_that_stands_says_for_how_long() -> None:
    loop, clock = JumpingLoop(), Clock([], every=20)
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(clock.tick())
        loop.ahead = 600

        assert runner.run(problem(clock)) == "the clock stands still for 600 s"


async def test_an_answer_that_is_graded_when_it_is_told_to_leave_is_kept(house: House) -> None:
    async with aiohttp.ClientSession() as session:
        with house.running() as koko:
            ada = Visitor(session, koko.url, "ada")
            await Visitor(session, koko.url, "you").say("/koko ask now")
            question = await finds(ada, "What is a cache")
            await ada.say(RIGHT, thread_of(question))

            koko.leaves()
            assert koko.process.returncode == 0

        with house.running() as koko:
            grace = Visitor(session, koko.url, "grace")
            await finds(grace, "Ada 5/5", thread_of(question))


@pytest.mark.slow
async def test_it_leaves_in_time_though_a_program_never_ends_and_grades_it_at_the_next_start(
    house: House,
) -> None:
    house.settings["KOKO_QUESTIONS"] = str(house.folder / "programs")
    write_files(house.folder / "programs", Bank((CODE.model_copy(update={"limit_s": 8.0}),)))
    async with aiohttp.ClientSession() as session:
        with house.running() as koko:
            ada = Visitor(session, koko.url, "ada")
            await Visitor(session, koko.url, "you").say("/koko ask now")
            question = await finds(ada, "Write increment(x)")
            await fills(ada, question, "Answer", answer=ENDLESS)

            koko.leaves()
            assert koko.process.returncode == 0

        with house.running() as koko:
            grace = Visitor(session, koko.url, "grace")
            await finds(grace, "Ada 0/5", thread_of(question))


def test_a_bad_question_file_is_named_and_left_out(house: House) -> None:
    (house.folder / "questions/systems/bad.md").write_text("---\ntitle: Bad\nkind: open\n---\nWhy?\n")

    with house.running() as koko:
        assert "; 1 question; " in koko.said

    [warning] = [line for line in house.log.splitlines() if "question_left_out" in line]
    assert "bad.md:" in warning


def test_a_database_that_is_newer_is_refused(house: House) -> None:
    house.koko("migrate")
    with closing(sqlite3.connect(house.folder / "data/koko.db")) as file, file:
        file.execute("UPDATE alembic_version SET version_num = '9999'")

    run = house.koko("run")

    assert run.returncode == BAD_USAGE
    assert "the database is at version 9999" in run.stderr
    assert "install the newer Koko again" in run.stderr


def test_an_empty_postgres_is_refused_until_it_is_migrated(house: House, postgres_url: str) -> None:
    house.settings["KOKO_DATABASE_URL"] = postgres_url

    run = house.koko("run")
    assert run.returncode == BAD_USAGE
    assert "the database is empty" in run.stderr
    assert "run `koko migrate`" in run.stderr

    assert house.koko("migrate").returncode == 0
    with house.running() as koko:
        assert health(koko.url) == (200, [])


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return str(server.getsockname()[1])


def health(url: str) -> tuple[int, list[str]]:
    """Status and problems, as soon as somebody listens."""
    with httpx.Client(transport=httpx.HTTPTransport(retries=12)) as client:
        answer = client.get(f"{url}/healthz")
    return answer.status_code, answer.json()["problems"]


async def becomes(url: str, status: int, *problems: str) -> None:
    await until(lambda: health(url) == (status, list(problems)), PATIENCE, pause=OFTEN)


async def problem(clock: Clock) -> str | None:
    return clock.problem()


class JumpingLoop(asyncio.SelectorEventLoop):
    """A loop whose time can be moved on, in seconds."""

    ahead = 0.0

    def time(self) -> float:
        return super().time() + self.ahead
