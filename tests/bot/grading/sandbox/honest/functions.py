"""Right answers to the question of Koko and her bananas that are made of functions."""

from __future__ import annotations

FUNCTIONS = {
    "recursion": """
import math
from typing import Optional

def min_eating_speed(piles, h, low=1, high: Optional[int] = None):
    high = high or max(piles)
    if low == high:
        return low
    middle = (low + high) // 2
    if sum(math.ceil(pile / middle) for pile in piles) <= h:
        return min_eating_speed(piles, h, low, middle)
    return min_eating_speed(piles, h, middle + 1, high)
""",
    "lambda": """
from bisect import bisect_left
hours = lambda piles, speed: sum(map(lambda pile: -(-pile // speed), piles))
min_eating_speed = lambda piles, h: 1 + bisect_left(
    range(1, max(piles) + 1), True, key=lambda speed: hours(piles, speed) <= h
)
""",
    "lru_cache and reduce": """
from functools import lru_cache, reduce

def min_eating_speed(piles, h):
    @lru_cache(maxsize=None)
    def hours(speed):
        return reduce(lambda total, pile: total + divmod(pile + speed - 1, speed)[0], piles, 0)

    best = step = max(piles)
    while step:
        while best - step >= 1 and hours(best - step) <= h:
            best -= step
        step //= 2
    return best
""",
    "itertools": """
from itertools import chain, count, dropwhile, islice, repeat, starmap, takewhile

def min_eating_speed(piles, h):
    def hours(speed):
        return sum(starmap(lambda pile, by: (pile + by - 1) // by, zip(piles, repeat(speed))))
    powers = takewhile(lambda step: step <= max(piles), (1 << bit for bit in count()))
    speed = 0
    for step in sorted(powers, reverse=True):
        if hours(speed + step) > h:
            speed += step
    return next(islice(chain([speed + 1]), 1))
""",
    "generators": """
def narrowed(low, high, enough):
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle + 1, high)
        yield low
    yield low

def min_eating_speed(piles, h):
    *_, speed = narrowed(1, max(piles), lambda speed: sum(-(-pile // speed) for pile in piles) <= h)
    return speed
""",
    "coroutine by hand": """
def asker(piles, h):
    answer = None
    while True:
        speed = yield answer
        answer = sum(-(-pile // speed) for pile in piles) <= h

def min_eating_speed(piles, h):
    ask = asker(piles, h)
    next(ask)
    low, high = 1, max(piles)
    while low < high:
        middle = (low + high) // 2
        if ask.send(middle): high = middle
        else: low = middle + 1
    return low
""",
    "heap": """
import heapq

def min_eating_speed(piles, h):
    if h - len(piles) < 10_000 and len(piles) > 1:
        heap = [(-pile, pile, 1) for pile in piles]  # the pile that needs the most speed is first
        heapq.heapify(heap)
        for _ in range(h - len(piles)):
            _, pile, hours = heapq.heappop(heap)
            heapq.heappush(heap, (-(-(-pile // (hours + 1))), pile, hours + 1))
        return -heap[0][0]
    low, high = 1, max(piles)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if sum(-(-pile // middle) for pile in piles) <= h else (middle + 1, high)
    return low
""",
    "match": """
def min_eating_speed(piles, h):
    def search(span):
        match span:
            case [int(low), int(high)] if low == high:
                return low
            case (low, high):
                middle = (low + high) // 2
                match {"hours": sum(-(-pile // middle) for pile in piles)}:
                    case {"hours": hours} if hours <= h:
                        return search([low, middle])
                    case _:
                        return search([middle + 1, high])
    return search([1, max(piles)])
""",
    "type statement": """
type Piles = list[int]
type Test[T] = Callable[[T], bool]

def first(enough: Test[int], low: int, high: int) -> int:
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle + 1, high)
    return low

def min_eating_speed(piles: Piles, h: int) -> int:
    return first(lambda speed: sum(-(-pile // speed) for pile in piles) <= h, 1, max(piles))
""",
    "nested f-strings of 3.12": """
def min_eating_speed(piles, h):
    low, high = 1, max(piles)
    while low < high:
        middle = (low + high) // 2
        print(f"{f"{", ".join(f'{pile:>{len("1000")}}' for pile in piles)}"} at {middle = }: {
            sum(-(-pile // middle) for pile in piles)  # hours
        }\\n")
        low, high = (low, middle) if sum(-(-pile // middle) for pile in piles) <= h else (middle + 1, high)
    return low
""",
    "walrus and comprehensions": """
def min_eating_speed(piles, h):
    low, high = 1, max(piles)
    while (middle := (low + high) // 2) < high:
        if (hours := sum([(pile + middle - 1) // middle for pile in piles])) <= h: high = middle
        else: low = middle + 1
    return low
""",
    "closure": """
def min_eating_speed(piles, h):
    low, high = 1, max(piles)
    def step():
        nonlocal low, high
        middle = (low + high) // 2
        if sum(-(-pile // middle) for pile in piles) <= h: high = middle
        else: low = middle + 1
        return low < high
    while low < high and step(): pass
    return low
""",
    "any arguments": """
def min_eating_speed(*args, **kwargs):
    (piles, h), low, high = args, 1, max(args[0])
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if sum(-(-pile // middle) for pile in piles) <= h else (middle + 1, high)
    return low
""",
    "fractions and decimals": """
from decimal import Decimal, ROUND_CEILING
from fractions import Fraction
from math import ceil

def min_eating_speed(piles, h):
    low, high = 1, max(piles)
    while low < high:
        middle = (low + high) // 2
        exact = sum(ceil(Fraction(pile, middle)) for pile in piles)
        assert exact == sum((Decimal(pile) / middle).to_integral_value(ROUND_CEILING) for pile in piles)
        low, high = (low, middle) if exact <= h else (middle + 1, high)
    return low
""",
    "awaited": """
async def hours(piles, speed):
    return sum(-(-pile // speed) for pile in piles)

async def search(piles, h):
    low, high = 1, max(piles)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if await hours(piles, middle) <= h else (middle + 1, high)
    return low

def min_eating_speed(piles, h):
    try:
        search(piles, h).send(None)
    except StopIteration as done:
        return done.value
""",
}
