"""What of an answer may be told to somebody else who judges it: all but what a guard took out."""

from __future__ import annotations

from collections.abc import Set

from bot.grading.rubric.text import Text, Token

Stretch = tuple[Token, ...]
"""Words of an answer with nothing but marks between them."""


def stretches(text: Text, mute: Set[int]) -> tuple[Stretch, ...]:
    """The words of an answer without the tokens in `mute`, broken where anything is left out."""
    found: list[list[Token]] = []
    before = -1
    for index, token in enumerate(text.tokens):
        if index in mute:
            continue
        if not found or before != index - 1 or not _adjoin(text.typed, text.tokens[before], token):
            found.append([])
        found[-1].append(token)
        before = index
    return tuple(map(tuple, found))


def _adjoin(typed: str, first: Token, second: Token) -> bool:
    """Whether nothing but marks stands between two words, so that no word left out, nor what can't be seen,
    comes along with them."""
    between = "".join(typed[first.end : second.start].split())
    return between.isprintable() and not any(char.isalnum() for char in between)
