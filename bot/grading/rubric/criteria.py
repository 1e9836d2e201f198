"""Decides one criterion: which of its alternatives an answer says, denies, half says, or contradicts.

An alternative is met where all its groups are found in one clause, or in a clause and its neighbour that
speaks of the same thing. Half of its groups make it partial, if the first, which says what it is about, is
among them, and what was found is more than a word that half of all answers hold, or that the question,
another criterion or the contradiction holds too. What is
found in one clause and plainly denied there, and affirmed nowhere, contradicts. So does what
`contradicted_by` describes, in one clause and said of the question's topic, whatever else the answer says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.domain.grade import Verdict
from bot.grading.rubric.automaton import Hit
from bot.grading.rubric.clauses import Clause, joined
from bot.grading.rubric.lexicon import (
    ARTICLES,
    AUXILIARIES,
    FUNCTION_WORDS,
    GENERIC,
    VERBS,
    third_person,
    word_set,
)
from bot.grading.rubric.negation import Cue, Force, elsewhere
from bot.grading.rubric.rubric import Groups, Rule
from bot.grading.rubric.text import Token


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer, read: its words and clauses, the pattern hits and cues in it.

    `mute` are tokens that are never evidence, `spoken` those of them that are spoken to the grader:
    what is said there in contradiction counts all the same, and whatever negates it.
    """

    tokens: Sequence[Token]
    clauses: Sequence[Clause]
    clause_of: Sequence[int]
    hits: dict[str, list[Hit]]
    cues_over: Sequence[tuple[Cue, ...]]
    cues_at: dict[int, Cue]
    mute: frozenset[int]
    spoken: frozenset[int]
    topic: frozenset[str]


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict and the hits that led to it."""

    verdict: Verdict
    hits: tuple[Hit, ...] = ()


def decide(rule: Rule, reading: Reading) -> Finding:
    """The verdict on one criterion."""
    met = _best(rule, reading)
    for groups in rule.contradicted_by:
        if said := _contradiction(groups, reading, met):
            return Finding(Verdict.CONTRADICTED, said)
    return met


def _best(rule: Rule, reading: Reading) -> Finding:
    best = Finding(Verdict.UNMET)
    for groups in rule.any:
        found = [_by_clause(group, reading) for group in groups]
        for window in _windows(found, reading):
            finding = _weigh(rule, found, window, reading)
            if finding.verdict is Verdict.MET:
                return finding
            best = max(best, finding, key=lambda found: _PRECEDENCE.index(found.verdict))
    return best


_PRECEDENCE = (Verdict.UNMET, Verdict.PARTIAL, Verdict.CONTRADICTED)
_ByClause = dict[int, list[Hit]]


def _by_clause(group: Iterable[str], reading: Reading) -> _ByClause:
    found: _ByClause = {}
    for pattern in group:
        for hit in reading.hits.get(pattern, ()):
            if reading.mute.isdisjoint(hit.tokens):
                found.setdefault(reading.clause_of[hit.tokens[0]], []).append(hit)
    return found


def _windows(found: Sequence[_ByClause], reading: Reading) -> list[tuple[int, ...]]:
    """Single clauses first, then pairs of neighbours."""
    named = sorted({index for clauses in found for index in clauses})
    pairs = {(a, a + 1) for i in named for a in (i - 1, i) if a >= 0 and a + 1 < len(reading.clauses)}
    return [
        *((index,) for index in named),
        *(pair for pair in sorted(pairs) if joined(reading.clauses[pair[0]], reading.clauses[pair[1]])),
    ]


def _weigh(rule: Rule, found: Sequence[_ByClause], window: tuple[int, ...], reading: Reading) -> Finding:
    groups = [[hit for index in window for hit in clauses.get(index, ())] for clauses in found]
    own = _own_cues(groups, reading)
    said = [next((hit for hit in hits if _holds(hit, reading, own)), None) for hits in groups]
    kept = tuple(hit for hit in said if hit)
    if len(kept) == len(groups):
        return Finding(Verdict.MET, kept)
    lost = [hits for hits, hit in zip(groups, said, strict=True) if hits and not hit]
    if (
        len(kept) + len(lost) == len(groups)
        and len(window) == 1
        and all(_denied(hits, reading) for hits in lost)
    ):
        return Finding(Verdict.CONTRADICTED, (*kept, *(hits[0] for hits in lost)))
    telling = any(hit.pattern not in rule.common and _tells(hit, reading.tokens) for hit in kept)
    if said[0] and not lost and telling and 2 * len(kept) >= len(groups):
        return Finding(Verdict.PARTIAL, kept)
    return Finding(Verdict.UNMET)


def _denied(hits: Sequence[Hit], reading: Reading) -> bool:
    """Whether these words are plainly said not to be so, and nothing else is done to them."""
    return all(
        not hit.must_be_negated
        and {cue.force for token in hit.tokens for cue in reading.cues_over[token]} == {Force.DENIES}
        for hit in hits
    )


def _tells(hit: Hit, tokens: Sequence[Token]) -> bool:
    return any(tokens[index].word not in GENERIC | FUNCTION_WORDS for index in hit.tokens)


def _own_cues(groups: Sequence[Sequence[Hit]], reading: Reading) -> set[Cue]:
    """Negations that the pattern itself is about, and which so deny nothing of it."""
    own: set[Cue] = set()
    for hit in (hit for hits in groups for hit in hits):
        if hit.must_be_negated and _holds(hit, reading, own):
            own.update(cue for cue in reading.cues_over[hit.tokens[0]] if cue.force in _NEGATES)
        own.update(reading.cues_at[token] for token in hit.tokens if token in reading.cues_at)
        own.update(cue for cue in reading.cues_over[hit.tokens[0]] if _names(cue, hit, reading.tokens))
    return own


def _names(cue: Cue, hit: Hit, tokens: Sequence[Token]) -> bool:
    """Whether the words are the very thing that something else is set apart from: "unlike *full fine-tuning*,
    which updates ..." affirms what it goes on to say."""
    return cue.force is Force.SETS_APART and all(
        tokens[index].word in ARTICLES for index in range(cue.end, hit.tokens[0])
    )


