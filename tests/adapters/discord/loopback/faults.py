"""What goes wrong, as data: which call or dispatch, how, and how often.

A call is matched by the id that Discord's OpenAPI document gives it (`create_message`), or by its method
and path (`POST /channels/*/messages`). A dispatch is matched by its type (`MESSAGE_CREATE`), and one of an
interaction also by what was done: `/quiz`, `press`, `submit`, `complete`, `message command`. The opening of
a connection is `socket`, a heartbeat `heartbeat`. `*` and the like match as in file names.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase


@dataclass(frozen=True)
class RateLimited:
    """429 with `retry_after` in seconds, of the bucket or of all; nothing is carried out."""

    retry_after: float = 1.0
    everything: bool = False


@dataclass(frozen=True)
class Banned:
    """429 as the proxy before Discord sends it to an address that did too much wrong: HTML, no `Via`."""

    retry_after: int = 600


@dataclass(frozen=True)
class Status:
    """Another HTTP status and no JSON; nothing is carried out, or with `after` all of it."""

    status: int = 503
    after: bool = False


@dataclass(frozen=True)
class ResetBefore:
    """The connection is reset before the call is carried out."""


@dataclass(frozen=True)
class ResetAfter:
    """The connection is reset after the call was carried out, and before its answer."""


@dataclass(frozen=True)
class Delay:
    """A call is answered, or an event dispatched, so many seconds later than it could be."""

    seconds: float


@dataclass(frozen=True)
class Answer:
    """Discord's refusal with this number; nothing is carried out."""

    code: int
    status: int = 400
    message: str = "Refused by a fault"


@dataclass(frozen=True)
class Duplicate:
    """Dispatched twice, one right after the other, with a sequence number each."""


@dataclass(frozen=True)
class Reorder:
    """Dispatched after the next one."""


@dataclass(frozen=True)
class DropBefore:
    """The socket goes away before it could be sent; RESUME brings it."""


@dataclass(frozen=True)
class DropAfter:
    """The socket goes away as soon as it was sent."""


@dataclass(frozen=True)
class Lost:
    """The socket and the session are gone before it could be sent: nothing ever brings it."""


@dataclass(frozen=True)
class Unanswered:
    """A heartbeat that is not acknowledged."""


CallAction = RateLimited | Banned | Status | ResetBefore | ResetAfter | Delay | Answer
DispatchAction = Delay | Duplicate | Reorder | DropBefore | DropAfter | Lost
Action = CallAction | DispatchAction | Unanswered


@dataclass
class Fault:
    """`count` times, after `skip` that match went well."""

    match: str
    action: Action
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

    def take(self, *names: str) -> Action | None:
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
