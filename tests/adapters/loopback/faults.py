"""What goes wrong on a loopback platform, as data: with which call or event, how, and how often."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase


class Action:
    """What happens instead, or besides; each platform has some of its own."""


@dataclass(frozen=True)
class ResetBefore(Action):
    """The connection is reset before the call is carried out."""


@dataclass(frozen=True)
class ResetAfter(Action):
    """The connection is reset after the call was carried out, and before its answer."""


@dataclass(frozen=True)
class Delay(Action):
    """A call is answered, or an event told, so many seconds later than it could be."""

    seconds: float


@dataclass(frozen=True)
class Duplicate(Action):
    """Told twice, one right after the other."""


@dataclass(frozen=True)
class Reorder(Action):
    """Told after the next one."""


@dataclass
class Fault:
    """`count` times, after `skip` that match went well. `*` and the like match as in file names."""

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
