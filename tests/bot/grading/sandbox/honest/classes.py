"""Right answers to the question of Koko and her bananas that are made of classes."""

from __future__ import annotations

CLASSES = {
    "method": """
class Solution:
    def minEatingSpeed(self, piles: List[int], h: int) -> int:
        low, high = 1, max(piles)
        while low < high:
            speed = low + (high - low) // 2
            low, high = (low, speed) if self.hours(piles, speed) <= h else (speed + 1, high)
        return low

    def hours(self, piles: List[int], speed: int) -> int:
        return sum(ceil(pile / speed) for pile in piles)
""",
    "static method": """
class Solution:
    @staticmethod
    def minEatingSpeed(piles, h):
        low, high = 0, max(piles)
        while high - low > 1:
            speed = (low + high) // 2
            if sum(-(-pile // speed) for pile in piles) <= h: high = speed
            else: low = speed
        return high
""",
    "object with a state": """
class Solution:
    def __init__(self):
        self.tried = {}

    def enough(self, speed):
        if speed not in self.tried:
            self.tried[speed] = sum(-(-pile // speed) for pile in self.piles) <= self.h
        return self.tried[speed]

    def minEatingSpeed(self, piles, h):
        self.piles, self.h = piles, h
        low, high = 1, max(piles)
        while low < high:
            middle = (low + high) >> 1
            if self.enough(middle): high = middle
            else: low = middle + 1
        return low
""",
    "bisect on a sequence of one's own": """
import bisect
from collections.abc import Sequence

class Enough(Sequence):
    def __init__(self, piles, h):
        self.piles, self.h = piles, h
    def __len__(self):
        return max(self.piles) + 1
    def __getitem__(self, speed):
        return speed > 0 and sum(-(-pile // speed) for pile in self.piles) <= self.h

def min_eating_speed(piles, h):
    return bisect.bisect_left(Enough(piles, h), True)
""",
    "dataclass": """
from __future__ import annotations
from dataclasses import dataclass, field

@dataclass(frozen=True, slots=True, order=True)
class Range:
    low: int
    high: int
    tried: list[int] = field(default_factory=list, compare=False)

    def halves(self) -> tuple[Range, Range]:
        middle = (self.low + self.high) // 2
        return Range(self.low, middle), Range(middle + 1, self.high)

def min_eating_speed(piles, h):
    span = Range(1, max(piles))
    while span.low < span.high:
        slow, fast = span.halves()
        span = slow if sum(-(-pile // slow.high) for pile in piles) <= h else fast
    return span.low
""",
    "named tuple, enum and protocol": """
from abc import ABC, abstractmethod
from enum import Enum, auto
from typing import NamedTuple, Protocol

class Pace(Enum):
    TOO_SLOW = auto()
    ENOUGH = auto()

class Range(NamedTuple):
    low: int
    high: int

class Keeper(Protocol):
    def pace(self, speed: int) -> Pace: ...

class Zoo(ABC):
    @abstractmethod
    def pace(self, speed): ...

class Koko(Zoo):
    def __init__(self, piles, h):
        self.piles, self.h = piles, h
    def pace(self, speed):
        return Pace.ENOUGH if sum(-(-pile // speed) for pile in self.piles) <= self.h else Pace.TOO_SLOW

def search(keeper: Keeper, span: Range) -> int:
    while span.low < span.high:
        middle = sum(span) // 2
        enough = keeper.pace(middle) is Pace.ENOUGH
        span = span._replace(high=middle) if enough else span._replace(low=middle + 1)
    return span.low

def min_eating_speed(piles, h):
    return search(Koko(piles, h), Range(1, max(piles)))
""",
    "generics of 3.12": """
from typing import override

class Search[T: (int, float)]:
    def __init__(self, low: T, high: T) -> None:
        self.low, self.high = low, high

    def enough(self, value: T) -> bool:
        raise NotImplementedError

    def run(self) -> T:
        while self.low < self.high:
            middle = (self.low + self.high) // 2
            if self.enough(middle): self.high = middle
            else: self.low = middle + 1
        return self.low

class Eating(Search[int]):
    def __init__(self, piles, h):
        super().__init__(1, max(piles))
        self.piles, self.h = piles, h

    @override
    def enough(self, value: int) -> bool:
        return sum(-(-pile // value) for pile in self.piles) <= self.h

def same[T, *Ts, **P](value: T, *rest: *Ts) -> T:
    return value

def min_eating_speed(piles, h):
    return same(Eating(piles, h).run(), None)
""",
    "errors as the way to go on": """
class TooSlow(Exception):
    def __init__(self, speed): self.speed = speed

def eat(piles, h, speed):
    for pile in piles:
        h -= -(-pile // speed)
        if h < 0:
            raise TooSlow(speed)

def min_eating_speed(piles, h):
    low, high = 1, max(piles)
    while low < high:
        try:
            eat(piles, h, middle := (low + high) // 2)
        except TooSlow as slow:
            low = slow.speed + 1
        else:
            high = middle
        finally:
            pass
    return low
""",
    "object that is called": """
import operator, functools

class Speed:
    def __call__(self, piles, h):
        low, high = 1, max(piles)
        while operator.lt(low, high):
            middle = (low + high) // 2
            hours = functools.reduce(operator.add, (-(-pile // middle) for pile in piles))
            low, high = (low, middle) if hours <= h else (middle + 1, high)
        return low

min_eating_speed = Speed()
""",
}
