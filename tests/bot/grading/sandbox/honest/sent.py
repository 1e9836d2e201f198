"""A right answer to the question of Koko and her bananas, in all that it may arrive in or have about it."""

from __future__ import annotations

SEARCH = """\
def min_eating_speed(piles: list[int], h: int) -> int:
    low, high = 1, max(piles)
    while low < high:
        speed = (low + high) // 2
        if sum((pile + speed - 1) // speed for pile in piles) <= h:
            high = speed
        else:
            low = speed + 1
    return low
"""

WRAPPED = {
    "bare": SEARCH,
    "fence": f"```\n{SEARCH}```",
    "fence with its language": f"```python\n{SEARCH}```",
    "fence with prose around it": f"It never gets slower, so I halve:\n\n```py\n{SEARCH}```\nO(n log max).",
    "fence that is left open": f"```python\n{SEARCH}",
    "fence on the line of the code": f"```{SEARCH}```",
    "second and longer of two fences": f"Not this:\n```\nspeed += 1\n```\nbut\n```\n{SEARCH}```",
    "tabs": SEARCH.replace("    ", "\t"),
    "two spaces": SEARCH.replace("    ", "  "),
    "line ends of Windows": SEARCH.replace("\n", "\r\n"),
    "line ends of Windows in a fence": f"```python\n{SEARCH}```".replace("\n", "\r\n"),
    "line ends of an old Mac": SEARCH.replace("\n", "\r"),
    "byte order mark": f"\ufeff{SEARCH}",
    "no line end at the end": SEARCH.rstrip(),
    "blank lines and a form feed": f"\n\n\f{SEARCH}\n\n   \n",
    "encoding declared": f"#!/usr/bin/env python3\n# -*- coding: latin-1 -*-\n{SEARCH}",
    "names in other scripts": SEARCH.replace("low", "untere_Schwelle_für_Köko").replace(
        " speed", " скорость"
    ),
    "emoji in a comment and a text": SEARCH.replace("while", "assert '🦍' != '🍌'  # 🍌\n    while"),
}

ABOUT = {
    "float that is whole": SEARCH.replace("return low", "return float(low)"),
    "arguments changed": SEARCH.replace(
        "low, high =", "piles.sort(); high = piles.pop(); piles.append(high)\n    low, high ="
    ),
    "one line": (
        "def min_eating_speed(p, h): l, r = 1, max(p); "
        "[(m := (l + r) // 2, (r := m) if sum(-(-x // m) for x in p) <= h else (l := m + 1)) "
        "for _ in range(31) if l < r]; return l"
    ),
    "print debugging": SEARCH.replace(
        "    while", "    print('piles', piles, 'hours', h)\n    print(piles * 99)\n    while"
    ),
    "logging": SEARCH.replace("    while", "    logging.debug('%s', piles)\n    while").replace(
        "def", "import logging, sys\nlogging.basicConfig(level='DEBUG', stream=sys.stderr)\ndef", 1
    ),
    "stopwatch": "import time\nbegun = time.perf_counter()\n"
    + SEARCH
    + "\nprint(f'{time.perf_counter() - begun:.3f}')\n",
    "decorator": """
import functools

def told(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        result = function(*args, **kwargs)
        print(f"{function.__name__}{args} = {result}")
        return result
    return wrapper

@told
"""
    + SEARCH,
    "script": SEARCH
    + """
if __name__ == "__main__":
    import sys
    piles = [int(pile) for pile in input().split()]
    print(min_eating_speed(piles, int(sys.stdin.readline())))
    sys.exit()
""",
    "what contests begin with": """
import sys, os, io
from collections import *
from itertools import *
from functools import *
from heapq import *
from math import *
from typing import *
input = sys.stdin.readline
sys.setrecursionlimit(10 ** 6)
MOD = 10 ** 9 + 7
"""
    + SEARCH,
    "tests of its own": SEARCH
    + '''
import doctest, unittest

def test():
    """
    >>> min_eating_speed([3, 6, 7, 11], 8)
    4
    """

class Tests(unittest.TestCase):
    def test_one(self):
        self.assertEqual(min_eating_speed([8], 3), 3)

assert min_eating_speed([8], 3) == 3
''',
    "main that is called": SEARCH
    + "\ndef main():\n    print(min_eating_speed([3, 6, 7, 11], 8))\n\nmain()\n",
    "globals": "best = {}\n"
    + SEARCH.replace(
        "    return low", "    global best\n    best[tuple(piles), h] = low\n    return best[tuple(piles), h]"
    ),
}
"""With what members put around a function."""
