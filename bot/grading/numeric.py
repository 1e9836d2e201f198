"""Grades numbers and a decision, from a form's lines or from prose."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.domain.grade import Evidence, Judgement, Verdict
from bot.domain.question import Decision, NumericQuestion, Value
from bot.grading.decisions import decide
from bot.grading.exact import expected, parameters_for
from bot.grading.numbers import MAX_TEXT, Number, Role
from bot.grading.roles import find_numbers

MAX_CLAIMS = 20
"""Different numbers that one answer may put forward; more is guessing."""
MAX_ALIKE = 2
"""Different numbers that may be put forward in the same words, "it is 3, it is 4"; more is guessing."""
SMALL = 100
"""A count below it turns up by chance, so that the number called by its name goes before any other."""

Span = tuple[int, int]


def judge_numeric(question: NumericQuestion, text: str, seed: str) -> tuple[Judgement, ...]:
    """One judgement for each value and for the decision, which without a right value is a guess and
    earns nothing. No note gives away what is right.

    Raises ExpressionError where the question itself can't be computed.
    """
    right = expected(question, parameters_for(question, seed))
    text = text[:MAX_TEXT]
    numbers = find_numbers(_unstuck(text, question))
    if _asks_for_a_limit(question):
        numbers = [replace(n, role=Role.RESULT) if n.role is Role.LIMIT else n for n in numbers]
    parts: list[Value | Decision] = [*question.values, *([question.decision] if question.decision else [])]
    total = sum(part.weight for part in parts)
    judgements: list[Judgement] = []
    for part in parts:
        start, end = _line(text, part) or (0, len(text))
        if isinstance(part, Decision):
            met, evidence, note = decide(part, text[start:end], start, right.decision)
            if all(judgement.verdict is Verdict.UNMET for judgement in judgements):
                met, note = False, note or "A decision counts with a right number."
        else:
            here = [number for number in numbers if start <= number.start < end]
            whole = (start, end) == (0, len(text))
            met, evidence, note = _find(part, question, text, here, whole, right.values[part.id])
        verdict = Verdict.MET if met else Verdict.UNMET
        judgements.append(
            Judgement(part.id, part.label, part.weight / total, verdict, _evidence(text, evidence), note)
        )
    return tuple(judgements)


def _asks_for_a_limit(question: NumericQuestion) -> bool:
    """Whether its words speak of a bound, so that "at most 62.5" is as good as 62.5."""
    decided = [option.text for option in question.decision.options] if question.decision else []
    return any(
        _LIMIT.search(text) for text in (question.prompt, *(v.label for v in question.values), *decided)
    )


_LIMIT = re.compile(
    r"\b(?:(?:upper|lower|the)\s+bound|limits?|at\s+(?:most|best)|maximum|minimum|highest|lowest)\b",
    re.IGNORECASE,
)


def _unstuck(text: str, question: NumericQuestion) -> str:
    """The text, as long as it was, with "df3" read as df = 3."""
    names = "|".join(re.escape(value.id) for value in question.values)
    return re.sub(rf"\b(?:{names})(?=\d)", lambda match: f"{match[0][:-1]}=", text, flags=re.IGNORECASE)


def _line(text: str, part: Value | Decision) -> Span | None:
    """What stands after `id =` or `label:` on the last line that begins so."""
    names = "|".join(map(re.escape, (part.id, part.label)))
    lines = re.finditer(rf"^[ \t*•-]*(?:{names})[* \t]*+(?:\([^)\n]*\)[ \t]*+)?[=:≈](.*)$", text, re.M | re.I)
    return next((match.span(1) for match in reversed(list(lines))), None)


def _find(
    value: Value, question: NumericQuestion, text: str, numbers: list[Number], whole: bool, right: float
) -> tuple[bool, Span | None, str]:
    read = [n for n in numbers if n.readings(value.unit)]
    names = _names(text, numbers, question)
    claims = [
        n
        for n in _unlisted(text, read, len(question.values) if whole else 1)
        if not _is_anothers(names[n], value, question) and not (whole and _is_chance(n, value, text))
    ]
    claims = _unrepeated(text, claims)
    if value.tolerance == 0 and abs(right) < SMALL:
        claims = [n for n in claims if n.role is Role.RESULT and _is_called(n, value, text)] or claims
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


_COMMAS = re.compile(r"[\s,;/|&\[(•*]*(?:\n\s*[-–])?[\s*]*")
_SEPARATORS = re.compile(
    r"""(?:[\s.,;:/|&\[()•*?!-]|\b(?:and|then|or|also|maybe|perhaps|possibly|first|second|third|fourth|fifth|[a-h])\b)*""",
    re.IGNORECASE,
)


def _unlisted(text: str, numbers: Iterable[Number], together: int) -> list[Number]:
    """What is claimed, but for what stands in a list of more than `together`, which is guessing; where more
    than commas parts the numbers, there may be one more."""
    runs: list[list[Number]] = [[]]
    for number in numbers:
        last = runs[-1][-1] if runs[-1] else None
        if number.role not in (Role.RESULT, Role.OFFERED):
            runs.append([])
        elif last and last.unit == number.unit and _SEPARATORS.fullmatch(text, last.end, number.start):
            runs[-1].append(number)
        else:
            runs.append([number])
    return [number for run in runs if len(run) <= together + (not _is_bare(text, run)) for number in run]


def _is_bare(text: str, run: Sequence[Number]) -> bool:
    return all(_COMMAS.fullmatch(text, left.end, right.start) for left, right in pairwise(run))


def _unrepeated(text: str, numbers: Sequence[Number]) -> list[Number]:
    """What is left without numbers that are tried one after the other in the same words."""
    tried: defaultdict[tuple[str, ...], set[float]] = defaultdict(set)
    frames = {number: _frame(text, number) for number in numbers}
    for number, frame in frames.items():
        tried[frame].add(number.value)
    return [n for n in numbers if not frames[n] or len(tried[frames[n]]) <= MAX_ALIKE]


def _frame(text: str, number: Number) -> tuple[str, ...]:
    words = re.findall(
        r"[A-Za-z]+", re.split(r"[\d.;\n]", text[max(number.start - 40, 0) : number.start])[-1]
    )
    return tuple(word.lower() for word in words[-3:]) if len(words) > 1 else ()


def _names(text: str, numbers: Sequence[Number], question: NumericQuestion) -> dict[Number, set[str]]:
    """The words by which each is introduced; or that follow it, where nothing introduces the first of some
    that stand together, and each is followed by a value's name: "112 GB total 28 GB per card"."""
    labels = set().union(*(_words(f"{value.id} {value.label}") for value in question.values))
    names = {number: _words(_before(text, number)) for number in numbers}
    for run in _runs(text, numbers):
        follow = [_words(text[left.end : right.start]) for left, right in pairwise(run)]
        follow.append(_words(_BREAK.split(text[run[-1].end : run[-1].end + 40])[0]))
        if len(run) > 1 and not names[run[0]] & labels and all(words & labels for words in follow):
            names.update(zip(run, follow, strict=True))
    return names


def _runs(text: str, numbers: Iterable[Number]) -> list[list[Number]]:
    """Numbers that no comma, full stop or conjunction parts."""
    runs: list[list[Number]] = []
    for number in numbers:
        if runs and not _BREAK.search(text[runs[-1][-1].end : number.start]):
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _is_anothers(names: set[str], value: Value, question: NumericQuestion) -> bool:
    """Whether it has another value's name, as in "df = 3"."""
    own = _words(f"{value.id} {value.label}")
    others = set().union(*(_words(f"{other.id} {other.label}") for other in question.values))
    return bool(names & (others - own)) and not names & own


def _is_chance(number: Number, value: Value, text: str) -> bool:
    """Whether it is a small number in letters that nothing says to be an answer: "all three parts"."""
    if not number.spelt or number.unit or number.value >= SMALL or number.value % 1 or len(text.split()) <= 3:
        return False
    near = _words(_before(text, number)) | _words(_BREAK.split(text[number.end : number.end + 30])[0])
    introduced = re.search(r"(?:[=:≈]|\b(?:is|are|makes|gives|get))\s*$", text[: number.start])
    return not near & _words(f"{value.id} {value.label}") and not introduced


def _is_called(number: Number, value: Value, text: str) -> bool:
    """Whether it is given as this value by its name: "df = 3", "3 degrees of freedom"."""
    own = _words(f"{value.id} {value.label}")
    after = re.match(r"\s*([A-Za-z]{2,})", text[number.end : number.end + 30])
    before = re.search(r"([A-Za-z]{2,})\W{0,3}(?:(?:is|are|of)\s+)?[=:≈]?\s*$", _before(text, number))
    words = {match[1].lower() for match in (after, before) if match}
    return bool(words & (own | {value.id.lower()}))


def _before(text: str, number: Number) -> str:
    return _BREAK.split(text[max(number.start - 40, 0) : number.start])[-1]


_BREAK = re.compile(r"[\d.,;\n]|\b(?:or|and|so|which)\b")


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]{2,}", text.lower())) - _SMALL_WORDS


_SMALL_WORDS = {"of", "the", "in", "is", "to", "and", "for", "at", "by", "per", "with", "how", "many", "much"}


def _evidence(text: str, span: Span | None) -> tuple[Evidence, ...]:
    return () if span is None else (Evidence(*span, text[slice(*span)]),)
