"""Tries out a rubric: on its own examples and samples, and on what must earn nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set

from bot.bank.decoys import DECOYS
from bot.bank.problems import Complaint, Where
from bot.bank.readable import patterns
from bot.domain.grade import Verdict
from bot.domain.question import Criterion, Prose, Sample, SampleKind
from bot.grading.rubric import judge_prose, match_criterion
from bot.grading.rubric.automaton import Automaton
from bot.grading.rubric.judge import prepared
from bot.grading.rubric.text import read, words

WITHIN = 0.1
"""How far a sample's grade may be from its score."""
MODEL_ANSWER = 0.95
NEEDED = tuple(kind for kind in SampleKind if kind is not SampleKind.VAGUE)
SHARED_WORDS = 4
"""Words in a row that a paraphrase must not share with the model answer."""
SHOWN = 5
"""Patterns of a group that a complaint names."""


def rubric_complaints(question: Prose) -> Iterator[Complaint]:
    automaton = prepared(question).automaton
    shown = _found(automaton, [question.answer, *(sample.text for sample in question.samples)])
    for n, criterion in enumerate(question.criteria):
        yield from _examples(question, criterion, ("criteria", n))
        yield from _unseen_groups(criterion, ("criteria", n), automaton, shown)
    yield from _own_words(question)
    for decoy in DECOYS:
        if met := _met(question, decoy):
            yield ("criteria",), f"{_names(met)} met by {decoy!r}", "Make the patterns narrower."
    grade = judge_prose(question, question.answer)
    if grade.score is None or grade.score < MODEL_ANSWER:
        missing = ", ".join(
            f"{j.criterion} {j.verdict}" for j in grade.judgements if j.verdict is not Verdict.MET
        )
        yield (
            ("answer",),
            f"The model answer scores {_shown(grade.score)} ({missing}).",
            "Say it all in it, or widen the patterns.",
        )
    yield from _samples(question)


def _examples(question: Prose, criterion: Criterion, where: Where) -> Iterator[Complaint]:
    kinds = (
        ("met", criterion.examples.met, Verdict.MET, "Widen `any`."),
        ("unmet", criterion.examples.unmet, Verdict.UNMET, "Make `any` or `contradicted_by` narrower."),
        ("contradicted", criterion.examples.contradicted, Verdict.CONTRADICTED, "Widen `contradicted_by`."),
    )
    for name, texts, wanted, remedy in kinds:
        for n, text in enumerate(texts):
            verdict = match_criterion(criterion, text, question).verdict
            if verdict is not wanted:
                yield (
                    (*where, "examples", name, n),
                    f"This example is {verdict}, not {wanted}: {text!r}",
                    remedy,
                )
    if criterion.contradicted_by and not criterion.examples.contradicted:
        yield (
            (*where, "contradicted_by"),
            "No example shows the contradiction.",
            "Add one to `examples.contradicted`.",
        )


def _unseen_groups(
    criterion: Criterion, where: Where, automaton: Automaton, shown: Set[str]
) -> Iterator[Complaint]:
    """Groups that nothing in the file shows: nobody would see that one is never found.

    `shown` are the patterns found in what all criteria share.
    """
    found = shown | _found(automaton, [*criterion.examples.met, *criterion.examples.contradicted])
    groups: dict[Where, list[str]] = {}
    for place, pattern in patterns(criterion):
        groups.setdefault((*where, *place[:-1]), []).append(pattern)
    for group, names in groups.items():
        if found.isdisjoint(names):
            listed = ", ".join(names[:SHOWN]) + (", …" if len(names) > SHOWN else "")
            yield group, f"No text in this file shows {listed}.", "Add an example, or leave the group out."


def _found(automaton: Automaton, texts: Iterable[str]) -> set[str]:
    return {hit.pattern for text in texts for hit in automaton.find(read(text).tokens)}


def _own_words(question: Prose) -> Iterator[Complaint]:
    texts: list[tuple[Where, str]] = [
        (("title",), question.title),
        (("prompt",), question.prompt),
        (("hint",), question.hint),
        *((("probes", id), probe) for id, probe in question.probes.items()),
    ]
    for where, text in texts:
        met = [c.id for c in question.criteria if match_criterion(c, text, question).verdict is Verdict.MET]
        if met:
            yield where, f"{_names(met)} met by the question's own words.", "Ask without giving it away."


def _samples(question: Prose) -> Iterator[Complaint]:
    missing = [kind for kind in NEEDED if kind not in {sample.kind for sample in question.samples}]
    if missing:
        yield ("samples",), f"There is no sample that is {', '.join(missing)}.", "Write one of each."
    for n, sample in enumerate(question.samples):
        where = ("samples", n)
        grade = judge_prose(question, sample.text)
        if grade.score is None or abs(grade.score - sample.score) > WITHIN + 1e-9:
            why = ", ".join([*(f"{j.criterion} {j.verdict}" for j in grade.judgements), *grade.guards])
            yield (
                where,
                f"This {sample.kind} sample scores {_shown(grade.score)}, not {sample.score:g} ({why}).",
                "Change the patterns where they are unfair, else its score.",
            )
        if lost := sorted(set(sample.met) - {j.criterion for j in grade.met}):
            yield where, f"This {sample.kind} sample does not meet {', '.join(lost)}.", "Widen the patterns."
        if sample.kind is SampleKind.PARAPHRASE and (shared := _shared(sample, question.answer)):
            yield where, f"This paraphrase has the model answer's own words: {shared!r}.", "Say it in others."


def _shared(sample: Sample, answer: str) -> str:
    """The first run of words that a sample and the model answer have in common; empty for none."""
    theirs = set(_runs(words(answer)))
    return next((" ".join(run) for run in _runs(words(sample.text)) if run in theirs), "")


def _runs(said: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(said[n : n + SHARED_WORDS]) for n in range(len(said) - SHARED_WORDS + 1)]


def _met(question: Prose, text: str) -> list[str]:
    return [judgement.criterion for judgement in judge_prose(question, text).met]


def _names(ids: Sequence[str]) -> str:
    return f"{', '.join(ids)} {'is' if len(ids) == 1 else 'are'}"


def _shown(score: float | None) -> str:
    return "nothing" if score is None else f"{score:.2f}"
