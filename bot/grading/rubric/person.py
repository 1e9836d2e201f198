"""Whose deeds a story tells: in an interview "we" leaves open what the candidate did."""

from __future__ import annotations

from collections.abc import Sequence

from bot.grading.rubric.lexicon import word_set
from bot.grading.rubric.text import Token

OWN_PART = "You say “we” and never “I”: an interviewer will ask for your own part."

_OURS = word_set("we us our ours ourselves")
_MINE = word_set("i me my mine myself")
_OFTEN = 3
"""So many times "we" is no slip any more."""


def hides(tokens: Sequence[Token]) -> bool:
    """Whether a story is told of a team alone."""
    said = [token.word for token in tokens]
    return sum(word in _OURS for word in said) >= _OFTEN and _MINE.isdisjoint(said)
