"""An answer as the judge has it before it: words, clauses, what was found and what turns its meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.grading.rubric.automaton import Hit
from bot.grading.rubric.clauses import split
from bot.grading.rubric.cues import cues
from bot.grading.rubric.rubric import Group, Rubric
from bot.grading.rubric.scope import Cue, Said
from bot.grading.rubric.text import Text


@dataclass(frozen=True, slots=True)
class Reading(Said):
    """One answer: its words and clauses, the pattern hits and cues in it.

    `mute` are tokens that are never evidence, `spoken` those of them that are spoken to the grader:
    what is said there in contradiction counts all the same, and whatever negates it.
    """

    clause_of: Sequence[int]
    hits: dict[str, list[Hit]]
    cues_over: Sequence[tuple[Cue, ...]]
    cues_at: dict[int, Cue]
    mute: frozenset[int]
    spoken: frozenset[int]
    topic: frozenset[str]

    def hits_of(self, group: Group) -> list[Hit]:
        """Where any pattern of a group stands, in the order of the text."""
        found = [hit for pattern in group & self.hits.keys() for hit in self.hits[pattern]]
        return sorted(found, key=lambda hit: (hit.tokens, hit.pattern)) if len(found) > 1 else found


def reading_of(rubric: Rubric, text: Text) -> Reading:
    """An answer, read with the words of its question in mind."""
    repaired = rubric.speller.repair(text.tokens)
    hits: dict[str, list[Hit]] = {}
    for hit in rubric.automaton.find(text.tokens, repaired):
        hits.setdefault(hit.pattern, []).append(hit)
    tokens = list(text.tokens)
    for index, meant in repaired.items():
        tokens[index] = replace(tokens[index], word=meant)
    clauses = split(tokens, text.asks, rubric.rivals)
    over: list[list[Cue]] = [[] for _ in tokens]
    at: dict[int, Cue] = {}
    for cue in cues(tokens, clauses):
        at.update(dict.fromkeys(range(cue.start, cue.end), cue))
        for index in cue.over:
            over[index].append(cue)
    return Reading(
        tokens,
        clauses,
        tuple(number for number, clause in enumerate(clauses) for _ in range(clause.start, clause.end)),
        hits,
        tuple(map(tuple, over)),
        at,
        frozenset(),
        frozenset(),
        rubric.topic,
    )