_NEGATES = (Force.DENIES, Force.SETS_APART, Force.AVERTS)
_MASKS = (Force.DENIES, Force.SETS_APART)


def _holds(hit: Hit, reading: Reading, own: set[Cue]) -> bool:
    over = {cue for token in hit.tokens for cue in reading.cues_over[token]}
    if any(cue.force is Force.DOUBTS for cue in over):
        return False
    if hit.must_be_negated:
        return sum(cue.force in _NEGATES for cue in over) % 2 == 1
    return sum(cue.force in _MASKS for cue in over - own) % 2 == 0


def _contradiction(groups: Groups, reading: Reading, met: Finding) -> tuple[Hit, ...]:
    found: list[_ByClause] = [{} for _ in groups]
    for clauses, group in zip(found, groups, strict=True):
        for pattern in group:
            for hit in reading.hits.get(pattern, ()):
                if reading.mute.isdisjoint(hit.tokens) or not reading.spoken.isdisjoint(hit.tokens):
                    clauses.setdefault(reading.clause_of[hit.tokens[0]], []).append(hit)
    for index in sorted(set.intersection(*(set(clauses) for clauses in found))):
        hits = [clauses[index] for clauses in found]
        own = _own_cues(hits, reading)
        claims = [next((hit for hit in group if _claims(hit, reading, own)), None) for group in hits]
        said = tuple(hit for hit in claims if hit)
        if (
            len(said) == len(groups)
            and _bound(said, reading)
            and not _of_another(said, reading.clauses[index], reading, met)
        ):
            return said
    return _concluded(found, reading)


