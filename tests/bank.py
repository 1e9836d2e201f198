"""A small question bank for tests: one question of each kind, with answers of known worth."""

from __future__ import annotations

from pathlib import Path

import yaml

from bot.bank.files import Bank
from bot.domain.question import (
    QUESTIONS,
    Question,
)

RIGHT = "A cache keeps copies of results close by, so that they need not be computed again."
HALF = "A cache keeps copies of the results close by the program that needs them."
WRONG = "It is a kind of database that a company buys from a vendor for its reports."


def _question(**fields: object) -> Question:
    shared = {
        "difficulty": "easy",
        "minutes": 2,
        "hint": "Think of a desk drawer.",
        "sources": ["Tanenbaum, Structured Computer Organization, chapter 1"],
    }
    return QUESTIONS.validate_python({**shared, **fields})


CACHE = _question(
    id="systems/cache",
    kind="open",
    title="Cache",
    prompt="What is a cache and what is it good for?",
    answer="A cache keeps copies of results close by, so that they need not be computed again.",
    criteria=[
        {
            "id": "keeps-copies",
            "weight": 0.5,
            "statement": "It keeps copies of results.",
            "any": [[["keep*", "store*", "hold*"], ["cop*", "result*"]]],
            "examples": {"met": ["It stores results."], "unmet": ["It is fast."]},
        },
        {
            "id": "saves-work",
            "weight": 0.5,
            "statement": "It saves computing them again.",
            "any": [[["not be computed again", "need not be computed", "save* work", "without recomput*"]]],
            "examples": {"met": ["It saves work."], "unmet": ["It is fast."]},
        },
    ],
    probes={"saves-work": "What does the second request cost?"},
)
CHOICE = _question(
    id="systems/stack",
    kind="choice",
    title="Stack",
    prompt="Which end does a stack take from?",
    answer="The end that was pushed last.",
    options=[
        {"id": "last", "text": "The one pushed last", "why": "Last in, first out."},
        {"id": "first", "text": "The one pushed first", "why": "That is a queue."},
    ],
    correct=["last"],
)
NUMERIC = _question(
    id="maths/area",
    kind="numeric",
    title="Area",
    prompt="How large is a rectangle of these sides?",
    answer="Width times height.",
    parameters={
        "width": {"label": "Width", "choices": [2, 3, 5, 7, 11], "default": 2},
        "height": {"label": "Height", "choices": [13, 17, 19, 23], "default": 13},
    },
    values=[{"id": "area", "label": "Area", "expression": "width * height"}],
)
CODE = _question(
    id="coding/increment",
    kind="code",
    title="Increment",
    prompt="Write increment(x), which returns x + 1.",
    answer="```python\ndef increment(x):\n    return x + 1\n```",
    function="increment",
    signature="def increment(x: int) -> int:",
    cases=[
        {"arguments": [1], "expected": 2, "hidden": False},
        {"arguments": [41], "expected": 42},
    ],
    reference="def increment(x):\n    return x + 1",
    wrong=[{"source": "def increment(x):\n    return x"}],
)
STORY = _question(
    id="behavioural/conflict",
    kind="behavioural",
    title="Conflict",
    difficulty="hard",
    prompt="Tell me about a conflict and how you solved it.",
    answer="At my last job two of us wanted different designs. I proposed a trial, and we took one.",
    criteria=[
        {
            "id": "situation",
            "weight": 0.5,
            "statement": "It names a situation.",
            "any": [[["last job", "my team", "project"]]],
            "examples": {"met": ["On a project we argued."], "unmet": ["I like people."]},
        },
        {
            "id": "action",
            "weight": 0.5,
            "statement": "It says what you did.",
            "any": [[["i proposed", "i asked", "i wrote"]]],
            "examples": {"met": ["I proposed a trial."], "unmet": ["We argued."]},
        },
    ],
)
BANK = Bank((CACHE, CHOICE, NUMERIC, CODE, STORY))
OPEN_ONLY = Bank((CACHE,))


def write_files(folder: Path, bank: Bank) -> None:
    """The bank as files of questions and tracks."""
    for question in bank.questions:
        fields = QUESTIONS.dump_python(question, mode="json", exclude_unset=True)
        prompt, answer = fields.pop("prompt"), fields.pop("answer")
        path = folder / f"{fields.pop('id')}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\n{yaml.safe_dump(fields)}---\n{prompt}\n\n## Answer\n{answer}\n")
    for track in bank.tracks:
        path = folder / f"tracks/{track.id}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(track.model_dump(mode="json", exclude={"id"})))
