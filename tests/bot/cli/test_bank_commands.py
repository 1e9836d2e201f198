"""`koko bank` and `koko grade`, on the example files of docs/writing-questions.md."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from tests.bot.bank.examples import FILES

RIGHT = "BM25 gives a shortlist of candidates; a cross-encoder reads each with the query as a pair."
RUBRIC: dict[str, Any] = {
    "kind": "open",
    "prompt": "Why?",
    "answer": "It is frozen and small.",
    "criteria": [
        {"id": id, "weight": 0.5, "statement": id, "any": [[[id]]], "examples": {"met": [id], "unmet": ["x"]}}
        for id in ("frozen", "small")
    ],
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bank of all examples but the one that needs a sandbox, which KOKO_QUESTIONS names."""
    for name, text in FILES.items():
        if "kind: code" not in text:
            path = tmp_path / "questions" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KOKO_QUESTIONS", str(tmp_path / "questions"))
    return tmp_path / "questions"


def koko(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(app, arguments, input=typed)


def batch(*lines: object) -> list[dict[str, Any]]:
    """What comes back for each line; a text is a line as it is."""
    typed = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    result = koko("grade", "--batch", "-", "--json", typed=typed)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_list_names_every_question(folder: Path) -> None:
    result = koko("bank", "list")
    assert result.exit_code == 0
    assert "retrieval/reranking" in result.stdout
    assert "3 questions in 1 topic" in result.stdout


def test_list_is_json_for_programs(folder: Path) -> None:
    rows = json.loads(koko("bank", "list", "retrieval", "--json").stdout)
    assert [(row["id"], row["kind"]) for row in rows] == [
        ("retrieval/index-memory", "numeric"),
        ("retrieval/recall-at-k", "choice"),
        ("retrieval/reranking", "open"),
    ]


def test_an_unknown_topic_is_bad_usage_with_the_nearest_name(folder: Path) -> None:
    result = koko("bank", "list", "retreival")
    assert result.exit_code == 2
    assert "Did you mean retrieval?" in result.stderr


def test_another_folder_can_be_named(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    folder.rename(elsewhere)
    assert "3 questions" in koko("bank", "list", "--questions", str(elsewhere)).stdout


def test_a_bad_file_is_named_and_the_others_are_listed(folder: Path) -> None:
    (folder / "retrieval/bad.md").write_text("nothing")
    result = koko("bank", "list")
    assert "bad.md:1: The file does not begin with front matter." in result.stderr
    assert "3 questions" in result.stdout


def test_show_shows_the_question_its_criteria_and_its_answer(folder: Path) -> None:
    shown = koko("bank", "show", "retrieval/reranking").stdout
    assert "A cheap retriever first narrows" in shown
    assert "The second stage is a cross-encoder" in shown
    assert json.loads(koko("bank", "show", "retrieval/reranking", "--json").stdout)["title"] == "Reranking"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("retrieval/recall-at-k", "wrong: That is precision at k."),
        ("retrieval/index-memory", "Memory of the vectors = n * d * 4 / 1000 GB"),
    ],
)
def test_show_shows_what_other_kinds_ask_for(folder: Path, question: str, said: str) -> None:
    shown = koko("bank", "show", question).stdout
    assert said in " ".join(shown.split())


def test_show_knows_what_was_meant(folder: Path) -> None:
    result = koko("bank", "show", "reranking")
    assert result.exit_code == 2
    assert "retrieval/reranking" in result.stderr


def test_lint_finds_nothing_in_good_questions(folder: Path) -> None:
    result = koko("bank", "lint")
    assert (result.exit_code, result.stdout) == (0, "3 questions, 0 problems in 0 of them\n")


def test_lint_names_file_line_and_remedy_and_exits_with_1(folder: Path) -> None:
    path = folder / "retrieval/recall-at-k.md"
    path.write_text(path.read_text().replace("difficulty: easy", "difficulty: tricky"))
    result = koko("bank", "lint", "retrieval/recall-at-k")
    assert result.exit_code == 1
    assert result.stdout.startswith(f"{path}:4: `difficulty` can't be 'tricky'. Write one of easy")
    (problem,) = json.loads(koko("bank", "lint", "retrieval", "--json").stdout)
    assert (problem["file"], problem["line"]) == (str(path), 4)


def test_lint_of_nothing_is_bad_usage(folder: Path) -> None:
    assert koko("bank", "lint", "no/such").exit_code == 2


