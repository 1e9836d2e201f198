"""Programs that mean harm: none gets out, none is accepted, and none outlives its limit."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from bot.domain.question import Case
from bot.grading.ports import Outcome, Report
from bot.grading.sandbox import WasmRunner

CASES = [
    Case(arguments=([3, 6, 7, 11], 8), expected=4, hidden=False),
    Case(arguments=([30, 11, 23, 4, 20], 5), expected=30),
]

ENDLESS = {
    "loop": "while True: pass",
    "loop that catches everything": """
        while True:
            try:
                while True: pass
            except BaseException: pass
    """,
    "printing": "while True: print('x' * 100)",
    "sleep": "import time; time.sleep(1e9)",
    "huge number": "return 9 ** 9 ** 9",
    "regular expression": "import re; re.match('(a+)+$', 'a' * 40 + 'b')",
    "memory asked for again and again": """
        held = []
        while True:
            try: held.append(bytearray(1 << 20))
            except BaseException: pass
    """,
    "error that never says what it is": """
        class Slow(Exception):
            def __str__(self):
                while True: pass
        raise Slow
    """,
}

GREEDY = {
    "at once": "return bytearray(1 << 30)",
    "bit by bit": """
        held = []
        while True: held.append(bytearray(1 << 20))
    """,
    "kept by the module": """
        global held
        held = []
        while True: held.append(bytes(10_000))
    """,
}

STOPPED = {
    "fork": "import os; os.fork()",
    "process": "import subprocess; subprocess.run(['id'])",
    "thread": "import threading; threading.Thread(target=print).start()",
    "signal": "import os; os.kill(1, 9)",
    "foreign memory": "import ctypes; ctypes.string_at(0)",
    "file read": "return open('/etc/passwd').read()",
    "folder read": "import os; return os.listdir('/')",
    "file written": "open('/tmp/koko', 'w').write('x')",
    "database written": "import sqlite3; sqlite3.connect('/tmp/koko').execute('create table t(c)')",
    "name looked up": "import socket; socket.create_connection(('localhost', 80))",
    "connection": "import socket; socket.socket().connect(('127.0.0.1', 80))",
    "question asked": "return input('What is right? ')",
    "recursion": "return f(piles, h)",
    "recursion through C": "return max(piles, key=lambda pile: f(piles, h))",
    "value that shows itself for ever": """
        class A:
            def __repr__(self): return repr(self)
        return A()
    """,
    "deep value": """
        value = []
        for _ in range(10 ** 5): value = [value]
        return value
    """,
    "flood": """
        import os
        while True: os.write(1, b'x' * 1000)
    """,
    "flood of lines": """
        import os
        while True: os.write(1, b'x\\n' * 1000)
    """,
    "sys.exit": "import sys; sys.exit(0)",
    "os._exit": "import os; os._exit(0)",
    "os.abort": "import os; os.abort()",
    "broken bytecode": """
        f.__code__ = f.__code__.replace(co_code=b'}\\xff' * 20, co_stacksize=1)
        f(1, 2)
    """,
    "closed channel": "import os; os.close(1); return 4",
    "interrupt": "raise KeyboardInterrupt",
    "error that cannot be shown": """
        class Unspeakable(BaseException):
            def __str__(self): raise self
        raise Unspeakable
    """,
    "forged json": "import json; json.dumps = lambda *_, **__: '4'; return 5",
    "silenced harness": "import sys; sys.modules['__main__'].send = lambda *_: None; return 5",
    "no builtins": "import builtins; vars(builtins).clear(); return 5",
}

LIARS = {
    "printed verdict": """print('{"outcome": "accepted"}'); return 5""",
    "forged result": """
        import os
        os.write(1, b'\\n{"what": "value", "case": 0, "text": "5"}\\n{"outcome": "accepted"}\\n')
        return 5
    """,
    "equal to everything": """
        class A(int):
            def __eq__(self, other): return True
            def __repr__(self): return '4'
        return A(5)
    """,
    "long value": "return list(range(10 ** 6))",
    "no modules": "import sys; sys.modules.clear(); return 5",
}

SPY = """
def f():
    import gc, sys
    key = int("987654321012345"[::-1])
    frame, spaces = sys._getframe().f_back, []
    while frame:
        spaces += [frame.f_locals, frame.f_globals]
        frame = frame.f_back
    values = []
    for held in gc.get_objects() + spaces:
        if isinstance(held, dict):
            values += held.values()
        elif isinstance(held, (list, tuple, set)):
            values += held
    texts = [text for text in values if isinstance(text, str)] + [sys.stdin.read(), *sys.orig_argv]
    numbers = [value for value in values if type(value) is int and value == key]
    return len(numbers), sum(str(key) in text for text in texts)
"""


async def run(runner: WasmRunner, body: str, limit_s: float = 10) -> Report:
    source = "def f(piles, h):\n" + indent(dedent(body), "    ")
    return await runner.run(source, "f", None, CASES, limit_s)


@pytest.mark.parametrize("body", ENDLESS.values(), ids=ENDLESS)
async def test_what_never_ends_is_ended(runner: WasmRunner, body: str) -> None:
    report = await run(runner, body, limit_s=0.5)

    assert (report.outcome, report.passed, report.failing) == (Outcome.TIME_LIMIT, 0, 0)
    assert len(report.output) <= 2_000


@pytest.mark.parametrize("body", GREEDY.values(), ids=GREEDY)
async def test_what_takes_all_memory_gets_no_more(runner: WasmRunner, body: str) -> None:
    report = await run(runner, body)

    assert (report.outcome, report.passed, report.failing) == (Outcome.MEMORY_LIMIT, 0, 0)


@pytest.mark.parametrize("body", STOPPED.values(), ids=STOPPED)
async def test_what_is_not_there_to_take_is_an_error(runner: WasmRunner, body: str) -> None:
    report = await run(runner, body)

    assert (report.outcome, report.passed, report.failing) == (Outcome.RUNTIME_ERROR, 0, 0)
    assert report.detail


@pytest.mark.parametrize("body", LIARS.values(), ids=LIARS)
async def test_what_claims_to_be_right_is_wrong(runner: WasmRunner, body: str) -> None:
    report = await run(runner, body)

    assert (report.outcome, report.passed, report.failing) == (Outcome.WRONG_ANSWER, 0, 0)


async def test_nothing_that_a_program_can_reach_says_what_is_expected(runner: WasmRunner) -> None:
    report = await runner.run(
        SPY, "f", None, [Case(arguments=(), expected=543210123456789, hidden=False)], 10
    )

    assert report.detail == "f() returned [0, 0]; expected 543210123456789"


async def test_the_environment_holds_nothing_of_ours(runner: WasmRunner) -> None:
    report = await run(runner, "import os; return dict(os.environ)")

    assert report.detail == "f([3, 6, 7, 11], 8) returned {'PYTHONHASHSEED': '0'}; expected 4"


async def test_a_program_leaves_nothing_to_the_next(runner: WasmRunner) -> None:
    await run(runner, "import builtins, sys; builtins.left = sys.modules['left'] = 4; return 4")

    report = await run(runner, "import sys; print('left' in sys.modules); return left")

    assert report.output == "False\nFalse\n"
    assert report.detail.endswith("NameError: name 'left' is not defined")
