"""Whether what was found is said to be so, denied, or neither."""

from __future__ import annotations

from collections.abc import Sequence

from bot.grading.rubric.automaton import Hit
from bot.grading.rubric.lexicon import ARTICLES, word_set
from bot.grading.rubric.reading import Reading
from bot.grading.rubric.scope import Cue, Force
from bot.grading.rubric.text import Token

_NO = word_set("not no never none nor without nothing")
_RELATIVES = frozenset(["which", "that", "where", "who", "whose"])
_DEGREES = word_set("big large great major much significant noticeable serious dramatic real")

_WHOLLY = word_set("easily completely fully entirely perfectly totally wholly")


def denied(hits: Sequence[Hit], reading: Reading, *, replaced: bool) -> bool:
    """Whether these words are plainly said not to be so, and nothing else is done to them; where they are
    all of a statement (`replaced`), by putting something in its place as well: "instead of freezing it"."""
    if any(_in_part(hit, reading) for hit in hits):
        return False
    plain = ({Force.DENIES}, {Force.REPLACES}) if replaced else ({Force.DENIES},)
    return all(
        not hit.must_be_negated
        and {cue.force for token in hit.tokens for cue in reading.cues_over[token]} in plain
        for hit in hits
    )


def _in_part(hit: Hit, reading: Reading) -> bool:
    """Whether only the whole of it is denied, or the ease: "you can't switch *easily*"."""
    over = {cue for token in hit.tokens for cue in reading.cues_over[token] if cue.force in _NEGATES}
    return any(reading.tokens[at].word in _WHOLLY for cue in over for at in range(cue.end, cue.reach))


def own_cues(groups: Sequence[Sequence[Hit]], reading: Reading) -> set[Cue]:
    """Negations that the pattern itself is about, and which so deny nothing of it."""
    own: set[Cue] = set()
    for hit in (hit for hits in groups for hit in hits):
        if hit.must_be_negated and holds(hit, reading, own):
            own.update(cue for cue in reading.cues_over[hit.tokens[0]] if cue.force in _NEGATES)
        inside = {reading.cues_at[token] for token in hit.tokens if token in reading.cues_at}
        own.update(cue for cue in inside if _takes(hit, cue, reading.tokens))
        own.update(cue for cue in reading.cues_over[hit.tokens[0]] if _names(cue, hit, reading.tokens))
    return own


def _takes(hit: Hit, cue: Cue, tokens: Sequence[Token]) -> bool:
    """Whether the pattern has the cue's negation in it, and not just another of its words: "always true"
    is found in "not *always true*", and is not what that says."""
    negations = [at for at in range(cue.start, cue.end) if tokens[at].word in _NO]
    return not negations or not set(negations).isdisjoint(hit.tokens)


def _names(cue: Cue, hit: Hit, tokens: Sequence[Token]) -> bool:
    """Whether the words are the very thing that something else is set apart from, and more is said of it:
    "unlike *full fine-tuning*, which updates ..."."""
    after = hit.tokens[-1] + 1
    return (
        cue.force is Force.SETS_APART
        and all(tokens[index].word in ARTICLES for index in range(cue.end, hit.tokens[0]))
        and after < len(tokens)
        and tokens[after].word in _RELATIVES
    )


_MASKS = (Force.DENIES, Force.REPLACES, Force.SETS_APART, Force.REFUTES, Force.REJECTS)
_NEGATES = (*_MASKS, Force.AVERTS)


def holds(hit: Hit, reading: Reading, own: set[Cue]) -> bool:
    """Whether these words are said to be so, cues in `own` aside; denied twice is said."""
    over = {cue for token in hit.tokens for cue in reading.cues_over[token]}
    if any(cue.force is Force.DOUBTS for cue in over):
        return False
    if hit.must_be_negated:
        return sum(cue.force in _NEGATES for cue in over) % 2 == 1
    return sum(cue.force in _MASKS for cue in over - own) % 2 == 0


def asserts(hit: Hit, reading: Reading, own: set[Cue]) -> bool:
    """As `holds`, for what would contradict: a comparison or a condition claims nothing, and what is spoken
    to the grader counts as said."""
    if _qualified(hit, reading.tokens):
        return False
    if hit.must_be_negated:
        return not _in_part(hit, reading) and holds(hit, reading, own)
    if not reading.spoken.isdisjoint(hit.tokens):
        return True
    over = {cue for token in hit.tokens for cue in reading.cues_over[token]} - own
    if any(cue.force is not Force.DENIES for cue in over):
        return False
    return len(over) % 2 == 0


def _qualified(hit: Hit, tokens: Sequence[Token]) -> bool:
    """Whether only a degree is denied: who says "no big loss" does not say that there is none."""
    last = hit.tokens[-1]
    denies = hit.must_be_negated or tokens[hit.tokens[0]].word in ("no", "not", "without")
    return denies and last - 1 not in hit.tokens and tokens[last - 1].word in _DEGREES
