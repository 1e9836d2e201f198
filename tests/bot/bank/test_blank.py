"""Files that are only begun: named place by place, and never asked."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from bot.bank.blank import KINDS, blank
from bot.bank.files import load_bank, question_files
from bot.domain.question import Prose, Question


def begun(folder: Path, kind: str, text: str | None = None) -> Path:
    path = folder / f"topic/{kind}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(blank(kind) if text is None else text)
    return path


def test_every_kind_can_be_begun() -> None:
    classes = get_args(get_args(Question)[0])
    assert set(KINDS) == {get_args(kind.model_fields["kind"].annotation)[0] for kind in classes}


@pytest.mark.parametrize("kind", KINDS)
def test_it_lacks_only_what_a_person_writes(tmp_path: Path, kind: str) -> None:
    begun(tmp_path, kind)
    [file] = question_files(tmp_path)
    assert file.question is None
    places = blank(kind).count("‹")
    assert [p.wrong for p in file.problems] == ["This is not written yet."] * places


@pytest.mark.parametrize("kind", KINDS)
def test_filled_in_it_is_a_question(tmp_path: Path, kind: str) -> None:
    rows = blank(kind).replace("‹", "").replace("›", "")
    begun(tmp_path, kind, rows)
    bank, problems = load_bank(tmp_path)
    assert problems == []
    question = bank.by_id[f"topic/{kind}"]
    assert question.kind == kind
    if isinstance(question, Prose):
        assert {sample.kind for sample in question.samples} >= {"excellent", "paraphrase", "wrong", "stuffed"}


def test_a_place_is_named_with_its_line_and_what_to_write(tmp_path: Path) -> None:
    path = begun(tmp_path, "open", blank("open").replace("‹Another thing", "Said. ‹Another thing"))
    _, problems = load_bank(tmp_path)
    assert (
        f"{path}:2: This is not written yet. Write: ‹What it is called in lists; it gives nothing away›"
        in [str(problem) for problem in problems]
    )
    assert any("‹Another thing that it says›" in problem.remedy for problem in problems)
