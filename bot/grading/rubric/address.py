"""Which words of an answer are not its writer's own claims about the question: what is spoken to the grader,
what a frame governs, and what is claimed and denied in one breath."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.grading.rubric.automaton import Hit
from bot.grading.rubric.clauses import Clause
from bot.grading.rubric.disguise import disguised, sentences
from bot.grading.rubric.frames import BACKWARD, FRAMES, SLOTS
from bot.grading.rubric.lexicon import FUNCTION_WORDS
from bot.grading.rubric.reading import Reading
from bot.grading.rubric.rubric import Rubric
from bot.grading.rubric.spoken import speech
from bot.grading.rubric.text import Text, Token

_QUOTED = re.compile(r"\"[^\"]{1,1000}\"|“[^”]{1,1000}”")
_JOINS = frozenset(["and", "or", "but", "while"])
_OPEN = frozenset(["or", "maybe", "perhaps", "either", "none", "says", "said"])
_QUESTION = 3
"""Words of a question at least that could pass for a claim."""
_PERHAPS = frozenset(["perhaps", "maybe", "possibly"])
_OPPOSITE = frozenset(["nothing", "opposite", "reverse", "contrary"])
_CLAIM = 2
"""Words of a claim at least: "a prompt one can read, vectors one can not read" are two things."""
_DENIALS = frozenset(["not", "no", "never", "none", "neither", "nobody"])


def addressed(rubric: Rubric, reading: Reading, text: Text, played: Sequence[int]) -> set[int]:
    """Indices of the tokens that are no claim; `played` says of each character whether it is staged."""
    clauses = reading.clauses
    spans = list(sentences(clauses))
    number_of = {start: number for number, (start, _) in enumerate(spans)}
    at: list[int] = []
    for start, end in spans:
        at += [number_of[start]] * (end - start)
    found: dict[str, list[int]] = {}
    for hit in speech().find(reading.tokens):
        if not hit.must_be_negated and not _interrupted(hit, reading.tokens):
            found.setdefault(hit.pattern, []).append(hit.tokens[0])
    muted: set[int] = set()
    for groups in rubric.spoken:
        by_group = (
            {reading.clause_of[token] for pattern in group for token in found.get(pattern, ())}
            for group in groups
        )
        for index in set.intersection(*by_group):
            muted.update(range(clauses[index].start, spans[at[clauses[index].start]][1]))
    framed: set[int] = _asked(spans, text)
    for frame, here in _framed(rubric, found, at, spans, reading.tokens):
        framed |= here
        if frame in BACKWARD:
            framed |= {before for number in here for before in _left_open(number, spans, reading.tokens)}
    for number in sorted(framed):
        muted |= _governed(number, spans, reading.tokens, text)
    for quoted in _QUOTED.finditer(text.typed):
        inside = {i for i, t in enumerate(text.tokens) if quoted.start() <= t.start < quoted.end()}
        if not inside.isdisjoint(muted):
            muted |= inside
    muted |= _both_ways(reading.tokens, clauses)
    muted |= disguised(text.typed, reading.tokens, clauses, rubric.known)
    muted |= {index for index, token in enumerate(text.tokens) if played[token.start]}
    return muted | _mostly(muted, text)


def _interrupted(hit: Hit, tokens: Sequence[Token]) -> bool:
    """Whether its words belong to two things: "ideal replies, *and* the boss says", "good replies, nobody
    told"."""
    between = [index for index in range(hit.tokens[0], hit.tokens[-1]) if index not in hit.tokens]
    if any(tokens[index].word in _JOINS for index in between):
        return True
    return bool(between) and any(tokens[index].mark == "," for index in range(between[0], hit.tokens[-1] + 1))


def _framed(
    rubric: Rubric,
    found: dict[str, list[int]],
    at: Sequence[int],
    spans: Sequence[tuple[int, int]],
    tokens: Sequence[Token],
) -> Iterator[tuple[int, set[int]]]:
    """Frames and the sentences in which all their groups are found. What counts at the beginning of one
    alone counts in no other form, if it is a single word: "tick" is an order, "ticked" is none."""
    places: dict[int, dict[int, set[int]]] = {}
    for pattern, first in found.items():
        for slot in SLOTS.get(pattern, ()):
            if (slot.frame, pattern) in rubric.spared:
                continue
            for token in first:
                begins = token == spans[at[token]][0] and tokens[token].word == pattern.split()[0]
                if begins or not slot.opens:
                    places.setdefault(slot.frame, {}).setdefault(slot.group, set()).add(at[token])
    for frame, groups in places.items():
        if len(groups) == len(FRAMES[frame]):
            yield frame, set.intersection(*groups.values())


