"""`koko eval`, on answers to an example question of docs/writing-questions.md."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from tests.bot.bank.examples import FILES

RIGHT = "BM25 gives a shortlist of candidates; a cross-encoder reads each with the query as a pair."
ASKED = "retrieval/reranking"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "questions" / f"{ASKED}.md"
    path.parent.mkdir(parents=True)
    path.write_text(FILES[f"{ASKED}.md"])
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KOKO_QUESTIONS", str(tmp_path / "questions"))


def evaluated(*lines: object, options: tuple[str, ...] = ()) -> Result:
    typed = "\n".join(json.dumps(line) for line in lines)
    return CliRunner().invoke(app, ("eval", "-", *options), input=typed)


def marked(text: str, score: float, kind: str = "good") -> dict[str, object]:
    return {"question_id": ASKED, "text": text, "score": score, "kind": kind}


def test_each_kind_has_its_row_and_all_of_them_one() -> None:
    result = evaluated(marked(RIGHT, 1.0), marked("I like it.", 0.0, "vague"), options=("--json",))
    assert result.exit_code == 0, result.output
    kinds = json.loads(result.stdout)["kinds"]
    assert list(kinds) == ["all", "good", "vague"]
    assert kinds["all"] == {"answers": 2, "given": 0.5, "graded": 0.5, "error": 0.0, "kappa": 1.0}
    assert kinds["good"]["kappa"] is None


def test_people_see_a_table_with_length_alone_below() -> None:
    result = evaluated(marked(RIGHT, 1.0), marked("I like it.", 0.0, "vague"))
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["kind", "answers", "given", "graded", "error", "kappa"]
    assert lines[1].split() == ["all", "2", "0.50", "0.50", "0.00", "1.00"]
    assert lines[-1].startswith("by length alone")


def test_the_largest_errors_are_shown_on_demand() -> None:
    wrong = marked("I like it.", 0.8)
    result = evaluated(marked(RIGHT, 1.0), wrong, options=("--worst", "1"))
    assert "line 2, good: given 0.80, graded 0.00\nI like it." in result.stdout
    assert RIGHT not in result.stdout


def test_a_withheld_score_is_counted_apart() -> None:
    german = "Das Modell liest die Frage und den Text zusammen und sortiert die Liste mit der Note neu."
    result = evaluated(marked(RIGHT, 1.0), marked(german, 1.0))
    assert "1 scores withheld" in result.stdout
    assert result.stdout.splitlines()[1].split()[1] == "1"


def test_a_line_without_a_mark_is_named_and_the_rest_goes_on() -> None:
    result = evaluated({"question_id": ASKED, "text": RIGHT}, marked(RIGHT, 1.0), marked(RIGHT, 7.0))
    assert result.exit_code == 0
    assert "line 1: Give the `score`" in result.stderr
    assert "line 3: Give the `score`" in result.stderr


def test_nothing_that_can_be_graded_is_a_wrong_use() -> None:
    result = evaluated({"question_id": "retrieval/rerankin", "text": RIGHT, "score": 1.0})
    assert result.exit_code == 2
    assert "Did you mean retrieval/reranking?" in result.stderr
    assert "no answer that could be graded" in result.stderr
