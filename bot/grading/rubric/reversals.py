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
    than | otherwise | compared to | compared with | versus | vs | do not just | do not only | do not
    simply | do not merely
    """
)

_ELSEWHERE = word_set(
    "ordinary ordinarily normally normal traditional traditionally conventional conventionally vanilla "
    "naive naively usually usual classic classical standard full plain regular"
)
_FORMERLY = frozenset(["before", "previously", "formerly", "traditionally", "classically"])
_NEW_SUBJECT = frozenset(["it", "they", "we", "you"])
_ANEW = _NEW_SUBJECT | {"i", "he", "she"}
"""With these the main clause begins: "instead of guessing *I* measured"; not in "what *I* wanted"."""
_WHAT = frozenset(["what", "that", "which", "how", "way", "whatever", "as", "where", "than"])
_RELATIVES = frozenset(["which", "who", "where", "whose"])


def reach(said: Said, clause: Clause, end: int, force: Force) -> int:
    """Where the scope of the cue that ends before token `end` is over."""
    if force is Force.CONTRASTS:
        return clause.end
    tokens = said.tokens
    later = range(end + 1, min(clause.end, end + FARTHEST))
    return next((at for at in later if ends(tokens[at]) or _begins_anew(tokens, at)), clause.end)


def _begins_anew(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].word in _ANEW and tokens[at - 1].word not in _WHAT


def related(tokens: Sequence[Token], over: int) -> int:
    """Where what is told of the other thing is over, which was named up to `over`: "unlike PPO, *which trains
    a critic*, it ..."."""
    if over >= len(tokens) or tokens[over].word not in _RELATIVES:
        return over
    later = range(over + 1, min(len(tokens), over + FARTHEST))
    return next((at for at in later if tokens[at].mark not in ("", "-")), over)


def elsewhere(tokens: Sequence[Token], clause: Clause, topic: frozenset[str], said: frozenset[int]) -> bool:
    """Whether a clause tells how it is done ordinarily, and not how the question's own topic does it;
    the tokens in `said` tell nothing of that, nor does what it is compared with."""
    words = [tokens[index].word for index in range(clause.start, clause.end) if index not in said]
    if tokens[clause.start].word in _FORMERLY and tokens[clause.start + 1].mark == ",":
        return topic.isdisjoint(words)
    words = words[: words.index("than")] if "than" in words else words
    return (
        not _ELSEWHERE.isdisjoint(words)
        and topic.isdisjoint(words)
        and tokens[clause.start].word not in _NEW_SUBJECT
    )
