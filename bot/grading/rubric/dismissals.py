"""What is named to be dismissed: "that it is trained *is a myth*", "it is trained, *which is not true*".

A cue turns the words of its clause; here a whole statement is turned, and only where nothing but that speaks
for a criterion or against it.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.grading.rubric.automaton import Hit
from bot.grading.rubric.lexicon import word_set
from bot.grading.rubric.reading import Reading
from bot.grading.rubric.scope import phrases

_UNTRUE = phrases(
    """
    is a myth | is a misconception | is a fallacy | is a common misconception | is a common mistake | is
    not true | is not so | is not the case | is untrue
    """
)
_WRONG = _UNTRUE + phrases(
    "is wrong | is false | is incorrect | is not right | is not correct | is a mistake | is nonsense"
)
_CLAIMS = word_set("claim idea belief notion statement assumption")
"""Of these, and not of "the answer", it is said that they are wrong, too."""
_TAKES_UP = phrases("which | that | this | but that | but this | but it | and that | and this")


def dismissed(hits: Sequence[Hit], reading: Reading) -> bool:
    """Whether all of these words are only what is said not to be so."""
    numbers = {reading.clause_of[token] for hit in hits for token in hit.tokens}
    sentences = {reading.clauses[number].sentence for number in numbers}
    if len(sentences) != 1:
        return False
    last = max(token for hit in hits for token in hit.tokens)
    number = min(numbers)
    if _untrue(reading, number, last):
        return True
    return len(numbers) == 1 and _taken_back(reading, number)


def _words(reading: Reading, start: int, end: int) -> tuple[str, ...]:
    return tuple(token.word for token in reading.tokens[start:end])


def _untrue(reading: Reading, number: int, last: int) -> bool:
    """Whether the clause ends so, or the sentence that began with "that" or "the claim that"."""
    clauses = reading.clauses
    first = final = number
    while first and clauses[first - 1].sentence == clauses[number].sentence:
        first -= 1
    opening = _words(reading, clauses[first].start, min(clauses[first].start + 3, clauses[first].end))
    claim = not _CLAIMS.isdisjoint(opening)
    if claim or opening[0] == "that":
        while final + 1 < len(clauses) and clauses[final + 1].sentence == clauses[number].sentence:
            final += 1
    end = clauses[final].end
    return any(
        end - len(phrase) >= last and _words(reading, end - len(phrase), end) == phrase
        for phrase in (_WRONG if claim else _UNTRUE)
    )


def _taken_back(reading: Reading, number: int) -> bool:
    """Whether the next clause only says that this one is wrong: "..., *which is not true*"."""
    if number + 1 >= len(reading.clauses):
        return False
    following = reading.clauses[number + 1]
    if following.sentence != reading.clauses[number].sentence:
        return False
    said = _words(reading, following.start, following.end)
    return any(said == (*opener, *verdict) for opener in _TAKES_UP for verdict in _WRONG)
