"""Grades numbers and a decision, from a form's lines or from prose."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.domain.grade import Evidence, Judgement, Verdict
from bot.domain.question import Decision, NumericQuestion, Value
from bot.grading.exact import expected, parameters_for
from bot.grading.numbers import MAX_TEXT, Number, Role, find_numbers
from bot.grading.phrases import find_phrases

MAX_CLAIMS = 20
"""Different numbers that one answer may put forward; more is guessing."""


def judge_numeric(question: NumericQuestion, text: str, seed: str) -> tuple[Judgement, ...]:
    """One judgement for each value and for the decision, which without a right value is a guess and
    earns nothing. No note gives away what is right.

    Raises ExpressionError where the question itself can't be computed.
    """
    right = expected(question, parameters_for(question, seed))
    text = text[:MAX_TEXT]
    parts: list[Value | Decision] = [*question.values, *([question.decision] if question.decision else [])]
    total = sum(part.weight for part in parts)
    judgements: list[Judgement] = []
    for part in parts:
        start, end = _line(text, part) or (0, len(text))
        if isinstance(part, Decision):
            met, evidence, note = _decide(part, text[start:end], start, right.decision)
            if all(judgement.verdict is Verdict.UNMET for judgement in judgements):
                met, note = False, note or "A decision counts with a right number."
        else:
            met, evidence, note = _find(part, question, text, (start, end), right.values[part.id])
        verdict = Verdict.MET if met else Verdict.UNMET
        judgements.append(
            Judgement(part.id, part.label, part.weight / total, verdict, _evidence(text, evidence), note)
        )
    return tuple(judgements)


Span = tuple[int, int]


def _line(text: str, part: Value | Decision) -> Span | None:
    """What stands after `id =` or `label:` on the last line that begins so."""
    names = "|".join(map(re.escape, (part.id, part.label)))
    lines = re.finditer(rf"^[ \t*•-]*(?:{names})[* \t]*+(?:\([^)\n]*\)[ \t]*+)?[=:≈](.*)$", text, re.M | re.I)
    return next((match.span(1) for match in reversed(list(lines))), None)


def _find(
    value: Value, question: NumericQuestion, text: str, span: Span, right: float
) -> tuple[bool, Span | None, str]:
    together = len(question.values) if span == (0, len(text)) else 1
    read = [n for n in find_numbers(text) if span[0] <= n.start < span[1] and n.readings(value.unit)]
    claims = [n for n in _unlisted(text, read, together) if not _is_anothers(n, value, question, text)]
    if len({n.value for n in claims}) > MAX_CLAIMS:
        return False, None, "There are too many numbers here to tell which one is your answer."
    good = [n for n in claims if n.says(right, value.unit, value.tolerance)]
    offered = {n for n in claims if n.role is Role.OFFERED}
    met = [n for n in good if n.role is Role.RESULT or offered <= set(good)]
    if met:
        return True, (met[-1].start, met[-1].end), ""
    if not claims:
        return False, None, "I found no number for this."
    likely = max(claims, key=lambda n: ((n.unit == "%") == (value.unit == "%"), n.start))
    return False, (likely.start, likely.end), ""


def _unlisted(text: str, numbers: Iterable[Number], together: int) -> list[Number]:
    """What is claimed, but for what stands in a list of more than `together`, which is guessing."""
    runs: list[list[Number]] = [[]]
    for number in numbers:
        last = runs[-1][-1] if runs[-1] else None
        if number.role in (Role.OPERAND, Role.STRUCK):
            runs.append([])
        elif last and last.unit == number.unit and not text[last.end : number.start].strip(" ,;/|&\n\t[("):
            runs[-1].append(number)
        else:
            runs.append([number])
    return [number for run in runs if len(run) <= together for number in run]


def _is_anothers(number: Number, value: Value, question: NumericQuestion, text: str) -> bool:
    """Whether it was introduced by another value's name, as in "df = 3"."""
    before = _words(_BREAK.split(text[max(number.start - 40, 0) : number.start])[-1])
    own = _words(f"{value.id} {value.label}")
    others = set().union(*(_words(f"{other.id} {other.label}") for other in question.values))
    return bool(before & (others - own)) and not before & own


_BREAK = re.compile(r"[\d.,;\n]|\b(?:or|and|so|which)\b")


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]{2,}", text.lower())) - _SMALL


_SMALL = {"of", "the", "in", "is", "to", "and", "for", "at", "by", "per", "with", "how", "many", "much"}


def _decide(decision: Decision, text: str, offset: int, right: str | None) -> tuple[bool, Span | None, str]:
    ids = [option.id for option in decision.options]
    found = find_phrases(text, {o.id: (o.text, o.id.replace("-", " "), *o.said) for o in decision.options})
    said: list[tuple[str, Span]] = []
    for phrase in found:
        if not phrase.denied:
            said.append((phrase.key, (phrase.start, phrase.end)))
        elif len(ids) == 2:
            said.append((ids[1 - ids.index(phrase.key)], (phrase.start, phrase.end)))
    if _conflict(said):  # "no problem" is no decision
        said = [entry for entry in said if not _DETERMINER.match(text, entry[1][0])] or said
    if _conflict(said):
        # Rules of thumb name every option on the way; what counts is the conclusion.
        start = max(match.end() for match in _CONCLUDES.finditer(text, 0, said[-1][1][0]))
        said = [entry for entry in said if entry[1][0] >= start]
    if len({id for id, _ in said}) != 1:
        return False, None, "I can't tell which of them you decide for." if said else "I found no decision."
    id, (start, end) = said[-1]
    return id == right, (start + offset, end + offset), ""


def _conflict(said: list[tuple[str, Span]]) -> bool:
    return len({id for id, _ in said}) > 1


_DETERMINER = re.compile(r"no\s+\w", re.I)
_CONCLUDES = re.compile(r"^|[.!?;\n]|\b(?:so|therefore|hence|thus|conclusion|decision)\b", re.I)


def _evidence(text: str, span: Span | None) -> tuple[Evidence, ...]:
    return () if span is None else (Evidence(*span, text[slice(*span)]),)
