"""Grades a choice: options named by id, by letter, or in words."""

from __future__ import annotations

from collections.abc import Set

from bot.domain.grade import Judgement, Verdict
from bot.domain.question import ChoiceQuestion
from bot.grading.exact import LETTERS, options_for
from bot.grading.picks import picked

MAX_TEXT = 4000


def judge_choice(question: ChoiceQuestion, text: str, seed: str) -> tuple[Judgement, float]:
    """One judgement over all options, and the score.

    One right option: all or nothing. Several: the share of the right ones chosen less the share of
    the wrong ones, never below 0.
    """
    options = options_for(question, seed)
    chosen = picked(options, text[:MAX_TEXT], several=len(question.correct) > 1)
    score = _score(question, chosen)
    verdict = Verdict.MET if score == 1 else Verdict.PARTIAL if score else Verdict.UNMET
    named = [f"{letter}. {o.text}" for letter, o in zip(LETTERS, options, strict=False) if o.id in chosen]
    note = (
        f"You chose {'; '.join(named)}" if named else "I can't tell which option you mean; name its letter."
    )
    statement = (
        "The right options are chosen." if len(question.correct) > 1 else "The right option is chosen."
    )
    return Judgement("choice", statement, 1.0, verdict, note=note), score


def _score(question: ChoiceQuestion, chosen: Set[str]) -> float:
    if len(question.correct) == 1:
        return float(chosen == set(question.correct))
    return max(balance(question, chosen), 0.0)


def balance(question: ChoiceQuestion, chosen: Set[str]) -> float:
    """The share of the right options that are chosen less that of the wrong ones, -1 to 1.

    Over all sets of options it comes to 0, so that it pays nobody to guess.
    """
    right = set(question.correct)
    wrong = {option.id for option in question.options} - right
    return len(chosen & right) / len(right) - (len(chosen & wrong) / len(wrong) if wrong else 0)
