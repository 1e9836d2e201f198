"""What is said of something else: "rather than", "unlike", "compared to", and how it is done ordinarily.

ConText (Harkema et al. 2009, ConText: an algorithm for determining negation, experiencer, and temporal status
from clinical reports) asks who has a finding, the patient or somebody else. So here: a right
sentence about full fine-tuning says nothing of LoRA.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.grading.rubric.clauses import Clause
from bot.grading.rubric.lexicon import word_set
from bot.grading.rubric.scope import FARTHEST, Force, Said, ends, phrases
from bot.grading.rubric.text import Token

REPLACES = phrases("instead of | rather than | in place of | as opposed to")
SETS_APART = phrases("unlike | in contrast to | in contrast with | contrary to")
CONTRASTS = phrases(
    """
    than | otherwise | compared to | compared with | versus | vs | might think | may think | people
    think
    """
)

_ELSEWHERE = word_set(
    "ordinary ordinarily normally normal traditional traditionally conventional conventionally vanilla "
    "naive naively usually usual classic classical standard full plain regular"
)
_NEW_SUBJECT = frozenset(["it", "they", "we", "you"])


def reach(said: Said, clause: Clause, end: int, force: Force) -> int:
    """Where the scope of the cue that ends before token `end` is over."""
    if force is Force.CONTRASTS:
        return clause.end
    tokens = said.tokens
    later = range(end + 1, min(clause.end, end + FARTHEST))
    return next((at for at in later if ends(tokens[at]) or tokens[at].word in _NEW_SUBJECT), clause.end)


def elsewhere(tokens: Sequence[Token], clause: Clause, topic: frozenset[str], said: frozenset[int]) -> bool:
    """Whether a clause tells how it is done ordinarily, and not how the question's own topic does it;
    the tokens in `said` tell nothing of that, nor does what it is compared with."""
    words = [tokens[index].word for index in range(clause.start, clause.end) if index not in said]
    words = words[: words.index("than")] if "than" in words else words
    return (
        not _ELSEWHERE.isdisjoint(words)
        and topic.isdisjoint(words)
        and tokens[clause.start].word not in _NEW_SUBJECT
    )
