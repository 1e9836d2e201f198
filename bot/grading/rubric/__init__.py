"""The judge that needs no network: authored patterns, read with negation, contradiction and guards."""

from bot.grading.rubric.judge import RubricJudge, judge_prose, match_criterion
from bot.grading.rubric.patterns import PatternError, parse

__all__ = ["PatternError", "RubricJudge", "judge_prose", "match_criterion", "parse"]
