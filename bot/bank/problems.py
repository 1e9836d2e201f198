"""What is wrong with a question's file, said so that its author can put it right at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.domain import picture, question

Where = tuple[str | int, ...]
"""The way to a value in a file: ("criteria", 0, "weight")."""
Complaint = tuple[Where, str, str]
"""Where something is wrong, what, and what to do about it."""


@dataclass(frozen=True, slots=True, order=True)
class FileProblem:
    """`line` counts from 1 and is 0 where the fault has no line of its own."""

    file: str
    line: int
    wrong: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place}: {self.wrong} {self.remedy}"

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


def schema_problems(error: ValidationError, file: str, lines: Mapping[Where, int]) -> list[FileProblem]:
    """One problem for each place that is wrong, in the order of the file."""
    found: dict[Where, FileProblem] = {}
    details = [(_without_kind(detail), detail) for detail in error.errors(include_url=False)]
    for loc, detail in details:
        if detail["type"] == "too_short" and any(other[: len(loc)] == loc != other for other, _ in details):
            continue  # entries that are wrong themselves are not counted
        known = _known(loc, lines)
        key = loc if detail["type"] in ("missing", "extra_forbidden") else known
        wrong, remedy, field = _said(detail, loc, known)
        line = lines.get((field,), lines.get(known, 1)) if field else lines.get(known, 1)
        found.setdefault(key, FileProblem(file, line, _short(wrong), _short(remedy)))
    return sorted(found.values())


def located(complaints: Iterable[Complaint], file: str, lines: Mapping[Where, int]) -> list[FileProblem]:
    """Each complaint with the line of its value or of the nearest thing around it, in the file's order."""
    return sorted(
        FileProblem(file, lines.get(_known(where, lines), 0), wrong, remedy)
        for where, wrong, remedy in complaints
    )


def nearest(word: str, known: Iterable[str]) -> str | None:
    """What somebody most likely meant, or None where nothing is near."""
    return next(iter(difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)), None)


def missing(what: str, typed: str, known: Iterable[str]) -> str:
    """That there is no such topic, question …, and which was likely meant."""
    names = list(known)
    same_slug = [name for name in names if name.partition("/")[2] == typed]
    near = same_slug[0] if same_slug else nearest(typed, names)
    return f"There is no {what} {typed[:80]!r}." + (f" Did you mean {near}?" if near else "")


_KINDS = ("open", "behavioural", "choice", "numeric", "code")
_EXAMPLES = {
    "kind": "kind: open",
    "title": "title: LoRA",
    "difficulty": "difficulty: medium",
    "minutes": "minutes: 4",
    "hint": "hint: What is frozen, and what is learnt beside it?",
    "sources": 'sources: ["Hu et al. 2021, LoRA, arXiv:2106.09685, section 4.1"]',
    "weight": "weight: 0.3",
    "statement": "statement: The pre-trained weights stay frozen.",
    "any": 'any: [[["freez*", "frozen"], ["base", "weight*"]]]',
    "examples": 'examples: {met: ["The base is frozen."], unmet: ["It is cheap."]}',
    "correct": "correct: [psi-quantifies]",
    "expression": 'expression: "r * (d + k)"',
    "hidden": "hidden: false",
}
_OF_THE_WHOLE = (
    ("the weights sum", "criteria", "Change the weights so that they do."),
    ("at least two criteria", "criteria", "Write another, or take this one out and live with estimates."),
    ("two criteria have one id", "criteria", "Give each criterion an id of its own."),
    ("two options have one id", "options", "Give each option an id of its own, and name it once."),
    ("probes names no criterion", "probes", "Use the ids of this file's criteria."),
    ("names no criterion", "samples", "Use the ids of this file's criteria."),
    ("correct names no option", "correct", "Use the ids of this file's options."),
    ("a question is there twice", "questions", "Name each once."),
    ("core names what", "core", "Name only what `questions` has."),
    ("parameters, values and decision", "values", "Give each an id of its own."),
    ("must be visible", "cases", "Write `hidden: false` on one."),
    ("one of lines, bars and points", "", "Keep the one that shows it best."),
    ("series of a panel differ", "", "Give each as many values as the others."),
    ("the panels differ", "picture", "Give all panels the same series, in one order."),
    ("as many ticks", "picture", "Write one tick for each value, or leave `ticks` out."),
)