def test_grade_takes_an_answer_as_an_argument_or_from_standard_input(folder: Path) -> None:
    assert "Score 1.00, 5/5 · by rubric" in koko("grade", "retrieval/reranking", RIGHT).stdout
    assert "Score 1.00, 5/5 · by rubric" in koko("grade", "retrieval/reranking", typed=RIGHT).stdout


def test_grade_gives_json_for_programs(folder: Path) -> None:
    found = json.loads(koko("grade", "retrieval/recall-at-k", "A", "--json").stdout)
    assert (found["question_id"], found["score"], found["by"]) == ("retrieval/recall-at-k", 1, "key")


def test_grade_needs_a_question_or_a_batch(folder: Path) -> None:
    assert koko("grade").exit_code == 2
    assert koko("grade", "retrieval/reranking", "--batch", "x.jsonl").exit_code == 2
    assert koko("grade", "no/such", "x").exit_code == 2
    assert koko("grade", "--batch", "no-such.jsonl").exit_code == 2


def test_a_batch_repeats_the_lines_own_fields(folder: Path) -> None:
    (row,) = batch({"text": RIGHT, "question_id": "retrieval/reranking", "label": "x", "n": [1]})
    assert row["label"] == "x"
    assert row["n"] == [1]
    assert (row["score"], row["by"], row["guards"]) == (1, "rubric", [])
    assert row["ms"] >= 0
    assert set(row["verdicts"]) == {"candidates-first", "read-together"}


def test_evidence_is_where_it_says(folder: Path) -> None:
    (row,) = batch({"text": RIGHT, "question_id": "retrieval/reranking"})
    evidence = [e for verdict in row["verdicts"].values() for e in verdict["evidence"]]
    assert evidence
    assert all(RIGHT[e["start"] : e["end"]] == e["text"] for e in evidence)


def test_a_given_score_is_kept_beside_the_found_one(folder: Path) -> None:
    (row,) = batch({"text": RIGHT, "question_id": "retrieval/reranking", "score": 0.25})
    assert (row["score"], row["given"]) == (1, {"score": 0.25})


def test_a_batch_may_bring_its_own_question(folder: Path) -> None:
    (row,) = batch({"text": "It is frozen.", "question": RUBRIC})
    assert row["score"] == 0.5
    assert "question" not in row


def test_a_numeric_line_may_bring_its_parameters(folder: Path) -> None:
    question = {"question_id": "retrieval/index-memory"}
    default, own = batch(
        {"text": "30.7 GB, it fits", **question},
        {"text": "122.9 GB, it is too large", "parameters": {"n": 40}, **question},
    )
    assert (default["score"], own["score"]) == (1, 1)
    assert own["parameters"] == {"n": 40}


def test_a_score_that_is_withheld_is_null(folder: Path) -> None:
    text = "Das Modell liest die Frage und das Dokument gemeinsam und ist deshalb viel genauer."
    (row,) = batch({"text": text, "question_id": "retrieval/reranking"})
    assert (row["score"], row["guards"]) == (None, ["other_language"])


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("not json", "This line is no JSON object."),
        ("[1]", "This line is no JSON object."),
        ("[" * 100_000, "This line is no JSON object."),
        ({"question_id": "retrieval/reranking"}, "`text` is missing."),
        ({"text": 5, "question_id": "retrieval/reranking"}, "`text` must be text, not 5."),
        ({"text": "x" * 20_001, "question_id": "retrieval/reranking"}, "`text` has 20,001 characters."),
        ({"text": "x"}, "Give either `question_id` or `question`."),
        ({"text": "x", "question_id": "a/b", "question": RUBRIC}, "Give either `question_id` or `question`."),
        ({"text": "x", "question_id": "reranking"}, "There is no question 'reranking'. Did you mean retr"),
        ({"text": "x", "question": {**RUBRIC, "kind": "poem"}}, "In `question`: There is no kind 'poem'."),
        ({"text": "x", "question": {**RUBRIC, "weight": 1}}, "In `question`: `weight` is no field here."),
        (
            {"text": "x", "question_id": "retrieval/index-memory", "parameters": {"z": 1}},
            "There is no parameter z.",
        ),
        ({"text": "x", "question_id": "retrieval/index-memory", "parameters": {"n": "x"}}, "`n`"),
        (
            {"text": "x", "question_id": "retrieval/reranking", "parameters": {"n": 1}},
            "Only a numeric question",
        ),
    ],
)
def test_a_bad_line_is_told_and_the_rest_goes_on(folder: Path, line: object, error: str) -> None:
    bad, good = batch(line, {"text": "A", "question_id": "retrieval/recall-at-k"})
    assert bad["error"].startswith(error)
    assert bad["line"] == 1
    assert good["score"] == 1


