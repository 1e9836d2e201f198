"""The members' side over HTTP, for a platform in a process of its own: `POST /control` with `{"do": …}`.

An act is answered with its number, and looked up by it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from itertools import cycle, islice
from typing import Any, Generic, Protocol, TypeVar

from aiohttp import web

from tests.adapters.loopback.faults import Action, Fault, Faults

Json = dict[str, Any]
Verb = Callable[..., Awaitable[Json]]


class Act(Protocol):
    """Something that a member did, and what has become of it."""

    acknowledgements: int
    deliveries: int
    failure: str

    @property
    def ack_seconds(self) -> float | None: ...


A = TypeVar("A", bound=Act)
P = TypeVar("P")


class Control(Generic[A]):
    """`do` is the name of one of the verbs; the rest of the body are its arguments.

    Each platform has `verbs` of its own beside these, `actions` that can go wrong there, and `says_no`, which
    its client raises for what a member can't do.
    """

    def __init__(
        self,
        faults: Faults,
        actions: Iterable[Callable[..., Action]],
        says_no: type[Exception],
        verbs: Sequence[Verb],
    ) -> None:
        self._faults = faults
        self._actions = {action.__name__: action for action in actions}
        self._says_no = says_no
        self._verbs = {verb.__name__: verb for verb in (*verbs, self.acts, self.fault)}
        self._acts: list[A] = []

    async def handle(self, request: web.Request) -> web.Response:
        body: Json = await request.json()
        verb = self._verbs.get(body.pop("do", ""))
        if not verb:
            return web.json_response({"error": f"there are {', '.join(self._verbs)}"}, status=404)
        try:
            return web.json_response(await verb(**body))
        except (self._says_no, KeyError, TypeError) as error:
            return web.json_response({"error": f"{type(error).__name__}: {error}"}, status=400)

    async def acts(self, first: int = 0) -> Json:
        """In short, from a number on: how fast each was answered (None: not), and what failed."""
        acts = self._acts[first:]
        return {"ack_seconds": [act.ack_seconds for act in acts], "failures": [act.failure for act in acts]}

    async def fault(self, match: str, action: str, count: int = 1, skip: int = 0, **arguments: Any) -> Json:
        """`action` is the name of one that can go wrong here, `arguments` are its fields."""
        self._faults.add(Fault(match, self._actions[action](**arguments), count, skip))
        return {}

    async def _spread(
        self, people: Sequence[P], count: int, seconds: float, does: Callable[[P, int], Awaitable[A]]
    ) -> Json:
        """So many acts, evenly over so many seconds and over all people in turn: `first` and `count`."""
        loop = asyncio.get_running_loop()
        begun, first = loop.time(), len(self._acts)
        for number, person in enumerate(islice(cycle(people), count)):
            await asyncio.sleep(max(0.0, begun + number * seconds / count - loop.time()))
            self._acts.append(await does(person, number))
        return {"first": first, "count": count}

    def _noted(self, act: A, id: Mapping[str, str]) -> Json:
        self._acts.append(act)
        return {"act": len(self._acts) - 1, **id}