def _concluded(found: Sequence[_ByClause], reading: Reading) -> tuple[Hit, ...]:
    """What a condition and its conclusion say together: "if it is above 0.25, it is stable"."""
    for (first, last), then in _conditions(reading):
        hits = [[hit for at in range(first, last + 1) for hit in clauses.get(at, ())] for clauses in found]
        own = _own_cues(hits, reading) | {
            cue for cue in reading.cues_over[reading.clauses[first].start] if cue.start == cue.end
        }
        claims = [next((hit for hit in group if _claims(hit, reading, own)), None) for group in hits]
        said = tuple(hit for hit in claims if hit)
        sides = [[hit for hit in said if (hit.tokens[0] < then) is before] for before in (True, False)]
        if len(said) == len(found) and all(side and _bound(side, reading) for side in sides):
            return said
    return ()


def _conditions(reading: Reading) -> Iterator[tuple[tuple[int, int], int]]:
    """The clauses of each "if ..., it is ...", and the token at which its conclusion begins."""
    clauses, tokens = reading.clauses, reading.tokens
    for number, clause in enumerate(clauses):
        if tokens[clause.start].word != "if":
            continue
        last, then = number, _conclusion(tokens, clause)
        if not then and number + 1 < len(clauses) and clauses[number + 1].sentence == clause.sentence:
            last, then = number + 1, clauses[number + 1].start
        whole = {tokens[at].word for at in range(clause.start, clauses[last].end)}
        if then and whole.isdisjoint(_HYPOTHETICAL) and tokens[then].word not in _ELSE:
            yield (number, last), then


def _conclusion(tokens: Sequence[Token], clause: Clause) -> int:
    """Where a conclusion begins within the clause of its condition ("if it is high *it is* ..."), or 0."""
    verb = False
    for at in range(clause.start, clause.end - 1):
        subject = 2 if tokens[at].word == "the" else 1
        if (
            verb
            and tokens[at].word in _SAME_SUBJECT | {"the"}
            and at + subject < clause.end
            and tokens[at + subject].word in ("is", "are")
        ):
            return at
        verb |= tokens[at].word in ("is", "are") or tokens[at].word in VERBS
    return 0


def _claims(hit: Hit, reading: Reading, own: set[Cue]) -> bool:
    if _qualified(hit, reading.tokens):
        return False
    if hit.must_be_negated:
        return _holds(hit, reading, own)
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
    return word in VERBS and not word.endswith("ing") and word not in _LIGHT


def _of_another(said: Sequence[Hit], clause: Clause, reading: Reading, met: Finding) -> bool:
    """Whether a clause that would contradict speaks of something else than the topic."""
    if any(token in reading.spoken for token in range(clause.start, clause.end)):
        return False
    taken = frozenset(token for hit in said for token in hit.tokens)
    if elsewhere(reading.tokens, clause, reading.topic, taken):
        return True
    if met.verdict is not Verdict.MET or any(hit.tokens[0] in clause for hit in met.hits):
        return met.verdict is Verdict.MET and _tighter(met.hits, said)
    before = {reading.tokens[index].word for index in range(clause.start, min(taken))}
    return bool(before - FUNCTION_WORDS) and before.isdisjoint(reading.topic | _SAME_SUBJECT)


def _tighter(met: Sequence[Hit], said: Sequence[Hit]) -> bool:
    """Within one clause a word belongs to what stands nearest: "the base is frozen and A is trained"."""
    ours, theirs = ({token for hit in hits for token in hit.tokens} for hits in (met, said))
    return bool(ours & theirs) and bool(ours - theirs) and max(ours) - min(ours) < max(theirs) - min(theirs)


_DEGREES = word_set("big large great major much significant noticeable serious dramatic real")
_HYPOTHETICAL = word_set("would could might were had")
_ELSE = frozenset(["if", "and", "otherwise", "but", "or", "unless"])
_LIGHT = word_set(
    "get gets make makes made keep keeps need needs use uses used take takes give gives have has mean means"
)
_SAME_SUBJECT = frozenset(["it", "they", "this", "these", "that", "we", "you", "i"])
