"""Programs that would be accepted, or would learn what is right, without an answer of their own."""

from __future__ import annotations

from bot.grading.ports import Outcome
from tests.bot.grading.sandbox.hostile.attack import Attack, calling

ERROR, WRONG = Outcome.RUNTIME_ERROR, Outcome.WRONG_ANSWER

EXITS = [
    calling("sys.exit", ERROR, "import sys; sys.exit(0)", "line 2: SystemExit: 0"),
    calling("quit", ERROR, "quit()", "line 2: "),
    calling("os._exit", ERROR, "import os; os._exit(0)", "ended its interpreter"),
    calling("status of a crash", ERROR, "import os; os._exit(81)", "ended its interpreter"),
    calling("status of full memory", ERROR, "import os; os._exit(83)", "ended its interpreter"),
    calling("status of a signal", ERROR, "import os; os._exit(137)", "ended its interpreter"),
    calling("os.abort", ERROR, "import os; os.abort()", "crashed its interpreter"),
    calling("closed channel", ERROR, "import os; os.close(1); return 4", "ended its interpreter"),
    calling("all closed", ERROR, "import os; os.closerange(0, 99); os._exit(0)", "ended its interpreter"),
    Attack(
        "while loading", ERROR, "import os; os._exit(0)\ndef f(piles, h): return 4", "ended its interpreter"
    ),
    Attack("at the end", WRONG, "import atexit, os\natexit.register(os._exit, 0)\ndef f(*_): return 5"),
]

VERDICTS = [
    calling("printed", WRONG, """print('{"outcome": "accepted"}'); return 5""", "returned 5"),
    calling(
        "printed as a result",
        WRONG,
        """print('\\n{"what": "value", "case": 0, "text": "4"}\\n'); return 5""",
        "returned 5",
    ),
    calling(
        "written past the printer",
        WRONG,
        """
        import os
        os.write(1, b'\\n{"outcome": "accepted", "passed": 2, "total": 2}\\n{"what": "accepted"}\\n')
        return 5
        """,
        "returned 5",
    ),
    calling(
        "guessed for all cases",
        WRONG,
        """
        import os
        for case in range(9): os.write(1, b'\\n{"what": "value", "case": %d, "text": "4"}\\n' % case)
        os._exit(0)
        """,
        "a hidden case came out wrong",
        passed=1,
    ),
    calling(
        "guessed again and again",
        WRONG,
        """
        import os
        for guess in range(5, 999): os.write(1, b'\\n{"what": "value", "case": 0, "text": "%d"}\\n' % guess)
        return 4
        """,
        "returned 5",
    ),
    calling(
        "of cases that are not there",
        WRONG,
        """
        import os
        for case in (b'true', b'-1', b'1e0', b'"0"', b'9' * 5000):
            os.write(1, b'\\n{"what": "value", "case": ' + case + b', "text": "4"}\\n')
        return 5
        """,
        "returned 5",
    ),
    calling(
        "a value that cannot be read",
        WRONG,
        """
        import os
        os.write(1, b'\\n{"what": "value", "case": 0, "text": "' + b'[' * 100_000 + b'"}\\n')
        """,
    ),
    calling(
        "equal to everything", WRONG, "class A(int):\n    __eq__ = lambda *_: True\nreturn A(5)", "returned 5"
    ),
    calling(
        "shown as what is right", WRONG, "class A:\n    __repr__ = lambda _: '4'\nreturn A()", "returned 4"
    ),
    calling(
        "an int that calls itself four",
        WRONG,
        "class A(int):\n    __repr__ = __str__ = __format__ = lambda *_: '4'\nreturn A(5)",
        "returned 5",
    ),
    calling("true for one", WRONG, "return True", "returned True"),
    calling("text for a number", WRONG, "return '4'", "returned '4'"),
    calling("long value", WRONG, "return list(range(10 ** 6))", "returned [0, 1, 2"),
    calling("an answer that comes late", WRONG, "yield 4", "returned <generator object"),
    Attack(
        "no function but a lie", Outcome.REFUSED, "print('accepted')\nf = None and 4\ndel f", "no function f"
    ),
    Attack("a function that is none", ERROR, "f = 4", "'int' object is not callable"),
]

