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
    """The grader that `koko run` would use; its sandbox starts with the first program."""
    async with WasmRunner(read.folder / "sandbox") as runner:
        yield Grader(RubricJudge(), runner)
