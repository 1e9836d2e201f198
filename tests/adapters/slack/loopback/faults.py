"""What goes wrong in Slack, beside what goes wrong anywhere.

A call is matched by its method (`chat.postMessage`), or is `response_url`, `upload` or `socket` (the opening
of a connection). A delivery is matched by the type of its envelope (`events_api`) or of what is in it
(`message`, `block_actions`, `view_submission`, `/quiz`).
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
    """429 with `Retry-After`, in seconds; nothing is carried out."""

    retry_after: int = 1


@dataclass(frozen=True)
class Status(Action):
    """Another HTTP status and no JSON, as from a proxy before Slack; nothing is carried out."""

    status: int = 503


@dataclass(frozen=True)
class Answer(Action):
    """`ok: false` with this error; nothing is carried out."""

    error: str


@dataclass(frozen=True)
class DropBeforeAck(Action):
    """The socket it was delivered on goes away before the acknowledgement is read."""


@dataclass(frozen=True)
class DropAfterAck(Action):
    """The socket it was delivered on goes away as soon as the acknowledgement is read."""


CallAction = RateLimited | Status | ResetBefore | ResetAfter | Delay | Answer
DeliveryAction = Delay | Duplicate | Reorder | DropBeforeAck | DropAfterAck
ACTIONS = (*get_args(CallAction), *get_args(DeliveryAction))
