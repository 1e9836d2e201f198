"""Programs that reach for what is not theirs: processes, files, network, secrets, the machine below."""

from __future__ import annotations

from bot.grading.ports import Outcome
from tests.bot.grading.sandbox.hostile.attack import Attack, calling

ERROR, WRONG, REFUSED = Outcome.RUNTIME_ERROR, Outcome.WRONG_ANSWER, Outcome.REFUSED

PROCESSES = [
    calling("fork", ERROR, "import os; os.fork()", "AttributeError"),
    calling("fork bomb", ERROR, "import os\nwhile True: os.fork()", "AttributeError"),
    calling("shell", ERROR, "import os; return os.system('id')", "AttributeError"),
    calling("command", ERROR, "import subprocess; subprocess.run(['id'])", "line 2: "),
    calling("other program", ERROR, "import os; os.execv('/bin/sh', ['sh'])", "line 2: "),
    calling("pool", ERROR, "import multiprocessing; multiprocessing.Pool(9)", "line 2: "),
    calling("thread", ERROR, "import threading; threading.Thread(target=print).start()", "RuntimeError"),
    calling("terminal", ERROR, "import pty; pty.spawn('sh')", "line 2: "),
]

SIGNALS = [
    calling("to the host", ERROR, "import os; os.kill(PID, 9)", "AttributeError"),
    calling("to the first process", ERROR, "import os; os.kill(1, 9)", "AttributeError"),
    calling("to all", ERROR, "import os; os.killpg(0, 9)", "AttributeError"),
    calling("alarm", ERROR, "import signal; signal.alarm(1)", "AttributeError"),
    calling("to itself", ERROR, "import signal; signal.raise_signal(signal.SIGABRT)"),
    calling("interrupt", ERROR, "raise KeyboardInterrupt", "line 2: KeyboardInterrupt"),
]

FILES = [
    calling("read", ERROR, "return open('FOLDER/secret').read()", "FileNotFoundError"),
    calling("read past the root", ERROR, "return open('/../../..FOLDER/secret').read()"),
    calling(
        "read as a module", ERROR, "import sys; sys.path.append('FOLDER'); import secret", "ModuleNotFound"
    ),
    calling("accounts", ERROR, "return open('/etc/passwd').read()", "FileNotFoundError"),
    calling("own memory", ERROR, "return open('/proc/self/mem', 'rb').read(9)", "FileNotFoundError"),
    calling("folder", ERROR, "import os; return os.listdir('FOLDER')", "FileNotFoundError"),
    calling("root", ERROR, "import os; return os.listdir('/')"),
    calling("written", ERROR, "open('FOLDER/mine', 'w').write('x')", "FileNotFoundError"),
    calling("written in /tmp", ERROR, "open('/tmp/mine', 'w').write('x')", "FileNotFoundError"),
    calling("overwritten", ERROR, "open('FOLDER/secret', 'r+').truncate()", "FileNotFoundError"),
    calling("removed", ERROR, "import os; os.remove('FOLDER/secret')", "FileNotFoundError"),
    calling("tree removed", ERROR, "import shutil; shutil.rmtree('FOLDER')", "FileNotFoundError"),
    calling("linked", ERROR, "import os; os.symlink('FOLDER/secret', 'mine')"),
    calling("temporary", ERROR, "import tempfile; tempfile.TemporaryFile()", "FileNotFoundError"),
    calling("database", ERROR, "import sqlite3; sqlite3.connect('FOLDER/mine').execute('create table t(c)')"),
    calling(
        "descriptors that lie about",  # 3 is the guest's own library, which lies in its memory
        WRONG,
        """
        import os
        found = []
        for number in range(3, 1000):
            try: os.fstat(number)
            except OSError: continue
            found.append(number)
        return found
        """,
        "returned [3];",
    ),
    calling("out of the library", ERROR, "import os; os.open('..FOLDER/secret', os.O_RDONLY, dir_fd=3)"),
    calling("written into the library", WRONG, "open('/usr/local/lib/python3.12/os.py', 'w').write('x')"),
]

