"""The grading engines for commands that need no bot around them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.grading.grader import Grader
from bot.grading.rubric import RubricJudge
from bot.grading.sandbox import WasmRunner
from bot.settings import Settings


@asynccontextmanager
async def engines(read: Settings) -> AsyncIterator[Grader]:
    """Those that ask nobody: keys, rubrics and the sandbox, which starts with the first program."""
    async with WasmRunner(read.folder / "sandbox") as runner:
        yield Grader(RubricJudge(), runner)


@asynccontextmanager
async def configured(read: Settings) -> AsyncIterator[Grader]:
    """The grader that `koko run` would use, with the model where one is set. Its calls are counted apart
    from every workspace's, up to as many a day; raises ConfigError for a model that can't be."""
    if not read.names_a_model:
        async with engines(read) as grader:
            yield grader
        return
    from bot.compose import open_judge  # the whole bot, which the engines above do without

    async with open_judge(read) as judge, WasmRunner(read.folder / "sandbox") as runner:
        yield Grader(judge, runner)