def _governed(number: int, spans: Sequence[tuple[int, int]], tokens: Sequence[Token], text: Text) -> set[int]:
    """The tokens of a sentence in a frame, and of what it introduces: the list under it, or, where it asks,
    the answer to it."""
    start, end = spans[number]
    if end - 1 in text.asks and end < len(tokens):
        end = spans[number + 1][1]
    for index in range(start + 1, end):
        if tokens[index].mark == ":" and "\n" in text.typed[tokens[index - 1].end : tokens[index].start]:
            close = text.typed.find("\n\n", tokens[index].start)
            while end < len(tokens) and (close < 0 or tokens[end].start < close):
                end += 1
    return set(range(start, end))


def _asked(spans: Sequence[tuple[int, int]], text: Text) -> set[int]:
    """Questions one after the other: to ask and answer is a way to tell, to ask three times is none, unless
    the paragraph has said before what they are to find out."""
    row: list[int] = []
    asked: set[int] = set()
    led = False
    for number, (start, end) in enumerate(spans):
        opens = start == 0 or text.typed.count("\n", text.tokens[start - 1].end, text.tokens[start].start) > 1
        led = not opens and (led or not row)
        row = [*([] if opens else row), number] if end - 1 in text.asks and end - start >= _QUESTION else []
        asked.update(row if len(row) > 2 and not led else ())
    return asked


def _mostly(muted: set[int], text: Text) -> set[int]:
    """The tokens of paragraphs, and of lines, among several, of which no more than half is left."""
    found: set[int] = set()
    for breaks in (1, 0) if muted and "\n" in text.typed else ():
        parts: list[list[int]] = [[]]
        for index, token in enumerate(text.tokens):
            if index and text.typed.count("\n", text.tokens[index - 1].end, token.start) > breaks:
                parts.append([])
            parts[-1].append(index)
        if len(parts) > 1:
            found.update(i for said in parts if 2 * sum(i in muted for i in said) >= len(said) for i in said)
    return found


def _left_open(number: int, spans: Sequence[tuple[int, int]], tokens: Sequence[Token]) -> list[int]:
    """The sentences right before that say two things, or what another says: who goes on with "take whichever
    is right" claims neither."""
    before: list[int] = []
    for index in range(number - 1, -1, -1):
        start, end = spans[index]
        if _OPEN.isdisjoint(token.word for token in tokens[start:end]):
            break
        before.append(index)
    return before


def _both_ways(tokens: Sequence[Token], clauses: Sequence[Clause]) -> set[int]:
    """The tokens of two clauses of a sentence of which one denies just what the other says, or that are two
    things said of one."""
    muted: set[int] = set()
    said: list[tuple[Clause, list[str]]] = []
    for clause in clauses:
        if said and said[-1][0].sentence != clause.sentence:
            said.clear()
        words = [token.word for token in tokens[clause.start : clause.end]]
        if said and _takes_back(words):
            muted.update(range(said[-1][0].start, clause.end))
        if _or_not(words) or ("may or may not" in " ".join(words)):
            muted.update(range(clause.start, clause.end))
        for other, theirs in said:
            if _denies(words, theirs) or _or_else(words, theirs) or _perhaps(words, theirs):
                muted.update(range(other.start, other.end), range(clause.start, clause.end))
        said.append((clause, words))
    return muted


def _or_not(words: Sequence[str]) -> bool:
    """Whether it says "stable, or not stable"."""
    return any(
        words[at] == "or" and words[at + 1] in _DENIALS and words[at + 2] in words[max(0, at - 3) : at]
        for at in range(len(words) - 2)
    )


def _perhaps(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether it says "perhaps one thing, perhaps nothing of the sort"."""
    both = not _PERHAPS.isdisjoint(words) and not _PERHAPS.isdisjoint(others)
    return both and (_DENIALS | _OPPOSITE).isdisjoint(words) != (_DENIALS | _OPPOSITE).isdisjoint(others)


def _takes_back(words: Sequence[str]) -> bool:
    """Whether it is nothing but "or they don't", "unless it isn't"."""
    if words[0] not in ("or", "unless", "except", "and") or words[-1] not in _DENIALS:
        return False
    return len(words) > 2 and not _content(words)


def _or_else(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether it says "above 0.25 one thing, or above 0.25 another", "or else above 0.25 another"."""
    if words[0] != "or":
        return False
    begins = 2 if words[1:2] == ["else"] else 1
    return words[begins : begins + 2] == others[:2] and not FUNCTION_WORDS.issuperset(others[:2])


def _denies(words: Sequence[str], others: Sequence[str]) -> bool:
    if _DENIALS.isdisjoint(words) == _DENIALS.isdisjoint(others):
        return False
    less, more = sorted((_content(words), _content(others)), key=len)
    return len(less) >= _CLAIM and less <= more and len(more) - len(less) < 2


def _content(words: Sequence[str]) -> set[str]:
    return {word.removesuffix("s") for word in words if word not in FUNCTION_WORDS and word not in _DENIALS}
