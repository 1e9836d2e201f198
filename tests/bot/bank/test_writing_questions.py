"""Everything that docs/writing-questions.md shows is loaded, linted and tried."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.bank.files import load_bank, question_files
from bot.bank.lint import lint
from bot.domain.grade import Verdict
from bot.domain.question import QUESTIONS, Criterion, Examples, SampleKind
from bot.grading.expressions import FUNCTIONS
from bot.grading.rubric import match_criterion
from bot.grading.sandbox import WasmRunner
from tests.bot.bank.examples import PAGE, PATTERNS, TRACKS


def test_there_is_an_example_of_each_kind_that_is_written_differently(examples: Path) -> None:
    bank, problems = load_bank(examples)
    assert problems == []
    assert {question.kind for question in bank.questions} == {"open", "choice", "numeric", "code"}


async def test_the_lint_finds_nothing_in_any_example(examples: Path, machine_code: Path) -> None:
    async with WasmRunner(machine_code) as runner:
        found = [problem async for problems in lint(question_files(examples), runner) for problem in problems]
    assert found == []


def test_the_example_of_a_track_is_one(examples: Path) -> None:
    folder = examples / "tracks"
    folder.mkdir()
    for name, text in TRACKS.items():
        (folder / name).write_text(text)
    bank, problems = load_bank(examples)
    assert problems == []
    assert [f"{track.id}.yaml" for track in bank.tracks] == list(TRACKS) != []


@pytest.mark.parametrize(("pattern", "finds", "not_this"), PATTERNS)
def test_each_pattern_finds_what_its_row_says(pattern: str, finds: str, not_this: str) -> None:
    criterion = Criterion(
        id="row",
        weight=1,
        statement="The row holds.",
        any=([[pattern]],),
        examples=Examples(met=(finds,), unmet=(not_this,)),
    )
    assert match_criterion(criterion, finds).verdict is Verdict.MET
    assert match_criterion(criterion, not_this).verdict is Verdict.UNMET


def test_all_functions_are_named() -> None:
    listed = PAGE[PAGE.index("and these functions:") : PAGE.index("`log` is the natural")]
    assert set(re.findall(r"`(\w+)\(", listed)) == set(FUNCTIONS)


def test_all_fields_and_kinds_of_sample_are_named() -> None:
    parts = QUESTIONS.json_schema()["$defs"].values()
    names = {name for part in parts for name in part.get("properties", {})} | set(SampleKind)
    assert {name for name in names if f"{name}:" not in PAGE and f"`{name}`" not in PAGE} == set()
