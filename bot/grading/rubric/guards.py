"""Takes what is no answer out of the evidence: an echo, a heap of terms, what is spoken to the grader.

None puts any in, so no text can talk a score up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.grade import Guard, Verdict
from bot.grading.rubric.address import addressed
from bot.grading.rubric.criteria import Finding, decide_all
from bot.grading.rubric.disguise import repeated
from bot.grading.rubric.echo import echoed
from bot.grading.rubric.mention import mentioned
from bot.grading.rubric.reading import Reading, reading_of
from bot.grading.rubric.rubric import Rubric
from bot.grading.rubric.salad import piled
from bot.grading.rubric.staging import labelled, staged
from bot.grading.rubric.talk import talked
from bot.grading.rubric.text import Text

_SHORT_LIST = 12
"""Words of a list that may speak for two criteria; a longer one, led up to by a sentence, may for one."""


def guarded(rubric: Rubric, text: Text) -> tuple[tuple[Finding, ...], tuple[Guard, ...], set[int]]:
    """What is found in the answer once all that is no evidence is taken out of it, by which guards, and
    which tokens that was."""
    reading, played = reading_of(rubric, text), staged(text.typed)
    spoken = addressed(rubric, reading, text, played)
    found = _sifted(rubric, reading, text, spoken, staged=any(played))
    earning = _earning(found[0])
    talk = talked(rubric, reading, text, spoken) if earning else set()
    return found if talk.isdisjoint(earning) else _sifted(rubric, reading, text, spoken | talk, staged=True)


def withheld(rubric: Rubric, text: Text) -> set[int]:
    """The tokens that no other judge is told: what is no evidence, and all talk, whether it earned or not."""
    reading, played = reading_of(rubric, text), staged(text.typed)
    spoken = addressed(rubric, reading, text, played)
    spoken |= talked(rubric, reading, text, spoken)
    return _sifted(rubric, reading, text, spoken, staged=any(played))[2]


def _earning(findings: Sequence[Finding]) -> set[int]:
    """The tokens of what is found for the writer."""
    earns = (finding for finding in findings if finding.verdict is not Verdict.CONTRADICTED)
    return {token for finding in earns for hit in finding.hits for token in hit.tokens}


def _sifted(
    rubric: Rubric, reading: Reading, text: Text, spoken: set[int], *, staged: bool
) -> tuple[tuple[Finding, ...], tuple[Guard, ...], set[int]]:
    """What `guarded` says of it, where these tokens are spoken to the grader."""
    echo = echoed(text.tokens, reading.clauses, rubric.shingles) - spoken
    left = [index for index in range(len(text.tokens)) if index not in spoken]
    heap, lists = piled([reading.tokens[index] for index in left])
    listed = labelled(text.typed)
    called = {index for index, token in enumerate(text.tokens) if listed[token.start]}
    called |= repeated(reading.tokens, reading.clauses)
    whole = piled(reading.tokens)[0] if spoken else set()
    salad = ({left[index] for index in heap} | whole | (called - echo)) - spoken
    mentions = mentioned(reading) - spoken
    idle = echo | mentions
    findings = _decide(rubric, reading, spoken, spoken | idle | salad)
    for tokens in ({left[index] for index in run} for run in lists):
        served = sum(any(not tokens.isdisjoint(hit.tokens) for hit in finding.hits) for finding in findings)
        if served > (2 if len(tokens) <= _SHORT_LIST else 1):
            salad |= tokens
            findings = _decide(rubric, reading, spoken, spoken | idle | salad)
    fired = (
        (Guard.EMPTY, not text.tokens),
        (Guard.ECHO, bool(echo) and 2 * len(echo) >= len(left)),
        (Guard.WORD_SALAD, bool(salad) or (bool(mentions) and 2 * len(mentions) >= len(left))),
        (Guard.SPOKEN_TO_GRADER, bool(spoken) or text.hidden or staged),
    )
    return findings, tuple(guard for guard, fires in fired if fires), spoken | idle | salad


def _decide(rubric: Rubric, reading: Reading, spoken: set[int], mute: set[int]) -> tuple[Finding, ...]:
    return decide_all(rubric.rules, replace(reading, mute=frozenset(mute), spoken=frozenset(spoken)))
