"""Finds what turns a meaning in an answer: negations, reversals, hedges, conditions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.grading.rubric import conditions, hedges, misconceptions, negation, rejections, reversals
from bot.grading.rubric.clauses import Clause
from bot.grading.rubric.scope import FARTHEST, Cue, Force, Said
from bot.grading.rubric.text import Token


def cues(tokens: Sequence[Token], clauses: Sequence[Clause]) -> tuple[Cue, ...]:
    """All cues in the order of the text."""
    said = Said(tokens, clauses)
    found: list[Cue] = []
    for number, clause in enumerate(clauses):
        if hedges.asks(said, clause):
            found.append(Cue(clause.start, clause.start, clause.end, Force.DOUBTS))
        if conditions.supposes(said, clause):
            found.append(Cue(clause.start, clause.start, clause.end, Force.CONTRASTS))
        if (rejects := rejections.rejection(said, clause)) is not None:
            found.append(rejects)
        at = clause.start
        while at < clause.end:
            here, at = _here(said, number, at)
            found += here
    return tuple(found)


def _here(said: Said, number: int, at: int) -> tuple[tuple[Cue, ...], int]:
    """The cues that begin with this word, and where to look for the next."""
    tokens, clause = said.tokens, said.clauses[number]
    word = tokens[at].word
    if word not in _BY_FIRST_WORD and word not in misconceptions.FIRST:
        return (), at + 1
    if (told := misconceptions.reported(said, number, at)) is not None:
        return (told,), at + 1
    if negation.keeps(tokens, at, clause.end):
        return (Cue(at, at + 1, at + 2, Force.DENIES),), at + 2
    phrase = _phrase(tokens, at, clause.end)
    end = at + max(1, len(phrase))
    force = _FORCES.get(phrase)
    if force is None:
        return (), end
    cue = Cue(at, end, min(_reach(said, number, at, end, force), end + FARTHEST), force)
    return _sets_apart(said, clause, cue), end


_FORCES: dict[tuple[str, ...], Force | None] = {
    **dict.fromkeys(negation.NO_CUE),
    **dict.fromkeys(negation.DENIES, Force.DENIES),
    **dict.fromkeys(reversals.REPLACES, Force.REPLACES),
    **dict.fromkeys(negation.AVERTS, Force.AVERTS),
    **dict.fromkeys(reversals.SETS_APART, Force.SETS_APART),
    **dict.fromkeys(reversals.CONTRASTS, Force.CONTRASTS),
    **dict.fromkeys(hedges.DOUBTS, Force.DOUBTS),
}


def _sets_apart(said: Said, clause: Clause, cue: Cue) -> tuple[Cue, ...]:
    """The cue, with what is told of the other thing: where the title tells both apart, that is asked for."""
    if cue.force is not Force.SETS_APART or (over := reversals.related(said.tokens, cue.reach)) == cue.reach:
        return (cue,)
    if clause.subjects:
        return (cue, Cue(cue.reach, cue.reach, over, Force.CONTRASTS))
    return (replace(cue, reach=over),)


def _by_first_word() -> dict[str, list[tuple[str, ...]]]:
    """Longest first, so that "no longer" is met before "no"."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(_FORCES, key=lambda phrase: -len(phrase)):
        found.setdefault(phrase[0], []).append(phrase)
    return found


_BY_FIRST_WORD = _by_first_word()


def _phrase(tokens: Sequence[Token], at: int, end: int) -> tuple[str, ...]:
    """The phrase that begins with this word, or none."""
    known = _BY_FIRST_WORD.get(tokens[at].word)
    if not known or negation.answers(tokens[at], tokens[at + 1] if at + 1 < end else None):
        return ()
    words = tuple(token.word for token in tokens[at : min(end, at + len(known[0]))])
    return next((phrase for phrase in known if words[: len(phrase)] == phrase), ())


def _reach(said: Said, number: int, start: int, end: int, force: Force) -> int:
    clause = said.clauses[number]
    if force is Force.DOUBTS:
        return hedges.reach(said, number, end)
    if force in (Force.SETS_APART, Force.CONTRASTS, Force.REPLACES):
        return reversals.reach(said, clause, end, force)
    return negation.reach(said, clause, start, end, force)
