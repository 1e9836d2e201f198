"""What is only supposed: "if it is above 0.25", and what is concluded from it.

Of a condition nothing is claimed (ConText, Harkema et al. 2009, calls it hypothetical). A condition and its
conclusion together are a claim again: "if it is above 0.25, it is stable".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.grading.rubric.clauses import Clause
from bot.grading.rubric.lexicon import VERBS, word_set
from bot.grading.rubric.scope import Said
from bot.grading.rubric.text import Token

SAME_SUBJECT = frozenset(["it", "they", "this", "these", "that", "we", "you", "i"])
_SUPPOSES = frozenset(["if", "unless", "without", "otherwise"])
_WHEN = frozenset(["if", "when", "whenever"])
_HYPOTHETICAL = word_set("would could might were had")
_ELSE = frozenset(["if", "and", "otherwise", "but", "or", "unless"])


def supposes(said: Said, clause: Clause) -> bool:
    """Whether all of a clause is a condition, or tells what else would follow: "... *or you get* noise"."""
    opener = said.tokens[clause.start].word
    after = said.tokens[clause.start + 1].word if clause.end - clause.start > 1 else ""
    return opener in _SUPPOSES or (opener == "or" and after in SAME_SUBJECT)


def conditions(said: Said) -> Iterator[tuple[tuple[int, int], int]]:
    """The clauses of each "if ..., it is ..." or "it is ... if ...", and the token at which the second half
    of it begins."""
    clauses, tokens = said.clauses, said.tokens
    for number, clause in enumerate(clauses):
        if tokens[clause.start].word not in _WHEN:
            continue
        last, then = number, _conclusion(tokens, clause)
        if not then and _follows(tokens, clauses, number + 1):
            last, then = number + 1, clauses[number + 1].start
        whole = {tokens[at].word for at in range(clause.start, clauses[last].end)}
        if then and whole.isdisjoint(_HYPOTHETICAL) and tokens[then].word not in _ELSE:
            yield (number, last), then
        if number and _follows(tokens, clauses, number):
            yield (number - 1, number), clause.start


def _follows(tokens: Sequence[Token], clauses: Sequence[Clause], number: int) -> bool:
    """Whether this clause goes on with the one before: "if it is high, *it is* ...", "retrain *if* ..."."""
    if number >= len(clauses) or clauses[number].sentence != clauses[number - 1].sentence:
        return False
    return tokens[clauses[number].start].mark not in (";", ":")


def _conclusion(tokens: Sequence[Token], clause: Clause) -> int:
    """Where a conclusion begins within the clause of its condition ("if it is high *it is* ..."), or 0."""
    verb = False
    for at in range(clause.start, clause.end - 1):
        subject = 2 if tokens[at].word == "the" else 1
        if (
            verb
            and tokens[at].word in SAME_SUBJECT | {"the", "there"}
            and at + subject < clause.end
            and tokens[at + subject].word in ("is", "are")
        ):
            return at
        verb |= tokens[at].word in ("is", "are") or tokens[at].word in VERBS
    return 0
