"""Grades the blind answers and prints what docs/grading.md shows: `python -m tests.grading.table`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from bot.bank.files import Bank
from bot.domain.question import BehaviouralQuestion, OpenQuestion
from bot.grading.agreement import Agreement, agreement
from bot.grading.rubric import judge_prose
from tests.grading.answers import KINDS, Answer, answers, bank
from tests.grading.baselines import MEASURES, scores

ALL = "all"


def graded(all_of_them: Sequence[Answer]) -> list[float]:
    """Koko's scores; what it withholds counts as nothing."""
    return [_score(answer.question_id, answer.text) for answer in all_of_them]


@cache
def _score(question_id: str, text: str) -> float:
    question = bank().by_id[question_id]
    assert isinstance(question, OpenQuestion | BehaviouralQuestion)
    return judge_prose(question, text).score or 0.0


def by_kind(all_of_them: Sequence[Answer], scored: Sequence[float], *, seen: bool) -> dict[str, Agreement]:
    """The agreement with the marks of one half, of all kinds and of each."""
    rows = [(a.kind, a.score, s) for a, s in zip(all_of_them, scored, strict=True) if a.seen is seen]
    return {
        name: agreement(
            *zip(*((given, ours) for kind, given, ours in rows if name in (ALL, kind)), strict=True)
        )
        for name in (ALL, *KINDS)
    }


def columns(all_of_them: Sequence[Answer], questions: Bank) -> dict[str, dict[str, Agreement]]:
    """For each grader its agreement by kind; "Koko, seen" is the only one on the seen half."""
    ours = graded(all_of_them)
    found = {
        "Koko, seen": by_kind(all_of_them, ours, seen=True),
        "Koko": by_kind(all_of_them, ours, seen=False),
    }
    for name, measure in MEASURES.items():
        found[name] = by_kind(all_of_them, scores(measure, all_of_them, questions), seen=False)
    return found


def table(found: Mapping[str, Mapping[str, Agreement]]) -> str:
    """In Markdown: the mean score of each kind, then agreement and error over all."""
    names = list(found)
    unseen = found["Koko"]
    rows = [("answers of this kind", "unseen", "marks", *names), ("---", *["--:"] * (2 + len(names)))]
    for kind in KINDS:
        means = [f"{found[name][kind].graded:.2f}" for name in names]
        rows.append((kind.replace("_", " "), str(unseen[kind].answers), f"{unseen[kind].given:.2f}", *means))
    kappas = [f"{found[name][ALL].kappa or 0:.2f}" for name in names]
    rows.append(("**kappa over all**", str(unseen[ALL].answers), "", *kappas))
    rows.append(("**mean error**", "", "", *(f"{found[name][ALL].error:.2f}" for name in names)))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


if __name__ == "__main__":
    print(table(columns(answers(), bank())))
