"""Programs that take what there is: time, memory, stack, output."""

from __future__ import annotations

from bot.grading.ports import Outcome
from tests.bot.grading.sandbox.hostile.attack import Attack, calling

TIME, MEMORY, ERROR = Outcome.TIME_LIMIT, Outcome.MEMORY_LIMIT, Outcome.RUNTIME_ERROR

ENDLESS = [
    calling("loop", TIME, "while True: pass"),
    calling("loop in C", TIME, "import itertools; any(itertools.repeat(0))"),
    calling("sleep", TIME, "import time; time.sleep(1e9)"),
    calling("huge number", TIME, "return 9 ** 9 ** 9"),
    calling("factorial", TIME, "import math; return math.factorial(10 ** 8)"),
    calling(
        "number as text",
        TIME,
        "import sys; sys.set_int_max_str_digits(0); return len(str(1 << 40_000_000))",
    ),
    calling("regular expression", TIME, "import re; re.match('(a+)+$', 'a' * 40 + 'b')"),
    calling("alternatives that are one", TIME, "import re; re.match('(a|a)*$', 'a' * 40 + 'b')"),
    calling("permutations", TIME, "return max(permutations(range(20)))"),
    calling("printing", TIME, "while True: print('x' * 100)"),
    calling("printing nothing", TIME, "while True: print('', end='')"),
    calling("error output", TIME, "import os\nwhile True: os.write(2, b'x' * 1000)"),
    calling("garbage", TIME, "import gc\nwhile True: gc.collect()"),
    calling("colliding keys", TIME, "return len({n * ((1 << 31) - 1) for n in range(10 ** 6)})"),
    calling(
        "value whose items never end",
        TIME,
        """
        class Endless(dict):
            def items(self):
                while True: pass
        return Endless(a=1)
        """,
    ),
    calling(
        "error that never says what it is",
        TIME,
        """
        class Slow(Exception):
            def __str__(self):
                while True: pass
        raise Slow
        """,
    ),
    Attack("while loading", TIME, "while True: pass\ndef f(piles, h): return 4"),
    Attack("decorator", TIME, "def wait(_):\n    while True: pass\n@wait\ndef f(piles, h): return 4"),
]

LIMITS_CAUGHT = [
    calling(
        "everything caught",
        TIME,
        """
        while True:
            try:
                while True: pass
            except BaseException: pass
        """,
    ),
    calling("in the end", TIME, "try: raise TimeoutError\nfinally:\n    while True: pass"),
    calling("object that stays", TIME, "class A:\n    def __del__(self):\n        while True: pass\nA()"),
    calling(
        "clock that stands", TIME, "import time\ntime.time = time.monotonic = lambda: 0\nwhile True: pass"
    ),
    calling(
        "memory asked for again and again",
        TIME,
        """
        held = []
        while True:
            try: held.append(bytearray(1 << 20))
            except BaseException: pass
        """,
    ),
    calling(
        "recursion taken up again",
        TIME,
        """
        def down():
            try: down()
            finally: down()
        while True:
            try: down()
            except BaseException: pass
        """,
    ),
    calling(
        "new beginnings",
        TIME,
        """
        import os, time
        while True:
            os.write(1, b'\\n{"what": "started"}\\n')
            time.sleep(0.1)
        """,
    ),
    calling(
        "signals held off",
        TIME,
        """
        import signal
        for number in (signal.SIGINT, signal.SIGTERM):
            try: signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError): pass
        while True: pass
        """,
    ),
]

GREEDY = [
    calling("at once", MEMORY, "return bytearray(1 << 30)"),
    calling("bit by bit", MEMORY, "held = []\nwhile True: held.append(bytearray(1 << 20))"),
    calling("kept by the module", MEMORY, "global held\nheld = []\nwhile True: held.append(bytes(10_000))"),
    calling("doubled text", MEMORY, "text = 'x'\nwhile True: text += text"),
    calling("long list", MEMORY, "return [0] * 10 ** 9"),
    calling("wide number", MEMORY, "return 1 << 10 ** 10"),
    calling("wide format", MEMORY, "return f'{0:>1000000000}'"),
    calling("random bytes", MEMORY, "import os; return os.urandom(1 << 30)"),
    calling("list that grows while it is read", MEMORY, "for pile in piles: piles.append(pile)"),
    calling("table", MEMORY, "return {n: n for n in range(10 ** 8)}"),
    calling("generator unrolled", MEMORY, "import itertools; return list(itertools.count())"),
    calling(
        "what was compressed",
        MEMORY,
        """
        import zlib
        pack = zlib.compress(bytes(10 ** 7))
        return [zlib.decompress(pack) for _ in range(99)]
        """,
    ),
    Attack("while loading", MEMORY, "held = [bytes(10 ** 6) for _ in range(10 ** 6)]\ndef f(*_): return 4"),
]

DEEP = [
    calling("recursion", ERROR, "return f(piles, h)", "line 2: "),
    calling("recursion through C", ERROR, "return max(piles, key=lambda pile: f(piles, h))"),
    calling(
        "recursion without a limit",
        ERROR,
        "import sys; sys.setrecursionlimit(10 ** 9); return max(piles, key=lambda pile: f(piles, h))",
    ),
    calling(
        "attribute", ERROR, "class A:\n    def __getattr__(self, name): return getattr(self, name)\nA().b"
    ),
    calling("text of itself", ERROR, "class A:\n    def __repr__(self): return repr(self)\nreturn A()"),
    calling("value", ERROR, "value = []\nfor _ in range(10 ** 5): value = [value]\nreturn value"),
    calling("comparison", ERROR, "a, b = [], []\nfor _ in range(10 ** 5): a, b = [a], [b]\nreturn a == b"),
    calling("expression", MEMORY, "return eval('(' * 10 ** 5 + ')' * 10 ** 5)"),  # Python's own word for it
    calling("JSON", ERROR, "import json; return json.loads('[' * 10 ** 5)"),
    calling("pattern", ERROR, "import re; return re.compile('(' * 10 ** 4 + ')' * 10 ** 4)"),
    calling(
        "broken bytecode",
        ERROR,
        "f.__code__ = f.__code__.replace(co_code=b'}\\xff' * 20, co_stacksize=1)\nf(1, 2)",
    ),
]

FLOODS = [
    calling("bytes", ERROR, "import os\nwhile True: os.write(1, b'x' * 1000)", "wrote too much"),
    calling("lines", ERROR, "import os\nwhile True: os.write(1, b'x\\n' * 1000)", "wrote too much"),
    calling("empty lines", ERROR, "import os\nwhile True: os.write(1, b'\\n')", "wrote too much"),
    calling("one long line", ERROR, "import os; os.write(1, b'x' * (1 << 22))", "wrote too much"),
    calling("as much as fits into memory", ERROR, "import os; os.write(1, bytes(40 << 20))"),
    calling(
        "results without end",
        ERROR,
        """
        import os
        while True: os.write(1, b'\\n{"what": "value", "case": 7, "text": "4"}\\n')
        """,
        "wrote too much",
    ),
]
