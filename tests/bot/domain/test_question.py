from __future__ import annotations

import json
import subprocess
import sys
from copy import deepcopy
from typing import Any

import pytest
from pydantic import ValidationError

from bot.domain.question import QUESTIONS, Difficulty, question_hash

COMMON: dict[str, Any] = {
    "id": "lora/frozen",
    "title": "Frozen",
    "difficulty": "medium",
    "minutes": 4,
    "hint": "What is learnt?",
    "sources": ["Hu et al. 2021"],
    "prompt": "What is frozen?",
    "answer": "The base.",
}
CRITERION: dict[str, Any] = {
    "id": "frozen",
    "weight": 0.5,
    "statement": "The base is frozen.",
    "any": [[["frozen", "freez*"], ["base"]]],
    "examples": {"met": ["The base is frozen."], "unmet": ["It is cheap."]},
}
OPEN: dict[str, Any] = COMMON | {
    "kind": "open",
    "criteria": [CRITERION, CRITERION | {"id": "small"}],
    "probes": {"small": "How many are learnt?"},
    "samples": [{"text": "The base is frozen.", "score": 0.5, "met": ["frozen"], "kind": "partial"}],
}
CHOICE: dict[str, Any] = COMMON | {
    "kind": "choice",
    "options": [{"id": "a", "text": "Base", "why": "Yes."}, {"id": "b", "text": "All", "why": "No."}],
    "correct": ["a"],
}
NUMERIC: dict[str, Any] = COMMON | {
    "kind": "numeric",
    "parameters": {
        "r": {"label": "rank", "choices": [4, 8], "default": 8},
        "bins": {"label": "bins", "choices": [[0.5, 0.5]], "default": [0.5, 0.5]},
    },
    "values": [{"id": "per-layer", "label": "Per layer", "expression": "r * 2"}],
    "decision": {
        "id": "few",
        "label": "Few?",
        "options": [
            {"id": "yes", "text": "yes", "when": "r < 5"},
            {"id": "no", "text": "no", "when": "r >= 5"},
        ],
    },
}
CODE: dict[str, Any] = COMMON | {
    "kind": "code",
    "function": "eat",
    "signature": "def eat(piles: list[int]) -> int",
    "cases": [
        {"arguments": [[3, 6]], "expected": 4, "hidden": False},
        {"arguments": [[]], "expected": None},
    ],
    "reference": "def eat(piles): ...",
    "wrong": [{"source": "def eat(piles): return 0"}],
}
KINDS = {
    "open": OPEN,
    "behavioural": OPEN | {"kind": "behavioural"},
    "choice": CHOICE,
    "numeric": NUMERIC,
    "code": CODE,
}


def changed(kind: str, path: str, value: Any) -> dict[str, Any]:
    """A question with one thing different, such as "criteria.1.id"."""
    question = deepcopy(KINDS[kind])
    *parents, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    inside: Any = question
    for step in parents:
        inside = inside[step]
    inside[last] = value
    return question


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_of_any_kind_survives_json_with_its_hash(kind: str) -> None:
    question = QUESTIONS.validate_python(KINDS[kind])

    read = QUESTIONS.validate_json(QUESTIONS.dump_json(question))

    assert read == question
    assert type(read) is type(question)
    assert question_hash(read) == question_hash(question)
    assert question.topic == "lora"


def test_every_change_of_a_question_changes_its_hash() -> None:
    versions = [
        OPEN,
        changed("open", "prompt", "What stays frozen?"),
        changed("open", "criteria.0.any.0.0", ["frozen"]),
        changed("open", "samples", []),
        changed("behavioural", "minutes", 4),
    ]

    assert len({question_hash(QUESTIONS.validate_python(version)) for version in versions}) == len(versions)


def test_a_hash_is_the_same_in_every_process() -> None:
    program = (
        "import json, sys; from bot.domain.question import QUESTIONS, question_hash\n"
        "for question in json.load(sys.stdin): print(question_hash(QUESTIONS.validate_python(question)))"
    )
    here = [question_hash(QUESTIONS.validate_python(question)) for question in KINDS.values()]

    run = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(list(KINDS.values())),
        env={"PYTHONHASHSEED": "7", "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert run.stdout.split() == here


@pytest.mark.parametrize(
    ("kind", "path", "value", "problem"),
    [
        ("open", "kind", "essay", "does not match any of the expected tags"),
        ("open", "id", "frozen", "String should match"),
        ("open", "id", "lora/Frozen", "String should match"),
        ("open", "minutes", 0, "greater than or equal to 1"),
        ("open", "minutes", 61, "less than or equal to 60"),
        ("open", "prompt", "", "at least 1 character"),
        ("open", "prompt", "x" * 1501, "at most 1500"),
        ("open", "answer", "x" * 3001, "at most 3000"),
        ("open", "colour", "red", "Extra inputs"),
        ("open", "criteria.1.id", "frozen", "two criteria have one id"),
        ("open", "criteria.1.weight", 0.4, "the weights sum to 0.9; make it 1"),
        ("open", "criteria.1.weight", 0, "greater than 0"),
        ("open", "criteria.0.any", [], "at least 1 item"),
        ("open", "criteria.0.any.0", [], "at least 1 item"),
        ("open", "criteria.0.examples.met", [], "at least 1 item"),
        ("open", "probes", {"large": "x"}, "probes names no criterion: large"),
        ("open", "samples.0.met", ["large"], "sample partial names no criterion: large"),
        ("open", "samples.0.score", 1.1, "less than or equal to 1"),
        ("choice", "options.1.id", "a", "two options have one id"),
        ("choice", "correct", ["a", "a"], "two options have one id"),
        ("choice", "correct", ["c"], "correct names no option: c"),
        ("choice", "correct", [], "at least 1 item"),
        ("numeric", "parameters", {}, "at least 1 item"),
        ("numeric", "parameters.r.choices", [], "at least 1 item"),
        ("numeric", "values.0.tolerance", 1, "less than 1"),
        ("numeric", "values.0.id", "few", "have one id"),
        ("numeric", "values.0.id", "r", "have one id"),
        ("numeric", "decision.options", [], "at least 2 items"),
        ("code", "cases.0.hidden", True, "at least one case must be visible"),
        ("code", "wrong", [], "at least 1 item"),
        ("code", "limit_s", 11, "less than or equal to 10"),
        ("code", "function", "Eat()", "String should match"),
    ],
)
def test_a_question_that_is_not_whole_is_refused(kind: str, path: str, value: Any, problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        QUESTIONS.validate_python(changed(kind, path, value))


def test_two_values_of_one_name_are_refused() -> None:
    with pytest.raises(ValidationError, match="have one id"):
        QUESTIONS.validate_python(changed("numeric", "values", NUMERIC["values"] * 2))


def test_harder_is_worth_more() -> None:
    assert [difficulty.weight for difficulty in Difficulty] == [1.0, 1.5, 2.0]
