"""A chat completions endpoint on loopback that answers as it is told, and remembers what it was asked."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Act = Callable[[web.Request], Awaitable[web.StreamResponse]]


def completion(content: object) -> dict[str, Any]:
    """The body of a good response, whatever the model wrote."""
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "model": "another-name",
        "choices": [
            {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}
        ],
        "usage": {"prompt_tokens": 700, "completion_tokens": 90, "total_tokens": 790},
    }


def writes(content: object) -> Act:
    """200, and this as what the model wrote."""
    return sends(json.dumps(completion(content)))


def judges(verdicts: Mapping[str, tuple[str, str]]) -> Act:
    """200, and a verdict with a quote for each criterion."""
    return writes(json.dumps({id: {"quote": q, "verdict": verdict} for id, (verdict, q) in verdicts.items()}))


def sends(
    body: str | bytes, status: int = 200, headers: Mapping[str, str] = {"Content-Type": "application/json"}
) -> Act:
    """Exactly this."""

    async def act(request: web.Request) -> web.StreamResponse:
        content = body.encode() if isinstance(body, str) else body
        return web.Response(body=content, status=status, headers=headers)

    return act


@dataclass
class Loopback:
    """`acts` are what it does with the next calls; the last of them serves for all that follow."""

    url: str = ""
    acts: list[Act] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    written: int = 0
    """Bytes of `floods` that went out."""

    @property
    def said(self) -> str:
        """All that the last call told the model."""
        return "\n".join(message["content"] for message in self.asked[-1]["messages"])

    async def floods(self, request: web.Request) -> web.StreamResponse:
        """Sixty-four megabytes, or as much of them as is taken."""
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(1024):
            await response.write(b" " * 65_536)
            self.written += 65_536
        return response

    async def breaks_off(self, request: web.Request) -> web.StreamResponse:
        """The connection is gone in the middle of an answer."""
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(b'{"choices": [{"message": {"content": "{')
        assert request.transport
        request.transport.abort()
        return response

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[Loopback]:
        app = web.Application()
        app.router.add_post("/v1/chat/completions", self._answer)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
        try:
            yield self
        finally:
            await runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(await request.json())
        self.headers.append(request.headers)
        act = self.acts.pop(0) if len(self.acts) > 1 else self.acts[0]
        return await act(request)