NETWORK = [
    calling("name", ERROR, "import socket; socket.getaddrinfo('localhost', PORT)", "line 2: "),
    calling("connection", ERROR, "import socket; socket.create_connection(('127.0.0.1', PORT))", "line 2: "),
    calling("bare socket", ERROR, "import socket; socket.socket().connect(('127.0.0.1', PORT))", "line 2: "),
    calling("descriptor as a socket", ERROR, "import socket; socket.socket(fileno=0).connect(('', PORT))"),
    calling("door opened", ERROR, "import socket; socket.create_server(('', 0))", "line 2: "),
    calling(
        "page", ERROR, "import urllib.request as u; return u.urlopen('http://127.0.0.1:PORT')", "line 2: "
    ),
    calling("loop", ERROR, "import asyncio; asyncio.run(asyncio.open_connection('127.0.0.1', PORT))"),
]

ENVIRONMENT = [
    calling("variables", WRONG, "import os; return dict(os.environ)", "returned {'PYTHONHASHSEED': '0'};"),
    calling("one of them", ERROR, "import os; return os.environ['KOKO_SECRET_KEY']", "KeyError"),
    calling("of the process", ERROR, "return open('/proc/PID/environ').read()", "FileNotFoundError"),
    calling("who I am", ERROR, "import os; return os.getuid()", "AttributeError"),
    calling("where I am", WRONG, "import os; return os.getcwd()", "returned '/';"),
    calling("whose home it is", WRONG, "import os; return os.path.expanduser('~')", "returned '~';"),
    calling("which machine", WRONG, "import os; return os.uname().nodename", "returned '(none)';"),
    calling("how it was started", WRONG, "import sys; return sys.argv", "returned ['-c'];"),
]

IMPORTS = [
    calling("foreign memory", ERROR, "import ctypes; ctypes.string_at(0)", "ModuleNotFoundError"),
    calling("foreign code", ERROR, "import _ctypes; _ctypes.dlopen('libc.so.6', 2)", "ModuleNotFoundError"),
    calling("shared memory", ERROR, "import mmap; mmap.mmap(-1, 9)", "ModuleNotFoundError"),
    calling("kernel", ERROR, "import fcntl; fcntl.ioctl(0, 1)"),
    calling("of the host", ERROR, "import wasmtime", "ModuleNotFoundError"),
    calling("of the bot", ERROR, "import bot.settings", "ModuleNotFoundError"),
    calling("installed", ERROR, "import ensurepip; ensurepip.bootstrap()", "line 2: "),
    calling("by its loader", ERROR, "return __loader__.load_module('ctypes')"),
    calling(
        "by the back stairs",
        ERROR,
        """
        names = ().__class__.__base__.__subclasses__()
        [wrap] = [each for each in names if each.__name__ == '_wrap_close']
        return wrap.__init__.__globals__['system']('id')
        """,
        "line 4: KeyError",
    ),
    calling(
        "extension from anywhere",
        ERROR,
        """
        from importlib.machinery import ExtensionFileLoader as Loader
        Loader('secret', 'FOLDER/secret').load_module()
        """,
    ),
    calling("bytes as code", ERROR, "import marshal; exec(marshal.loads(b'\\xe3' + bytes(99)))"),
    calling(
        "pickle", ERROR, "import pickle; pickle.loads(b'cos\\nsystem\\n(S\"id\"\\ntR.')", "AttributeError"
    ),
]

TEXT = [
    Attack("NUL", REFUSED, "def f(piles, h):\n    return 4\0", "NUL"),
    Attack("half a character", REFUSED, "def f(piles, h):\n    return '\ud83c'", "half a character"),
    Attack("too long", REFUSED, "def f(piles, h):\n    return 4" + "\n" * 20_001, "longer than"),
    Attack("nothing", REFUSED, "", "no function f"),
    Attack("NUL in a comment of another encoding", REFUSED, "# coding: utf-16\n\0", "NUL"),
    calling("half a character returned", WRONG, "return '\\ud83c'", "returned '\\ud83c'"),
    calling("half a character raised", ERROR, "raise ValueError('\\udcff')", "ValueError: "),
    calling("NUL returned", WRONG, "return 'a\\0b'", "returned 'a\\x00b'"),
    calling("NUL raised", ERROR, "raise ValueError('\\0')", "ValueError: "),
    calling("all of it printed", WRONG, "print('\\0\\ud83c\\u202e\\x1b[2J' * 999); return 5", "returned 5"),
    calling("lines in an error", ERROR, "raise ValueError('a\\n' * 999)", "ValueError: "),
]
