"""What an answer says to the contrary of a criterion, as its author foresaw it.

All of it must stand in one clause, or in a condition and its conclusion, be claimed there, and be said of
the question's topic: that two texts must speak of one event before they can contradict each other is what
makes it hard (de Marneffe et al. 2008, Finding contradictions in text).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from bot.grading.rubric.automaton import Hit
from bot.grading.rubric.claims import asserts, own_cues
from bot.grading.rubric.clauses import Clause
from bot.grading.rubric.conditions import SAME_SUBJECT, conditions
from bot.grading.rubric.dismissals import dismissed
from bot.grading.rubric.lexicon import (
    AUXILIARIES,
    DETERMINERS,
    FUNCTION_WORDS,
    GENERIC,
    PARTICIPLES,
    VERBS,
    third_person,
    word_set,
)
from bot.grading.rubric.reading import Reading
from bot.grading.rubric.reversals import elsewhere
from bot.grading.rubric.rubric import Groups
from bot.grading.rubric.scope import Cue, Force
from bot.grading.rubric.text import Token

_LIGHT = word_set(
    "get gets make makes made keep keeps need needs use uses used take takes give gives have has mean means "
    "come comes go goes work works start starts begin begins happen happens become becomes stay stays remain "
    "remains"
)


_NO_SUBJECT = word_set(
    "first second third finally next step steps so then instead actually in fact basically whole entire "
    "practice"
)
"""Content words that may stand before a claim and are not what it is about."""
_TRIED = 3
"""Places of each group that are tried with those of the others."""


_DESCRIBED = DETERMINERS | word_set("whole entire big small new old same")
"""After these a participle describes a noun: "the *compressed* model"."""


def contradiction(groups: Groups, reading: Reading, met: Sequence[Hit]) -> tuple[Hit, ...]:
    """What says all groups of a contradiction, or nothing; `met` is what met the criterion, if it was."""
    found: list[dict[int, list[Hit]]] = [{} for _ in groups]
    for clauses, group in zip(found, groups, strict=True):
        for hit in reading.hits_of(group):
            if reading.mute.isdisjoint(hit.tokens) or not reading.spoken.isdisjoint(hit.tokens):
                clauses.setdefault(reading.clause_of[hit.tokens[0]], []).append(hit)
        if not clauses:
            return ()
    for index in sorted(set.intersection(*(set(clauses) for clauses in found))):
        hits = [clauses[index] for clauses in found]
        own = {cue for cue in own_cues(hits, reading) if not _of_whole(cue, reading.tokens)}
        claims = [[hit for hit in group if asserts(hit, reading, own)][:_TRIED] for group in hits]
        for said in product(*claims):
            theirs = _of_another(said, reading.clauses[index], reading, met)
            if not theirs and _bound(said, reading) and not dismissed(said, reading):
                return said
    return _concluded(found, reading)


def _of_whole(cue: Cue, tokens: Sequence[Token]) -> bool:
    """Whether all of what follows is denied, and not a word of it: "it is a myth *that* ..."."""
    return cue.force is Force.REFUTES or (cue.end > cue.start and tokens[cue.end - 1].word == "that")


def _concluded(found: Sequence[dict[int, list[Hit]]], reading: Reading) -> tuple[Hit, ...]:
    """What a condition and its conclusion say together: "if it is above 0.25, it is stable"."""
    for (first, last), then in conditions(reading):
        hits = [[hit for at in range(first, last + 1) for hit in clauses.get(at, ())] for clauses in found]
        own = own_cues(hits, reading) | {
            cue
            for at in (first, last)
            for cue in reading.cues_over[reading.clauses[at].start]
            if cue.start == cue.end and cue.force is Force.CONTRASTS
        }
        claims = [next((hit for hit in group if asserts(hit, reading, own)), None) for group in hits]
        said = tuple(hit for hit in claims if hit)
        sides = [[hit for hit in said if (hit.tokens[0] < then) is before] for before in (True, False)]
        if len(said) == len(found) and all(side and _bound(side, reading) for side in sides):
            return said
    return ()


def _bound(said: Sequence[Hit], reading: Reading) -> bool:
    """Whether no other verb or subject stands between: "once *trained*, it is merged into the *base*"."""
    taken = {token for hit in said for token in hit.tokens}
    return not any(
        token not in taken and _starts_over(reading.tokens, token) for token in range(min(taken), max(taken))
    )


def _starts_over(tokens: Sequence[Token], at: int) -> bool:
    word, following = tokens[at].word, tokens[at + 1].word
    if word in ("it", "they"):
        return following in AUXILIARIES or third_person(following)
    if word in PARTICIPLES and following not in FUNCTION_WORDS and tokens[at - 1].word in _DESCRIBED:
        return False
    return word in VERBS and not word.endswith("ing") and word not in _LIGHT


def _of_another(said: Sequence[Hit], clause: Clause, reading: Reading, met: Sequence[Hit]) -> bool:
    """Whether a clause that would contradict speaks of something else than the topic."""
    if any(token in reading.spoken for token in range(clause.start, clause.end)):
        return False
    taken = frozenset(token for hit in said for token in hit.tokens)
    if elsewhere(reading.tokens, clause, reading.topic, taken):
        return True
    if not met:
        return False
    if any(hit.tokens[0] in clause for hit in met):
        return all(hit.tokens[0] in clause for hit in met) and _tighter(met, said)
    words = {reading.tokens[at].word for at in range(clause.start, clause.end) if not reading.cues_over[at]}
    if not words.isdisjoint(reading.topic):
        return False
    before = {reading.tokens[at].word for at in range(clause.start, min(taken))}
    named = {word for word in before - FUNCTION_WORDS - GENERIC - _NO_SUBJECT if not word.isdigit()}
    return bool(named) and before.isdisjoint(SAME_SUBJECT)


def _tighter(met: Sequence[Hit], said: Sequence[Hit]) -> bool:
    """Within one clause a word belongs to what stands nearest: "the base is frozen and A is trained"."""
    ours, theirs = ({token for hit in hits for token in hit.tokens} for hits in (met, said))
    return bool(ours & theirs) and bool(ours - theirs) and max(ours) - min(ours) < max(theirs) - min(theirs)
