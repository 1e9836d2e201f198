"""What a grade in prose costs: an answer, a rubric made ready, and both in a bank of 10,000 questions.

    python -m bench.prose

The answers are the samples of the bank's questions. The floor is what no judge could do without: the words of
the same patterns, found in the same answers by bare pyahocorasick. Processor time on one core.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from random import Random
from statistics import fmean, median, quantiles

import ahocorasick
import psutil

from bot.bank.files import load_bank
from bot.domain.question import Prose
from bot.grading.rubric import judge_prose
from bot.grading.rubric.abbreviations import ABBREVIATIONS
from bot.grading.rubric.rubric import prepare
from bot.settings import HOUSE

ROUNDS = 20
MANY = 10_000
DRAWN = 60
"""Questions drawn at random from so many, no more than the judge keeps ready: the first answer to each finds
a rubric that is not."""

Answered = tuple[Prose, str]


def seconds(work: Callable[..., object], *given: object) -> float:
    begun = time.process_time()
    work(*given)
    return time.process_time() - begun


def words(question: Prose) -> ahocorasick.Automaton:
    """All words of a rubric's patterns, and nothing of what binds them."""
    found = ahocorasick.Automaton()
    for criterion in question.criteria:
        for alternative in (*criterion.any, *criterion.contradicted_by):
            for pattern in (pattern for group in alternative for pattern in group):
                for word in pattern.replace("..", " ").replace("*", "").replace("~", "").split():
                    found.add_word(f" {word}", word)
    found.make_automaton()
    return found


def floor(answered: Sequence[Answered]) -> float:
    """Seconds for an answer, on average."""
    automata = {question.id: words(question) for question, _ in answered}
    texts = [(automata[question.id], f" {text.lower()}") for question, text in answered] * ROUNDS
    return seconds(lambda: [list(found.iter(text)) for found, text in texts]) / len(texts)


def many(answered: Sequence[Answered]) -> list[Answered]:
    """The bank over and over, each question under a name of its own, so that none shares its rubric."""
    return [
        (question.model_copy(update={"id": f"copy-{n}/{question.id.partition('/')[2]}"}), text)
        for n, (question, text) in enumerate(islice(cycle(answered), MANY))
    ]


def line(name: str, figures: Sequence[float]) -> str:
    last = quantiles(figures, n=100, method="inclusive")[98]
    return f"  {name:44} {median(figures) * 1000:6.2f} ms p50, {last * 1000:6.2f} ms p99"


def main() -> None:
    bank, _ = load_bank(HOUSE / "questions")
    prose = [question for question in bank.questions if isinstance(question, Prose)]
    answered = [(question, sample.text) for question in prose for sample in question.samples]
    memory = psutil.Process().memory_info
    before = memory().rss
    for question in prose:
        judge_prose(question, "")
    held = (memory().rss - before) / len(prose) / 2**20

    ready = [seconds(judge_prose, *pair) for pair in answered * ROUNDS]
    bare = floor(answered)
    prepared = [seconds(prepare, q.criteria, ABBREVIATIONS, q) for q in prose for _ in range(5)]
    drawn = Random(1).sample(many(answered), DRAWN)
    gc.freeze()  # else the collector's walks over so many questions are counted in
    first = [seconds(judge_prose, *pair) for pair in drawn]
    again = [seconds(judge_prose, *pair) for pair in drawn]

    letters = fmean(len(text) for _, text in answered)
    print(f"{len(answered)} answers of {letters:.0f} characters to {len(prose)} questions in prose")
    print(line("an answer", ready))
    print(f"  {1 / fmean(ready):.0f} answers a second, ratio {fmean(ready) / bare:.1f} to the floor")
    print(line("a rubric made ready", prepared))
    print(f"  {sum(prepared) / 5:.2f} s and {held * len(prose):.0f} MiB for all of the bank's")
    print(f"of {MANY:,} questions, {DRAWN} drawn at random")
    print(line("the first answer to each", first))
    print(line("the next", again))


if __name__ == "__main__":
    main()
