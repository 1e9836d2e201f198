"""What Koko writes into its log while all goes wrong in Slack: no secret, and no word of members."""

from __future__ import annotations

import asyncio
import json
import sys


async def test_no_secret_and_no_word_of_members_is_logged() -> None:
    life = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.adapters.slack.noisy",
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    told, log = (stream.decode() for stream in await life.communicate())
    assert life.returncode == 0, log[-2000:]
    secrets = json.loads(told.splitlines()[-1])

    lines = log.splitlines()
    assert len(secrets) > 40
    assert "not_taken" in log
    assert "answer_not_shown" in log
    assert [line for line in lines if any(secret in line for secret in secrets)] == []