def _said(detail: ErrorDetails, loc: Where, known: Where) -> tuple[str, str, str]:
    """What is wrong, what to write instead, and the top field that it is about ("" for the place itself)."""
    kind, name, given = detail["type"], _name(loc), detail["input"]
    limits = detail.get("ctx", {})
    match kind:
        case "missing":
            return f"`{name}` is missing.", f"Write `{_EXAMPLES.get(name, f'{name}: …')}`.", ""
        case "extra_forbidden":
            near = nearest(name, _FIELDS)
            return (
                f"`{name}` is no field here.",
                f"Did you mean `{near}`?" if near and near != name else "Leave it out.",
                "",
            )
        case "union_tag_not_found":
            return "`kind` is missing.", f"Write `kind:` and one of {', '.join(_KINDS)}.", ""
        case "union_tag_invalid":
            return f"There is no kind {limits['tag']!r}.", f"Write one of {', '.join(_KINDS)}.", "kind"
        case "string_type":
            return f"`{_name(known)}` must be text, not {given!r}.", f'Put it in quotes: "{given}".', ""
        case "string_pattern_mismatch":
            return (
                f"`{given}` can't be used as {name}.",
                "Use lower-case letters, digits and single hyphens, such as frozen-base.",
                "",
            )
        case "string_too_long":
            length = len(given) if isinstance(given, str) else 0
            return (
                f"`{_name(known)}` has {length:,} characters.",
                f"Make it {limits['max_length']:,} at most.",
                "",
            )
        case "string_too_short":
            return f"`{_name(known)}` is empty.", "Write a sentence.", ""
        case "too_short" | "too_long":
            bound = (
                f"at least {limits['min_length']}"
                if kind == "too_short"
                else f"at most {limits['max_length']}"
            )
            return f"`{_name(known)}` has {limits['actual_length']} entries.", f"Give it {bound}.", ""
        case "enum" | "literal_error":
            return (
                f"`{_name(known)}` can't be {given!r}.",
                f"Write one of {str(limits['expected']).translate({39: None})}.",
                "",
            )
        case "int_parsing" | "int_type" | "int_from_float" | "float_parsing" | "float_type":
            return f"`{_name(known)}` must be a number, not {given!r}.", "Write it in digits: 3.", ""
        case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal":
            bound = detail["msg"].removeprefix("Input should be ")
            return f"`{_name(known)}` can't be {given!r}.", f"It must be {bound}.", ""
        case "list_type" | "tuple_type":
            return f"`{_name(known)}` must be a list.", "Write it in brackets: [one, two].", ""
        case "value_error":
            message = str(limits.get("error", detail["msg"]))
            for part, field, remedy in _OF_THE_WHOLE:
                if part in message:
                    return f"{message[:1].upper()}{message[1:].partition(';')[0]}.", remedy, field
    return f"`{_name(known)}`: {detail['msg']}.", "docs/writing-questions.md shows what goes here.", ""


def _short(text: str) -> str:
    """What somebody wrote is quoted, and may be pages long."""
    return text if len(text) <= 200 else f"{text[:199]}…"


def _without_kind(detail: ErrorDetails) -> Where:
    loc = detail["loc"]
    return loc[1:] if loc and loc[0] in _KINDS else loc


def _known(loc: Where, lines: Mapping[Where, int]) -> Where:
    return next((loc[:n] for n in range(len(loc), 0, -1) if loc[:n] in lines), ())


def _name(loc: Where) -> str:
    return next((part for part in reversed(loc) if isinstance(part, str)), "the front matter")


_FIELDS = sorted(
    {
        name
        for module in (question, picture)
        for part in vars(module).values()
        if isinstance(part, type) and issubclass(part, BaseModel)
        for name in part.model_fields
    }
    - {"id"}
)
