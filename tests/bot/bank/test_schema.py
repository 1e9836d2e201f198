"""The JSON Schema for editors: what the bank takes it takes, and what the bank refuses it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from bot.bank.schema import schema
from bot.bank.sheet import read_sheet
from tests.bot.bank.examples import FILES as EXAMPLES

ROOT = Path(__file__).parents[3]
VALIDATOR = Draft202012Validator(schema())


def front_matter(text: str) -> dict[str, object]:
    fields = read_sheet(text).fields
    return {name: value for name, value in fields.items() if name not in ("prompt", "answer")}


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())


def test_the_bank_s_own_file_of_it_is_this_one() -> None:
    kept = ROOT / "questions/question.schema.json"
    assert json.loads(kept.read_text()) == schema(), f"koko bank schema > {kept.relative_to(ROOT)}"


def test_it_takes_every_question() -> None:
    refused = [
        (f"{path.parent.name}/{path.stem}", error.message)
        for path in sorted(ROOT.glob("questions/*/*.md"))
        for error in VALIDATOR.iter_errors(front_matter(path.read_text()))
    ]
    assert refused == []


@pytest.mark.parametrize("text", EXAMPLES.values(), ids=list(EXAMPLES))
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("difficulty: easy", "difficulty: trivial"),
        ("minutes: ", "minutes: 9"),
        ("title: ", "titel: "),
        ("hint: ", "id: a/b\nhint: "),
        ("kind: ", "kind: a"),
    ],
)
def test_it_refuses_what_the_bank_refuses(text: str, old: str, new: str) -> None:
    wrong = text.replace("difficulty: medium", "difficulty: easy").replace(old, new, 1)
    assert not VALIDATOR.is_valid(as_an_editor_sees_it(wrong))


def as_an_editor_sees_it(text: str) -> object:
    return yaml.safe_load(text.split("---\n")[1])
