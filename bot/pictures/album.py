"""Keeps the PNGs of questions' pictures, each drawn once, in a process that ends when it has drawn them.

matplotlib takes 40 MB and a third of a second to import, and a fifth to draw: too much beside a bot that
idles under 120 MB and on whose event loop nothing may sit for longer than 50 ms. A thread would spare it
neither the memory nor, under one interpreter lock, all of that time. A process that draws a whole bank costs
this one a few milliseconds for its start. Each PNG is some 20 KB, so all that a bank needs are drawn when
the bot starts; what was asked from a file that has changed since is drawn when it is shown again.
"""

from __future__ import annotations

import asyncio
import base64
import subprocess
import sys
from collections.abc import Iterable, Sequence

from bot.domain.picture import PICTURES, Picture
from bot.domain.question import Question

PATIENCE_S = 60.0
"""For all of a bank: where matplotlib is imported for the first time, it lists the machine's fonts, too."""


class Album:
    """PNGs by the digest of what they show."""

    def __init__(self) -> None:
        self._drawn: dict[str, bytes] = {}
        self._turn = asyncio.Lock()

    def has(self, question: Question) -> bool:
        """Whether the question can be shown as it is meant: it has no picture, or one that is drawn."""
        return question.picture is None or question.picture.digest in self._drawn

    def png(self, question: Question) -> bytes | None:
        """None where there is no picture, or where it is not drawn."""
        return self._drawn.get(question.picture.digest) if question.picture else None

    async def draw(self, questions: Iterable[Question]) -> str | None:
        """See that the pictures of all of them are here; why they are not, in a line, or None."""
        async with self._turn:
            wanted = {q.picture.digest: q.picture for q in questions if q.picture and not self.has(q)}
            drawn = await _drawn(list(wanted.values())) if wanted else []
            if isinstance(drawn, str):
                return drawn
            self._drawn |= zip(wanted, drawn, strict=True)
            return None


async def _drawn(pictures: Sequence[Picture]) -> list[bytes] | str:
    """In their order, or why not."""
    try:
        process = _start()
    except OSError as error:
        return f"no process starts: {error}"
    job = PICTURES.dump_json(list(pictures))
    talk = asyncio.get_running_loop().run_in_executor(None, _talk, process, job)
    try:
        return await asyncio.shield(talk)
    finally:
        process.kill()  # which ends the talk at once where nobody waits for it any more


def _start() -> subprocess.Popen[bytes]:
    """It has none of our variables, and so none of our secrets."""
    return subprocess.Popen(
        [sys.executable, "-I", "-m", "bot.pictures.draw"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={},
        cwd="/",
    )


def _talk(process: subprocess.Popen[bytes], job: bytes) -> list[bytes] | str:
    try:
        written, said = process.communicate(job, timeout=PATIENCE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return f"it takes longer than {PATIENCE_S:.0f} s"
    if process.returncode:
        return str(said, errors="replace").strip().rpartition("\n")[2] or "the process was killed"
    return [base64.b64decode(line) for line in written.split()]
