"""What an answer denies, doubts or sets apart, and how far each such word reaches.

After NegEx (Chapman et al. 2001, A simple algorithm for identifying negated findings): a cue, a scope to
its right that ends with the clause or at "and", "but", a comma; and phrases that only look like a cue.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.grading.rubric.clauses import Clause
from bot.grading.rubric.lexicon import word_set
from bot.grading.rubric.text import Token


class Force(StrEnum):
    """What a cue does to the words in its scope."""

    DENIES = "denies"
    """not, without, instead of: the words are said of nothing, or of something else."""
    AVERTS = "averts"
    """avoid, prevent, stop: the thing is still spoken of, but it does not come to pass."""
    CONTRASTS = "contrasts"
    """than, compared to, if: what holds elsewhere is no mistake about this."""
    DOUBTS = "doubts"
    """I don't know whether: nothing is claimed."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Tokens `start` up to `end` are the cue; those from `end` up to `reach` are in its scope."""

    start: int
    end: int
    reach: int
    force: Force


def cues(tokens: Sequence[Token], clauses: Sequence[Clause]) -> tuple[Cue, ...]:
    """All cues in the order of the text."""
    found: list[Cue] = []
    for clause in clauses:
        if clause.asks and tokens[clause.start].word in _ASKERS:
            found.append(Cue(clause.start, clause.start, clause.end, Force.DOUBTS))
        if tokens[clause.start].word in _SUPPOSES:
            found.append(Cue(clause.start, clause.start, clause.end, Force.CONTRASTS))
        at = clause.start
        while at < clause.end:
            cue = _cue(tokens, clauses, clause, at)
            if cue:
                found.append(cue)
            at = max(cue.end if cue else 0, at + _innocent(tokens, at), at + 1)
    return tuple(found)


def elsewhere(tokens: Sequence[Token], clause: Clause, topic: frozenset[str]) -> bool:
    """Whether a clause tells how it is done ordinarily, and not how the question's own topic does it."""
    said = [token.word for token in tokens[clause.start : clause.end]]
    return not _ELSEWHERE.isdisjoint(said) and topic.isdisjoint(said) and said[0] not in _NEW_SUBJECT


def _phrases(text: str) -> dict[str, list[tuple[str, ...]]]:
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted((tuple(p.split()) for p in text.split(" | ")), key=len, reverse=True):
        by_first.setdefault(phrase[0], []).append(phrase)
    return by_first


_INNOCENT = _phrases(
    "not only | not just | not merely | not simply | not solely | no doubt | without doubt | without a "
    "doubt | without question | no wonder | no matter | not to mention | nothing but | whether or not | or "
    "not | no less than | no fewer than | not surprisingly | not least | if not | not until | no problem | "
    "no idea why"
)
_DENIES = _phrases(
    "no longer | not | never | no | none | nobody | nothing | nowhere | neither | nor | without | hardly | "
    "scarcely | barely | non | un | instead of | rather than | in place of | as opposed to | unlike | in "
    "contrast to | in contrast with | contrary to | far from | anything but | fails to | fail to | failed "
    "to | failing to | lack | lacks | lacking | lack of | absence of | false that | wrong that | untrue "
    "that | incorrect that | myth that | misconception that | mistake to | mistaken to | wrong to | "
    "incorrect to"
)
_AVERTS = _phrases(
    "avoid | avoids | avoided | avoiding | prevent | prevents | prevented | preventing | stop | stops | "
    "stopped | stopping | skip | skips | skipping | eliminate | eliminates | eliminating | remove the need "
    "| removes the need | spare | spares | saves us | save us | saves you | refuse to | refuses to"
)
_CONTRASTS = _phrases(
    "than | otherwise | compared to | compared with | versus | vs | might think | may think | people think"
)
_ELSEWHERE = word_set(
    "ordinary ordinarily normally normal traditional traditionally conventional conventionally vanilla "
    "naive naively usually usual classic classical standard full plain regular"
)
_DOUBTS = _phrases(
    "not know whether | not know if | not know how | not know what | not know why | not know which | not "
    "sure whether | not sure if | not sure how | not sure what | not sure why | not sure about | not sure "
    "that | not certain whether | not certain if | not remember whether | not remember if | not recall "
    "whether | not recall if | unsure whether | unsure if | unsure about | no idea whether | no idea if | "
    "no idea what | no idea how | uncertain whether | uncertain if | wonder whether | wonder if | unclear "
    "whether | unclear if | forget whether | forgot whether | not know | no idea"
)
_TABLES = (
    (Force.DOUBTS, _DOUBTS),
    (Force.DENIES, _DENIES),
    (Force.AVERTS, _AVERTS),
    (Force.CONTRASTS, _CONTRASTS),
)
_REVERSALS = frozenset(["instead", "rather", "in", "as", "unlike", "contrary", "without"])
_ASKERS = word_set(
    "is are was were do does did has have can could will would should may might maybe perhaps or am isn"
)
_ENDS_SCOPE = frozenset(["and", "but"])
_NEW_SUBJECT = frozenset(["it", "they", "we", "you"])
_SUPPOSES = frozenset(["if", "unless", "without"])


def _cue(tokens: Sequence[Token], clauses: Sequence[Clause], clause: Clause, at: int) -> Cue | None:
    if _innocent(tokens, at):
        return None
    if tokens[at].word == "no" and (at + 1 == clause.end or tokens[at + 1].mark not in ("", "-")):
        return None  # "No, the base is frozen" answers a question.
    for force, table in _TABLES:
        if length := _match(tokens, at, table):
            end = at + length
            return Cue(at, end, _reach(tokens, clauses, clause, end, force, tokens[at].word), force)
    return None


def _innocent(tokens: Sequence[Token], at: int) -> int:
    return _match(tokens, at, _INNOCENT)


def _match(tokens: Sequence[Token], at: int, table: dict[str, list[tuple[str, ...]]]) -> int:
    for phrase in table.get(tokens[at].word, ()):
        if tuple(token.word for token in tokens[at : at + len(phrase)]) == phrase:
            return len(phrase)
    return 0


def _reach(
    tokens: Sequence[Token], clauses: Sequence[Clause], clause: Clause, end: int, force: Force, first: str
) -> int:
    if force is Force.DOUBTS:
        reach = clause.end
        for other in clauses:
            if (
                other.start >= reach
                and other.sentence == clause.sentence
                and tokens[other.start].word != "but"
            ):
                reach = other.end
        return reach
    if force is Force.CONTRASTS:
        return clause.end
    if first in ("non", "un"):
        return min(end + 1, clause.end)
    for at in range(end, clause.end):
        token = tokens[at]
        if at > end and (token.mark in (",", "(") or token.word in _ENDS_SCOPE):
            return at
        if first in _REVERSALS and token.word in _NEW_SUBJECT and at > end:
            return at
    return clause.end
