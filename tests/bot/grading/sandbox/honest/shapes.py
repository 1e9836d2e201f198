"""Questions whose functions take and return every shape that JSON has, with right answers to each."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, nan

from bot.domain.question import Case


@dataclass(frozen=True)
class Shape:
    """A question, cut down to what a runner is given, and the programs that must pass."""

    function: str
    cases: tuple[tuple[tuple[object, ...], object], ...]
    right: tuple[str, ...]
    method: str | None = None

    def told(self) -> list[Case]:
        return [Case(arguments=given, expected=expected) for given, expected in self.cases]


SHAPES = {
    "text to truth": Shape(
        "is_palindrome",
        ((("A man, a plan",), False), (("Never odd or even",), True), (("",), True), (("été",), True)),
        (
            "def is_palindrome(s):\n    s = [*filter(str.isalnum, s.lower())]\n    return s == s[::-1]",
            "class Solution:\n    def isPalindrome(self, s: str) -> bool:\n"
            "        return (t := re.sub(r'\\W', '', s.casefold())) == ''.join(reversed(t))",
        ),
        "isPalindrome",
    ),
    "text to text": Shape(
        "reverse_words",
        (
            (("the sky is",), "is sky the"),
            (("",), ""),
            (("🍌 für Köko\n\t",), "Köko für 🍌"),
            (('"\\',), '"\\'),
        ),
        (
            "def reverse_words(s): return ' '.join(s.split()[::-1])",
            "def reverse_words(s):\n    out = deque()\n    for word in s.split(): out.appendleft(word)\n"
            "    return str.join(' ', out)",
        ),
    ),
    "texts to lists of lists": Shape(
        "group_anagrams",
        (((["eat", "tea", "tan", "ate"],), [["ate", "eat", "tea"], ["tan"]]), (([],), []), (([""],), [[""]])),
        (
            "def group_anagrams(words):\n    groups = defaultdict(list)\n"
            "    for word in sorted(words): groups[''.join(sorted(word))].append(word)\n"
            "    return sorted(groups.values())",
            "def group_anagrams(words):\n    key = lambda word: sorted(word)\n"
            "    return sorted(sorted(group) for _, group in groupby(sorted(words, key=key), key))",
            "def group_anagrams(words):\n    groups = {}\n    for word in words:\n"
            "        groups.setdefault(tuple(sorted(Counter(word).items())), []).append(word)\n"
            "    return tuple(sorted(tuple(sorted(group)) for group in groups.values()))",
        ),
    ),
    "matrix to matrix": Shape(
        "transpose",
        ((([[1, 2, 3], [4, 5, 6]],), [[1, 4], [2, 5], [3, 6]]), (([[7]],), [[7]])),
        (
            "def transpose(m): return [list(row) for row in zip(*m)]",
            "def transpose(m): return list(zip(*m))",
            "def transpose(m):\n    for i, row in enumerate(m):\n        for j, cell in enumerate(row):\n"
            "            m[i][j] = cell\n    return [[row[j] for row in m] for j in range(len(m[0]))]",
        ),
    ),
    "grid to number": Shape(
        "islands",
        ((([[1, 1, 0], [0, 0, 1]],), 2), (([[1] * 60] * 60,), 1), (([[0]],), 0)),
        (
            "def islands(grid):\n    def sink(i, j):\n"
            "        if 0 <= i < len(grid) and 0 <= j < len(grid[0]) and grid[i][j]:\n"
            "            grid[i][j] = 0\n"
            "            for a, b in (0, 1), (1, 0), (0, -1), (-1, 0): sink(i + a, j + b)\n"
            "            return True\n"
            "    return sum(sink(i, j) is True for i in range(len(grid)) for j in range(len(grid[0])))",
            "def islands(grid):\n"
            "    left = {(i, j) for i, row in enumerate(grid) for j, x in enumerate(row) if x}\n"
            "    total = 0\n    while left:\n        total += 1\n        queue = deque([left.pop()])\n"
            "        while queue:\n            i, j = queue.popleft()\n"
            "            near = {(i + 1, j), (i - 1, j), (i, j + 1), (i, j - 1)} & left\n"
            "            left -= near\n            queue.extend(near)\n    return total",
        ),
    ),
    "numbers to floats within a tolerance": Shape(
        "softmax",
        (
            (([0.0, 0.0],), [0.5, 0.5]),
            (([1, 2, 3],), [0.09003057, 0.24472847, 0.66524096]),
            (([1000],), [1.0]),
        ),
        (
            "import math\ndef softmax(x):\n    e = [math.exp(v - max(x)) for v in x]\n"
            "    return [v / sum(e) for v in e]",
            "from cmath import exp\ndef softmax(x):\n    e = [exp(v - max(x)).real for v in x]\n"
            "    return [v / math.fsum(e) for v in e]",
        ),
    ),
    "floats that are none": Shape(
        "mean",
        ((([1, 2],), 1.5), (([],), nan), (([1e308, 1e308],), inf), (([-0.0],), 0.0)),
        (
            "def mean(x): return sum(x) / len(x) if x else float('nan')",
            "def mean(x):\n    try: return sum(x) / len(x)\n    except ZeroDivisionError: return math.nan",
        ),
    ),
    "something or None": Shape(
        "first_repeated",
        ((([1, 2, 1],), 1), (([1, 2],), None), (([None, None],), None), (([],), None), ((["a", "a"],), "a")),
        (
            "def first_repeated(x):\n    for i, v in enumerate(x):\n        if v in x[:i]: return v",
            "def first_repeated(x):\n    seen = set()\n"
            "    return next((v for v in x if v in seen or seen.add(v)), None)",
        ),
    ),
    "text to dictionary": Shape(
        "count_words",
        ((("a b a",), {"a": 2, "b": 1}), (("",), {}), (("ß ẞ",), {"ß": 1, "ẞ": 1})),
        (
            "def count_words(s): return Counter(s.split())",
            "def count_words(s):\n    d = {}\n    for w in s.split(): d[w] = d.get(w, 0) + 1\n    return d",
            "def count_words(s):\n    d = OrderedDict()\n"
            "    for w in sorted(s.split()): d[w] = s.split().count(w)\n"
            "    return d",
        ),
    ),
    "dictionary to nested dictionary": Shape(
        "invert",
        ((({"a": [1, 2], "b": [2]},), {"1": ["a"], "2": ["a", "b"]}), (({},), {})),
        (
            "def invert(d):\n    out = defaultdict(list)\n    for k, vs in d.items():\n"
            "        for v in vs: out[v].append(k)\n    return out",
            "def invert(d): return {str(v): [k for k in d if v in d[k]] for vs in d.values() for v in vs}",
        ),
    ),
    "no arguments": Shape(
        "primes",
        (((), [2, 3, 5, 7]),),
        ("def primes(): return [n for n in range(2, 10) if all(n % d for d in range(2, n))]",),
    ),
    "large numbers": Shape(
        "fibonacci",
        (((300,), 222232244629420445529739893461909967206666939096499764990979600), ((0,), 0)),
        (
            "@cache\ndef fibonacci(n): return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)",
            "def fibonacci(n):\n    a, b = 0, 1\n    for _ in range(n): a, b = b, a + b\n    return a",
        ),
    ),
    "deep recursion": Shape(
        "steps",
        (((5_000,), 5_000), ((0,), 0)),
        (
            "@cache\ndef steps(n): return n and 1 + steps(n - 1)",
            "@lru_cache(None)\ndef steps(n):\n    if n == 0: return 0\n    return steps(n - 1) + 1",
            "def steps(n): return 0 if n == 0 else 1 + steps(n - 1)",
        ),
    ),
    "slow but in time": Shape(
        "pairs",
        (((list(range(700)), 699), 350), (([1, 1, 1], 2), 3)),
        (
            "def pairs(x, t):\n    n = 0\n    for i in range(len(x)):\n        for j in range(i):\n"
            "            if x[i] + x[j] == t: n += 1\n    return n",
            "def pairs(x, t): return sum(a + b == t for a, b in combinations(x, 2))",
        ),
    ),
    "much in and much out": Shape(
        "sorted_up",
        (((list(range(3_000, 0, -1)),), list(range(1, 3_001))),),
        (
            "def sorted_up(x): return sorted(x)",
            "def sorted_up(x):\n    if len(x) < 2: return x\n"
            "    p, *rest = x[len(x) // 2:] + x[:len(x) // 2]\n"
            "    return [*sorted_up([v for v in rest if v < p]), p, *sorted_up([v for v in rest if v >= p])]",
        ),
    ),
}
