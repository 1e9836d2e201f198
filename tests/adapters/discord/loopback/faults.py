"""What goes wrong in Discord, beside what goes wrong anywhere.

A call is matched by the id that Discord's OpenAPI document gives it (`create_message`), or by its method
and path (`POST /channels/*/messages`). A dispatch is matched by its type (`MESSAGE_CREATE`), and one of an
interaction also by what was done: `/quiz`, `press`, `submit`, `complete`, `message command`. The opening of
a connection is `socket`, a heartbeat `heartbeat`. What is dispatched twice has a sequence number each time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from tests.adapters.loopback.faults import (
    Action,
    Delay,
    Duplicate,
    Fault,
    Faults,
    Reorder,
    ResetAfter,
    ResetBefore,
)

__all__ = ["Delay", "Duplicate", "Fault", "Faults", "Reorder", "ResetAfter", "ResetBefore"]


@dataclass(frozen=True)
class RateLimited(Action):
    """429 with `retry_after` in seconds, of the bucket or of all; nothing is carried out."""

    retry_after: float = 1.0
    everything: bool = False


@dataclass(frozen=True)
class Banned(Action):
    """429 as the proxy before Discord sends it to an address that did too much wrong: HTML, no `Via`."""

    retry_after: int = 600


@dataclass(frozen=True)
class Status(Action):
    """Another HTTP status and no JSON; nothing is carried out, or with `after` all of it."""

    status: int = 503
    after: bool = False


@dataclass(frozen=True)
class Answer(Action):
    """Discord's refusal with this number; nothing is carried out."""

    code: int
    status: int = 400
    message: str = "Refused by a fault"


@dataclass(frozen=True)
class DropBefore(Action):
    """The socket goes away before it could be sent; RESUME brings it."""


@dataclass(frozen=True)
class DropAfter(Action):
    """The socket goes away as soon as it was sent."""


@dataclass(frozen=True)
class Lost(Action):
    """The socket and the session are gone before it could be sent: nothing ever brings it."""


@dataclass(frozen=True)
class Unanswered(Action):
    """A heartbeat that is not acknowledged."""


CallAction = RateLimited | Banned | Status | ResetBefore | ResetAfter | Delay | Answer
DispatchAction = Delay | Duplicate | Reorder | DropBefore | DropAfter | Lost
ACTIONS = (*get_args(CallAction), *get_args(DispatchAction), Unanswered)
