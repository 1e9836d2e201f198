"""Discord's own schemas: an npm package through Node.js, and an OpenAPI document where that is at hand."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from tests.adapters.discord.loopback.state import Call, Json
from tests.node import command

HERE = Path(__file__).parent
REFUSED = (50035, 50109)
"""Numbers with which the loopback Discord itself says no to a body."""
DOCUMENT = HERE.parents[3].parent / "shared" / "specs" / "discord-openapi.json"


class Schemas:
    """`check.mjs`, which the first body starts and the end of the context stops."""

    @cached_property
    def _process(self) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        return subprocess.Popen(command(HERE, "check.mjs"), cwd=HERE, stdin=pipe, stdout=pipe, text=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if "_process" in self.__dict__:
            self._process.communicate()

    def check(self, operation: str, body: Any) -> list[str]:
        """What is wrong with a body, a sentence each that begins with the way to the field."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"operation": operation, "body": body}) + "\n")
        self._process.stdin.flush()
        found: list[str] = json.loads(self._process.stdout.readline())
        return found

    def check_all(self, calls: Iterable[Call]) -> list[str]:
        """What is wrong with the bodies of calls that a loopback Discord took (`discord.world.calls`)."""
        return [
            f"{call.method} {call.path} ({call.operation}): {wrong}"
            for call in with_bodies(calls)
            for wrong in self.check(call.operation, call.body)
        ]

    def judge(self, calls: Iterable[Call]) -> None:
        """Raises AssertionError for a body that Discord would not take and the loopback Discord took."""
        wrong = self.check_all(call for call in calls if call.code not in REFUSED)
        assert not wrong, "\n".join(["Discord's own schemas say otherwise:", *wrong])


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
