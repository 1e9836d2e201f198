"""Words of an answer as the judge reads them, each knowing where it stands in the text as typed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from bot.grading.rubric.lexicon import AUXILIARIES

MAX_CHARS = 8_000
"""What stands after this many characters is not read; forms and posts are shorter on every platform."""

ENDS = frozenset(".!?\n")
"""Marks after which a new sentence begins."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word: `typed[start:end]`, folded to `word`.

    `mark` is what stood before it: "" (a space), "-" (a hyphen), or the strongest of
    `, ( " = > : ; . ! ? \\n`; ">" is an arrow.
    """

    word: str
    start: int
    end: int
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """An answer as typed, and the words of it that can be read; `hidden` says that some could not be seen."""

    typed: str
    tokens: tuple[Token, ...]
    asks: frozenset[int] = frozenset()
    """Indices of the last words of sentences that end in a question mark."""
    hidden: bool = False


def read(typed: str) -> Text:
    """Fold case, width, accents, quotes and hyphens; leave out code blocks, quotations, struck text, links.

    A code block counts as prose where there is nothing else. Nothing beyond MAX_CHARS is looked at.
    """
    seen = typed[:MAX_CHARS]
    text = _read(typed, _FENCE.sub(_blank, seen))
    return text if text.tokens else _read(typed, seen)


def words(text: str) -> list[str]:
    """The folded words alone, for patterns and for what authors write."""
    if text.isascii() and text.isalnum():
        return list(_split(text.lower()))
    return [token.word for token in read(text).tokens]


def _read(typed: str, seen: str) -> Text:
    shown = _HIDDEN.sub(_blank, seen)
    folded, origin = _fold(_LEFT_OUT.sub(_blank, shown))
    tokens: list[Token] = []
    asks: set[int] = set()
    end = 0
    for found in _WORD.finditer(folded):
        mark = _mark(folded, end, found.start())
        if tokens and "?" in folded[end : found.start()]:
            asks.add(len(tokens) - 1)
        start, end = found.span()
        for word in _split(found.group()):
            tokens.append(Token(word, origin[start], origin[end - 1] + 1, mark))
            mark = ""
    if tokens and "?" in folded[end:]:
        asks.add(len(tokens) - 1)
    hidden = shown != seen or _INVISIBLE.search(seen) is not None
    return Text(typed, tuple(tokens), frozenset(asks), hidden)


_FENCE = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_HIDDEN = re.compile(
    r"<!--.*?(?:-->|\Z)|[\u202d\u202e][^\u202c\n]*|"
    r"<\w{1,12}\s[^<>]{0,200}?(?:display\s*:\s*none|font-size\s*:\s*0|\bhidden\b)[^<>]{0,200}>[^<]*",
    re.DOTALL | re.IGNORECASE,
)
_LEFT_OUT = re.compile(r"^[ \t]*>[^\n]*|~~[^~\n]{1,500}~~|https?://\S+|<[@#!:][^<>\s]{1,100}>", re.MULTILINE)
_INVISIBLE = re.compile(
    r"[\u200b\u2060-\u2064\u202a-\u202e\u2066-\u2069\ufeff\u00ad]{4}|[\U000e0020-\U000e007f]{2}"
)

_WORD = re.compile(r"w/o\b|w/(?=\s)|b/c\b|(?<![\w.)])\.\d+|\d+(?:[.,]\d+)+|[^\W_]+(?:'[^\W_]+)*")
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "η": "eta", "θ": "theta",
    "κ": "kappa", "λ": "lambda", "μ": "mu", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "φ": "phi",
    "ω": "omega",
}  # fmt: skip


def _blank(found: re.Match[str]) -> str:
    """As long as what it stands for, so that offsets hold, and the end of a sentence."""
    return "\n" * len(found.group())


def _fold(text: str) -> tuple[str, range | list[int]]:
    if text.isascii():
        return text.lower(), range(len(text))
    pieces: list[str] = []
    origin: list[int] = []
    for index, char in enumerate(text):
        folded = char.lower() if char < "\x80" else _fold_char(char)
        pieces.append(folded)
        origin += [index] * len(folded)
    return "".join(pieces), origin


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    if char in "‐‑‒–−":
        return "-"
    if char in "’‘ʼ`´":
        return "'"
    if char in "—―":
        return " - "
    if char in "→⇒⟶➜➔":
        return " -> "
    decomposed = unicodedata.normalize("NFKD", char).casefold()
    kept = "".join(c for c in decomposed if unicodedata.category(c) not in ("Mn", "Cf"))
    return _GREEK.get(kept, kept)


_ABBREVIATED = re.compile(r"\b(?:e\.g|i\.e|vs|etc|cf|al|fig|eq|approx|resp)$")


def _mark(text: str, start: int, end: int) -> str:
    between = text[start:end]
    if not between or between == " " or (between == "." and _inner_dot(text, start)):
        return ""
    if between in ("-", "_"):
        return "-"
    if ("->" in between or "=>" in between) and "\n" not in between:
        return ">"
    if ":" in between.partition("\n")[0]:
        return ":"
    if "\n" in between and not _soft_wrap(text, start, end):
        return "\n"
    for mark in "!?.;:":
        if mark in between and not (mark == "." and _ABBREVIATED.search(text, max(0, start - 8), start)):
            return mark
    for mark in '=(",':
        if mark in between or (mark == "(" and ")" in between):
            return mark
    return "," if " -" in between or "- " in between or " / " in between else ""


def _inner_dot(text: str, at: int) -> bool:
    """Whether a full stop without a space stands within something: "e.g", "nn.Linear"; not "frozen.Only"."""
    return not (text[max(0, at - 3) : at].isalpha() and text[at + 1 : at + 4].isalpha())


_WRAPPED = 50
"""Characters of a line that a program may have broken."""


def _soft_wrap(text: str, start: int, end: int) -> bool:
    """Whether a line break stands inside a sentence of a hard-wrapped paragraph: after a long line, and
    before another or the last one."""
    before, after = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    if text[start:end].strip(" \t") != "\n" or start - before < _WRAPPED:
        return False
    return after < 0 or after - end >= _WRAPPED or text.startswith("\n", after + 1)


_SLASHED = {"w/o": "without", "w/": "with", "b/c": "because"}
_CONTRACTED = re.compile(r"(.+)n'?t")
_NEGATABLE = {"ca": "can", "wo": "will", "ai": "is"} | {word: word for word in AUXILIARIES | {"need"}}


def _split(word: str) -> tuple[str, ...]:
    """Two words for "doesn't" and "dont", "model" for "model's", "1000" for "1,000"."""
    if "/" in word:
        return (_SLASHED[word],)
    if word[0] == ".":
        return (f"0{word}",)
    if word[0].isdigit():
        return (word.replace(",", ""),)
    if word == "cannot":
        return ("can", "not")
    if (found := _CONTRACTED.fullmatch(word)) and (auxiliary := _NEGATABLE.get(found[1])):
        return (auxiliary, "not")
    head, _, _ = word.partition("'")
    return (head,)
