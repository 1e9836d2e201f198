"""The judge that needs no network: authored patterns, read with negation, contradiction and guards."""

from bot.grading.rubric.judge import RubricJudge, judge_prose, match_criterion
from bot.grading.rubric.patterns import PatternError, parse
from bot.grading.rubric.stretches import Stretch

__all__ = ["PatternError", "RubricJudge", "Stretch", "judge_prose", "match_criterion", "parse"]
