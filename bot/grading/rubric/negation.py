"""What an answer denies, doubts or sets apart, and how far each such word reaches.

After NegEx (Chapman et al. 2001, A simple algorithm for identifying negated findings): a cue, a scope to
its right that ends with the clause or at "and", "but", a comma; and phrases that only look like a cue.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.grading.rubric.clauses import Clause
from bot.grading.rubric.lexicon import ARTICLES, AUXILIARIES, PARTICIPLES, VERBS, word_set
from bot.grading.rubric.text import Token


class Force(StrEnum):
    """What a cue does to the words in its scope."""

    DENIES = "denies"
    """not, without, instead of: the words are said of nothing, or of something else."""
    SETS_APART = "sets_apart"
    """unlike, in contrast to: the words are said of something else."""
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
    for number, clause in enumerate(clauses):
        opener = tokens[clause.start].word
        if clause.asks and opener in _ASKERS:
            found.append(Cue(clause.start, clause.start, clause.end, Force.DOUBTS))
        if opener in _SUPPOSES:
            found.append(Cue(clause.start, clause.start, clause.end, Force.CONTRASTS))
        at = clause.start
        while at < clause.end:
            force, end = _phrase(tokens, at, clause.end)
            if force:
                reach = min(_reach(tokens, clauses, number, (at, end), force), end + _FARTHEST)
                found.append(Cue(at, end, reach, force))
            at = end
    return tuple(found)


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


_FARTHEST = 30
"""Words that a cue reaches at most."""

_PHRASES: dict[Force | None, str] = {
    # What looks like a cue and is none.
    None: """
        not only | not just | not merely | not simply | not solely | no doubt | without doubt
        | without a doubt | without question | no wonder | no matter | not to mention | nothing but
        | whether or not | or not | no less than | no fewer than | not surprisingly | not least | if not
        | not until | no problem
        """,
    Force.DENIES: """
        not | no | never | none | nobody | nothing | nowhere | neither | nor | without | no longer | hardly
        | scarcely | non | un | instead of | rather than | in place of | as opposed to | far from
        | anything but | fails to | fail to | failed to | failing to | lack | lacks | lacking | lack of
        | absence of | false that | wrong that | untrue that | incorrect that | myth that
        | misconception that | mistake to | mistaken to | wrong to | incorrect to
        """,
    Force.SETS_APART: """
        unlike | in contrast to | in contrast with | contrary to
        """,
    Force.AVERTS: """
        avoid | avoids | avoided | avoiding | prevent | prevents | prevented | preventing | stop | stops
        | stopped | stopping | skip | skips | skipping | eliminate | eliminates | eliminating
        | remove the need | removes the need | spare | spares | saves us | save us | saves you | refuse to
        | refuses to
        """,
    Force.CONTRASTS: """
        than | otherwise | compared to | compared with | versus | vs | might think | may think | people think
        """,
    Force.DOUBTS: """
        idk | dunno | i do not know | i do not remember | i do not recall | i am not sure | i not sure
        | not know whether | not know if | not sure whether | not sure if | not sure about | not sure how
        | not certain whether | not certain if | unsure whether | unsure if | unsure about | no idea
        | uncertain whether | uncertain if | wonder whether | wonder if | unclear whether | unclear if
        | i forget | i forgot
        """,
}


def _by_first_word() -> dict[str, list[tuple[tuple[str, ...], Force | None]]]:
    """Longest first, so that "no longer" is met before "no"."""
    known = [
        (tuple(phrase.split()), force) for force, written in _PHRASES.items() for phrase in written.split("|")
    ]
    found: dict[str, list[tuple[tuple[str, ...], Force | None]]] = {}
    for phrase, force in sorted(known, key=lambda entry: -len(entry[0])):
        found.setdefault(phrase[0], []).append((phrase, force))
    return found


_BY_FIRST_WORD = _by_first_word()
_ELSEWHERE = word_set(
    "ordinary ordinarily normally normal traditional traditionally conventional conventionally vanilla "
    "naive naively usually usual classic classical standard full plain regular"
)
_ASKERS = AUXILIARIES | {"maybe", "perhaps", "or"}
_SUPPOSES = frozenset(["if", "unless", "without"])
_REVERSALS = frozenset(["instead", "rather", "in", "as", "unlike", "contrary", "without"])
_MEANS = frozenset(["by", "via", "through", "with", "using"])
_NEW_SUBJECT = frozenset(["it", "they", "we", "you"])
_QUANTIFIES = ARTICLES | word_set("all any every each both much many more only one two three")
_OPINION = word_set("mean think believe imply say suggest claim true necessarily assume")


def _phrase(tokens: Sequence[Token], at: int, end: int) -> tuple[Force | None, int]:
    """The force of what begins with this word, and where it ends."""
    first = tokens[at].word
    if first == "no" and (at + 1 == end or tokens[at + 1].mark not in ("", "-")):
        return None, at + 1  # "No, the base is frozen" answers a question.
    for phrase, force in _BY_FIRST_WORD.get(first, ()):
        if all(at + n < end and tokens[at + n].word == word for n, word in enumerate(phrase)):
            return force, at + len(phrase)
    return None, at + 1


def _reach(
    tokens: Sequence[Token], clauses: Sequence[Clause], number: int, cue: tuple[int, int], force: Force
) -> int:
    clause = clauses[number]
    start, end = cue
    first = tokens[start].word
    if force is Force.CONTRASTS:
        return clause.end
    if force is Force.DOUBTS:
        following = number + 1
        while (
            following < len(clauses)
            and clauses[following].end <= end + _FARTHEST
            and clauses[following].sentence == clause.sentence
            and tokens[clauses[following].start].word != "but"
        ):
            following += 1
        return clauses[following - 1].end
    if first in ("non", "un"):
        return min(end + 1, clause.end)
    of_verb = (
        first in ("not", "never") and end < clause.end and tokens[end].word not in _QUANTIFIES | _OPINION
    )
    for at in range(end + 1, min(clause.end, end + _FARTHEST)):
        token = tokens[at]
        if token.mark in (",", "(") or token.word in ("and", "but"):
            return at
        if force is Force.AVERTS and token.word in _MEANS:
            return at
        if first in _REVERSALS and token.word in _NEW_SUBJECT:
            return at
        if of_verb and at > end + 1 and _next_verb(token.word):
            return at
    return clause.end


def _next_verb(word: str) -> bool:
    """Whether a verb of its own begins here: "on data not seen, it *means* ..."."""
    return word in VERBS and word.endswith("s") and word not in PARTICIPLES
