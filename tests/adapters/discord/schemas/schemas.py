"""Discord's own schemas: an npm package through Node.js, and an OpenAPI document where that is at hand."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from tests.adapters.discord.loopback.state import Call, Json

HERE = Path(__file__).parent
DOCUMENT = HERE.parents[3].parent / "shared" / "specs" / "discord-openapi.json"


class Schemas:
    """A running `check.mjs`."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def check(self, operation: str, body: Any) -> list[str]:
        """What is wrong with a body, a sentence each that begins with the way to the field."""
        assert self._process.stdin
        assert self._process.stdout
        line = json.dumps({"operation": operation, "body": body})
        self._process.stdin.write(line.encode() + b"\n")
        found: list[str] = json.loads(await self._process.stdout.readline())
        return found

    async def check_all(self, calls: Iterable[Call]) -> list[str]:
        """What is wrong with the bodies of calls that a loopback Discord took (`discord.world.calls`)."""
        return [
            f"{call.operation}: {wrong}"
            for call in with_bodies(calls)
            for wrong in await self.check(call.operation, call.body)
        ]


@asynccontextmanager
async def running() -> AsyncIterator[Schemas]:
    """For as long as the block lasts."""
    node = shutil.which("node")
    assert node, "Discord's schemas need Node.js: `make npm` installs it or says how"
    assert (HERE / "node_modules").exists(), f"Discord's schemas are not there: run `npm ci` in {HERE}"
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(node, "check.mjs", cwd=HERE, stdin=pipe, stdout=pipe)
    assert process.stdin
    try:
        yield Schemas(process)
    finally:
        process.stdin.close()
        await process.wait()


class Document:
    """Discord's OpenAPI document."""

    def __init__(self, path: Path = DOCUMENT) -> None:
        self._document: Json = json.loads(path.read_text())
        self._schemas = {
            operation["operationId"]: operation["requestBody"]["content"]["application/json"]["schema"]
            for path in self._document["paths"].values()
            for method, operation in path.items()
            if method != "parameters"
            and "application/json" in operation.get("requestBody", {}).get("content", {})
        }

    def check_all(self, calls: Iterable[Call]) -> list[str]:
        return [
            f"{call.operation}: {wrong}"
            for call in with_bodies(calls)
            for wrong in self.check(call.operation, call.body)
        ]

    def check(self, operation: str, body: Any) -> list[str]:
        schema = self._schemas[operation] | {"components": self._document["components"]}
        found = best_match(Draft202012Validator(schema).iter_errors(body))
        return [f"{'.'.join(map(str, found.absolute_path))}: {found.message}"] if found else []


def with_bodies(calls: Iterable[Call]) -> list[Call]:
    return [call for call in calls if call.body is not None]
