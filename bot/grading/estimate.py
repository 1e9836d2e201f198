"""A guess at the worth of an answer to a question without a rubric: how much of the model answer it says.

Words alone can't tell a fact from its opposite, so the grade says that it is an estimate and earns no points.
Recall of stems, the same weighted by how rare each word is in English, and the cosine of runs of letters:
the three that together agreed best with people's marks on the answers of Mohler, Bunescu and Mihalcea (2011,
Learning to grade short answer questions using semantic similarity measures and dependency graph alignments).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from importlib.resources import files

from bot.domain.grade import ESTIMATE, Evidence, Grade, Judgement, Verdict
from bot.domain.question import OpenQuestion, Question, question_hash
from bot.grading.phrases import stem
from bot.grading.rubric import RubricJudge, judge_prose
from bot.grading.rubric.judge import BY as RUBRIC
from bot.grading.rubric.lexicon import FUNCTION_WORDS
from bot.grading.rubric.text import Token, read

VERSION = "estimate/2"
NOTE = (
    "An estimate: this question has no rubric yet, so I compared your words with the model answer. No points."
)
STATEMENT = "It says what the model answer says."

SHORT, LONG = 12, 60
"""Words of a model answer: of a short one a right answer says nearly all, of a long one less than half."""
FULL_OF_LONG = 0.4
WRITTEN, UNKNOWN = 1e12, 1e4
"""About how many words that list counts, and how often one counts as written that is not in it."""
LOW, ALIKE = 0.5, 0.5
"""Scores up to which, and likeness from which, something may have been missed. Of 182 answers that people
marked, this held for five of the six that the rubrics of that day had given a fifth or more too little, and
for 3 of the 68 low ones that had what they deserved."""


def estimate(question: OpenQuestion, answer: str) -> Grade:
    """The grade by likeness to the model answer, 0 to 1, after the guards that every prose answer passes."""
    guarded = replace(judge_prose(question, answer), by=ESTIMATE, version=VERSION)
    if guarded.score is None:
        return guarded
    score, reference, said = _compared(question, answer)
    verdict = Verdict.MET if score >= 0.75 else Verdict.PARTIAL if score >= 0.25 else Verdict.UNMET
    judgement = Judgement("model-answer", STATEMENT, 1.0, verdict, _shared(reference, said, answer))
    return replace(guarded, score=score, judgements=(judgement,), question=question_hash(question), note=NOTE)


def may_have_missed(question: Question, answer: str, grade: Grade) -> bool:
    """Whether a rubric gave little to what reads like the model answer, so that a person might look at it.

    Not where it heard the opposite of something, which has the same words. No point ever comes of this.
    """
    if grade.by != RUBRIC or grade.score is None or grade.score > LOW:
        return False
    if not isinstance(question, OpenQuestion):  # the model answer of a behavioural one is somebody's story
        return False
    if any(judgement.verdict is Verdict.CONTRADICTED for judgement in grade.judgements):
        return False
    return _compared(question, answer)[0] >= ALIKE


def _compared(question: OpenQuestion, answer: str) -> tuple[float, dict[str, Token], dict[str, Token]]:
    """The likeness, and what model answer and answer say beyond the question, by stem."""
    heard = [token for stretch in RubricJudge().hear(question, answer) for token in stretch]
    given = _content(read(f"{question.title}\n{question.prompt}").tokens)
    reference, said = (
        {stem: token for stem, token in _content(tokens).items() if stem not in given}
        for tokens in (read(question.answer).tokens, heard)
    )
    score = round(min(_likeness(reference, said) / _full(len(reference)), 1.0), 6)
    return score, reference, said


def _likeness(reference: dict[str, Token], said: dict[str, Token]) -> float:
    if not reference or not said:
        return 0.0
    rarity = {stem: _rarity(token) for stem, token in reference.items()}
    recall = sum(stem in said for stem in reference) / len(reference)
    weighted = sum(rarity[stem] for stem in reference if stem in said) / sum(rarity.values())
    return (recall + weighted + _cosine(_runs(reference), _runs(said))) / 3


def _runs(stems: Iterable[str]) -> Counter[str]:
    """How often each run of three or four letters stands in words, their ends marked by spaces."""
    text = f" {' '.join(stems)} "
    return Counter(text[at : at + n] for n in (3, 4) for at in range(len(text) - n + 1))


def _cosine(first: Counter[str], second: Counter[str]) -> float:
    product = sum(count * second[run] for run, count in first.items())
    return product / math.sqrt(sum(n * n for n in first.values()) * sum(n * n for n in second.values()))


def _full(words: int) -> float:
    """The likeness that is as good as can be, for a model answer of so many words."""
    length = (min(max(words, SHORT), LONG) - SHORT) / (LONG - SHORT)
    return 1 - length * (1 - FULL_OF_LONG)


def _content(tokens: Iterable[Token]) -> dict[str, Token]:
    """The first token of each stem that means something by itself."""
    found: dict[str, Token] = {}
    for token in tokens:
        if token.word not in FUNCTION_WORDS:
            found.setdefault(stem(token.word), token)
    return found


def _shared(reference: dict[str, Token], said: dict[str, Token], answer: str) -> tuple[Evidence, ...]:
    """The rarest words that answer and model answer have in common, in their order."""
    shared = sorted((token for stem, token in said.items() if stem in reference), key=_rarity, reverse=True)
    kept = sorted(shared[:_SHOWN], key=lambda token: token.start)
    return tuple(Evidence(token.start, token.end, answer[token.start : token.end]) for token in kept)


_SHOWN = 4


def _rarity(token: Token) -> float:
    """Inverse frequency of the word in English, as a natural logarithm."""
    return math.log(WRITTEN / max(_counts().get(token.word, 0), UNKNOWN))


@cache
def _counts() -> dict[str, int]:
    """How often each word is written, by the frequency list that symspellpy carries."""
    listed = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text("utf-8-sig")
    return {word: int(count) for word, count in map(str.split, listed.splitlines())}