TESTS_EDITED = [
    calling("JSON forged", ERROR, "import json; json.dumps = lambda *_, **__: '4'; return 5"),
    calling(
        "harness silenced", ERROR, "import sys; sys.modules['__main__'].send = lambda *_: None; return 5"
    ),
    calling("no builtins", ERROR, "import builtins; vars(builtins).clear(); return 5"),
    calling("no modules", WRONG, "import sys; sys.modules.clear(); return 5", "returned 5"),
    calling("output redirected", WRONG, "import io, sys; sys.stdout = io.StringIO(); return 5", "returned 5"),
    calling(
        "errors swallowed",
        ERROR,
        "import sys; sys.excepthook = print; raise ValueError",
        "line 2: ValueError",
    ),
    calling(
        "one easy case for all",
        WRONG,
        """
        import sys
        calls = sys._getframe(1).f_locals['calls']
        calls[:] = calls[:1] * 9
        return 4
        """,
        "a hidden case came out wrong",
        passed=1,
    ),
    calling(
        "no cases",
        ERROR,
        "import sys; sys._getframe(1).f_locals['calls'].clear(); return 4",
        "ended its interpreter before a hidden case returned",
        passed=1,
    ),
    Attack(
        "results replaced",
        WRONG,
        """
import sys
guest = sys.modules['__main__']
send = guest.send_value
guest.send_value = lambda value, case: send(4, case)
def f(piles, h): return 5
""",
        "a hidden case came out wrong",
        passed=1,
    ),
    calling(
        "faults turned into values",
        WRONG,
        """
        import sys
        guest = sys.modules['__main__']
        guest.send_fault = lambda error, case=None: guest.send_value(4, case)
        raise ValueError
        """,
        "a hidden case came out wrong",
        passed=1,
    ),
    calling(
        "caller's code replaced",
        WRONG,
        """
        import sys
        guest = sys.modules['__main__']
        guest.json.loads = lambda text: [[3, 6, 7, 11], 8]
        return 4
        """,
        "a hidden case came out wrong",
        passed=1,
    ),
]

SPYING = [
    calling(
        "frames",
        WRONG,
        """
        import sys
        frame, seen = sys._getframe(), []
        while frame:
            seen += [repr(frame.f_locals), repr(frame.f_globals)]
            frame = frame.f_back
        return len(seen) > 5, 'BACKWARDS'[::-1] in ''.join(seen)
        """,
        "returned [True, False];",
    ),
    calling(
        "objects",
        WRONG,
        """
        import gc
        values, key = [], int('BACKWARDS'[::-1])
        for held in gc.get_objects():
            if isinstance(held, dict): values += held.values()
            elif isinstance(held, (list, tuple, set)): values += held
        texts = [text for text in values if isinstance(text, str)]
        numbers = [value for value in values if type(value) is int]
        return len(texts) > 100, key in numbers, any(str(key) in text for text in texts)
        """,
        "returned [True, False, False];",
    ),
    calling("what is left to read", WRONG, "import sys; return sys.stdin.read()", "returned ''"),
    calling("what was asked", ERROR, "return input('What is right? ')", "line 2: EOFError"),
    calling(
        "source of the harness", WRONG, "import sys; return 'BACKWARDS'[::-1] in str(sys.orig_argv)", "False"
    ),
    calling(
        "error of the caller", ERROR, "raise AssertionError(f.__globals__.get('expected'))", "AssertionError"
    ),
    calling("reference", ERROR, "return reference(piles, h)", "NameError"),
    calling("answer of the run before", ERROR, "return open('answer').read()", "FileNotFoundError"),
]