def test_a_batch_comes_from_a_file_too(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "answers.jsonl"
    file.write_text('{"text": "A", "question_id": "retrieval/recall-at-k"}\n\nnope\n')
    result = koko("grade", "--batch", str(file))
    assert result.stdout.splitlines() == ["    1  1.00  choice", "    3  This line is no JSON object."]
    assert "1 lines could not be graded" in result.stderr


def test_import_makes_drafts_that_the_lint_asks_more_of(tmp_path: Path) -> None:
    notes = tmp_path / "notes.md"
    notes.write_text("# RLHF\n1. Why?\n   - people prefer it\n1. Cost\n")
    result = koko("bank", "import", str(notes), "--into", str(tmp_path / "drafts"))
    assert result.exit_code == 0, result.output
    assert "1 drafts in" in result.stdout
    assert f"{notes}:4: “Cost” has no notes below it" in result.stderr
    linted = koko("bank", "lint", "--questions", str(tmp_path / "drafts"))
    assert linted.exit_code == 1
    assert linted.stdout.count("rlhf/why.md: There ") == 3
    assert "There is no rubric" in linted.stdout


def test_import_overwrites_no_file(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("1. Why?\n   - people prefer it\n")
    mine = tmp_path / "drafts/notes/why.md"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    result = koko("bank", "import", str(tmp_path / "notes.md"), "--into", str(tmp_path / "drafts"))
    assert mine.read_text() == "mine"
    assert "is there already" in result.stderr


def test_notes_that_are_not_there_are_a_wrong_use(tmp_path: Path) -> None:
    result = koko("bank", "import", str(tmp_path / "none.md"))
    assert result.exit_code == 2
    assert "No such file" in result.stderr


@pytest.mark.parametrize("kind", ["open", "code"])
def test_a_new_file_lacks_only_what_a_person_writes(folder: Path, kind: str) -> None:
    result = koko("bank", "new", "agents/memory", "--kind", kind)
    assert result.exit_code == 0, result.output
    assert "koko bank lint agents/memory" in result.stdout
    linted = koko("bank", "lint", "agents/memory")
    assert linted.exit_code == 1
    *lines, _ = linted.stdout.splitlines()
    assert lines
    assert all("This is not written yet. Write: ‹" in line for line in lines)
    assert "agents/memory" not in koko("bank", "list").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["retrieval/reranking"], "is there already"),
        (["Memory"], "An id is <topic>/<slug>"),
        (["../../memory"], "An id is <topic>/<slug>"),
        (["tracks/memory"], "An id is <topic>/<slug>"),
        (["agents/memory", "--kind", "essay"], "There is no kind 'essay'"),
    ],
)
def test_a_file_that_can_t_be_begun_is_a_wrong_use(folder: Path, arguments: list[str], said: str) -> None:
    result = koko("bank", "new", *arguments)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.replace("│", " ").split())


def test_the_schema_is_json(folder: Path) -> None:
    assert "OpenQuestion" in json.loads(koko("bank", "schema").stdout)["$defs"]


def test_a_question_in_a_batch_may_name_lists_of_words(folder: Path) -> None:
    (folder / "words.yaml").write_text("cold: [frozen, iced]\n")
    criteria = [
        {**RUBRIC["criteria"][0], "any": [[["<cold>"]]]},
        {**RUBRIC["criteria"][1], "any": [[["<tiny>"]]]},
    ]
    question = {**RUBRIC, "criteria": criteria, "words": {"tiny": ["small", "little"]}}
    [good, bad] = batch(
        {"text": "It is iced and little.", "question": question},
        {"text": "It is iced.", "question": {**question, "words": {}}},
    )
    assert good["score"] == 1
    assert "There is no word list 'tiny'" in bad["error"]


def test_the_lint_of_all_looks_at_tracks_too(folder: Path) -> None:
    track = folder / "tracks/search.yaml"
    track.parent.mkdir()
    track.write_text("title: T\nabout: A\nquestions: [retrieval/reranking, retrieval/rerankin]\n")
    result = koko("bank", "lint")
    assert result.exit_code == 1
    assert "search.yaml:3: There is no question 'retrieval/rerankin'. Did you mean" in result.stdout
    assert koko("bank", "lint", "retrieval/reranking").exit_code == 0
