"""What goes wrong, as data: which call or delivery, how, and how often.

A call is matched by its method (`chat.postMessage`), or is `response_url`, `upload` or `socket` (the opening
of a connection). A delivery is matched by the type of its envelope (`events_api`) or of what is in it
(`message`, `block_actions`, `view_submission`, `/quiz`). `*` and the like match as in file names.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase


@dataclass(frozen=True)
class RateLimited:
    """429 with `Retry-After`, in seconds; nothing is carried out."""

    retry_after: int = 1


@dataclass(frozen=True)
class Status:
    """Another HTTP status and no JSON, as from a proxy before Slack; nothing is carried out."""

    status: int = 503


@dataclass(frozen=True)
class ResetBefore:
    """The connection is reset before the call is carried out."""


@dataclass(frozen=True)
class ResetAfter:
    """The connection is reset after the call was carried out, and before its answer."""


@dataclass(frozen=True)
class Delay:
    """A call is answered, or an envelope delivered, so many seconds later than it could be."""

    seconds: float


@dataclass(frozen=True)
class Answer:
    """`ok: false` with this error; nothing is carried out."""

    error: str


@dataclass(frozen=True)
class Duplicate:
    """Delivered twice, one right after the other."""


@dataclass(frozen=True)
class Reorder:
    """Delivered after the next one."""


@dataclass(frozen=True)
class DropBeforeAck:
    """The socket it was delivered on goes away before the acknowledgement is read."""


@dataclass(frozen=True)
class DropAfterAck:
    """The socket it was delivered on goes away as soon as the acknowledgement is read."""


CallAction = RateLimited | Status | ResetBefore | ResetAfter | Delay | Answer
DeliveryAction = Delay | Duplicate | Reorder | DropBeforeAck | DropAfterAck


@dataclass
class Fault:
    """`count` times, after `skip` that match went well."""

    match: str
    action: CallAction | DeliveryAction
    count: int = 1
    skip: int = 0


@dataclass
class Faults:
    """Those that are still to come; the first that matches is taken."""

    coming: list[Fault] = field(default_factory=list)

    def add(self, *faults: Fault) -> None:
        self.coming.extend(faults)

    def clear(self) -> None:
        self.coming.clear()

    def take(self, *names: str) -> CallAction | DeliveryAction | None:
        for fault in self.coming:
            if any(fnmatchcase(name, fault.match) for name in names):
                if fault.skip:
                    fault.skip -= 1
                    continue
                fault.count -= 1
                if not fault.count:
                    self.coming.remove(fault)
                return fault.action
        return None
