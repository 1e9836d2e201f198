"""A storm: 5,000 members answer one question in one minute, in one channel of the whole bot.

    python -m bench.slack.storm

An answer a member, since of a member's replies in a thread the first one counts. `koko run` on SQLite with a
question of the bank, and in another process a Slack that measures how long each acknowledgement takes, takes
one post a second in a channel, and tells 100 names before it takes no more questions.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from bench.slack import house
from bot.settings import HOUSE
from tests.adapters.slack.loopback.remote import RemoteSlack

ANSWERS = 5_000
SECONDS = 60.0
PATIENCE = 120.0  # seconds in which all must be graded
ALONE = 1_000
NAMES = 100  # that Slack tells in a minute
CHANNEL, ADMIN = "C0GENERAL", "U0ADA"
QUESTION = "fine-tuning/lora.md"
ANSWER = """\
You keep the pretrained weights frozen. Next to a weight matrix W you learn an update that is the product \
of two small matrices, B times A, of rank 8 or so, and only those two are trained. After training BA can be \
added into W, so serving is as fast as before."""


@asynccontextmanager
async def koko(keys: Mapping[str, str], folder: Path) -> AsyncIterator[psutil.Process]:
    """The bot, ready."""
    question = folder / "questions" / QUESTION
    question.parent.mkdir(parents=True)
    shutil.copy(HOUSE / "questions" / QUESTION, question)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        env={
            **os.environ,
            "KOKO_FOLDER": str(folder),
            "KOKO_QUESTIONS": str(folder / "questions"),
            "KOKO_HTTP_PORT": "0",
            "KOKO_ADAPTERS": "slack",
            "KOKO_SLACK_API_URL": keys["api_url"],
            "KOKO_SLACK_BOT_TOKEN": keys["bot_token"],
            "KOKO_SLACK_APP_TOKEN": keys["app_token"],
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout
    try:
        assert (await process.stdout.readline()).startswith(b"koko is ready")
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        await process.wait()


async def question(slack: RemoteSlack) -> str:
    """Have one asked; the name of its message."""
    await slack.do("types", user=ADMIN, channel=CHANNEL, line="/koko ask now")
    while True:
        for message in (await slack.do("reads", user=ADMIN, channel=CHANNEL))["messages"]:
            if "Answer" in message["buttons"]:
                return str(message["ts"])
        await asyncio.sleep(0.1)


class Books:
    """What is in the bot's database."""

    def __init__(self, folder: Path) -> None:
        self._database = sqlite3.connect(f"file:{folder / 'koko.db'}?mode=ro", uri=True)

    def count(self, what: str) -> int:
        return int(self._database.execute(f"SELECT count({what}").fetchone()[0])

    async def graded(self) -> None:
        """Wait until all answers are."""
        async with asyncio.timeout(PATIENCE):
            while True:
                if self.count("grade) FROM attempts") >= ANSWERS:
                    return
                await asyncio.sleep(0.2)

    def check(self) -> None:
        """Nothing is lost, and nothing doubled."""
        for what in (
            "*) FROM attempts",
            "DISTINCT person) FROM attempts",
            "DISTINCT source) FROM attempts",
            "*) FROM points",
            "*) FROM outbox WHERE key LIKE 'verdict:%'",
            "*) FROM outbox WHERE key LIKE 'reaction:%'",
        ):
            assert self.count(what) == ANSWERS, f"{self.count(what):,} instead of {ANSWERS:,}: count({what}"

    def waiting(self, key: str) -> int:
        """Posts that are not out."""
        return self.count(f"*) FROM outbox WHERE key LIKE '{key}:%' AND action IS NOT NULL")

    def close(self) -> None:
        self._database.close()


async def storm(slack: RemoteSlack, folder: Path, process: psutil.Process) -> None:
    ts = await question(slack)
    await slack.do("fault", match="users.info", action="RateLimited", count=10**9, skip=NAMES, retry_after=30)
    spent = sum(process.cpu_times()[:2])
    storm = await slack.do(
        "storm", channel=CHANNEL, count=ANSWERS, seconds=SECONDS, text=ANSWER, thread_ts=ts
    )
    ended = time.perf_counter()
    with closing(Books(folder)) as books:
        await books.graded()
        after, spent = time.perf_counter() - ended, sum(process.cpu_times()[:2]) - spent
        books.check()
        lines, reactions = books.waiting("verdict"), books.waiting("reaction")
    taken = sorted((await slack.do("acts", first=storm["first"]))["ack_seconds"])
    late = [said for said in (await slack.do("refusals"))["refusals"] if "not acknowledged" in said]
    print(
        f"  {at(0.5, taken):6.3f} s to an acknowledgement, p99 {at(0.99, taken):.3f}, at most {taken[-1]:.3f}"
    )
    print(f"  {len(late):6,} told again; all saved and graded once, {after:.0f} s after the last one came")
    print(f"  {spent * 1000 / ANSWERS:6.1f} ms of processor for each, {memory(process):.0f} MiB resident")
    told, pace = ANSWERS - lines, (ANSWERS - lines) / (SECONDS + after)
    print(f"  {told:6,} lines are out by then, {pace:.1f} a second, and {ANSWERS - reactions:,} reactions")
    print(f"  {lines / pace / 60:6.0f} min for the other lines at that pace, with one post a second")


def at(quantile: float, values: Sequence[float]) -> float:
    return values[int(quantile * (len(values) - 1))]


def memory(process: psutil.Process) -> float:
    return float(process.memory_info().rss) / 2**20


async def alone(slack: RemoteSlack) -> float:
    """How many such messages a second the loopback Slack tells, with nothing behind it."""
    async with house.nothing(slack.keys):
        begun = time.perf_counter()
        told = await slack.do("storm", channel=CHANNEL, count=ALONE, seconds=0.0, text=ANSWER)
        await house.acknowledged(slack, told["first"] + ALONE - 1)
        return ALONE / (time.perf_counter() - begun)


async def run(folder: Path) -> None:
    print(f"{ANSWERS:,} members answer in one thread in {SECONDS:.0f} s, `koko run` on SQLite")
    async with RemoteSlack(post_interval=1.0) as slack:
        await slack.do("people", channel=CHANNEL, count=ANSWERS)
        async with koko(slack.keys, folder) as process:
            await storm(slack, folder, process)
        print(f"  {await alone(slack):6,.0f} a second are told by the loopback Slack with nothing behind it")


def main() -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(run(Path(folder)))


if __name__ == "__main__":
    main()
