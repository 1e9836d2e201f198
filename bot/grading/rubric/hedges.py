"""What an answer doubts, or asks, and so claims neither way.

That a hedge has a scope within its sentence, of which nothing is asserted, is the reading of the CoNLL-2010
shared task (Farkas et al. 2010, Learning to detect hedges and their scope in natural language text). Here
only who says that they don't know hedges, or that it is "not always" so: "it may be frozen" is how people
speak, and counts.
"""

from __future__ import annotations

from bot.grading.rubric.clauses import Clause
from bot.grading.rubric.lexicon import AUXILIARIES
from bot.grading.rubric.scope import FARTHEST, Said, phrases

DOUBTS = phrases(
    """
    idk | dunno | i do not know | i do not remember | i do not recall | i am not sure | i not sure | not
    know whether | not know if | not sure whether | not sure if | not sure about | not sure how | not
    certain whether | not certain if | unsure whether | unsure if | unsure about | no idea | uncertain
    whether | uncertain if | wonder whether | wonder if | unclear whether | unclear if | i forget | i
    forgot | not always | not necessarily
    """
)

_ASKERS = AUXILIARIES | {"maybe", "perhaps", "or"}


def asks(said: Said, clause: Clause) -> bool:
    """Whether the clause is a question that doubts what it says: "Is the base frozen?"; not "Why is it?"."""
    return clause.asks and said.tokens[clause.start].word in _ASKERS


def reach(said: Said, number: int, end: int) -> int:
    """Where the scope of a hedge in clause `number` is over: with its sentence, or before a "but"."""
    clauses = said.clauses
    following = number + 1
    while (
        following < len(clauses)
        and clauses[following].end <= end + FARTHEST
        and clauses[following].sentence == clauses[number].sentence
        and said.tokens[clauses[following].start].word != "but"
    ):
        following += 1
    return clauses[following - 1].end
